#pragma once
// /api/symbols/ and /api/analysis/levels/.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {
using json::Fixed;

struct Market {
  std::string symbol{};
  std::string base_asset{};
  std::string quote_asset{};
  Decimal tick_size{};
  Decimal step_size{};
  Decimal min_quantity{};
  Decimal max_quantity{};
  Decimal min_notional{};
  bool watched = false;
  std::optional<Fixed> price{};
  std::optional<std::int64_t> price_age_ms{};
  bool stale = true;
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
  std::string price_source{};
};
BOOST_DESCRIBE_STRUCT(Market, (),
                      (symbol, base_asset, quote_asset, tick_size, step_size, min_quantity, max_quantity, min_notional,
                       watched, price, price_age_ms, stale, contract_size, price_source))

struct Symbols {
  std::vector<Market> symbols{};
  std::int64_t total = 0;
  bool complete = false;
  std::string source{};
};
BOOST_DESCRIBE_STRUCT(Symbols, (), (symbols, total, complete, source))

struct Level {
  Fixed price{};
  LevelKind kind{};
  int touches = 0;
  int strength = 0;
  Timestamp first_time{};
  Timestamp last_time{};
  Fixed distance_percent{};
};
BOOST_DESCRIBE_STRUCT(Level, (), (price, kind, touches, strength, first_time, last_time, distance_percent))

enum class LevelPriceSource { market, given };
BOOST_DESCRIBE_ENUM(LevelPriceSource, market, given)

struct Levels {
  std::string symbol{};
  std::string interval{};
  Fixed price{};
  LevelPriceSource price_source{};
  std::vector<Level> supports{};     // nearest first
  std::vector<Level> resistances{};  // nearest first
  std::optional<Fixed> atr{};
  int atr_period = 0;
  int candles = 0;
  int min_touches = 0;
  Decimal tolerance{};
  int swing_window = 0;
  std::string source{};
  Timestamp as_of{};
  Decimal tick_size{};
};
BOOST_DESCRIBE_STRUCT(Levels, (),
                      (symbol, interval, price, price_source, supports, resistances, atr, atr_period, candles,
                       min_touches, tolerance, swing_window, source, as_of, tick_size))

}  // namespace robson::wire
