#pragma once
// Support and resistance out of candles, and the average true range.
//
//   swing low   a low strictly below the `swing_window` lows on each side of it (swing highs mirrored)
//   level       swings below the entry, taken from the nearest outward; one joins while it is within
//               tolerance x entry of the level's FIRST member, so that a level is never wider than that.
//               (Chaining by the gap to the previous member would let a whole day melt into one level.)
//   price       the adverse extreme: the lowest member of a support, the highest of a resistance
//
// All bounds are inclusive and decided exactly. Pure, any thread.
#include <optional>
#include <span>
#include <vector>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "market/candle.hpp"

namespace robson {
using literals::operator""_d;

enum class LevelKind { support, resistance };

struct PriceLevel {
  Price price{};
  LevelKind kind{};
  int touches = 0;         // members
  int strength = 0;        // min(100, 20 x touches)
  Timestamp first_time{};  // open time of the earliest member's candle
  Timestamp last_time{};   // and of the latest
};

struct LevelRules {
  int swing_window = 2;           // candles on each side, >= 1
  Decimal tolerance = "0.005"_d;  // widest level, a fraction of the entry, >= 0
  int min_touches = 2;            // >= 1
};

// Levels on one side of `entry` (strictly), nearest first, from closed candles oldest first. Throws
// std::invalid_argument on rules that cannot be; may throw DecimalOverflow.
std::vector<PriceLevel> levels(std::span<const Candle> candles, Price entry, LevelKind kind, const LevelRules& rules);

// Sum of the last `period` true ranges, max(high, previous close) - min(low, previous close); nothing when there are
// fewer than period + 1 candles or `period` is below 1.
std::optional<Price> true_range_total(std::span<const Candle> candles, int period);
// Their mean, halves away from zero at 10^-12.
std::optional<Price> average_true_range(std::span<const Candle> candles, int period);

}  // namespace robson
