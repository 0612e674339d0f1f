#pragma once
#include "routes/gate.hpp"
#include "wire/views.hpp"

namespace robson::routes {
// /api/token/... and /api/v1/auth/...: signing in and out, for programs (tokens) and browsers (cookies).
void add_session_routes(Gate& gate, accounts::Accounts& accounts, const wire::VenueLabel& venue);
}  // namespace robson::routes
