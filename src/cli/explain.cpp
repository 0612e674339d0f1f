// A table: the meaning of each field of positions, account, prices, plans, rules and budget. A test holds it against
// the structs.
#include "cli/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/parse.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

constexpr std::array meanings = {
    FieldMeaning{"age_ms",
                 "Milliseconds since the exchange last confirmed the price. A quiet market is not stale; a silent "
                 "connection is."},
    FieldMeaning{"as_of", "When the answer was put together, UTC."},
    FieldMeaning{"ask", "The lowest price at which somebody sells now."},
    FieldMeaning{"asked_quantity", "The size that the caller wanted; at most 5 % below the computed one."},
    FieldMeaning{"atr", "The mean of the last true ranges: how far the price usually moves in one candle."},
    FieldMeaning{"atr_multiple", "How many ATRs away the stop is where volatility sets it."},
    FieldMeaning{"atr_period", "How many candles the ATR covers."},
    FieldMeaning{"available_balance", "The part of the account's currency that no order holds."},
    FieldMeaning{"base", "The equity at the month's start."},
    FieldMeaning{"base_asset", "What is bought and sold: BTC of BTCUSDC."},
    FieldMeaning{"bid", "The highest price at which somebody buys now."},
    FieldMeaning{"broker_ticket", "The entry order's id at the venue."},
    FieldMeaning{"buffer", "How far behind the level the stop is put, of the entry price."},
    FieldMeaning{"candles", "How many closed candles are looked at."},
    FieldMeaning{"capital", "What the size was computed from."},
    FieldMeaning{
        "capital_source",
        "named: as the caller said. equity: the account's equity at the exchange, or as much of it as can be traded."},
    FieldMeaning{"close_time", "The end of the time that the figures cover."},
    FieldMeaning{"closing", "A wish to leave that is not fulfilled yet; null when there is none."},
    FieldMeaning{"computed_quantity", "The size by the rule: risk / distance to the stop, floored to the step."},
    FieldMeaning{"contract_size",
                 "Units of the base asset in one of quantity: 100 where a lot of gold is 100 oz, else 1."},
    FieldMeaning{"cost", "entry_price x quantity, 2 places."},
    FieldMeaning{"currency", "The asset that the account's amounts are counted in."},
    FieldMeaning{
        "current_price",
        "The price at which the position could be closed now: the best bid of a long, the best ask of a short."},
    FieldMeaning{"distance_percent", "Of the entry to the stop (of a level: of the price to it), in percent."},
    FieldMeaning{
        "distance_to_stop_percent",
        "(stop_loss - current_price) / current_price x 100; below zero while a long's stop lies under the price."},
    FieldMeaning{"distance_to_target_percent", "(take_profit - current_price) / current_price x 100."},
    FieldMeaning{"entered_quantity", "How much was held after the entry; quantity is what is still held."},
    FieldMeaning{"entry_price", "The average price of the entry's fills."},
    FieldMeaning{"entry_source", "quote: the best price of the book. limit: a price of the caller."},
    FieldMeaning{"executable_risk", "risk_amount with the fees of both sides and the expected slippage."},
    FieldMeaning{"expected_slippage", "How much worse a stop is expected to fill, as a fraction."},
    FieldMeaning{"exposure_percent", "positions_value / total_balance x 100."},
    FieldMeaning{"fees", "Of both sides, in the quote asset."},
    FieldMeaning{"gain_at_target", "What is won if the target fills at its price."},
    FieldMeaning{"high", "The highest trade of the last 24 hours."},
    FieldMeaning{"id", "The position's number."},
    FieldMeaning{"include_costs", "Whether fees and slippage count when the size is computed."},
    FieldMeaning{"initial_stop", "The stop that the size was computed for; no later one goes beyond it."},
    FieldMeaning{"is_capped",
                 "Whether the size is held down by max_notional_fraction, so that less is risked than allowed."},
    FieldMeaning{"kind", "spot: a directional position of a person; hedge: one of a bot."},
    FieldMeaning{"last", "The price of the exchange's last trade."},
    FieldMeaning{"left", "limit - used - reserved; below 0 no operation is opened."},
    FieldMeaning{"level", "Which level the stop is put behind: 2 is the second technical event."},
    FieldMeaning{"level_asked", "Which level from the entry outward the strategy takes."},
    FieldMeaning{"level_chosen", "Which one was taken; 0 when none fits and a swing or volatility stood in."},
    FieldMeaning{"levels", "The levels that were considered, nearest first, and why each was skipped."},
    FieldMeaning{"limit", "What may be lost this month."},
    FieldMeaning{"limit_percent", "limit / base x 100."},
    FieldMeaning{"loss_at_stop", "What is lost if the stop fills at its price; 0 once the stop locks a profit in."},
    FieldMeaning{"low", "The lowest trade of the last 24 hours."},
    FieldMeaning{"max_distance", "The farthest stop, of the entry price."},
    FieldMeaning{"max_drift", "How far the price may move between plan and execution."},
    FieldMeaning{"max_notional_fraction", "The part of the capital that one operation may be worth."},
    FieldMeaning{"min_distance", "The nearest stop, of the entry price; nearer levels are skipped."},
    FieldMeaning{"min_notional", "The least that an order has to be worth at the exchange."},
    FieldMeaning{"min_touches", "How many swings a level needs."},
    FieldMeaning{"month", "The month (UTC) that the risk budget is of."},
    FieldMeaning{"notional", "quantity x entry_price, 2 places."},
    FieldMeaning{"notional_exact", "notional without rounding."},
    FieldMeaning{"num_positions", "How many positions are open."},
    FieldMeaning{"open", "The price 24 hours ago."},
    FieldMeaning{"open_time", "The beginning of the time that the figures cover."},
    FieldMeaning{"opened_at", "When the entry was filled."},
    FieldMeaning{"operation_id", "The operation that the position is the view of."},
    FieldMeaning{"positions_value", "The sum of current_price x quantity of all open positions."},
    FieldMeaning{"price_age_ms", "Milliseconds since the exchange last confirmed the position's price."},
    FieldMeaning{"price_change", "last - open."},
    FieldMeaning{"price_change_percent", "price_change / open x 100."},
    FieldMeaning{"price_source", "The exchange that the price comes from."},
    FieldMeaning{"price_time", "When the price was last confirmed."},
    FieldMeaning{"protection",
                 "AT_VENUE: a confirmed stop stands at the exchange for all of it and works without us. PLACING: it is "
                 "being placed, replaced or asked for. NONE: nothing does. CLOSING: it is being left."},
    FieldMeaning{"quantity", "How much of the base asset is held, exact."},
    FieldMeaning{"quote", "The book that it was computed with, and its age."},
    FieldMeaning{"quote_asset", "What is paid with: USDC of BTCUSDC."},
    FieldMeaning{"quote_volume", "What was paid in the last 24 hours, in the quote asset."},
    FieldMeaning{"realized", "Profit or loss of what was closed this month."},
    FieldMeaning{"realized_pnl", "Profit or loss of what has been closed."},
    FieldMeaning{"reserved", "What open operations can still lose."},
    FieldMeaning{"reward_risk", "(target - entry) / (entry - stop): what can be won for each unit that can be lost."},
    FieldMeaning{"risk_allowed", "capital x risk_fraction."},
    FieldMeaning{"risk_amount", "What is lost if the stop fills at its price, before costs."},
    FieldMeaning{"risk_amount_exact", "risk_amount without rounding."},
    FieldMeaning{"risk_fraction", "The part of the capital that one operation may lose; 0.01 is 1 %."},
    FieldMeaning{"risk_percent", "risk_amount / capital x 100."},
    FieldMeaning{"side", "BUY: a long, wins when the price rises. SELL: a short, wins when it falls."},
    FieldMeaning{"source", "The exchange that the figures come from."},
    FieldMeaning{"spread", "ask - bid."},
    FieldMeaning{"spread_percent", "spread / ((ask + bid) / 2) x 100."},
    FieldMeaning{"stale", "No confirmation from the exchange for more than 5 seconds: look, but do not decide by it."},
    FieldMeaning{"status", "OPEN or CLOSED."},
    FieldMeaning{"step_size", "Quantities are multiples of it."},
    FieldMeaning{"stop_confidence",
                 "HIGH: a level with three touches or more. MEDIUM: a level or a swing. LOW: from volatility alone."},
    FieldMeaning{"stop_loss", "The price at which the position is closed with a loss, chosen by the technical stop."},
    FieldMeaning{"stop_method",
                 "support_resistance, swing_point or atr: how the technical stop was found; manual: it was not."},
    FieldMeaning{"stop_price", "The price at which the exchange closes the position with a loss."},
    FieldMeaning{"stop_price_at_venue", "The confirmed stop order's price; null when none stands at the exchange."},
    FieldMeaning{"stop_source", "technical: computed from candles. manual: typed by hand, and never executed."},
    FieldMeaning{"strategy", "The strategy whose rules it was planned by."},
    FieldMeaning{"strategy_id", "The strategy's number."},
    FieldMeaning{"strategy_version", "The version of the rules that were used; editing a strategy makes another."},
    FieldMeaning{"swing_lookback", "How many candles the swing method looks back."},
    FieldMeaning{"swing_window", "How many candles on each side a swing has to exceed."},
    FieldMeaning{"symbol", "The exchange's name of the market."},
    FieldMeaning{"take_profit", "The price at which the position is closed with a gain."},
    FieldMeaning{"taker_fee", "The exchange's fee of a taker, as a fraction."},
    FieldMeaning{"target_price", "The price at which it is closed with a gain; null when there is none."},
    FieldMeaning{"technical_stop", "The stop that the rule computes, whatever stop was asked for."},
    FieldMeaning{"tick_size", "Prices are multiples of it."},
    FieldMeaning{"timestamp", "When the exchange said so, seconds since 1970."},
    FieldMeaning{"tolerance", "How far a swing may lie from a level's first one, of the entry price."},
    FieldMeaning{"total_balance", "All assets of the account in its currency."},
    FieldMeaning{"total_pnl", "realized_pnl + unrealized_pnl."},
    FieldMeaning{"trades", "How many trades there were in the last 24 hours."},
    FieldMeaning{"trailing",
                 "Whether the stop follows the price once it has moved a span (entry to first stop) in favour."},
    FieldMeaning{"trailing_steps", "Spans of profit that the stop has followed."},
    FieldMeaning{"unprotected_seconds",
                 "Time without a confirmed stop at the exchange since it was opened, in seconds."},
    FieldMeaning{"unrealized_pnl",
                 "(current_price - entry_price) x quantity of a long, the reverse of a short; 2 places."},
    FieldMeaning{"unrealized_pnl_converted", "unrealized_pnl in the account's currency, where a market converts it."},
    FieldMeaning{"unrealized_pnl_exact", "unrealized_pnl without rounding."},
    FieldMeaning{"unrealized_pnl_percent", "unrealized_pnl / (entry_price x quantity) x 100."},
    FieldMeaning{"used", "What was lost this month."},
    FieldMeaning{"used_percent", "(used + reserved) / limit x 100."},
    FieldMeaning{"value", "current_price x quantity, 2 places."},
    FieldMeaning{"venue_kind", "SIM: a simulated exchange. PAPER: real prices, no real orders. LIVE: real money."},
    FieldMeaning{"venue_time", "When the exchange says that the price was so."},
    FieldMeaning{"volume", "What was traded in the last 24 hours, in the base asset."},
    FieldMeaning{"warnings", "What speaks against it without forbidding it."},
    FieldMeaning{"worst_case", "What is lost if every stop fills at its price."},
    FieldMeaning{"worst_entry", "The worst price that the entry order accepts."},
};

struct Explained {
  std::vector<FieldMeaning> fields{};
};
BOOST_DESCRIBE_STRUCT(Explained, (), (fields))

}  // namespace

BOOST_DESCRIBE_STRUCT(FieldMeaning, (), (field, text))

std::span<const FieldMeaning> field_meanings() {
  return meanings;
}

net::Task<Exit> explain(Desk& desk) {
  const std::string asked = desk.asked.value("FIELD");
  std::vector<std::string_view> names;
  Explained shown;
  for (const FieldMeaning& meaning : meanings) {
    names.push_back(meaning.field);
    if (asked.empty() || meaning.field == asked) shown.fields.push_back(meaning);
  }
  if (shown.fields.empty()) {
    const std::string meant = nearest(asked, names);
    co_return desk.fail({.cause = client::Cause::not_found,
                         .text = fmt::format("no field is called \"{}\"{}", clean(asked),
                                             meant.empty() ? "; see them all with: robson explain"
                                                           : fmt::format("; did you mean {}?", meant)),
                         .code = "UNKNOWN_FIELD"});
  }
  Page page = page_of(json::text_of(shown), "fields");
  page.view = [shown](const Look& look) {
    std::string text;
    for (const FieldMeaning& meaning : shown.fields) {
      const std::string sentence = fmt::format("{}: {}", look.style.paint(Tone::strong, meaning.field), meaning.text);
      for (const auto& line : wrap(sentence, look.style.columns, 2)) text += line + '\n';
    }
    return text;
  };
  co_return show(desk, page);
}

}  // namespace robson::cli
