#include "scenario/store.hpp"

#include "base/overloaded.hpp"
#include "scenario/fault.hpp"

namespace robson::scenario {
namespace {

template <class Map>
auto values_of(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  for (const auto& [key, value] : map) values.push_back(value);
  return values;
}

}  // namespace

void Store::commit(const std::vector<engine::Event>& events) {
  using namespace engine;
  for (const Event& event : events) {
    std::visit(overloaded{
                   [&](const OperationSaved& saved) { operations_[saved.operation.id] = saved.operation; },
                   [&](const OrderSaved& saved) { orders_[saved.order.id] = saved.order; },
                   [&](const FillBooked& booked) {
                     for (const Fill& fill : fills_) {
                       if (fill.tenant == booked.fill.tenant && fill.symbol == booked.fill.symbol &&
                           fill.trade_id == booked.fill.trade_id) {
                         throw Fault("a fill was booked twice");
                       }
                     }
                     fills_.push_back(booked.fill);
                   },
                   [&](const MovementBooked& booked) { movements_.push_back(booked.movement); },
                   [&](const PlanSaved& saved) { plans_[saved.plan.id] = saved.plan; },
                   [&](const StrategySaved& saved) { strategies_[saved.strategy.id] = saved.strategy; },
                   [&](const DeskSaved& saved) { desks_[saved.desk.tenant] = saved.desk; },
                   [&](const ProofSaved& saved) {
                     proofs_[{saved.proof.operation, saved.proof.client_id}] = saved.proof;
                   },
                   [&](const DifferenceFound& found) { differences_.push_back(found); },
                   [&](const AnswerKept&) {},
                   [&](const BotNoted&) {},
                   [&](const SignalNoted&) {},
               },
               event);
  }
}

void Store::forget(const std::string& client_id) {
  std::erase_if(orders_, [&](const auto& held) { return held.second.client_id == client_id; });
  std::erase_if(proofs_, [&](const auto& held) { return held.second.client_id == client_id; });
}

engine::Restored Store::restored(const std::vector<TenantId>& tenants) const {
  engine::Restored made{.installation = "scen",
                        .tenants = tenants,
                        .desks = values_of(desks_),
                        .strategies = values_of(strategies_),
                        .operations = values_of(operations_),
                        .orders = values_of(orders_),
                        .fills = fills_,
                        .plans = values_of(plans_),
                        .proofs = values_of(proofs_)};
  std::map<TenantId, Balances> sums;
  for (const Movement& line : movements_) sums[line.tenant][line.asset].free += line.amount;
  for (const auto& [tenant, balances] : sums) made.ledger.emplace_back(tenant, balances);
  if (!operations_.empty()) made.last_operation = operations_.rbegin()->first;
  if (!orders_.empty()) made.last_order = orders_.rbegin()->first;
  if (!plans_.empty()) made.last_plan = plans_.rbegin()->first;
  if (!strategies_.empty()) made.last_strategy = strategies_.rbegin()->first;
  return made;
}

}  // namespace robson::scenario
