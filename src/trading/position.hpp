#pragma once
// A position is the view of an ACTIVE operation at a price. Formulas after DECISIONS section 2:
//   P&L       long (current - entry) x quantity x contract size; short mirrored
//   percent   P&L / (entry x quantity x contract size) x 100
//   current   the price at which it could be closed now: best bid for a long, best ask for a short
//   distance  (level - current) / current x 100, signed
// Amounts are exact; percentages are cut after 12 places, so that rounding half away from zero for output decides on
// the true value.
#include <optional>

#include "market/quote.hpp"
#include "trading/operation.hpp"

namespace robson {

Price closing_price(Side side, const Quote& quote);

// What the operation still holds is worth at `price`, in the quote asset.
Money value_at(const Operation& operation, const Instrument& instrument, Price price);
// Profit, or loss below zero, if it were closed at `price`, before fees.
Money profit_at(const Operation& operation, const Instrument& instrument, Price price);
// (level - current) / current x 100.
Decimal distance_percent(Price level, Price current);

// What does not depend on the market.
struct Prospect {
  Money cost{};          // entry value
  Money loss_at_stop{};  // >= 0; 0 once the stop locks a profit in
  std::optional<Money> gain_at_target{};
  std::optional<Decimal> reward_risk{};  // gain / loss; none without target or without risk
};
Prospect prospect_of(const Operation& operation, const Instrument& instrument);

struct Valuation {
  Price current{};
  Money value{};
  Money pnl{};
  Decimal pnl_percent{};
  Decimal distance_to_stop{};
  std::optional<Decimal> distance_to_target{};
};
// `quote` must carry prices above zero.
Valuation value_of(const Operation& operation, const Instrument& instrument, const Quote& quote);

}  // namespace robson
