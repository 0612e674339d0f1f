#pragma once
#include "routes/gate.hpp"
#include "routes/page_metrics.hpp"

namespace robson::routes {
// POST /api/v1/dashboard/card-click and /api/v1/telemetry.
void add_dashboard_routes(Gate& gate, Metrics& metrics, PageMetrics& pages);
}  // namespace robson::routes
