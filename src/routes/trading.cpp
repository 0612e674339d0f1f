#include "routes/trading.hpp"

namespace robson::routes {

TradingDesk::TradingDesk(const TradingParts& given)
    : parts(given), idempotency(given.runtime, given.database), commands(given.runtime, idempotency) {}

Instrument TradingDesk::units_of(const Symbol& symbol) const {
  return wire::units_of(engine(), symbol);
}

wire::Operation TradingDesk::operation_view(const Operation& operation) const {
  return wire::operation_view(operation, engine().followed(operation.tenant, operation.id),
                              engine().instrument(operation.symbol), engine().quote(operation.symbol), now());
}

void TradingDesk::action(Gate& gate, std::string pattern, Access access, SlowHandler handler) {
  gate.slow(net::Method::POST, std::move(pattern), access, [this, handler = std::move(handler)](Exchange exchange) {
    return idempotency.answer(std::move(exchange), handler);
  });
}

void add_trading_routes(Gate& gate, const TradingParts& parts) {
  const auto desk = std::make_shared<TradingDesk>(parts);
  add_strategy_routes(gate, desk);
  add_planning_routes(gate, desk);
  add_position_action_routes(gate, desk);
  add_operation_routes(gate, desk);
  add_order_routes(gate, desk);
  add_movement_routes(gate, desk);
  add_risk_routes(gate, desk);
  add_instrument_routes(gate, desk);
  add_venue_key_routes(gate, desk);
}

}  // namespace robson::routes
