#pragma once
// Messages of the market streams (wss .../ws and .../stream) as market types. Pure.
//
// Combined streams wrap each event: {"stream":"btcusdt@trade","data":{...}}; raw ones send the event bare. An event
// names itself in "e", except the spot bookTicker ({"u","s","b","B","a","A"}) and partial depth ({"lastUpdateId"}).
#include <string>
#include <string_view>
#include <variant>

#include "market/order_book.hpp"
#include "venues/binance/parse_market.hpp"

namespace robson::venues::binance {

struct KlineEvent {
  Symbol symbol{};
  Interval interval{};
  Candle candle{};
  Timestamp event_time{};
};
struct DepthUpdate {
  Symbol symbol{};
  BookDiff diff{};
  Timestamp event_time{};
};
// The answer to SUBSCRIBE and UNSUBSCRIBE: {"result":null,"id":1}, or {"error":{"code":2,"msg":"..."},"id":1}.
struct SubscriptionReply {
  std::int64_t id = 0;
  std::string error{};  // empty: done
};
// The venue will close this connection within minutes.
struct ServerShutdown {};
// An event that we have no use for.
struct OtherEvent {
  std::string name{};
};

using StreamEvent = std::variant<BookTop, Trade, AggregateTrade, KlineEvent, DepthUpdate, Ticker, Depth,
                                 SubscriptionReply, ServerShutdown, OtherEvent>;
struct StreamMessage {
  std::string stream{};  // name in a combined wrapper; empty for a bare event
  StreamEvent event{};
};

Parsed<StreamMessage> parse_stream(std::string_view text);

}  // namespace robson::venues::binance
