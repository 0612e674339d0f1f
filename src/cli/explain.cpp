// A table: the meaning of each field of positions, account and prices. A test holds it against the structs.
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
    FieldMeaning{"available_balance", "The part of the account's currency that no order holds."},
    FieldMeaning{"base_asset", "What is bought and sold: BTC of BTCUSDC."},
    FieldMeaning{"bid", "The highest price at which somebody buys now."},
    FieldMeaning{"close_time", "The end of the time that the figures cover."},
    FieldMeaning{"cost", "entry_price x quantity, 2 places."},
    FieldMeaning{"currency", "The asset that the account's amounts are counted in."},
    FieldMeaning{
        "current_price",
        "The price at which the position could be closed now: the best bid of a long, the best ask of a short."},
    FieldMeaning{
        "distance_to_stop_percent",
        "(stop_loss - current_price) / current_price x 100; below zero while a long's stop lies under the price."},
    FieldMeaning{"distance_to_target_percent", "(take_profit - current_price) / current_price x 100."},
    FieldMeaning{"entry_price", "The average price of the entry's fills."},
    FieldMeaning{"exposure_percent", "positions_value / total_balance x 100."},
    FieldMeaning{"gain_at_target", "What is won if the target fills at its price."},
    FieldMeaning{"high", "The highest trade of the last 24 hours."},
    FieldMeaning{"id", "The position's number."},
    FieldMeaning{"kind", "spot: a directional position of a person; hedge: one of a bot."},
    FieldMeaning{"last", "The price of the exchange's last trade."},
    FieldMeaning{"loss_at_stop", "What is lost if the stop fills at its price; 0 once the stop locks a profit in."},
    FieldMeaning{"low", "The lowest trade of the last 24 hours."},
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
                 "AT_VENUE: a protective order stands at the exchange and works without us. NONE: nothing does."},
    FieldMeaning{"quantity", "How much of the base asset is held, exact."},
    FieldMeaning{"quote_asset", "What is paid with: USDC of BTCUSDC."},
    FieldMeaning{"quote_volume", "What was paid in the last 24 hours, in the quote asset."},
    FieldMeaning{"realized_pnl", "Profit or loss of what has been closed."},
    FieldMeaning{"reward_risk", "(target - entry) / (entry - stop): what can be won for each unit that can be lost."},
    FieldMeaning{"side", "BUY: a long, wins when the price rises. SELL: a short, wins when it falls."},
    FieldMeaning{"source", "The exchange that the figures come from."},
    FieldMeaning{"spread", "ask - bid."},
    FieldMeaning{"spread_percent", "spread / ((ask + bid) / 2) x 100."},
    FieldMeaning{"stale", "No confirmation from the exchange for more than 5 seconds: look, but do not decide by it."},
    FieldMeaning{"status", "OPEN or CLOSED."},
    FieldMeaning{"step_size", "Quantities are multiples of it."},
    FieldMeaning{"stop_loss", "The price at which the position is closed with a loss, chosen by the technical stop."},
    FieldMeaning{"symbol", "The exchange's name of the market."},
    FieldMeaning{"take_profit", "The price at which the position is closed with a gain."},
    FieldMeaning{"tick_size", "Prices are multiples of it."},
    FieldMeaning{"timestamp", "When the exchange said so, seconds since 1970."},
    FieldMeaning{"total_balance", "All assets of the account in its currency."},
    FieldMeaning{"total_pnl", "realized_pnl + unrealized_pnl."},
    FieldMeaning{"trades", "How many trades there were in the last 24 hours."},
    FieldMeaning{"unrealized_pnl",
                 "(current_price - entry_price) x quantity of a long, the reverse of a short; 2 places."},
    FieldMeaning{"unrealized_pnl_exact", "unrealized_pnl without rounding."},
    FieldMeaning{"unrealized_pnl_percent", "unrealized_pnl / (entry_price x quantity) x 100."},
    FieldMeaning{"value", "current_price x quantity, 2 places."},
    FieldMeaning{"venue_kind", "SIM: a simulated exchange. PAPER: real prices, no real orders. LIVE: real money."},
    FieldMeaning{"venue_time", "When the exchange says that the price was so."},
    FieldMeaning{"volume", "What was traded in the last 24 hours, in the base asset."},
    FieldMeaning{"worst_case", "What is lost if every stop fills at its price."},
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
