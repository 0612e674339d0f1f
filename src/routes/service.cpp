#include "routes/service.hpp"

#include <sodium.h>

#include <algorithm>

#include "json/write.hpp"
#include "routes/web_files.hpp"
#include "storage/ping.hpp"
#include "wire/health.hpp"

namespace robson::routes {
namespace {

using wire::Check;
using wire::HealthStatus;

// Health with the bots in it.
struct ChecksWithBots : wire::Checks {
  Check bot_api{};
};
BOOST_DESCRIBE_STRUCT(ChecksWithBots, (wire::Checks), (bot_api))
struct HealthWithBots {
  HealthStatus status{};
  Timestamp timestamp{};
  std::string version{};
  ChecksWithBots checks{};
};
BOOST_DESCRIBE_STRUCT(HealthWithBots, (), (status, timestamp, version, checks))

// Healthy when every bot is. Anybody may ask, so no bot is named.
Check bots_check(const std::vector<bots::Bot*>& all) {
  if (all.empty()) return {.detail = "No bot is attached."};
  Check check{.status = HealthStatus::healthy};
  for (bots::Bot* bot : all) {
    const bot_api::Knowledge& known = bot->knowledge();
    if (known.latency) check.response_time_ms = std::max(check.response_time_ms, known.latency->count() / 1000);
    if (known.is_current) continue;
    check.status = HealthStatus::degraded;
    check.detail = "A bot is away, or does not tell its positions.";
  }
  return check;
}

Check check_of(bool ok, Duration took, const std::string& trouble, HealthStatus otherwise) {
  Check check{.status = ok ? HealthStatus::healthy : otherwise, .response_time_ms = took.count() / 1000};
  if (!ok) check.detail = trouble;
  return check;
}

class ServiceRoutes {
 public:
  explicit ServiceRoutes(ServiceParts parts) : parts_(std::move(parts)) {}

  net::Task<Answer> health(Exchange) {
    const Timestamp asked = parts_.runtime.now();
    auto job = [](storage::Session& session) { storage::ping(session); };
    const auto answered = co_await parts_.database.read(job);
    const Timestamp now = parts_.runtime.now();
    const auto& rest = parts_.venue.rest_check();
    const auto& engine = parts_.runtime.engine();
    HealthWithBots health{.status = HealthStatus::healthy, .timestamp = now, .version = parts_.version};
    ChecksWithBots& checks = health.checks;
    checks.dashboard = check_of(parts_.runtime.takes_commands(), {},
                                "The journal cannot be written: no commands are taken.", HealthStatus::unhealthy);
    checks.database = check_of(answered.has_value() && parts_.database.is_writable(), now - asked,
                               "The database does not answer or cannot be written.", HealthStatus::unhealthy);
    checks.venue_rest = check_of(rest.ok, rest.took, rest.why, HealthStatus::degraded);
    checks.venue_stream =
        check_of(engine.venue_stream() == StreamState::live, {}, engine.venue_stream_reason(), HealthStatus::degraded);
    checks.bot_api = bots_check(parts_.bots.all());
    for (const Check* check :
         {&checks.bot_api, &checks.venue_rest, &checks.venue_stream, &checks.database, &checks.dashboard}) {
      const bool is_well = check->status == HealthStatus::healthy || check->status == HealthStatus::unknown;
      if (!is_well) health.status = check->status;
    }
    co_return json_response(json::text_of(health), health.status == HealthStatus::unhealthy ? 503 : 200);
  }

  Answer metrics(const Exchange& exchange) {
    if (!may_read_metrics(exchange)) {
      return Unexpected(Failure{401, "METRICS_TOKEN_NEEDED", "Metrics need the metrics token as bearer.", {}, {}});
    }
    net::Response response{.content_type = "text/plain; version=0.0.4; charset=utf-8"};
    response.body = parts_.metrics.text(parts_.gauges()) + parts_.page_metrics.text();
    return response;
  }

  static Answer yaml(std::string_view document) {
    net::Response response{.content_type = "application/yaml"};
    response.body = std::string(document);
    return response;
  }
  static Answer docs(Exchange exchange) {
    exchange.request.path = "/docs.html";
    return serve_web(exchange);
  }

 private:
  bool may_read_metrics(const Exchange& exchange) const {
    if (parts_.metrics_token.empty()) return parts_.loopback;
    const std::string expected = "Bearer " + parts_.metrics_token.reveal();
    const std::string_view given = exchange.request.headers.get("Authorization");
    return given.size() == expected.size() && sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
  }

  ServiceParts parts_;
};

}  // namespace

void add_service_routes(Gate& gate, ServiceParts parts) {
  const auto routes = std::make_shared<ServiceRoutes>(std::move(parts));
  gate.slow(net::Method::GET, "/api/v1/health", Access::everyone,
            [routes](Exchange exchange) { return routes->health(std::move(exchange)); });
  gate.quick(net::Method::GET, "/metrics", Access::everyone,
             [routes](const Exchange& exchange) { return routes->metrics(exchange); });
  gate.quick(net::Method::GET, "/api/openapi.yaml", Access::everyone,
             [](const Exchange&) { return ServiceRoutes::yaml(openapi_document()); });
  gate.quick(net::Method::GET, "/api/feed.yaml", Access::everyone,
             [](const Exchange&) { return ServiceRoutes::yaml(feed_document()); });
  gate.quick(net::Method::GET, "/api/docs", Access::everyone,
             [](const Exchange& exchange) { return ServiceRoutes::docs(exchange); });
  gate.otherwise(&serve_web);
}

}  // namespace robson::routes
