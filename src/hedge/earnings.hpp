#pragma once
// What a delta-neutral position earns. Funding rates are fractions an hour as the venue has them (positive: longs pay
// shorts), the other rates fractions a year; amounts US dollars. Quotients round half away from zero at 10^-12.
// Pure, any thread.
#include <optional>

#include "base/decimal.hpp"

namespace robson::hedge {

inline constexpr Decimal hours_a_year = Decimal::integer(8760);

// From our side: a short receives a positive rate.
inline Decimal funding_received_rate(Decimal venue_rate) {
  return venue_rate;
}

// Turned from receiving into paying; the other way round is no alarm.
bool is_funding_flip(std::optional<bool> was_receiving, Decimal venue_rate);

// Rates that a position earns and pays at.
struct Rates {
  Decimal funding{};  // an hour, the venue's
  Decimal staking{};  // a year
  Decimal borrow{};   // a year
};

// A year's income at these rates, without compounding: short value x funding x 8760 + long value x staking
// - debt x borrow. What the collateral might earn by being lent out is not in it: collateral of a leveraged position is
// isolated, and not lent.
Decimal income_a_year(Decimal long_value, Decimal short_value, Decimal debt, const Rates& rates);

// That income on the capital that is really used, collateral and margin. The short earns funding on leverage x what was
// deployed, and the margin it needs is capital too: an APY on the collateral alone, or on the notional, is neither what
// is gained nor comparable. With collateral 1 and leverages L (long) and S (short):
//
//   (L x (8760 x funding + staking) - (L - 1) x borrow) / (1 + L / S)
//
// Fees of entry and exit are not in it; they depend on how long it is held. `long_leverage` >= 1, `short_leverage` > 0.
Decimal net_apy(Decimal long_leverage, Decimal short_leverage, const Rates& rates);

// `amount` gained on `capital` within `hours`, for a year, without compounding. None without capital or time.
std::optional<Decimal> annualised(Decimal amount, Decimal capital, Decimal hours);

// What a position has made so far, apart; each to be added or taken as `total` does. Fees and borrow cost are positive.
struct Profit {
  Decimal of_long{};  // by the asset's price
  Decimal of_short{};
  Decimal funding{};  // received less paid
  Decimal staking_yield{};
  Decimal borrow_cost{};
  Decimal fees{};
  Decimal position() const { return of_long + of_short; }
  // position + funding + staking yield - borrow cost - fees
  Decimal total() const { return position() + funding + staking_yield - borrow_cost - fees; }
};

// How the change of a staked token's value divides: what its pool rate gained is staking yield, at the asset's price
// of now; the rest is the price, with a change of the token's premium over its pool in it.
struct LongChange {
  Decimal by_price{};
  Decimal by_staking{};
};
LongChange long_change(Decimal tokens, Decimal entry_price, Decimal price, Decimal entry_pool_rate, Decimal pool_rate,
                       Decimal asset_price);

}  // namespace robson::hedge
