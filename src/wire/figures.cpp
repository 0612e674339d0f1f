#include "wire/figures.hpp"

#include "wire/trading_views.hpp"

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

Instrument units_of(const engine::Engine& engine, const Symbol& symbol) {
  const Instrument* instrument = engine.instrument(symbol);
  return instrument != nullptr ? *instrument : Instrument{.symbol = symbol, .tick = power_of_tenth(2)};
}

Duration unprotected_for(const robson::Operation& operation, Timestamp now) {
  if (!operation.unprotected_since) return operation.unprotected;
  return operation.unprotected + std::max(Duration{}, now - *operation.unprotected_since);
}

std::optional<Fixed> stop_at_venue(const engine::Followed& followed, Decimal tick) {
  const robson::Order* stop = followed.open_order(OrderPurpose::STOP);
  if (stop == nullptr || !stop->live) return {};
  return at_tick(stop->stop_price, tick);
}

}  // namespace robson::wire
