#include "wire/figures.hpp"

namespace robson::wire {
namespace {

Decimal power_of_tenth(int places) {
  Decimal unit = Decimal::integer(1);
  for (int i = 0; i < places; ++i) unit = divide(unit, Decimal::integer(10), Rounding::toward_zero);
  return unit;
}

}  // namespace

Instrument units_of(const robson::Operation& operation, const Instrument* instrument) {
  if (instrument != nullptr) return *instrument;
  const int places = std::max({operation.entry.value.places(), operation.stop.value.places(),
                               operation.target ? operation.target->value.places() : 0, 2});
  return {.symbol = operation.symbol,
          .tick = power_of_tenth(places),
          .step = power_of_tenth(operation.quantity.value.places())};
}

Duration unprotected_for(const robson::Operation& operation, Timestamp now) {
  if (!operation.unprotected_since) return operation.unprotected;
  return operation.unprotected + std::max(Duration{}, now - *operation.unprotected_since);
}

}  // namespace robson::wire
