#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

void add_levels(Table& table, const std::vector<wire::Level>& levels, bool from_above, const Pair& pair,
                const Style& style) {
  std::vector<wire::Level> ordered = levels;
  if (from_above) std::ranges::reverse(ordered);
  for (const wire::Level& level : ordered) {
    const Tone tone = level.kind == LevelKind::support ? Tone::good : Tone::bad;
    table.add({style.paint(tone, json::name_of(level.kind)), price(level.price, pair.quote, style),
               percent(level.distance_percent, style), std::to_string(level.touches), std::to_string(level.strength),
               moment(level.first_time).substr(0, 16), moment(level.last_time).substr(0, 16)});
  }
}

std::string try_sentence(const Analysis::Try& each, const Style& style) {
  if (!each.preview) return fmt::format("A {}: no technical stop, {}.", each.side, clean(each.trouble));
  const wire::EntryPreview& preview = *each.preview;
  std::string text = fmt::format("A {} at {} would be stopped at {} ({} away, {}", each.side,
                                 price(preview.entry_price, preview.quote_asset, style),
                                 price(preview.stop_price, preview.quote_asset, style),
                                 share(preview.distance_percent, style), json::name_of(preview.stop_method));
  if (preview.stop_confidence) text += fmt::format(", confidence {}", json::name_of(*preview.stop_confidence));
  text += fmt::format("): {} at {} risk.", quantity_of(preview.quantity, preview, style),
                      money(preview.risk_amount.value, preview.quote_asset, style));
  return text;
}

std::string lines(const std::string& sentence, const Style& style) {
  std::string text;
  for (const auto& line : wrap(sentence, style.columns, 2)) text += line + '\n';
  return text;
}

}  // namespace

std::string analysis_view(const Analysis& analysis, const Look& look) {
  const Style& style = look.style;
  const wire::Levels& levels = analysis.levels;
  const Pair pair = pair_of(levels.symbol);
  std::string first = fmt::format("{}, {}: price {}", clean(pair.text()), clean(levels.interval),
                                  price(levels.price, pair.quote, style));
  if (levels.atr) first += fmt::format(", ATR({}) {}", levels.atr_period, price(*levels.atr, pair.quote, style));
  first += fmt::format(", {} candles, {}", levels.candles, moment(levels.as_of));
  std::string text = lines(style.paint(Tone::strong, first), style) + '\n';
  Table table({{"LEVEL"},
               {"PRICE", Align::right},
               {"AWAY", Align::right},
               {"TOUCHES", Align::right},
               {"STRENGTH", Align::right},
               {"FIRST (UTC)", Align::left, true},
               {"LAST (UTC)", Align::left, true}});
  add_levels(table, levels.resistances, true, pair, style);
  table.add({style.paint(Tone::dim, "price"), style.paint(Tone::dim, price(levels.price, pair.quote, style)), "", "",
             "", "", ""});
  add_levels(table, levels.supports, false, pair, style);
  text += table.text(style, look.headings);
  if (!analysis.tries.empty()) text += '\n';
  for (const Analysis::Try& each : analysis.tries) text += lines(try_sentence(each, style), style);
  return text;
}

std::string symbols_table(const wire::Symbols& symbols, const Look& look) {
  if (symbols.symbols.empty()) return "No market has that in its name. All of them: robson symbols\n";
  const Style& style = look.style;
  Table table({{"SYMBOL"},
               {"BASE"},
               {"QUOTE"},
               {"PRICE", Align::right},
               {"TICK", Align::right},
               {"STEP", Align::right},
               {"LEAST WORTH", Align::right, true},
               {"WATCHED", Align::left, true}});
  for (const wire::Market& each : symbols.symbols) {
    std::string now = each.price ? grouped(each.price->value.text(each.price->places)) : std::string(style.unknown());
    if (each.price && each.stale) {
      now += " STALE";
      now = style.paint(Tone::dim, now);
    }
    table.add({clean(each.symbol), clean(each.base_asset), clean(each.quote_asset), now, each.tick_size.text(),
               each.step_size.text(), each.min_notional.text(), each.watched ? "yes" : "no"});
  }
  std::string text = table.text(style, look.headings);
  const auto count = static_cast<std::int64_t>(symbols.symbols.size());
  if (look.headings && symbols.total > count)
    text += style.paint(Tone::dim, fmt::format("{} of {} markets", count, symbols.total)) + '\n';
  return text;
}

}  // namespace robson::cli
