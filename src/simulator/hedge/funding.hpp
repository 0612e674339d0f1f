#pragma once
// What holders of a perpetual contract pay each other every hour, by the public formula of Hyperliquid ("Funding" in
// its documentation), of which we keep:
//
//   premium    (mark impact price - oracle) / oracle, averaged over the hour
//   F (8 h)    average premium + clamp(interest - average premium, -0.0005, 0.0005), interest 0.0001
//   rate       F / 8 an hour, within +-0.04
//   payment    size x oracle x rate; where the rate is positive longs pay it to shorts
//
// Rates and premiums are fractions (0.0001 is 0.01 %), exact to 10^-12 and rounded there half away from zero. Pure.
#include "base/decimal.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

inline constexpr Duration funding_period = std::chrono::hours(1);

// The start of the hour that holds `moment`, and of the one after it.
Timestamp hour_of(Timestamp moment);
inline Timestamp next_hour(Timestamp moment) {
  return hour_of(moment) + funding_period;
}

// How far the price of the contract is above its oracle (> 0), as a fraction of the oracle.
Decimal premium_of(Price impact, Price oracle);
// The hourly rate that follows from an hour's average premium.
Decimal hourly_funding_rate(Decimal average_premium);
// What a holder of `size` (negative: short) receives at the end of an hour; negative: pays.
Money funding_received(Quantity size, Price oracle, Decimal hourly_rate);

// The mean of a premium over time, each value weighted by how long it stood; so how often it is looked at does not
// matter. Exact but for one rounding.
class PremiumAverage {
 public:
  void hold(Decimal premium, Duration span);  // span >= 0
  // `none_yet` when no time has passed.
  Decimal value(Decimal none_yet) const;

  // As kept: 10^-12 x microseconds, and microseconds.
  Int128 weighted = 0;
  std::int64_t span_us = 0;
};

}  // namespace robson::simulator
