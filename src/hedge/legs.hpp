#pragma once
// What the two legs of a delta-neutral position are worth, and how far each is from being liquidated. Amounts and
// prices are US dollars, ratios fractions; quotients round half away from zero at 10^-12. Sources: DECISIONS of the
// product (health factor, margin fraction, delta); a lending market's "health" is that of marginfi and its like
// (weighted assets against liabilities), isolated margin that of Hyperliquid. Pure, any thread; DecimalOverflow only
// for amounts beyond the range of Decimal.
#include <optional>

#include "base/decimal.hpp"

namespace robson::hedge {

// Health factor of borrowed collateral: 1 - debt / (value x liquidation threshold). 0: liquidated; none without debt.
// `value` is what the collateral is worth, >= 0; `threshold` in (0, 1]. Never under -1, which also stands for debt
// against nothing: below 0 it only matters that it is.
std::optional<Decimal> health_factor(Decimal value, Decimal debt, Decimal threshold);

// The price of the asset at which the health factor is 0, given what the collateral is worth at `price` now and that it
// moves with it: price x debt / (value x threshold). None without debt or value.
std::optional<Decimal> long_liquidation_price(Decimal price, Decimal value, Decimal debt, Decimal threshold);

// A short perpetual with isolated margin.
struct ShortLeg {
  Decimal size{};    // coins, without a sign
  Decimal entry{};   // average price
  Decimal margin{};  // paid in, and the funding booked into it
};
// (entry - mark) x size.
Decimal unrealised(const ShortLeg& leg, Decimal mark);
// Margin fraction: (margin + unrealised) / (size x mark), funding being in the margin. None for no size. Never under
// -1.
std::optional<Decimal> margin_fraction(const ShortLeg& leg, Decimal mark);
// The mark price at which the margin fraction is `maintenance`:
//   margin + (entry - p) x size = maintenance x p x size   =>   p = (margin / size + entry) / (1 + maintenance)
std::optional<Decimal> short_liquidation_price(const ShortLeg& leg, Decimal maintenance);

// How far the price is from there, as a fraction of it, in the direction that hurts; negative: beyond.
Decimal distance_down(Decimal price, Decimal liquidation);  // of a long: (price - liquidation) / price
Decimal distance_up(Decimal price, Decimal liquidation);    // of a short: (liquidation - price) / price
// The smaller of what is known.
std::optional<Decimal> nearer(std::optional<Decimal> one, std::optional<Decimal> other);

struct Delta {
  Decimal usd{};    // long value less short value, both at mark
  Decimal ratio{};  // of the position's size: the larger of both values; 0 without any
};
// `long_coins`: staked tokens x pool rate. Both legs at the same mark, so that only amounts make a difference: the
// difference of the venues' prices is no exposure to the price.
Delta delta_of(Decimal long_coins, Decimal short_coins, Decimal mark);

// How far two prices of one thing are apart: |a - b| / b.
Decimal price_deviation(Decimal a, Decimal b);
// What a staked token trades at against what its pool redeems it for: market / (pool rate x asset price) - 1.
// Negative: a discount. Not against 1: a pool's rate grows with staking.
Decimal premium_over_pool(Decimal token_market_price, Decimal pool_rate, Decimal asset_price);
bool is_depegged(Decimal premium, Decimal premium_limit, Decimal discount_limit);  // beyond either limit

}  // namespace robson::hedge
