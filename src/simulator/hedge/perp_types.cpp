#include "simulator/hedge/perp_types.hpp"

namespace robson::simulator {
namespace {
constexpr Rounding rounding = Rounding::half_away_from_zero;
}  // namespace

std::string_view name(PerpOrderStatus status) {
  switch (status) {
    case PerpOrderStatus::FILLED: return "FILLED";
    case PerpOrderStatus::PARTIALLY_FILLED: return "PARTIALLY_FILLED";
    case PerpOrderStatus::CANCELLED: return "CANCELLED";
    case PerpOrderStatus::REJECTED: return "REJECTED";
  }
  return "";
}

std::string_view name(PerpReason reason) {
  switch (reason) {
    case PerpReason::INSUFFICIENT_MARGIN: return "INSUFFICIENT_MARGIN";
    case PerpReason::LEVERAGE_OUT_OF_RANGE: return "LEVERAGE_OUT_OF_RANGE";
    case PerpReason::SIZE_OFF_STEP: return "SIZE_OFF_STEP";
    case PerpReason::PRICE_OFF_TICK: return "PRICE_OFF_TICK";
    case PerpReason::BELOW_MIN_NOTIONAL: return "BELOW_MIN_NOTIONAL";
    case PerpReason::NOTHING_TO_REDUCE: return "NOTHING_TO_REDUCE";
    case PerpReason::REDUCED_TO_POSITION: return "REDUCED_TO_POSITION";
    case PerpReason::BEYOND_LIMIT_PRICE: return "BEYOND_LIMIT_PRICE";
    case PerpReason::DEPTH: return "DEPTH";
    case PerpReason::LIQUIDATION: return "LIQUIDATION";
    case PerpReason::ON_REQUEST: return "ON_REQUEST";
  }
  return "";
}

Price entry_price(const PerpPosition& position) {
  return {divide(position.cost.value, position.size.value, rounding)};
}

Money unrealized_at(const PerpPosition& position, Price mark) {
  return notional(mark, position.size) - position.cost;
}

Decimal margin_fraction_at(const PerpPosition& position, Price mark) {
  const Money equity = position.margin + unrealized_at(position, mark);
  return divide(equity.value, abs(notional(mark, position.size).value), rounding);
}

// margin + size x P - cost = maintenance x |size| x P
std::optional<Price> liquidation_price(const PerpPosition& position, Decimal maintenance) {
  const Decimal kept = multiply(maintenance, abs(position.size.value), rounding);
  const Decimal slope = position.size.value - kept;
  if (slope.is_zero()) return {};
  const Decimal price = divide((position.cost - position.margin).value, slope, rounding);
  if (!price.is_positive()) return {};
  return Price{price};
}

}  // namespace robson::simulator
