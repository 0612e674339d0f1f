#pragma once
#include <optional>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "market/symbol.hpp"
namespace robson {
// The best prices at which one can trade now, and the last trade. `bid` and `ask` come together from one message.
struct Quote {
  Symbol symbol{};
  Price bid{};
  Quantity bid_quantity{};
  Price ask{};
  Quantity ask_quantity{};
  std::optional<Price> last{};  // last trade; none before the first one is known
  Timestamp venue_time{};  // of the newest price in it, by the venue; its receive time where the venue says nothing
  Timestamp received{};    // when the bytes of the newest price in it reached us
  Timestamp confirmed{};   // last sign that the stream lives: age counts from here, not from the last change
};
struct Trade {
  Symbol symbol{};
  std::int64_t id = 0;
  Price price{};
  Quantity quantity{};
  Timestamp time{};
  bool buyer_is_maker = false;
  Timestamp received{};  // when the bytes reached us; none for a trade that was asked for
};
// Rolling 24 hours.
struct Ticker {
  Symbol symbol{};
  Price open{}, high{}, low{}, last{};
  Quantity volume{};
  Money quote_volume{};
  Timestamp open_time{}, close_time{};
  std::int64_t trades = 0;
};
}  // namespace robson
