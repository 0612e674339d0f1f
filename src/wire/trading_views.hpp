#pragma once
// From the engine's and the storage's state to the resources of the trading desk. `instrument` and `quote` may be
// missing (nullptr): figures that need them are then null.
#include "engine/engine.hpp"
#include "wire/instruments.hpp"
#include "wire/operation.hpp"
#include "wire/plan.hpp"
#include "wire/risk.hpp"
#include "wire/strategy.hpp"
#include "wire/venue_key.hpp"
#include "wire/views.hpp"

namespace robson::wire {

// The market of that symbol; while neither the venue nor storage has told it, prices of cents and plain quantities.
Instrument units_of(const engine::Engine& engine, const Symbol& symbol);

Strategy strategy_view(const robson::Strategy& strategy);
Strategies strategies_view(const engine::TenantState* tenant);
// Takes over what is named.
void change(robson::RiskRules& rules, const RiskRulesChange& wanted);

Proposal proposal_view(const robson::Proposal& proposal, const Instrument* instrument, const VenueLabel& venue,
                       VenueKind kind, Timestamp now);
Report report_view(const robson::Report& report);
// A plan whose time is over reads as EXPIRED.
Plan plan_view(const robson::Plan& plan, const Instrument* instrument, const VenueLabel& venue, Timestamp now);
PlannedOrder planned_order_view(const NewOrder& order, Decimal tick);

Order order_view(const robson::Order& order, const Instrument& units);
Order external_order_view(const VenueOrder& order, const Instrument& units);

// Everything of one operation.
struct OperationParts {
  robson::Operation operation{};
  std::vector<robson::Order> orders{};
  std::vector<Fill> fills{};
  std::vector<robson::Proof> proofs{};
};
// `followed`: nullptr for one that has left the engine's care.
Operation operation_view(const robson::Operation& operation, const engine::Followed* followed,
                         const Instrument* instrument, const Quote* quote, Timestamp now);
OperationDetail detail_view(const OperationParts& parts, const engine::Followed* followed, const Instrument* instrument,
                            const Quote* quote, Timestamp now);
std::vector<TimelineEvent> timeline_of(const OperationParts& parts, const Instrument& units);
std::vector<StopMove> stop_moves_of(const OperationParts& parts, Decimal tick);
Trade trade_view(const Fill& fill, const Instrument* instrument);
Proof proof_view(const robson::Proof& proof, Decimal tick);
Movement movement_view(const robson::Movement& movement);

RiskMetrics risk_view(const engine::Engine& engine, TenantId tenant, const VenueLabel& venue, bool takes_commands,
                      Timestamp now);
RiskSwitches switches_view(const TenantDesk& desk, const engine::Rules& rules);
std::vector<Alarm> alarms_of(const engine::Engine& engine, TenantId tenant, bool takes_commands, Timestamp now);

Market market_view(const Instrument& instrument, const Quote* quote, const VenueLabel& venue, Timestamp now);
Level level_view(const PriceLevel& level, robson::Price price, Decimal tick);

}  // namespace robson::wire
