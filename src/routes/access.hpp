#pragma once
#include "routes/idempotency.hpp"

namespace robson::routes {

// /api/v1/auth/step-up, password, totp...: what a signed-in person does about the own account.
void add_own_account_routes(Gate& gate);
// /api/v1/users, /api/v1/api-keys. `idempotency` outlives the gate.
void add_user_routes(Gate& gate, Idempotency& idempotency);
void add_api_key_routes(Gate& gate);
// /api/v1/audit...
void add_audit_routes(Gate& gate, net::Context& context, storage::Database& database);

// A role by its name in a body.
Result<accounts::Role, Failure> role_from(const std::string& name);
// 422 when a new password does not do.
Result<void, Failure> check_new_password(const std::string& field, const Secret& password);
Failure failure_of(accounts::AccessFault fault, const std::string& what);

}  // namespace robson::routes
