#pragma once
// Table signal_policies: what a strategy asks of a signal before it may be approved.
#include <vector>

#include "signals/signal.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// In place of the strategy's earlier one.
void save_signal_policy(Session& session, Tenant tenant, const signals::SignalPolicy& policy);
std::vector<signals::SignalPolicy> signal_policies(Session& session, Tenant tenant);

}  // namespace robson::storage
