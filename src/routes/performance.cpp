#include "json/write.hpp"
#include "routes/analytics.hpp"
#include "routes/analytics_window.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/analytics_views.hpp"

namespace robson::routes {
namespace {

using wire::PerformanceGroup;

struct Asked {
  TenantId tenant{};
  Window window{};
  std::optional<PerformanceGroup> by{};
  std::optional<Symbol> symbol{};
  std::optional<StrategyId> strategy{};
  bool as_csv = false;

  // The equity is of the whole account: that of a part of its trades does not exist.
  bool is_of_all() const { return !symbol && !strategy; }
};

Result<Asked, Failure> asked_of(const Exchange& exchange, Timestamp now) {
  auto window = window_from(exchange.request, now);
  if (!window) return Unexpected(window.error());
  const auto by = word_parameter<PerformanceGroup>(exchange.request, "by");
  if (!by) return Unexpected(by.error());
  auto symbol = symbol_parameter(exchange.request);
  if (!symbol) return Unexpected(symbol.error());
  const auto strategy = id_parameter(exchange.request, "strategy_id");
  if (!strategy) return Unexpected(strategy.error());
  const auto as_csv = wants_csv(exchange.request);
  if (!as_csv) return Unexpected(as_csv.error());
  Asked asked{.tenant = exchange.tenant(),
              .window = std::move(*window),
              .by = *by,
              .symbol = std::move(*symbol),
              .as_csv = *as_csv};
  if (*strategy) asked.strategy = StrategyId{**strategy};
  return asked;
}

Csv trades_csv_head() {
  Csv csv;
  for (const char* name : {"operation_id", "symbol", "side", "strategy", "opened_at", "closed_at", "net_pnl", "fees",
                           "initial_risk", "r"}) {
    csv.text(name);
  }
  csv.end_row();
  return csv;
}

void add_row(Csv& csv, const analytics::Trade& trade) {
  csv.figure(trade.operation.value).text(trade.symbol.text).text(json::name_of(trade.side)).text(trade.strategy);
  csv.text(to_rfc3339(trade.opened_at)).text(to_rfc3339(trade.closed_at)).figure(trade.net.value);
  csv.figure(trade.fees.value).figure(trade.risk ? std::optional(trade.risk->value) : std::nullopt);
  csv.figure(analytics::r_multiple(trade)).end_row();
}

Csv csv_of(const std::vector<wire::PerformanceRow>& groups) {
  Csv csv;
  for (const char* name : {"key", "label", "trades", "wins", "losses", "win_rate", "net_pnl", "profit_factor",
                           "expectancy", "average_r"}) {
    csv.text(name);
  }
  csv.end_row();
  for (const wire::PerformanceRow& row : groups) {
    csv.text(row.key).text(row.label).figure(row.trades).figure(row.wins).figure(row.losses).figure(row.win_rate);
    csv.figure(row.net_pnl).figure(row.profit_factor).figure(row.expectancy).figure(row.average_r).end_row();
  }
  return csv;
}

// What a reading in steps adds up; shared with the step, which may outlive a task that is cancelled.
struct Reading {
  storage::ClosedTrades trades{};
  analytics::Book book;
  Csv csv{};  // of the trades themselves, where these are asked for
  bool keeps_trades = false;
  std::size_t rows = 0;
  bool left_out = false;
  bool is_full() const { return keeps_trades && rows >= most_csv_rows; }

  void add(const analytics::Trade& trade) {
    book.add(trade);
    left_out = left_out || is_full();
    if (!keeps_trades || is_full()) return;
    add_row(csv, trade);
    ++rows;
  }
};

class PerformanceRoutes {
 public:
  explicit PerformanceRoutes(AnalyticsParts parts) : parts_(std::move(parts)) {}

  net::Task<Answer> show(Exchange exchange) const {
    const auto asked = asked_of(exchange, parts_.runtime.now());
    if (!asked) co_return Unexpected(asked.error());
    const auto reading = reading_of(*asked);
    bool more = true;
    while (more && !reading->is_full()) {
      auto step = [scope = storage::Tenant(asked->tenant), reading](storage::Session& session) {
        return storage::read_on(session, scope, reading->trades,
                                [&](const analytics::Trade& trade) { reading->add(trade); });
      };
      const auto read = co_await parts_.database.read(std::move(step));
      if (!read) co_return Unexpected(failure_of(read.error()));
      more = *read;
    }
    if (reading->keeps_trades) co_return csv_response(reading->csv.take(), "trades.csv", more || reading->left_out);
    wire::Performance view{.currency = parts_.venue.currency,
                           .window = asked->window.name,
                           .time_zone = asked->window.zone.name(),
                           .from = asked->window.from,
                           .to = asked->window.to};
    wire::add_trades(view, reading->book, asked->by);
    view.unvalued_trades = reading->trades.unvalued;
    if (asked->as_csv) co_return csv_response(csv_of(view.groups).take(), "performance.csv", false);
    if (asked->is_of_all()) {
      const auto days = co_await read_curve(parts_.database, asked->tenant, asked->window);
      if (!days) co_return Unexpected(days.error());
      if (days->curve) view.equity_measured_at = days->measured_at;
      wire::add_equity(view, days->curve);
    }
    co_return json_response(json::text_of(view));
  }

 private:
  std::shared_ptr<Reading> reading_of(const Asked& asked) const {
    std::optional<analytics::Grouping> by;
    if (asked.by) by = static_cast<analytics::Grouping>(*asked.by);
    auto reading = std::make_shared<Reading>(Reading{.book = analytics::Book(asked.window.zone, by)});
    reading->trades = {.from = asked.window.from.value_or(Timestamp{}),
                       .to = asked.window.to,
                       .symbol = asked.symbol,
                       .strategy = asked.strategy,
                       .terms = market_terms(parts_.runtime.engine(), parts_.venue.currency, parts_.runtime.now())};
    reading->keeps_trades = asked.as_csv && !asked.by;
    if (reading->keeps_trades) reading->csv = trades_csv_head();
    return reading;
  }

  AnalyticsParts parts_;
};

}  // namespace

void add_performance_routes(Gate& gate, const AnalyticsParts& parts) {
  const auto routes = std::make_shared<const PerformanceRoutes>(parts);
  gate.slow(net::Method::GET, "/api/analytics/performance/", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
}

}  // namespace robson::routes
