#pragma once
// Table desks: one row a tenant.
#include <optional>

#include "storage/scope.hpp"
#include "trading/tenant_desk.hpp"

namespace robson::storage {

class Session;

void save_desk(Session& session, Tenant tenant, const TenantDesk& desk);
std::optional<TenantDesk> find_desk(Session& session, Tenant tenant);

}  // namespace robson::storage
