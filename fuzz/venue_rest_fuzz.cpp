// The venue's REST answers: the first byte picks the parser, the rest is the body.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "venues/binance/order_outcome.hpp"
#include "venues/binance/parse_account.hpp"
#include "venues/binance/parse_market.hpp"
#include "venues/binance/parse_orders.hpp"
#include "venues/binance/parse_reply.hpp"

namespace {

using namespace robson;
using namespace robson::venues::binance;

const Symbol symbol{"BTCUSDC"};
const Timestamp now = Timestamp::from_ms(1'767'065'400'000);

template <class T>
const T* value_or_fault(const Parsed<T>& parsed) {
  if (!parsed) ensure(!parsed.error().text().empty(), "a fault says what it is");
  return parsed ? &*parsed : nullptr;
}

void check_instruments(std::string_view body) {
  const auto parsed = parse_exchange_info(body);
  const auto* info = value_or_fault(parsed);
  if (info == nullptr) return;
  for (const Instrument& instrument : info->instruments) {
    ensure(instrument.tick.is_positive() && instrument.step.is_positive(), "an instrument has a tick and a step");
    ensure(Symbol::parse(instrument.symbol.text).has_value(), "an instrument has a name");
  }
}

void check_levels(const std::vector<Level>& levels) {
  for (const Level& level : levels) {
    ensure(!level.price.value.is_negative() && !level.quantity.value.is_negative(), "a level is not negative");
  }
}

void check_depth(std::string_view body) {
  const auto parsed = parse_depth(body);
  const auto* depth = value_or_fault(parsed);
  if (depth == nullptr) return;
  check_levels(depth->bids);
  check_levels(depth->asks);
}

void check_klines(std::string_view body) {
  const auto parsed = parse_klines(body, now);
  const auto* candles = value_or_fault(parsed);
  if (candles == nullptr) return;
  for (const Candle& candle : *candles) ensure(candle.low <= candle.high, "a candle's low is not above its high");
}

// Orders in the engine's words, from each request's answer; and what a refusal with that body means.
void check_outcome(const VenueRequest& request, std::string_view body) {
  const auto parsed = read_outcome(request, body);
  const auto* orders = value_or_fault(parsed);
  if (orders != nullptr) ensure(!orders->empty(), "an answer names the orders of its request");
  const auto error = parse_error(body);
  const Failure failure{.error = {.code = error ? error->code : 0}, .reach = Reach::refused, .body = std::string(body)};
  const VenueRefusal refusal = refusal_of(request, failure);
  const bool cancelled = refusal.cancelled_old;
  ensure(!cancelled || failure.error.code == -2021 || failure.error.code == -2022, "only a replacement cancels");
}

void check_account(std::string_view body) {
  static_cast<void>(value_or_fault(parse_account(body)));
  static_cast<void>(value_or_fault(parse_key_restrictions(body)));
}

void check_orders(std::string_view body) {
  static_cast<void>(value_or_fault(parse_orders(body)));
  static_cast<void>(value_or_fault(read_open_orders(body)));
  check_outcome(PlaceOrder{}, body);
  check_outcome(AskOrder{}, body);
}

void check_lists(std::string_view body) {
  static_cast<void>(value_or_fault(parse_order_list(body)));
  check_outcome(PlacePair{}, body);
  check_outcome(PlaceEntryWithPair{}, body);
  check_outcome(CancelOrder{}, body);
}

void check_replacement(std::string_view body) {
  static_cast<void>(value_or_fault(parse_cancel_replace(body)));
  check_outcome(ReplaceOrder{}, body);
}

void check(unsigned parser, std::string_view body) {
  switch (parser % 16) {
    case 0: return check_instruments(body);
    case 1: return check_depth(body);
    case 2: return check_klines(body);
    case 3: return static_cast<void>(value_or_fault(parse_book_ticker(body)));
    case 4: return static_cast<void>(value_or_fault(parse_book_tickers(body)));
    case 5: return static_cast<void>(value_or_fault(parse_ticker_price(body)));
    case 6: return static_cast<void>(value_or_fault(parse_day_ticker(body)));
    case 7: return static_cast<void>(value_or_fault(parse_trades(body, symbol)));
    case 8: return static_cast<void>(value_or_fault(parse_aggregate_trades(body, symbol)));
    case 9: return static_cast<void>(value_or_fault(parse_server_time(body)));
    case 10: return check_account(body);
    case 11: return check_orders(body);
    case 12: return check_lists(body);
    case 13: return check_replacement(body);
    case 14: return static_cast<void>(value_or_fault(parse_own_trades(body)));
    default: return static_cast<void>(value_or_fault(parse_error(body)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
