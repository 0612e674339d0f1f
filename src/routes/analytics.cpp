#include "routes/analytics.hpp"

namespace robson::routes {

void add_analytics_routes(Gate& gate, const AnalyticsParts& parts) {
  add_performance_routes(gate, parts);
  add_exposure_routes(gate, parts);
  add_equity_routes(gate, parts);
  add_day_report_routes(gate, parts);
}

}  // namespace robson::routes
