#pragma once
// What the journal has made durable, row by row as the tables hold it, and the state that the engine starts from after
// a restart: the same that storage::load_state reads.
#include <map>
#include <set>
#include <stdexcept>

#include "base/overloaded.hpp"
#include "engine/output.hpp"

namespace robson::support {

class DurableState {
 public:
  std::map<OperationId, Operation> operations{};
  std::map<OrderId, Order> orders{};
  std::vector<Fill> fills{};
  std::vector<Movement> movements{};
  std::map<PlanId, Plan> plans{};
  std::map<StrategyId, Strategy> strategies{};
  std::map<TenantId, TenantDesk> desks{};
  std::map<std::pair<OperationId, std::string>, Proof> proofs{};
  std::vector<engine::DifferenceFound> differences{};

  // One commit, whole. Throws when the tables' constraints would refuse it.
  void apply(const std::vector<engine::Event>& events) {
    for (const engine::Event& event : events) {
      std::visit(overloaded{
                     [&](const engine::OperationSaved& saved) {
                       operations.insert_or_assign(saved.operation.id, saved.operation);
                     },
                     [&](const engine::OrderSaved& saved) { put(saved.order); },
                     [&](const engine::FillBooked& booked) { put(booked.fill); },
                     [&](const engine::MovementBooked& booked) { movements.push_back(booked.movement); },
                     [&](const engine::PlanSaved& saved) { plans.insert_or_assign(saved.plan.id, saved.plan); },
                     [&](const engine::StrategySaved& saved) {
                       strategies.insert_or_assign(saved.strategy.id, saved.strategy);
                     },
                     [&](const engine::DeskSaved& saved) { desks.insert_or_assign(saved.desk.tenant, saved.desk); },
                     [&](const engine::ProofSaved& saved) {
                       proofs.insert_or_assign({saved.proof.operation, saved.proof.client_id}, saved.proof);
                     },
                     [&](const engine::DifferenceFound& found) { differences.push_back(found); },
                     [](const engine::AnswerKept&) {},
                     [](const engine::BotNoted&) {},
                     [](const engine::SignalNoted&) {},
                 },
                 event);
    }
  }

  engine::Restored restored(const std::string& installation, const std::vector<TenantId>& tenants,
                            Timestamp now) const {
    constexpr auto recent = std::chrono::hours(48);
    engine::Restored made{.installation = installation, .tenants = tenants};
    for (const auto& [id, desk] : desks) made.desks.push_back(desk);
    for (const auto& [id, strategy] : strategies) made.strategies.push_back(strategy);
    for (const auto& [id, plan] : plans) {
      if (now < plan.expires_at) made.plans.push_back(plan);
      made.last_plan = id;
    }
    std::set<OperationId> kept;
    for (const auto& [id, operation] : operations) {
      made.last_operation = id;
      if (operation.closed_at && *operation.closed_at < now - recent) continue;
      made.operations.push_back(operation);
      kept.insert(id);
    }
    for (const auto& [id, order] : orders) {
      made.last_order = id;
      if (kept.contains(order.operation)) made.orders.push_back(order);
    }
    for (const Fill& fill : fills) {
      if (kept.contains(fill.operation)) made.fills.push_back(fill);
    }
    for (const auto& [key, proof] : proofs) {
      if (kept.contains(proof.operation)) made.proofs.push_back(proof);
    }
    if (!strategies.empty()) made.last_strategy = strategies.rbegin()->first;
    for (const TenantId tenant : tenants) made.ledger.emplace_back(tenant, ledger(tenant));
    return made;
  }

  // Sums of the movements, in `free`.
  Balances ledger(TenantId tenant) const {
    Balances sums;
    for (const Movement& line : movements) {
      if (line.tenant == tenant) sums[line.asset].free += line.amount;
    }
    return sums;
  }

 private:
  void put(const Order& order) {
    const auto [at, is_new] = client_ids_.try_emplace(order.client_id, order.id);
    if (at->second != order.id) throw std::logic_error("two orders have the client id " + order.client_id);
    orders.insert_or_assign(order.id, order);
  }
  void put(const Fill& fill) {
    const auto key = std::tuple(fill.tenant, fill.symbol, fill.trade_id, fill.order);
    if (!booked_.insert(key).second) throw std::logic_error("booked twice: a fill of " + fill.client_id);
    fills.push_back(fill);
  }

  std::map<std::string, OrderId> client_ids_;
  std::set<std::tuple<TenantId, Symbol, std::int64_t, OrderId>> booked_;
};

}  // namespace robson::support
