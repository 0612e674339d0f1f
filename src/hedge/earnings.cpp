#include "hedge/earnings.hpp"

namespace robson::hedge {
namespace {

constexpr Rounding rounded = Rounding::half_away_from_zero;

Decimal times(Decimal a, Decimal b) {
  return multiply(a, b, rounded);
}

}  // namespace

bool is_funding_flip(std::optional<bool> was_receiving, Decimal venue_rate) {
  return was_receiving.value_or(false) && funding_received_rate(venue_rate).is_negative();
}

Decimal income_a_year(Decimal long_value, Decimal short_value, Decimal debt, const Rates& rates) {
  const Decimal funding_a_year = times(funding_received_rate(rates.funding), hours_a_year);
  return times(short_value, funding_a_year) + times(long_value, rates.staking) - times(debt, rates.borrow);
}

Decimal net_apy(Decimal long_leverage, Decimal short_leverage, const Rates& rates) {
  const Decimal one = Decimal::integer(1);
  const Decimal income = income_a_year(long_leverage, long_leverage, long_leverage - one, rates);
  return divide(income, one + divide(long_leverage, short_leverage, rounded), rounded);
}

std::optional<Decimal> annualised(Decimal amount, Decimal capital, Decimal hours) {
  if (!capital.is_positive() || !hours.is_positive()) return {};
  return divide(times(divide(amount, capital, rounded), hours_a_year), hours, rounded);
}

LongChange long_change(Decimal tokens, Decimal entry_price, Decimal price, Decimal entry_pool_rate, Decimal pool_rate,
                       Decimal asset_price) {
  const Decimal whole = times(tokens, price) - times(tokens, entry_price);
  LongChange change;
  change.by_staking = times(times(tokens, pool_rate - entry_pool_rate), asset_price);
  change.by_price = whole - change.by_staking;
  return change;
}

}  // namespace robson::hedge
