#pragma once
// The technical stop: the price at which the chart says that the idea was wrong, from 15-minute candles.
//
//   1. level N (default the second) of supports for a BUY, of resistances for a SELL, nearest first, `buffer` of the
//      entry beyond it. Too near: N+1, N+2 ...; never one shallower than N. Fewer than N: the deepest, if in bounds.
//   2. when the level found is too far, or none fits: the extreme of the last `swing_lookback` candles, same buffer
//   3. then ATR x multiple, no buffer
//   4. else there is none, and then there is no operation
//
// A distance is |entry - stop| / entry, buffer included, before the stop is rounded to the tick away from the entry;
// its bounds are inclusive. Pure, any thread.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "market/candle.hpp"
#include "market/instrument.hpp"
#include "market/levels.hpp"

namespace robson {
using literals::operator""_d;

// Of a strategy's risk configuration, which validates them; fractions, not percent.
struct StopRules {
  int candles = 200;  // closed 15m candles looked at, >= 1
  int level = 2;      // >= 1
  int min_touches = 2;
  Decimal tolerance = "0.005"_d;
  int swing_window = 2;
  int swing_lookback = 20;  // >= 1
  int atr_period = 14;      // >= 1
  Decimal atr_multiple = "1.5"_d;
  Decimal min_distance = "0.003"_d;  // and never under 2 x taker fee + spread
  Decimal max_distance = "0.10"_d;
  Decimal buffer = "0.001"_d;
};

enum class StopMethod { support_resistance, swing_point, atr };
// HIGH: a level with three touches or more. MEDIUM: another level, or a swing. LOW: ATR.
enum class StopConfidence { HIGH, MEDIUM, LOW };

struct ConsideredLevel {
  PriceLevel level{};
  Price stop{};                   // what it would give, rounded to the tick
  Decimal distance{};             // fraction of the entry, halves away from zero at 10^-12
  std::string skipped_because{};  // empty: chosen, or never looked at
};

struct TechnicalStop {
  Price stop{};
  StopMethod method{};
  StopConfidence confidence{};
  int level_asked = 0;
  int level_chosen = 0;                   // 1 is the nearest; 0: not by a level
  std::vector<ConsideredLevel> levels{};  // all, nearest first
  std::optional<Price> atr{};             // shown whatever the method; none when too few candles are looked at
  Decimal distance{};                     // fraction of the entry, buffer included, before rounding to the tick
  std::vector<std::string> warnings{};
};

enum class StopFault { insufficient_history, no_technical_stop };
struct StopRefusal {
  StopFault fault{};
  std::string text{};
  std::vector<ConsideredLevel> levels{};
};

struct StopInput {
  Side side{};
  Price entry{};
  std::span<const Candle> candles{};  // 15m, oldest first; a forming one at the end is ignored
  Decimal tick{};                     // > 0
  Decimal taker_fee{};                // fraction
  Price spread{};
};

// Throws std::invalid_argument on rules or a tick that cannot be; may throw DecimalOverflow.
Result<TechnicalStop, StopRefusal> technical_stop(const StopInput& input, const StopRules& rules);

}  // namespace robson
