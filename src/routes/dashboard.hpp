#pragma once
#include "routes/gate.hpp"

namespace robson::routes {
// POST /api/v1/dashboard/card-click.
void add_dashboard_routes(Gate& gate, Metrics& metrics);
}  // namespace robson::routes
