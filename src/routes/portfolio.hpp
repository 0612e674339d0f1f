#pragma once
#include "bots/bots.hpp"
#include "routes/gate.hpp"
#include "runtime/runtime.hpp"
#include "wire/views.hpp"

namespace robson::routes {
// /api/portfolio/... and /api/account/...: what the caller's tenant owns.
void add_portfolio_routes(Gate& gate, runtime::Runtime& runtime, bots::Bots& bots, const wire::VenueLabel& venue);
}  // namespace robson::routes
