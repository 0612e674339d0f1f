#include "routes/dashboard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/write.hpp"
#include "routes/request.hpp"

namespace robson::routes {
namespace {

struct CardClick {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(CardClick, (), (name))

enum class Page {
  overview,
  dashboard,
  signals,
  positions,
  position,
  performance,
  report,
  trade,
  operations,
  orders,
  market,
  risk,
  analytics,
  settings,
  logs,
  other
};
BOOST_DESCRIBE_ENUM(Page, overview, dashboard, signals, positions, position, performance, report, trade, operations,
                    orders, market, risk, analytics, settings, logs, other)
enum class Vital { LCP, FCP, CLS, INP, TTFB };
BOOST_DESCRIBE_ENUM(Vital, LCP, FCP, CLS, INP, TTFB)
struct PageView {
  Page page{};
};
BOOST_DESCRIBE_STRUCT(PageView, (), (page))
struct WebVital {
  Vital name{};
  std::int64_t milliseconds = 0;
};
BOOST_DESCRIBE_STRUCT(WebVital, (), (name, milliseconds))
struct Telemetry {
  std::optional<std::vector<PageView>> page_views{};
  std::optional<std::vector<WebVital>> web_vitals{};
};
BOOST_DESCRIBE_STRUCT(Telemetry, (), (page_views, web_vitals))

constexpr std::size_t most_told = 20;  // of each, in one request
constexpr std::int64_t longest_vital_ms = 600'000;

// All of it is looked at before any of it is counted.
Result<void, Failure> check(const Telemetry& told) {
  if (told.page_views && told.page_views->size() > most_told) {
    return Unexpected(unprocessable("page_views", "page_views must have at most 20 entries."));
  }
  if (!told.web_vitals) return {};
  if (told.web_vitals->size() > most_told) {
    return Unexpected(unprocessable("web_vitals", "web_vitals must have at most 20 entries."));
  }
  for (std::size_t i = 0; i < told.web_vitals->size(); ++i) {
    const std::int64_t ms = (*told.web_vitals)[i].milliseconds;
    if (ms >= 0 && ms <= longest_vital_ms) continue;
    return Unexpected(unprocessable(fmt::format("web_vitals[{}].milliseconds", i),
                                    "milliseconds must be a whole number from 0 to 600000."));
  }
  return {};
}

Answer count(PageMetrics& pages, const Exchange& exchange) {
  const auto told = body_of<Telemetry>(exchange);
  if (!told) return Unexpected(told.error());
  if (const auto fits = check(*told); !fits) return Unexpected(fits.error());
  for (const PageView& one : told->page_views.value_or(std::vector<PageView>{})) {
    pages.page_view(std::string(json::name_of(one.page)));
  }
  for (const WebVital& one : told->web_vitals.value_or(std::vector<WebVital>{})) {
    pages.web_vital(std::string(json::name_of(one.name)), one.milliseconds);
  }
  return net::Response{.status = 204};
}

bool is_card_name(const std::string& name) {
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

void add_dashboard_routes(Gate& gate, Metrics& metrics, PageMetrics& pages) {
  gate.quick(
      net::Method::POST, "/api/v1/dashboard/card-click", Access::signed_in,
      [&metrics](const Exchange& exchange) -> Answer {
        const auto click = body_of<CardClick>(exchange);
        if (!click) return Unexpected(click.error());
        if (!is_card_name(click->name)) {
          return Unexpected(unprocessable("name", "name must have 1 to 40 of a-z, 0-9, _ and -."));
        }
        metrics.card_click(click->name);
        return net::Response{.status = 204};
      },
      Recorded::no);
  gate.quick(
      net::Method::POST, "/api/v1/telemetry", Access::signed_in,
      [&pages](const Exchange& exchange) { return count(pages, exchange); }, Recorded::no);
}

}  // namespace robson::routes
