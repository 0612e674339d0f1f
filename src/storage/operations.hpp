#pragma once
// Table operations. The exemplar of a tenant's table: functions that take the connection and the tenant first, domain
// types in and out, the statements named at the top of the .cpp, pages by key and never by offset.
#include <functional>
#include <optional>
#include <vector>

#include "storage/scope.hpp"
#include "trading/operation.hpp"

namespace robson::storage {

class Session;

// Writes the whole row: a new one, or over the one with this id. The tenant is the scope; the member is not looked at.
// Refused as `violated`: a stop that is missing, or on the wrong side of the price that the first row came with, or
// wider than the first one; amounts that are not above zero; an end without its time. An id that belongs to another
// tenant is refused as `failed`.
void save_operation(Session& session, Tenant tenant, const Operation& operation);
// The same for a new one; `id` is not looked at: it gets the number after the highest.
OperationId insert_operation(Session& session, Tenant tenant, const Operation& operation);

std::optional<Operation> find_operation(Session& session, Tenant tenant, OperationId id);

// PLANNED and ACTIVE ones, and those that ended at `since` or later, by id.
std::vector<Operation> operations_since(Session& session, Tenant tenant, Timestamp since);
// 0 when there is none.
OperationId last_operation(Session& session, Installation);

}  // namespace robson::storage
