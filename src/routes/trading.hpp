#pragma once
// The routes of the trading desk: from a wish to an operation, and all that may be done with it.
#include "routes/commands.hpp"
#include "routes/venue_keys.hpp"
#include "runtime/market_desk.hpp"
#include "wire/trading_views.hpp"

namespace robson::routes {

struct TradingParts {
  runtime::Runtime& runtime;
  runtime::MarketDesk& desk;
  storage::Database& database;
  VenueKeys& venue_keys;
  wire::VenueLabel venue{};
};
// All of the routes below.
void add_trading_routes(Gate& gate, const TradingParts& parts);

// What these routes share. Lives as long as the gate that holds them.
struct TradingDesk {
  explicit TradingDesk(const TradingParts& given);
  TradingParts parts;
  Idempotency idempotency;
  Commands commands;

  const engine::Engine& engine() const { return parts.runtime.engine(); }
  Timestamp now() const { return parts.runtime.now(); }
  Instrument units_of(const Symbol& symbol) const;
  wire::Operation operation_view(const Operation& operation) const;

  // A signed-in POST that may carry an Idempotency-Key.
  void action(Gate& gate, std::string pattern, Access access, SlowHandler handler);
};
using Desk = std::shared_ptr<TradingDesk>;

void add_strategy_routes(Gate& gate, const Desk& desk);  // /api/strategies/
void add_planning_routes(Gate& gate, Desk desk);         // /api/trade/calculate-entry/, /api/plans/
void add_position_action_routes(Gate& gate, Desk desk);  // /api/portfolio/positions/{id}/close/ ...
void add_operation_routes(Gate& gate, Desk desk);        // /api/operations/
void add_order_routes(Gate& gate, const Desk& desk);     // /api/orders/
void add_movement_routes(Gate& gate, Desk desk);         // /api/movements/
void add_risk_routes(Gate& gate, Desk desk);             // /api/risk/
void add_instrument_routes(Gate& gate, Desk desk);       // /api/symbols/, /api/analysis/levels/
void add_venue_key_routes(Gate& gate, Desk desk);        // /api/venue-keys/

}  // namespace robson::routes
