#pragma once
// Table fills: trades of our orders, append-only. (order, trade_id) is unique in a tenant: booking one again fails as
// `duplicate`, and with it everything that was to be committed together, so that a ledger never counts a fill twice.
#include <vector>

#include "storage/scope.hpp"
#include "trading/fill.hpp"

namespace robson::storage {

class Session;

void insert_fill(Session& session, Tenant tenant, const Fill& fill);
// In the order of their booking, at most 10,000.
std::vector<Fill> fills_of(Session& session, Tenant tenant, OperationId operation);

}  // namespace robson::storage
