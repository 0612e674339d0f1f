#pragma once
#include "engine/output.hpp"
namespace robson {
inline constexpr std::string_view demo_note = "demo history";  // of each
// Whose rules the demo has traded: the first template.
inline constexpr StrategyId demo_strategy{1};
// Ten operations of the demo's past, with their orders, fills and proofs, and the desk that counted them; numbered from
// `first`. Entered and left by Robson's rules at prices of their days.
std::vector<engine::Event> demo_history(TenantId tenant, OperationId first);
}  // namespace robson
