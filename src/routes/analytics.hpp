#pragma once
// /api/analytics/ and /api/v1/analytics/: how the closed operations have done, the equity, what is at risk, the day.
#include "routes/gate.hpp"
#include "runtime/runtime.hpp"
#include "storage/database.hpp"
#include "wire/views.hpp"

namespace robson::routes {

struct AnalyticsParts {
  const runtime::Runtime& runtime;
  storage::Database& database;
  wire::VenueLabel venue{};
};
// All of the routes below. The parts must outlive the gate.
void add_analytics_routes(Gate& gate, const AnalyticsParts& parts);

void add_performance_routes(Gate& gate, const AnalyticsParts& parts);  // /api/analytics/performance/
void add_exposure_routes(Gate& gate, const AnalyticsParts& parts);     // /api/analytics/exposure/
void add_equity_routes(Gate& gate, const AnalyticsParts& parts);       // /api/v1/analytics/equity
void add_day_report_routes(Gate& gate, const AnalyticsParts& parts);   // /api/analytics/report/

}  // namespace robson::routes
