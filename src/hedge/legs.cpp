#include "hedge/legs.hpp"

#include <algorithm>

namespace robson::hedge {
namespace {

constexpr Rounding rounded = Rounding::half_away_from_zero;
constexpr Decimal one = Decimal::integer(1);

Decimal times(Decimal a, Decimal b) {
  return multiply(a, b, rounded);
}

}  // namespace

std::optional<Decimal> health_factor(Decimal value, Decimal debt, Decimal threshold) {
  if (!debt.is_positive()) return {};
  const Decimal weighted = times(value, threshold);
  if (debt >= weighted + weighted) return -one;
  return one - divide(debt, weighted, rounded);
}

std::optional<Decimal> long_liquidation_price(Decimal price, Decimal value, Decimal debt, Decimal threshold) {
  if (!debt.is_positive() || !value.is_positive()) return {};
  const Decimal weighted = times(value, threshold);
  if (!weighted.is_positive()) return {};
  return divide(times(price, debt), weighted, rounded);
}

Decimal unrealised(const ShortLeg& leg, Decimal mark) {
  return times(leg.entry - mark, leg.size);
}

std::optional<Decimal> margin_fraction(const ShortLeg& leg, Decimal mark) {
  const Decimal value = times(leg.size, mark);
  if (!value.is_positive()) return {};
  const Decimal equity = leg.margin + unrealised(leg, mark);
  if (equity <= -value) return -one;
  return divide(equity, value, rounded);
}

std::optional<Decimal> short_liquidation_price(const ShortLeg& leg, Decimal maintenance) {
  if (!leg.size.is_positive()) return {};
  const Decimal price = divide(divide(leg.margin, leg.size, rounded) + leg.entry, one + maintenance, rounded);
  if (!price.is_positive()) return {};
  return price;
}

Decimal distance_down(Decimal price, Decimal liquidation) {
  return price.is_positive() ? divide(price - liquidation, price, rounded) : Decimal{};
}

Decimal distance_up(Decimal price, Decimal liquidation) {
  return price.is_positive() ? divide(liquidation - price, price, rounded) : Decimal{};
}

std::optional<Decimal> nearer(std::optional<Decimal> first, std::optional<Decimal> second) {
  if (!first) return second;
  if (!second) return first;
  return std::min(*first, *second);
}

Delta delta_of(Decimal long_coins, Decimal short_coins, Decimal mark) {
  const Decimal larger = times(std::max(long_coins, short_coins), mark);
  Delta made{.usd = times(long_coins - short_coins, mark)};
  if (larger.is_positive()) made.ratio = divide(made.usd, larger, rounded);
  return made;
}

Decimal price_deviation(Decimal a, Decimal b) {
  return b.is_positive() ? divide(abs(a - b), b, rounded) : one;
}

Decimal premium_over_pool(Decimal token_market_price, Decimal pool_rate, Decimal asset_price) {
  const Decimal redeemed = times(pool_rate, asset_price);
  return redeemed.is_positive() ? divide(token_market_price - redeemed, redeemed, rounded) : -one;
}

bool is_depegged(Decimal premium, Decimal premium_limit, Decimal discount_limit) {
  return premium > premium_limit || -premium > discount_limit;
}

}  // namespace robson::hedge
