#pragma once
// What a restart finds: every event that the engine returned, as storage would keep it.
#include <map>

#include "engine/output.hpp"

namespace robson::scenario {

class Store {
 public:
  void commit(const std::vector<engine::Event>& events);
  // As storage would tell it to a new engine.
  engine::Restored restored(const std::vector<TenantId>& tenants) const;
  // Somebody writes into the database past Robson.
  Plan& plan(PlanId id) { return plans_.at(id); }
  // An order, and its proof, that were never committed.
  void forget(const std::string& client_id);
  const std::vector<Movement>& movements() const { return movements_; }
  const std::vector<engine::DifferenceFound>& differences() const { return differences_; }

 private:
  std::map<OperationId, Operation> operations_;
  std::map<OrderId, Order> orders_;
  std::map<PlanId, Plan> plans_;
  std::map<StrategyId, Strategy> strategies_;
  std::map<TenantId, TenantDesk> desks_;
  std::map<std::pair<OperationId, std::string>, Proof> proofs_;
  std::vector<Fill> fills_;
  std::vector<Movement> movements_;
  std::vector<engine::DifferenceFound> differences_;
};

}  // namespace robson::scenario
