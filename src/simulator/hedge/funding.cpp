#include "simulator/hedge/funding.hpp"

#include <algorithm>

namespace robson::simulator {
namespace {

constexpr Decimal interest = Decimal::from_units(100'000'000);         // 0.0001 in 8 hours
constexpr Decimal most_correction = Decimal::from_units(500'000'000);  // 0.0005 in 8 hours
constexpr Decimal most_rate = Decimal::from_units(40'000'000'000);     // 0.04 an hour
constexpr Rounding rounding = Rounding::half_away_from_zero;

}  // namespace

Timestamp hour_of(Timestamp moment) {
  const std::int64_t hour = funding_period.count();
  const std::int64_t into = moment.us % hour;
  return {moment.us - (into < 0 ? into + hour : into)};
}

Decimal premium_of(Price impact, Price oracle) {
  return divide((impact - oracle).value, oracle.value, rounding);
}

Decimal hourly_funding_rate(Decimal average_premium) {
  const Decimal correction = std::clamp(interest - average_premium, -most_correction, most_correction);
  const Decimal rate = divide(average_premium + correction, Decimal::integer(8), rounding);
  return std::clamp(rate, -most_rate, most_rate);
}

Money funding_received(Quantity size, Price oracle, Decimal hourly_rate) {
  return {-multiply(multiply(size.value, oracle.value, rounding), hourly_rate, rounding)};
}

void PremiumAverage::hold(Decimal premium, Duration span) {
  weighted += premium.units() * span.count();
  span_us += span.count();
}

Decimal PremiumAverage::value(Decimal none_yet) const {
  if (span_us == 0) return none_yet;
  return divide(Decimal::from_units(weighted), Decimal::integer(span_us), rounding);
}

}  // namespace robson::simulator
