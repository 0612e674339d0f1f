#include "routes/bot_history_views.hpp"

#include <map>

namespace robson::routes {
namespace {

std::string time_text(const std::optional<Timestamp>& time) {
  return time ? to_rfc3339(*time) : std::string{};
}

void put_last(std::map<Timestamp, PnlPoint>& points, const storage::Line& line,
              std::optional<Decimal> PnlPoint::*figure) {
  for (const storage::LastValue& last : line.points) points[last.at].*figure = last.value;
}

std::optional<Decimal> share(Decimal part, std::int64_t of) {
  if (of == 0) return {};
  return divide(part, Decimal::integer(of), Rounding::half_away_from_zero);
}

}  // namespace

PnlHistory pnl_history(const PnlCharts& charts, const storage::Closings& closings) {
  std::map<Timestamp, PnlPoint> points;
  put_last(points, charts.realized, &PnlPoint::realized_pnl);
  put_last(points, charts.unrealized, &PnlPoint::unrealized_pnl);
  put_last(points, charts.total, &PnlPoint::total_pnl);
  put_last(points, charts.funding, &PnlPoint::funding_pnl);
  put_last(points, charts.position, &PnlPoint::position_pnl);
  PnlHistory history{.truncated = charts.realized.truncated || charts.unrealized.truncated || charts.total.truncated ||
                                  charts.funding.truncated || charts.position.truncated};
  while (points.size() > static_cast<std::size_t>(storage::most_points)) {
    points.erase(points.begin());
    history.truncated = true;
  }
  history.data_points.reserve(points.size());
  for (auto& [at, point] : points) {
    point.timestamp = at;
    history.data_points.push_back(point);
  }
  history.summary = {.win_rate = share(Decimal::integer(closings.won), closings.positions),
                     .avg_pnl_per_trade = share(closings.realized, closings.positions),
                     .trades = closings.positions};
  if (!history.data_points.empty()) {
    history.summary.total_realized = history.data_points.back().realized_pnl;
    history.summary.total_unrealized = history.data_points.back().unrealized_pnl;
  }
  return history;
}

std::vector<MetricPoint> metric_points(const std::vector<storage::Bucket>& buckets) {
  std::vector<MetricPoint> points;
  points.reserve(buckets.size());
  for (const storage::Bucket& one : buckets) {
    points.push_back({.timestamp = one.at,
                      .first = one.first,
                      .last = one.last,
                      .min = one.lowest,
                      .max = one.highest,
                      .avg = mean(one),
                      .count = one.samples});
  }
  return points;
}

Csv csv_head(std::initializer_list<const char*> names) {
  Csv csv;
  for (const char* name : names) csv.text(name);
  csv.end_row();
  return csv;
}

Csv csv_of(const std::vector<PnlPoint>& points) {
  Csv csv = csv_head({"timestamp", "realized_pnl", "unrealized_pnl", "total_pnl", "funding_pnl", "position_pnl"});
  for (const PnlPoint& one : points) {
    csv.text(to_rfc3339(one.timestamp)).figure(one.realized_pnl).figure(one.unrealized_pnl).figure(one.total_pnl);
    csv.figure(one.funding_pnl).figure(one.position_pnl).end_row();
  }
  return csv;
}

Csv csv_of(const std::vector<MetricPoint>& points) {
  Csv csv = csv_head({"timestamp", "first", "last", "min", "max", "avg", "count"});
  for (const MetricPoint& one : points) {
    csv.text(to_rfc3339(one.timestamp)).figure(one.first).figure(one.last).figure(one.min).figure(one.max);
    csv.figure(one.avg).figure(one.count).end_row();
  }
  return csv;
}

Csv csv_of(const std::vector<BreakerOfBot>& breakers) {
  Csv csv = csv_head({"id", "bot", "breaker_type", "triggered_at", "reason", "scope", "auto_recovery",
                      "cooldown_seconds", "recovery_time", "resolved_at", "resolved_by"});
  for (const BreakerOfBot& one : breakers) {
    csv.figure(one.id).text(one.bot).text(json::name_of(one.breaker_type)).text(to_rfc3339(one.triggered_at));
    csv.text(one.reason).text(json::name_of(one.scope)).text(one.auto_recovery ? "true" : "false");
    csv.figure(one.cooldown_seconds).text(time_text(one.recovery_time)).text(time_text(one.resolved_at));
    csv.text(one.resolved_by.value_or("")).end_row();
  }
  return csv;
}

Csv trades_csv_head() {
  return csv_head({"id", "bot", "position_id", "asset", "leg", "action", "side", "quantity", "price", "value_usd",
                   "fee_usd", "at", "realized_pnl_usd"});
}
void add_row(Csv& csv, const TradeOfBot& one) {
  csv.figure(one.id).text(one.bot).text(one.position_id).text(one.asset).text(json::name_of(one.leg));
  csv.text(json::name_of(one.action)).text(json::name_of(one.side)).figure(one.quantity).figure(one.price);
  csv.figure(one.value_usd).figure(one.fee_usd).text(to_rfc3339(one.at)).figure(one.realized_pnl_usd).end_row();
}

Csv payments_csv_head() {
  return csv_head({"id", "bot", "position_id", "asset", "at", "funding_rate", "funding_received_rate", "notional_usd",
                   "amount_usd"});
}
void add_row(Csv& csv, const PaymentOfBot& one) {
  csv.figure(one.id).text(one.bot).text(one.position_id).text(one.asset).text(to_rfc3339(one.at));
  csv.figure(one.funding_rate).figure(one.funding_received_rate).figure(one.notional_usd).figure(one.amount_usd);
  csv.end_row();
}

}  // namespace robson::routes
