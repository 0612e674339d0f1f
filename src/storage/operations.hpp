#pragma once
// Table operations. The exemplar of a tenant's table: functions that take the connection and the tenant first, domain
// types in and out, the statements named at the top of the .cpp, pages by key and never by offset.
#include <optional>
#include <vector>

#include "storage/scope.hpp"
#include "trading/operation.hpp"

namespace robson::storage {

class Session;

// Inserts `operation` for `tenant`; its `id` and `tenant` members are not looked at. The table refuses (as `violated`)
// a stop or target on the wrong side of the entry and amounts that are not above zero.
OperationId insert_operation(Session& session, Tenant tenant, const Operation& operation);

std::optional<Operation> find_operation(Session& session, Tenant tenant, OperationId id);

// Newest first, those before `before` (none: from the newest), at most `limit`.
struct OperationPage {
  std::optional<OperationId> before{};
  int limit = 50;  // 1 to 1000
};
std::vector<Operation> operations(Session& session, Tenant tenant, OperationPage page);
std::vector<Operation> operations_with(Session& session, Tenant tenant, OperationStatus status, OperationPage page);

struct OperationEnd {
  Timestamp at{};
  Price exit{};
  Money realized_pnl{};
  Money fees{};
};
// ACTIVE becomes CLOSED. False when the tenant has no such ACTIVE operation.
bool close_operation(Session& session, Tenant tenant, OperationId id, const OperationEnd& end);

}  // namespace robson::storage
