#pragma once
// Prices and volumes as whole numbers: a price counts the symbol's ticks, a volume its lots (quantity steps). Paths
// are made in these, so that nothing is ever off the grid and sums are exact.
#include <algorithm>
#include <cstdint>

#include "base/decimal.hpp"

namespace robson::simulator {

struct Grid {
  Decimal tick = Decimal::from_units(10'000'000'000);  // 0.01
  Decimal step = Decimal::from_units(10'000'000);      // 0.00001

  Price price(std::int64_t ticks) const { return {Decimal::from_units(tick.units() * ticks)}; }
  Quantity quantity(std::int64_t lots) const { return {Decimal::from_units(step.units() * lots)}; }
  // Of a product ticks x lots. Exact while the places of tick and step sum to 12 or less.
  Money money(Int128 ticks_lots) const {
    return {multiply(Decimal::from_units(tick.units() * ticks_lots), step, Rounding::half_away_from_zero)};
  }
};

// What happened to a price during some minutes.
struct Bar {
  std::int64_t open = 0, high = 0, low = 0, close = 0;  // ticks
  std::int64_t volume = 0;                              // lots
  std::int64_t buys = 0;                                // lots of `volume` in which the taker bought
  std::int64_t trades = 0;
  Int128 turnover = 0;       // ticks x lots
  Int128 buys_turnover = 0;  // of `buys`

  // The bar of this and of `later`, which follows it.
  void append(const Bar& later) {
    high = std::max(high, later.high);
    low = std::min(low, later.low);
    close = later.close;
    volume += later.volume;
    buys += later.buys;
    trades += later.trades;
    turnover += later.turnover;
    buys_turnover += later.buys_turnover;
  }
  friend bool operator==(const Bar&, const Bar&) = default;
};

}  // namespace robson::simulator
