#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

std::string gain(const std::optional<json::Fixed>& value, std::string_view currency, const Style& style) {
  const std::string text = money(value, currency, style, Sign::always);
  return value ? style.paint(tone_of(value->value), text) : text;
}

std::string as_of_line(Timestamp as_of, bool stale, wire::VenueKind kind, const Style& style) {
  std::string line = fmt::format("As of {}, venue {}", moment(as_of), json::name_of(kind));
  return stale ? style.paint(Tone::warning, line + ", STALE") : line;
}

std::string lines(std::string_view sentence, const Style& style) {
  std::string text;
  for (const auto& line : wrap(sentence, style.columns, 2)) text += line + '\n';
  return text;
}

Table assets_table(const std::vector<wire::AssetBalance>& assets, const std::string& currency, const Style& style) {
  Table table({{"ASSET"},
               {"FREE", Align::right},
               {"LOCKED", Align::right},
               {"TOTAL", Align::right},
               {"PRICE", Align::right, true},
               {"VALUE", Align::right}});
  for (const wire::AssetBalance& asset : assets) {
    const std::string each = asset.price ? price({*asset.price, std::max(2, asset.price->places())}, currency, style)
                                         : std::string(style.unknown());
    table.add({clean(asset.asset), quantity(asset.free, "", style), quantity(asset.locked, "", style),
               quantity(asset.total, "", style), each, money(asset.value, currency, style)});
  }
  return table;
}

}  // namespace

std::string summary_box(const wire::PortfolioSummary& summary, const Look& look) {
  const Style& style = look.style;
  const std::string& currency = summary.currency;
  Box box(style, "ACCOUNT");
  box.line("Total balance: " + money(summary.total_balance, currency, style));
  box.line("Available: " + money(summary.available_balance, currency, style));
  std::string in_positions = "In positions: " + money(summary.positions_value, currency, style);
  if (summary.exposure_percent) {
    in_positions += fmt::format("  ({})", percent(summary.exposure_percent, style, Sign::minus_only));
  }
  box.line(in_positions);
  box.line("Unrealized P&L: " + gain(summary.unrealized_pnl, currency, style));
  box.line("Realized P&L: " + gain(summary.realized_pnl, currency, style));
  box.line("Total P&L: " + gain(summary.total_pnl, currency, style));
  box.line(fmt::format("Active positions: {}", summary.num_positions));
  box.line("If every stop fills: " + money(-summary.worst_case.value, currency, style));
  box.rule();
  box.line(as_of_line(summary.as_of, summary.stale, summary.venue_kind, style));
  return box.text();
}

std::string balance_table(const wire::AccountBalance& balance, const Look& look) {
  const Style& style = look.style;
  std::string text;
  if (look.headings) {
    text = lines(fmt::format("Balance {}, available {}", money(balance.balance.value, balance.currency, style),
                             money(balance.available.value, balance.currency, style)),
                 style) +
           lines(as_of_line(balance.as_of, balance.stale, balance.venue_kind, style), style) + '\n';
  }
  if (balance.balances.empty()) return text + "The account is empty.\n";
  return text + assets_table(balance.balances, balance.currency, style).text(style, look.headings);
}

std::string patrimony_table(const wire::Patrimony& patrimony, const Look& look) {
  const Style& style = look.style;
  std::string text;
  if (look.headings) {
    text = lines("Everything in the account: " +
                     style.paint(Tone::strong, money(patrimony.patrimony, patrimony.currency, style)),
                 style) +
           lines(as_of_line(patrimony.as_of, patrimony.stale, patrimony.venue_kind, style), style);
    if (!patrimony.unpriced_assets.empty()) {
      text +=
          lines(clean(fmt::format("Not counted, for want of a price: {}", fmt::join(patrimony.unpriced_assets, ", "))),
                style);
    }
    text += '\n';
  }
  if (patrimony.assets.empty()) return text + "The account is empty.\n";
  return text + assets_table(patrimony.assets, patrimony.currency, style).text(style, look.headings);
}

}  // namespace robson::cli
