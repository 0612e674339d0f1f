#include "engine/portfolio.hpp"
#include "json/write.hpp"
#include "routes/analytics.hpp"
#include "routes/analytics_window.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/day_figures.hpp"
#include "storage/realized.hpp"
#include "storage/signal_counts.hpp"
#include "wire/analytics_views.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::routes {
namespace {

constexpr int most_listed = 1000;

// "17:00" as minutes of the day.
Result<int, Failure> clock_from(const net::Request& request, const std::string& name, const char* preset) {
  const std::string text = request.parameter(name).value_or(preset);
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
  if (text.size() == 5 && text[2] == ':') {
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if (hours < 24 && minutes < 60) return hours * 60 + minutes;
  }
  return Unexpected(unprocessable(name, name + " must be a time of day, such as 17:00."));
}

struct Asked {
  TenantId tenant{};
  analytics::TimeZone zone{};
  analytics::Day day{};
  storage::DayMoments moments{};
  bool is_over = false;
  bool as_csv = false;
};

Result<Asked, Failure> asked_of(const Exchange& exchange, Timestamp now) {
  auto zone = time_zone_from(exchange.request);
  if (!zone) return Unexpected(zone.error());
  const auto close = clock_from(exchange.request, "close", "17:00");
  if (!close) return Unexpected(close.error());
  const auto open = clock_from(exchange.request, "open", "09:00");
  if (!open) return Unexpected(open.error());
  const auto as_csv = wants_csv(exchange.request);
  if (!as_csv) return Unexpected(as_csv.error());
  analytics::Day day = zone->day_of(now);
  if (const auto text = exchange.request.parameter("date")) {
    const auto date = analytics::parse_day(*text);
    if (!date) return Unexpected(unprocessable("date", "date must be a date from 1970 on, such as 2026-01-02."));
    if (*date > day) return Unexpected(unprocessable("date", "date must not lie in the future."));
    day = *date;
  }
  const Timestamp end = zone->start_of(day + 1);
  const Timestamp opens = zone->moment_of(day, *open);
  Asked asked{.tenant = exchange.tenant(), .zone = *zone, .day = day, .is_over = end <= now, .as_csv = *as_csv};
  asked.moments = {
      .yesterdays_close = zone->moment_of(day - 1, *close), .midnight = zone->start_of(day), .end = std::min(end, now)};
  if (opens <= now) asked.moments.open = opens;
  return asked;
}

// What is read of a day, in steps; shared with the step, which may outlive a task that is cancelled.
struct DayRead {
  storage::DayEquity equity{};
  storage::SignalCounts signals{};
  storage::ClosedTrades trades{};
  storage::Realized realized{};
  analytics::Tally tally{};
  std::vector<Operation> closed{};
  std::vector<Operation> opened{};
  storage::OpenAt open{};
  bool trades_left = true;
  bool fills_left = true;
  bool open_left = true;
};

void read_figures(storage::Session& session, storage::Tenant tenant, const storage::DayMoments& moments, DayRead& day) {
  const Timestamp from = moments.midnight;
  const Timestamp to = moments.end;
  day.equity = storage::equity_of_day(session, tenant, moments);
  day.signals = storage::signal_counts(session, tenant, from, to);
  day.closed = storage::closed_within(session, tenant, from, to, most_listed);
  day.opened = storage::opened_within(session, tenant, from, to, most_listed);
}

// One step of what may be long; whether there is more.
bool read_some(storage::Session& session, storage::Tenant tenant, DayRead& day) {
  if (day.trades_left) {
    day.trades_left =
        storage::read_on(session, tenant, day.trades, [&](const analytics::Trade& trade) { day.tally.add(trade); });
  } else if (day.fills_left) {
    day.fills_left = storage::read_on(session, tenant, day.realized);
  } else {
    day.open_left = storage::read_on(session, tenant, day.open);
  }
  return day.trades_left || day.fills_left || day.open_left;
}

void add_rows(Csv& csv, const char* list, const std::vector<wire::ReportTrade>& trades) {
  const auto time = [](const std::optional<Timestamp>& at) { return at ? to_rfc3339(*at) : std::string{}; };
  for (const wire::ReportTrade& one : trades) {
    csv.text(list).figure(one.operation_id).text(one.symbol).text(json::name_of(one.side)).text(one.strategy);
    csv.figure(one.quantity).figure(one.entry_price).figure(one.exit_price).text(time(one.opened_at));
    csv.text(time(one.closed_at)).figure(one.net_pnl).figure(one.r);
    csv.text(one.exit_reason ? json::name_of(*one.exit_reason) : std::string_view{}).end_row();
  }
}

Csv csv_of(const wire::DayReport& report) {
  Csv csv;
  for (const char* name : {"list", "operation_id", "symbol", "side", "strategy", "quantity", "entry_price",
                           "exit_price", "opened_at", "closed_at", "net_pnl", "r", "exit_reason"}) {
    csv.text(name);
  }
  csv.end_row();
  add_rows(csv, "closed", report.closed);
  add_rows(csv, "opened", report.opened);
  add_rows(csv, "open_at_end", report.open_at_end);
  return csv;
}

class DayReportRoutes {
 public:
  explicit DayReportRoutes(AnalyticsParts parts) : parts_(std::move(parts)) {}

  net::Task<Answer> show(Exchange exchange) const {
    const auto asked = asked_of(exchange, parts_.runtime.now());
    if (!asked) co_return Unexpected(asked.error());
    const auto day = std::make_shared<DayRead>();
    day->trades = {.from = asked->moments.midnight, .to = asked->moments.end};
    day->trades.terms = market_terms(parts_.runtime.engine(), parts_.venue.currency, parts_.runtime.now());
    day->realized = {.from = asked->moments.midnight, .to = asked->moments.end, .terms = day->trades.terms};
    day->open.moment = asked->moments.end;
    const storage::Tenant tenant(asked->tenant);
    auto first = [tenant, moments = asked->moments, day](storage::Session& session) {
      read_figures(session, tenant, moments, *day);
    };
    const auto figures = co_await parts_.database.read(std::move(first));
    if (!figures) co_return Unexpected(failure_of(figures.error()));
    for (bool more = true; more;) {
      auto step = [tenant, day](storage::Session& session) { return read_some(session, tenant, *day); };
      const auto read = co_await parts_.database.read(std::move(step));
      if (!read) co_return Unexpected(failure_of(read.error()));
      more = *read;
    }
    const wire::DayReport report = view_of(*asked, *day);
    const std::string name = "report-" + report.date + ".csv";
    if (asked->as_csv) co_return csv_response(csv_of(report).take(), name, false);
    co_return json_response(json::text_of(report));
  }

 private:
  std::vector<wire::ReportTrade> rows_of(const std::vector<Operation>& operations, const DayRead& day,
                                         Timestamp end) const {
    std::vector<wire::ReportTrade> rows;
    for (const Operation& one : operations) {
      const auto trade = storage::is_trade(one) ? storage::trade_of(one, day.trades.terms) : std::nullopt;
      rows.push_back(wire::report_trade(one, trade, wire::units_of(parts_.runtime.engine(), one.symbol), end));
    }
    return rows;
  }

  wire::DayReport view_of(const Asked& asked, const DayRead& day) const {
    const Timestamp end = asked.moments.end;
    const storage::DayEquity& equity = day.equity;
    const storage::SignalCounts& signals = day.signals;
    return {.date = to_text(asked.day),
            .time_zone = asked.zone.name(),
            .currency = parts_.venue.currency,
            .from = asked.moments.midnight,
            .to = end,
            .final = asked.is_over,
            .equity_at_midnight = wire::if_known(equity.at_midnight, wire::usd),
            .equity_at_end = wire::if_known(equity.at_end, wire::usd),
            .equity_measured_at = equity.measured_at,
            .deposits = wire::usd(equity.deposits),
            .withdrawals = wire::usd(equity.withdrawals),
            .since_midnight = wire::if_known(equity.since_midnight, wire::usd),
            .since_yesterdays_close = wire::if_known(equity.since_yesterdays_close, wire::usd),
            .overnight = wire::if_known(equity.overnight, wire::usd),
            .realized_pnl = wire::usd(day.realized.net),
            .fees = wire::usd(day.realized.fees),
            .trades = day.tally.trades(),
            .wins = day.tally.wins(),
            .losses = day.tally.losses(),
            .unvalued_trades = day.trades.unvalued,
            .closed = rows_of(day.closed, day, end),
            .opened = rows_of(day.opened, day, end),
            .open_at_end = rows_of(day.open.found, day, end),
            .signals = {signals.received, signals.approved, signals.rejected, signals.expired, signals.cancelled},
            .unrealized_pnl = asked.is_over ? std::nullopt : unrealized_of(asked.tenant)};
  }

  // Of now: what open positions were worth at an earlier day's end stands nowhere by itself.
  std::optional<json::Fixed> unrealized_of(TenantId tenant) const {
    const auto portfolio =
        engine::portfolio_of(parts_.runtime.engine(), tenant, parts_.venue.currency, parts_.runtime.now());
    return wire::if_known(portfolio.unrealized, wire::usd);
  }

  AnalyticsParts parts_;
};

}  // namespace

void add_day_report_routes(Gate& gate, const AnalyticsParts& parts) {
  const auto routes = std::make_shared<const DayReportRoutes>(parts);
  gate.slow(net::Method::GET, "/api/analytics/report/", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
}

}  // namespace robson::routes
