#include "cli/views/analytics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

using json::Value;

// Reads figures of one document in its currency; what is null reads as unknown.
class Reading {
 public:
  Reading(const Value& document, std::string currency, const Style& style)
      : document_(document), currency_(std::move(currency)), style_(style) {}

  Reading of(const Value& row) const { return {row, currency_, style_}; }

  std::string words(std::string_view path) const {
    const std::string text = text_at(document_, path);
    return text.empty() ? std::string(style_.unknown()) : clean(text);
  }
  std::string amount(std::string_view path) const {
    const auto value = Decimal::parse(text_at(document_, path));
    return value ? money(*value, currency_, style_) : std::string(style_.unknown());
  }
  std::string gain(std::string_view path) const {
    const auto value = Decimal::parse(text_at(document_, path));
    if (!value) return std::string(style_.unknown());
    return style_.paint(tone_of(*value), money(*value, currency_, style_, Sign::always));
  }
  // Of a member that is in percent already.
  std::string share(std::string_view path, Sign sign = Sign::minus_only) const {
    const auto value = Decimal::parse(text_at(document_, path));
    return value ? percent(json::Fixed{*value, 2}, style_, sign) : std::string(style_.unknown());
  }
  // Of a member from 0 to 1.
  std::string fraction(std::string_view path) const { return field_text(document_, {"", path, Form::percent}, style_); }
  std::string ratio(std::string_view path, std::string_view unit = {}) const {
    const auto value = Decimal::parse(text_at(document_, path));
    if (!value) return std::string(style_.unknown());
    return fmt::format("{}{}{}", value->is_negative() ? style_.minus() : std::string_view(),
                       grouped(abs(*value).text(2)), unit);
  }
  std::string exact(std::string_view path) const {
    const auto value = Decimal::parse(text_at(document_, path));
    return value ? quantity(*value, "", style_) : std::string(style_.unknown());
  }
  std::string time(std::string_view path) const { return field_text(document_, {"", path, Form::time}, style_); }

 private:
  const Value& document_;
  std::string currency_;
  const Style& style_;
};

Reading reading_of(const Value& document, const Style& style) {
  return {document, text_at(document, "currency"), style};
}

std::string held_for(const Value& performance, const Style& style) {
  const auto minutes = Decimal::parse(text_at(performance, "average_holding_minutes"));
  if (!minutes) return std::string(style.unknown());
  return age(std::chrono::seconds(static_cast<std::int64_t>(minutes->to_double() * 60)));
}

std::string window_words(std::string_view window) {
  return window == "all" ? std::string("from the beginning") : fmt::format("the last {}", clean(window));
}

void add_unvalued(Box& box, const Value& document) {
  const std::string left_out = text_at(document, "unvalued_trades");
  if (left_out.empty() || left_out == "0") return;
  box.line(fmt::format("Left out: {}, as no market tells what their currency is worth", clean(left_out)));
}

void add_trades(Box& box, const Value& performance, const Reading& read, const Style& style) {
  box.line(fmt::format("Trades: {}, {} won, {} lost, {} even (win rate {})", read.words("trades"), read.words("wins"),
                       read.words("losses"), read.words("break_even"), read.fraction("win_rate")));
  add_unvalued(box, performance);
  box.line(fmt::format("Net: {}  (won {}, lost {}, fees {})", read.gain("net_pnl"), read.amount("gross_profit"),
                       read.amount("gross_loss"), read.amount("fees")));
  box.line(fmt::format("Profit factor {}, expectancy {} a trade, {} on average", read.ratio("profit_factor"),
                       read.gain("expectancy"), read.ratio("average_r", " R")));
  box.line(fmt::format("Average win {}, loss {}; held for {}", read.gain("average_win"), read.gain("average_loss"),
                       held_for(performance, style)));
  box.line(fmt::format("Largest win {}, loss {}", read.gain("largest_win"), read.gain("largest_loss")));
}

void add_equity(Box& box, const Reading& read) {
  box.line(fmt::format("Equity: {} to {} ({})", read.amount("initial_equity"), read.amount("final_equity"),
                       read.share("total_return_percent", Sign::always)));
  box.line(fmt::format("Last measured {}", read.time("equity_measured_at")));
  box.line(fmt::format("Deposits {}, withdrawals {}", read.amount("deposits"), read.amount("withdrawals")));
  box.line(fmt::format("Maximum drawdown: {} ({}) over {} days; now {}", read.amount("max_drawdown"),
                       read.share("max_drawdown_percent"), read.words("max_drawdown_days"),
                       read.share("current_drawdown_percent")));
  box.line(fmt::format("Sharpe {}, Sortino {}, Calmar {}  (by the {}, {} a year)", read.ratio("sharpe"),
                       read.ratio("sortino"), read.ratio("calmar"), read.words("ratio_period"),
                       read.words("ratio_periods_a_year")));
}

std::string bucket_words(const Value& bucket) {
  const std::string from = clean(text_at(bucket, "from"));
  const std::string to = clean(text_at(bucket, "to"));
  if (from.empty()) return fmt::format("under {} R", to);
  return to.empty() ? fmt::format("{} R and more", from) : fmt::format("{} to {} R", from, to);
}

std::int64_t count_of(const Value& bucket) {
  const std::string text = text_at(bucket, "trades");
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

// How many trades ended with how many times their risk, as bars.
void add_r_multiples(Box& box, const Value& performance, const Style& style) {
  constexpr std::int64_t bar_columns = 24;
  const auto buckets = rows_at(performance, "r_multiples");
  std::int64_t most = 0;
  for (const Value* bucket : buckets) most = std::max(most, count_of(*bucket));
  if (most == 0) return;
  box.rule();
  for (const Value* bucket : buckets) {
    const std::int64_t count = count_of(*bucket);
    const auto columns = static_cast<int>((count * bar_columns + most - 1) / most);
    box.line(
        fmt::format("{} {} {}", pad_right(bucket_words(*bucket), 16), repeat(style.either("█", "#"), columns), count));
  }
}

std::string groups_table(const Value& performance, const Reading& all, const Look& look) {
  const auto groups = rows_at(performance, "groups");
  if (groups.empty()) return "No trades in that window.\n";
  Table table({{"BY"},
               {"TRADES", Align::right},
               {"WON", Align::right},
               {"LOST", Align::right, true},
               {"WIN RATE", Align::right},
               {"NET", Align::right},
               {"FACTOR", Align::right},
               {"EXPECTANCY", Align::right, true},
               {"AVERAGE", Align::right, true}});
  for (const Value* group : groups) {
    const Reading read = all.of(*group);
    table.add({read.words("label"), read.words("trades"), read.words("wins"), read.words("losses"),
               read.fraction("win_rate"), read.gain("net_pnl"), read.ratio("profit_factor"), read.gain("expectancy"),
               read.ratio("average_r", " R")});
  }
  return table.text(look.style, look.headings);
}

std::string exposure_rows(const std::vector<const Value*>& rows, std::string_view heading, const Reading& all,
                          const Look& look) {
  Table table({{std::string(heading)},
               {"POSITIONS", Align::right, true},
               {"LONG", Align::right},
               {"SHORT", Align::right},
               {"NET", Align::right},
               {"OF EQUITY", Align::right},
               {"SHARE", Align::right, true},
               {"P&L", Align::right, true},
               {"AT STOP", Align::right}});
  for (const Value* row : rows) {
    const Reading read = all.of(*row);
    table.add({read.words("label") + (is_true(*row, "stale") ? " STALE" : ""), read.words("positions"),
               read.amount("long"), read.amount("short"), read.amount("net"), read.share("percent_of_equity"),
               read.share("share_percent"), read.gain("unrealized_pnl"), read.amount("risk_at_stop")});
  }
  return table.text(look.style, look.headings);
}

std::string trades_table(const std::vector<const Value*>& trades, const Reading& all, const Look& look) {
  Table table({{"OPERATION", Align::right},
               {"SYMBOL"},
               {"SIDE"},
               {"QUANTITY", Align::right, true},
               {"ENTRY", Align::right},
               {"EXIT", Align::right},
               {"NET", Align::right},
               {"R", Align::right, true},
               {"BY", Align::left, true}});
  for (const Value* trade : trades) {
    const Reading read = all.of(*trade);
    table.add({read.words("operation_id"), read.words("symbol"), read.words("side"),
               quantity_at(*trade, "quantity", look.style), read.exact("entry_price"), read.exact("exit_price"),
               read.gain("net_pnl"), read.ratio("r"), read.words("exit_reason")});
  }
  return table.text(look.style, look.headings);
}

std::string part(std::string_view heading, const std::vector<const Value*>& trades, const Reading& all,
                 const Look& look) {
  if (trades.empty()) return fmt::format("\n{}: none\n", heading);
  return fmt::format("\n{}:\n{}", heading, trades_table(trades, all, look));
}

}  // namespace

std::string performance_view(const Value& performance, const Look& look) {
  const Style& style = look.style;
  const Reading read = reading_of(performance, style);
  const bool grouped_by = !text_at(performance, "by").empty();
  if (grouped_by && !look.headings) return groups_table(performance, read, look);
  Box box(style, "PERFORMANCE");
  box.line(fmt::format("{}, in {}, days of {}", window_words(text_at(performance, "window")), read.words("currency"),
                       read.words("time_zone")));
  box.rule();
  add_trades(box, performance, read, style);
  box.rule();
  add_equity(box, read);
  add_r_multiples(box, performance, style);
  return grouped_by ? box.text() + '\n' + groups_table(performance, read, look) : box.text();
}

std::string exposure_view(const Value& exposure, const Look& look) {
  const Style& style = look.style;
  const Reading read = reading_of(exposure, style);
  std::string text;
  if (look.headings) {
    const std::string first =
        fmt::format("Exposure {} of {} equity ({}), net {} ({}); if every stop fills {} are lost ({})",
                    read.amount("gross"), read.amount("equity"), read.share("gross_percent"), read.amount("net"),
                    read.share("net_percent"), read.amount("risk_at_stop"), read.share("risk_percent"));
    for (const auto& line : wrap(first, style.columns, 2)) text += line + '\n';
    if (!text_at(exposure, "largest_symbol").empty()) {
      const std::string second =
          fmt::format("Largest: {} with {} of it; as if {} positions of one size", read.words("largest_symbol"),
                      read.share("largest_share_percent"), read.ratio("effective_positions"));
      for (const auto& line : wrap(second, style.columns, 2)) text += line + '\n';
    }
    if (is_true(exposure, "stale")) text += style.paint(Tone::warning, "STALE: a price in it is not fresh") + '\n';
    text += '\n';
  }
  const auto symbols = rows_at(exposure, "by_symbol");
  const std::string left_out = text_at(exposure, "unvalued_positions");
  if (const bool some = !left_out.empty() && left_out != "0"; look.headings && some) {
    text +=
        style.paint(Tone::warning, fmt::format("Left out: {} whose currency no market converts", left_out)) + "\n\n";
  } else if (symbols.empty() && !some) {
    return text + "No open positions: nothing is exposed.\n";
  }
  text += exposure_rows(symbols, "SYMBOL", read, look);
  return look.headings ? text + '\n' + exposure_rows(rows_at(exposure, "by_strategy"), "STRATEGY", read, look) : text;
}

std::string report_card(const Value& report, const Look& look) {
  const Style& style = look.style;
  const Reading read = reading_of(report, style);
  Box box(style, fmt::format("REPORT OF {}", read.words("date")));
  box.line(fmt::format("In {}, the day of {}", read.words("currency"), read.words("time_zone")));
  if (!is_true(report, "final")) box.line(fmt::format("So far, until {}", read.time("to")));
  box.rule();
  box.line(fmt::format("Since midnight: {}", read.gain("since_midnight")));
  box.line(fmt::format("Since yesterday's close: {}, overnight {}", read.gain("since_yesterdays_close"),
                       read.gain("overnight")));
  box.line(fmt::format("Equity: {} to {}", read.amount("equity_at_midnight"), read.amount("equity_at_end")));
  box.line(fmt::format("Last measured {}", read.time("equity_measured_at")));
  box.line(fmt::format("Deposits {}, withdrawals {}", read.amount("deposits"), read.amount("withdrawals")));
  box.rule();
  box.line(fmt::format("Realized: {}, fees {}", read.gain("realized_pnl"), read.amount("fees")));
  if (!is_true(report, "final")) box.line("Open now: " + read.gain("unrealized_pnl"));
  box.line(fmt::format("Trades: {}, {} won, {} lost", read.words("trades"), read.words("wins"), read.words("losses")));
  add_unvalued(box, report);
  box.line(fmt::format("Signals: {} received, {} approved, {} rejected, {} expired, {} cancelled",
                       read.words("signals.received"), read.words("signals.approved"), read.words("signals.rejected"),
                       read.words("signals.expired"), read.words("signals.cancelled")));
  return box.text() + part("Closed", rows_at(report, "closed"), read, look) +
         part("Opened", rows_at(report, "opened"), read, look) +
         part("Open at the end", rows_at(report, "open_at_end"), read, look);
}

}  // namespace robson::cli
