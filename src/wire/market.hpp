#pragma once
// GET /api/market/..., /api/historical-data/ and the messages of /ws/prices/.
#include <array>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "json/describe.hpp"

namespace robson::wire {
using json::Fixed;

struct Price {
  std::string symbol{};
  Fixed bid{};
  Fixed ask{};
  std::optional<Fixed> last{};
  std::int64_t timestamp = 0;  // epoch seconds
  std::string source{};
  Fixed spread{};
  Fixed spread_percent{};
  std::int64_t age_ms = 0;
  bool stale = true;
  Timestamp venue_time{};
  Decimal tick_size{};
};
BOOST_DESCRIBE_STRUCT(Price, (),
                      (symbol, bid, ask, last, timestamp, source, spread, spread_percent, age_ms, stale, venue_time,
                       tick_size))

enum class PriceMessageType { price_update };
BOOST_DESCRIBE_ENUM(PriceMessageType, price_update)
struct PriceUpdate {
  PriceMessageType type{};
  std::string symbol{};
  Fixed price{};
  std::int64_t timestamp = 0;  // epoch seconds
  Fixed bid{};
  Fixed ask{};
  std::optional<Fixed> last{};
  std::int64_t age_ms = 0;
  bool stale = true;
  std::string source{};
  std::int64_t venue_time_ms = 0;
  std::int64_t received_ms = 0;
  std::int64_t sent_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PriceUpdate, (),
                      (type, symbol, price, timestamp, bid, ask, last, age_ms, stale, source, venue_time_ms,
                       received_ms, sent_ms))

// The data of the feed's price_update.
struct FeedPrice {
  std::string symbol{};
  Fixed price{};
  Fixed bid{};
  Fixed ask{};
  std::optional<Fixed> last{};
  std::int64_t age_ms = 0;
  bool stale = true;
  std::string source{};
  std::int64_t venue_time_ms = 0;
  std::int64_t received_us = 0;
  std::int64_t sent_us = 0;
  Decimal tick_size{};
};
BOOST_DESCRIBE_STRUCT(FeedPrice, (),
                      (symbol, price, bid, ask, last, age_ms, stale, source, venue_time_ms, received_us, sent_us,
                       tick_size))

struct Ticker {
  std::string symbol{};
  Fixed open{};
  Fixed high{};
  Fixed low{};
  Fixed last{};
  Fixed price_change{};
  Fixed price_change_percent{};
  Decimal volume{};
  Fixed quote_volume{};
  std::int64_t trades = 0;
  Timestamp open_time{};
  Timestamp close_time{};
  std::string source{};
};
BOOST_DESCRIBE_STRUCT(Ticker, (),
                      (symbol, open, high, low, last, price_change, price_change_percent, volume, quote_volume, trades,
                       open_time, close_time, source))

using DepthLevel = std::vector<Decimal>;  // price and quantity
struct Depth {
  std::string symbol{};
  std::int64_t last_update_id = 0;
  std::vector<DepthLevel> bids{};
  std::vector<DepthLevel> asks{};
  std::string source{};
  std::int64_t timestamp = 0;  // epoch seconds
};
BOOST_DESCRIBE_STRUCT(Depth, (), (symbol, last_update_id, bids, asks, source, timestamp))

struct Kline {
  std::int64_t open_time = 0;  // epoch milliseconds
  std::int64_t close_time = 0;
  Fixed open{};
  Fixed high{};
  Fixed low{};
  Fixed close{};
  Decimal volume{};
  bool closed = false;
};
BOOST_DESCRIBE_STRUCT(Kline, (), (open_time, close_time, open, high, low, close, volume, closed))
struct Klines {
  std::string symbol{};
  std::string interval{};
  std::string source{};
  std::vector<Kline> klines{};
};
BOOST_DESCRIBE_STRUCT(Klines, (), (symbol, interval, source, klines))
struct HistoricalData {
  std::string symbol{};
  std::string interval{};
  std::int64_t days = 0;
  std::string source{};
  std::vector<Kline> data{};
};
BOOST_DESCRIBE_STRUCT(HistoricalData, (), (symbol, interval, days, source, data))

}  // namespace robson::wire
