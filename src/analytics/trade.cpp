#include "analytics/trade.hpp"

namespace robson::analytics {

std::optional<Money> initial_risk(Price entry, Price initial_stop, Quantity quantity, Decimal contract_size) {
  const Price distance{abs(entry.value - initial_stop.value)};
  const Money of_units = notional(distance, quantity);
  const Money risk{multiply(of_units.value, contract_size, Rounding::half_away_from_zero)};
  if (risk.is_zero()) return {};
  return risk;
}

std::optional<Decimal> r_multiple(const Trade& trade) {
  if (!trade.risk) return {};
  return divide(trade.net.value, trade.risk->value, Rounding::half_away_from_zero);
}

}  // namespace robson::analytics
