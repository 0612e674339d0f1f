#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

using wire::Position;

std::string_view side_of(const Position& position) {
  return direction_of(position.side);
}

std::string protection_word(wire::Protection protection, const Style& style) {
  switch (protection) {
    case wire::Protection::AT_VENUE: return "yes";
    case wire::Protection::PLACING:
    case wire::Protection::CLOSING: return style.paint(Tone::warning, json::name_of(protection));
    case wire::Protection::NONE: break;
  }
  return style.paint(Tone::bad, "NO");
}

Duration age_of(const Position& position, Duration elapsed) {
  return std::chrono::milliseconds(position.price_age_ms.value_or(0)) + elapsed;
}

// How far the price has moved since the entry: the percent of a long; of a short its sign is not that of the profit.
std::optional<json::Fixed> price_change(const Position& position) {
  if (!position.current_price || position.entry_price.value.is_zero()) return std::nullopt;
  const Decimal moved = position.current_price->value - position.entry_price.value;
  const Decimal part = divide(moved, position.entry_price.value, Rounding::half_away_from_zero);
  return json::Fixed{multiply(part, Decimal::integer(100), Rounding::half_away_from_zero), 2};
}

std::string profit(const Position& position, const Style& style, std::string_view gap) {
  const auto exact = position.unrealized_pnl_exact;
  if (!exact) return std::string(style.unknown());
  return style.paint(tone_of(*exact), fmt::format("{}{}({})", money(*exact, position.quote_asset, style, Sign::always),
                                                  gap, percent(position.unrealized_pnl_percent, style)));
}

std::string current_line(const Position& position, const Look& look) {
  if (!position.current_price) return fmt::format("Current: {} (no price yet)", look.style.unknown());
  std::string line = fmt::format("Current: {}", price(*position.current_price, position.quote_asset, look.style));
  if (const auto change = price_change(position)) line += fmt::format("  ({})", percent(*change, look.style));
  return line;
}

std::string level_line(std::string_view name, const json::Fixed& level, const std::optional<json::Fixed>& distance,
                       std::string_view what, const Position& position, const Style& style) {
  std::string line = fmt::format("{}: {}", name, price(level, position.quote_asset, style));
  if (distance) line += fmt::format("  ({} {})", percent(*distance, style), what);
  return line;
}

std::string protection_line(const Position& position, const Style& style) {
  return "Stop at the exchange: " + protection_words(position.protection, position.unprotected_seconds.value, style);
}

std::string age_line(const Position& position, const Look& look) {
  if (!position.price_age_ms) return look.style.paint(Tone::warning, "Price: STALE, none known yet");
  const std::string old = age(age_of(position, look.elapsed));
  if (!is_stale(position, look.elapsed)) return fmt::format("Price: {} old", old);
  return look.style.paint(Tone::warning, fmt::format("Price: STALE, last confirmed {} ago", old));
}

std::string closing_line(const Position& position, const Style& style) {
  const wire::Closing& closing = *position.closing;
  std::string line = fmt::format("Being left: {}", json::name_of(closing.reason));
  line += closing.quantity ? ", " + quantity_of(*closing.quantity, position, style) : std::string(", all of it");
  line += closing.limit_price ? " at " + price(*closing.limit_price, position.quote_asset, style)
                              : std::string(" at market");
  return style.paint(Tone::warning, line);
}

void add_position(Box& box, const Position& position, const Look& look) {
  const Style& style = look.style;
  box.line(fmt::format("Symbol: {}", clean(position.symbol)));
  box.line(fmt::format("Side: {}", side_of(position)));
  box.line(fmt::format("Quantity: {}", quantity_of(position.quantity, position, style)));
  box.line(fmt::format("Entry: {}", price(position.entry_price, position.quote_asset, style)));
  box.line(current_line(position, look));
  box.line("P&L: " + profit(position, style, "  "));
  box.line(level_line("Stop", position.stop_loss, position.distance_to_stop_percent, "away", position, style));
  box.line(position.take_profit ? level_line("Target", *position.take_profit, position.distance_to_target_percent,
                                             "to go", position, style)
                                : std::string("Target: none"));
  box.line(protection_line(position, style));
  if (position.closing) box.line(closing_line(position, style));
  box.line(age_line(position, look));
  box.line(fmt::format("Operation: #{}, opened {}", position.operation_id, moment(position.opened_at)));
}

}  // namespace

bool is_stale(const Position& position, Duration elapsed) {
  return position.stale || !position.current_price || age_of(position, elapsed) > stale_after;
}

std::string positions_box(const wire::Positions& positions, const Look& look) {
  Box box(look.style, "ACTIVE POSITIONS");
  if (positions.positions.empty()) {
    box.line("No open positions.");
    box.line("A position appears here as soon as an operation is active. Until then: robson price BTCUSDC");
  }
  for (const Position& position : positions.positions) {
    if (&position != &positions.positions.front()) box.rule();
    add_position(box, position, look);
  }
  box.rule();
  box.line(fmt::format("{}, venue {}, {}", counted(std::ssize(positions.positions), "position"),
                       json::name_of(positions.venue_kind), moment(positions.as_of)));
  return box.text();
}

std::string position_box(const Position& position, const Look& look) {
  Box box(look.style, fmt::format("POSITION {}", position.id));
  add_position(box, position, look);
  box.rule();
  const Style& style = look.style;
  const std::string_view quote = position.quote_asset;
  box.line(fmt::format("Cost: {}", money(position.cost.value, quote, style)));
  box.line(fmt::format("Value: {}", money(position.value, quote, style)));
  box.line(fmt::format("Loss if the stop fills: {}", money(-position.loss_at_stop.value, quote, style)));
  box.line(fmt::format("Gain at the target: {}", money(position.gain_at_target, quote, style, Sign::always)));
  if (position.trailing) box.line(fmt::format("Trailing stop: {} steps", position.trailing_steps));
  if (position.strategy) box.line(fmt::format("Strategy: {}", clean(*position.strategy)));
  if (position.reward_risk) box.line(fmt::format("Reward to risk: {}", position.reward_risk->value.text(2)));
  return box.text();
}

std::string positions_table(const wire::Positions& positions, const Look& look) {
  if (positions.positions.empty()) return "No open positions. Until one is open: robson price BTCUSDC\n";
  Table table({{"ID", Align::right},
               {"SYMBOL"},
               {"SIDE"},
               {"QUANTITY", Align::right},
               {"ENTRY", Align::right, true},
               {"CURRENT", Align::right},
               {"P&L", Align::right},
               {"STOP", Align::right, true},
               {"TO STOP", Align::right},
               {"TARGET", Align::right, true},
               {"TO TARGET", Align::right, true},
               {"PROTECTED"},
               {"PRICE AGE", Align::right, true}});
  const Style& style = look.style;
  for (const Position& position : positions.positions) {
    const auto& quote = position.quote_asset;
    const bool stale = is_stale(position, look.elapsed);
    const std::string old = position.price_age_ms ? age(age_of(position, look.elapsed)) : std::string(style.unknown());
    std::string current =
        position.current_price ? price(*position.current_price, quote, style) : std::string(style.unknown());
    if (stale) current = style.paint(Tone::warning, current.append(" STALE"));
    table.add({std::to_string(position.id), clean(position.symbol), std::string(side_of(position)),
               quantity_of(position.quantity, position, style), price(position.entry_price, quote, style),
               std::move(current), profit(position, style, " "), price(position.stop_loss, quote, style),
               percent(position.distance_to_stop_percent, style),
               position.take_profit ? price(*position.take_profit, quote, style) : std::string("none"),
               percent(position.distance_to_target_percent, style), protection_word(position.protection, style), old});
  }
  return table.text(style, look.headings);
}

}  // namespace robson::cli
