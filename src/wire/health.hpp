#pragma once
// GET /api/v1/health.
#include <string>
#include <utility>
#include <vector>

#include "base/timestamp.hpp"
#include "json/describe.hpp"

namespace robson::wire {
enum class HealthStatus { healthy, degraded, unhealthy, unknown };
BOOST_DESCRIBE_ENUM(HealthStatus, healthy, degraded, unhealthy, unknown)

struct Check {
  HealthStatus status = HealthStatus::unknown;
  std::int64_t response_time_ms = 0;
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(Check, (), (status, response_time_ms, detail))

struct Checks {
  Check dashboard{};
  Check database{};
  Check venue_rest{};
  Check venue_stream{};
};
BOOST_DESCRIBE_STRUCT(Checks, (), (dashboard, database, venue_rest, venue_stream))

struct Health {
  HealthStatus status{};
  Timestamp timestamp{};
  std::string version{};
  Checks checks{};
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, timestamp, version, checks))
}  // namespace robson::wire
