#pragma once
// Tables movements, append-only, and ledger, which keeps the sum of each asset's movements so that nobody has to add
// them up again.
#include <optional>
#include <string>

#include "storage/cursor.hpp"
#include "storage/scope.hpp"
#include "trading/balance.hpp"
#include "trading/fill.hpp"

namespace robson::storage {

class Session;

// Appends the line and adds it to its asset's sum; the line's number (`id` is not looked at). A sum that Decimal cannot
// hold is refused.
std::int64_t insert_movement(Session& session, Tenant tenant, const Movement& movement);

struct MovementFilter {
  std::optional<std::string> asset{};
  std::optional<OperationId> operation{};
  std::optional<MovementCause> cause{};
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};  // before
};
// Newest first.
struct MovementQuery {
  MovementFilter filter{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const MovementQuery& query, std::string_view text);
Page<Movement> movements(Session& session, Tenant tenant, const MovementQuery& query);

// Sums of all movements, in `free`; assets whose sum is 0 are in it too.
Balances ledger(Session& session, Tenant tenant);

}  // namespace robson::storage
