#pragma once
// Table plans: what can be asked for stands in columns; the proposal and the report are kept as JSON.
#include <optional>
#include <vector>

#include "storage/cursor.hpp"
#include "storage/scope.hpp"
#include "trading/plan.hpp"

namespace robson::storage {

class Session;

// Writes the whole row, new or over the one with this id.
void save_plan(Session& session, Tenant tenant, const Plan& plan);
std::optional<Plan> find_plan(Session& session, Tenant tenant, PlanId id);

// Newest first.
struct PlanQuery {
  std::optional<PlanStatus> status{};
  std::optional<Symbol> symbol{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const PlanQuery& query, std::string_view text);
Page<Plan> plans(Session& session, Tenant tenant, const PlanQuery& query);

// Those that expire at `now` or later, by id, at most 10,000.
std::vector<Plan> live_plans(Session& session, Tenant tenant, Timestamp now);
// 0 when there is none.
PlanId last_plan(Session& session, Installation);

}  // namespace robson::storage
