#pragma once
#include <functional>

#include "base/secret.hpp"
#include "bots/bots.hpp"
#include "routes/gate.hpp"
#include "routes/page_metrics.hpp"
#include "runtime/venue_watch.hpp"
#include "storage/database.hpp"

namespace robson::routes {

struct ServiceParts {
  const runtime::Runtime& runtime;
  const runtime::VenueWatch& venue;
  storage::Database& database;
  bots::Bots& bots;
  Metrics& metrics;
  const PageMetrics& page_metrics;
  std::function<Gauges()> gauges;
  Secret metrics_token;  // demanded by /metrics when not empty
  bool loopback = true;  // otherwise /metrics always demands a token
  std::string version;
};
// /api/v1/health, /metrics, /api/docs, /api/openapi.yaml, /api/feed.yaml and the web pages.
void add_service_routes(Gate& gate, ServiceParts parts);

}  // namespace robson::routes
