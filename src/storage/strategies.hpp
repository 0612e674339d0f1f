#pragma once
// Tables strategies, the newest version of each, and strategy_versions, all that there ever were.
#include <optional>
#include <vector>

#include "storage/scope.hpp"
#include "trading/strategy.hpp"

namespace robson::storage {

class Session;

// Writes the newest row and keeps it as a version. Fails as `duplicate` when the name is another strategy's, or the
// version exists.
void save_strategy(Session& session, Tenant tenant, const Strategy& strategy);
// By id, at most 1000.
std::vector<Strategy> strategies(Session& session, Tenant tenant);
std::optional<Strategy> find_strategy(Session& session, Tenant tenant, StrategyId id);
// Newest first, at most 1000.
std::vector<Strategy> strategy_versions(Session& session, Tenant tenant, StrategyId id);
// 0 when there is none.
StrategyId last_strategy(Session& session, Installation);

}  // namespace robson::storage
