#include "storage/equity.hpp"
#include "json/write.hpp"
#include "routes/analytics.hpp"
#include "routes/analytics_window.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/analytics_views.hpp"

namespace robson::routes {
namespace {

constexpr std::size_t most_points = 2500;
constexpr int most_rows = 50'000;  // more than a month of minutes

Result<wire::CurveStep, Failure> step_from(const net::Request& request) {
  const std::string text = request.parameter("resolution").value_or("day");
  if (text == "day") return wire::CurveStep::day;
  if (text == "minute") return wire::CurveStep::minute;
  return Unexpected(unprocessable("resolution", "resolution must be day or minute."));
}

struct Minutes {
  std::optional<analytics::Curve> curve{};
  bool truncated = false;
};

// Begins with what was measured before the first row. A point is a minute, or several where there are more than the
// most points; what follows from the curve is of the whole window all the same.
Minutes minutes_since(storage::Session& session, storage::Tenant tenant, Timestamp from) {
  const auto rows = storage::newest_equity(session, tenant, from, most_rows);
  if (rows.empty()) return {};
  const auto earlier = storage::equity_before(session, tenant, rows.front().at);
  Minutes made{.truncated = earlier && earlier->at >= from};
  made.curve.emplace(earlier ? earlier->equity : rows.front().equity);
  const std::size_t rows_a_point = (rows.size() + most_points - 1) / most_points;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    made.curve->measure({rows[i].equity, rows[i].deposits, rows[i].withdrawals});
    const bool is_end = (rows.size() - 1 - i) % rows_a_point == 0;  // the newest row ends the newest point
    if (is_end) made.curve->end_point(rows[i].at.us);
  }
  return made;
}

Csv csv_of(const wire::EquityCurve& curve) {
  Csv csv;
  for (const char* name : {"at", "equity", "flow", "return_percent", "drawdown_percent"}) csv.text(name);
  csv.end_row();
  for (const wire::EquityPoint& point : curve.points) {
    csv.text(point.at).figure(point.equity).figure(point.flow).figure(point.return_percent);
    csv.figure(point.drawdown_percent).end_row();
  }
  return csv;
}

class EquityRoutes {
 public:
  explicit EquityRoutes(AnalyticsParts parts) : parts_(std::move(parts)) {}

  net::Task<Answer> show(Exchange exchange) const {
    const auto window = window_from(exchange.request, parts_.runtime.now());
    if (!window) co_return Unexpected(window.error());
    const auto step = step_from(exchange.request);
    if (!step) co_return Unexpected(step.error());
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) co_return Unexpected(decimals.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) co_return Unexpected(as_csv.error());
    const bool by_day = *step == wire::CurveStep::day;
    wire::EquityCurve view{.currency = parts_.venue.currency,
                           .window = window->name,
                           .resolution = by_day ? "day" : "minute",
                           .time_zone = window->zone.name()};
    if (by_day) {
      const auto days = co_await read_curve(parts_.database, exchange.tenant(), *window);
      if (!days) co_return Unexpected(days.error());
      wire::add_curve(view, days->curve, *step);
    } else {
      auto look = [scope = storage::Tenant(exchange.tenant()), from = window->from](storage::Session& session) {
        return minutes_since(session, scope, from.value_or(Timestamp{}));
      };
      const auto minutes = co_await parts_.database.read(std::move(look));
      if (!minutes) co_return Unexpected(failure_of(minutes.error()));
      view.truncated = minutes->truncated;
      wire::add_curve(view, minutes->curve, *step);
    }
    if (*as_csv) co_return csv_response(csv_of(view).take(), "equity.csv", view.truncated);
    co_return figures_response(view, *decimals);
  }

 private:
  AnalyticsParts parts_;
};

}  // namespace

void add_equity_routes(Gate& gate, const AnalyticsParts& parts) {
  const auto routes = std::make_shared<const EquityRoutes>(parts);
  gate.slow(net::Method::GET, "/api/v1/analytics/equity", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
}

}  // namespace robson::routes
