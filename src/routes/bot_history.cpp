#include "routes/bot_history.hpp"

#include <algorithm>
#include <array>

#include "routes/bot_history_views.hpp"
#include "routes/csv_pages.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "storage/database.hpp"

namespace robson::routes {
namespace {

using storage::Metric;

constexpr std::size_t longest_position_id = 64;
constexpr std::size_t longest_bot_name = 32;
constexpr int most_breakers = 1000;

struct ResolutionName {
  std::string_view name{};
  storage::Resolution resolution{};
};
constexpr std::array resolution_names = {
    ResolutionName{"1min", storage::Resolution::one_minute}, ResolutionName{"5min", storage::Resolution::five_minutes},
    ResolutionName{"1hour", storage::Resolution::one_hour}, ResolutionName{"1day", storage::Resolution::one_day}};

// What every question says.
struct Asked {
  storage::Tenant tenant;
  std::string bot{};
  Period period{};
  bool as_csv = false;
  json::Decimals decimals{};
};
struct AskedChart {
  std::optional<std::string> position{};
  storage::Resolution resolution{};
};

Result<AskedChart, Failure> chart_of(const net::Request& request, const Period& period) {
  auto position = position_from(request);
  if (!position) return Unexpected(position.error());
  const auto resolution = resolution_from(request, period);
  if (!resolution) return Unexpected(resolution.error());
  return AskedChart{std::move(*position), *resolution};
}

// The page of a list of rows: storage::TradeQuery or storage::PaymentQuery.
template <class Query>
Result<Query, Failure> page_query(const net::Request& request, const Asked& asked) {
  auto position = position_from(request);
  if (!position) return Unexpected(position.error());
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  Query query{
      .bot = asked.bot, .position = std::move(*position), .from = asked.period.from, .limit = static_cast<int>(*limit)};
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

storage::Page<bot_api::Trade> page_of(storage::Session& session, storage::Tenant tenant,
                                      const storage::TradeQuery& query) {
  return storage::trades(session, tenant, query);
}
storage::Page<bot_api::Payment> page_of(storage::Session& session, storage::Tenant tenant,
                                        const storage::PaymentQuery& query) {
  return storage::payments(session, tenant, query);
}

class BotHistory {
 public:
  explicit BotHistory(BotHistoryParts parts) : parts_(std::move(parts)) {}

  net::Task<Answer> pnl(Exchange exchange) const {
    const auto asked = asked_of(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto chart = chart_of(exchange.request, asked->period);
    if (!chart) co_return Unexpected(chart.error());
    auto look = [asked = *asked, chart = *chart](storage::Session& session) {
      const auto line = [&](Metric metric) {
        return storage::metric_line(session, asked.tenant, query_of(asked, chart, metric));
      };
      const PnlCharts charts{.realized = line(Metric::realized_pnl),
                             .unrealized = line(Metric::unrealized_pnl),
                             .total = line(Metric::total_pnl),
                             .funding = line(Metric::funding_pnl),
                             .position = line(Metric::position_pnl)};
      return pnl_history(charts,
                         storage::closings(session, asked.tenant, asked.bot, chart.position, asked.period.from));
    };
    auto history = co_await parts_.database.read(std::move(look));
    if (!history) co_return Unexpected(failure_of(history.error()));
    if (asked->as_csv) co_return csv_response(csv_of(history->data_points).take(), "pnl.csv", history->truncated);
    history->period = asked->period.name();
    history->resolution = resolution_name(chart->resolution);
    co_return figures_response(*history, asked->decimals);
  }

  net::Task<Answer> metrics(Exchange exchange) const {
    const auto asked = asked_of(exchange);
    if (!asked) co_return Unexpected(asked.error());
    const auto chart = chart_of(exchange.request, asked->period);
    if (!chart) co_return Unexpected(chart.error());
    const auto metric = word_parameter<Metric>(exchange.request, "metric");
    if (!metric) co_return Unexpected(metric.error());
    if (!*metric) co_return Unexpected(unprocessable("metric", "metric must be given."));
    auto look = [asked = *asked, chart = *chart, metric = **metric](storage::Session& session) {
      const auto found = storage::metric_chart(session, asked.tenant, query_of(asked, chart, metric));
      return MetricHistory{.metric = metric,
                           .position_id = chart.position,
                           .period = asked.period.name(),
                           .resolution = std::string(resolution_name(chart.resolution)),
                           .truncated = found.truncated,
                           .data_points = metric_points(found.points)};
    };
    const auto history = co_await parts_.database.read(std::move(look));
    if (!history) co_return Unexpected(failure_of(history.error()));
    if (asked->as_csv) co_return csv_response(csv_of(history->data_points).take(), "metrics.csv", history->truncated);
    co_return figures_response(*history, asked->decimals);
  }

  net::Task<Answer> trades(Exchange exchange) const {
    const auto asked = asked_of(exchange);
    if (!asked) co_return Unexpected(asked.error());
    auto query = page_query<storage::TradeQuery>(exchange.request, *asked);
    if (!query) co_return Unexpected(query.error());
    if (asked->as_csv) {
      Csv csv = trades_csv_head();
      co_return co_await export_all<TradeOfBot>(*asked, std::move(*query), std::move(csv), "trades.csv");
    }
    auto page = co_await one_page(asked->tenant, std::move(*query));
    if (!page) co_return Unexpected(page.error());
    const TradeHistory history{of_bot<TradeOfBot>(asked->bot, std::move(page->rows)), page->next};
    co_return figures_response(history, asked->decimals);
  }

  net::Task<Answer> funding(Exchange exchange) const {
    const auto asked = asked_of(exchange);
    if (!asked) co_return Unexpected(asked.error());
    auto query = page_query<storage::PaymentQuery>(exchange.request, *asked);
    if (!query) co_return Unexpected(query.error());
    if (asked->as_csv) {
      Csv csv = payments_csv_head();
      co_return co_await export_all<PaymentOfBot>(*asked, std::move(*query), std::move(csv), "funding.csv");
    }
    auto look = [asked = *asked, query = std::move(*query)](storage::Session& session) {
      return funding_history(session, asked, query);
    };
    const auto history = co_await parts_.database.read(std::move(look));
    if (!history) co_return Unexpected(failure_of(history.error()));
    co_return figures_response(*history, asked->decimals);
  }

  net::Task<Answer> breakers(Exchange exchange) const {
    const auto asked = asked_of(exchange);
    if (!asked) co_return Unexpected(asked.error());
    auto look = [asked = *asked](storage::Session& session) {
      return storage::breakers(session, asked.tenant, asked.bot, asked.period.from, most_breakers);
    };
    auto rows = co_await parts_.database.read(std::move(look));
    if (!rows) co_return Unexpected(failure_of(rows.error()));
    const BreakerHistory history{of_bot<BreakerOfBot>(asked->bot, std::move(*rows))};
    const bool full = history.circuit_breakers.size() == static_cast<std::size_t>(most_breakers);
    if (asked->as_csv) {
      co_return csv_response(csv_of(history.circuit_breakers).take(), "circuit-breakers.csv", full);
    }
    co_return json_response(json::text_of(history));
  }

 private:
  Result<Asked, Failure> asked_of(const Exchange& exchange) const {
    auto bot = parts_.which_bot(exchange);
    if (!bot) return Unexpected(bot.error());
    const auto period = period_from(exchange.request, parts_.clock.now());
    if (!period) return Unexpected(period.error());
    const auto as_csv = wants_csv(exchange.request);
    if (!as_csv) return Unexpected(as_csv.error());
    const auto decimals = decimals_from(exchange.request);
    if (!decimals) return Unexpected(decimals.error());
    return Asked{storage::Tenant(exchange.tenant()), std::move(*bot), *period, *as_csv, *decimals};
  }

  static storage::ChartQuery query_of(const Asked& asked, const AskedChart& chart, Metric metric) {
    return {.bot = asked.bot,
            .position = chart.position.value_or(""),
            .metric = metric,
            .resolution = chart.resolution,
            .from = asked.period.from};
  }

  static FundingHistory funding_history(storage::Session& session, const Asked& asked,
                                        const storage::PaymentQuery& query) {
    auto page = storage::payments(session, asked.tenant, query);
    FundingHistory history{.period = asked.period.name(),
                           .payments = of_bot<PaymentOfBot>(asked.bot, std::move(page.rows)),
                           .next_cursor = page.next};
    for (const auto& one : storage::funding_rates(session, asked.tenant, asked.bot, query.position, query.from)) {
      history.rates.push_back({one.hour, one.asset, one.rate, one.received_rate});
    }
    const auto sums = storage::funding_sums(session, asked.tenant, asked.bot, query.position, query.from);
    history.summary = {sums.received, sums.paid, sums.received - sums.paid, sums.payments};
    return history;
  }

  template <class Query>
  auto one_page(storage::Tenant tenant, Query query) const
      -> net::Task<Result<decltype(page_of(std::declval<storage::Session&>(), tenant, query)), Failure>> {
    auto look = [tenant, query = std::move(query)](storage::Session& session) {
      return page_of(session, tenant, query);
    };
    auto page = co_await parts_.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    co_return std::move(*page);
  }

  template <class OfBot, class Query>
  net::Task<Answer> export_all(const Asked& asked, Query query, Csv csv, const char* name) const {
    const auto pages = [this, tenant = asked.tenant](Query page) { return one_page(tenant, std::move(page)); };
    const auto row = [bot = asked.bot](Csv& into, auto one) { add_row(into, one_of_bot<OfBot>(bot, std::move(one))); };
    return csv_of_pages(std::move(query), pages, std::move(csv), row, name);
  }

  BotHistoryParts parts_;
};

}  // namespace

Result<std::string, Failure> named_bot(const Exchange& exchange, std::string_view usual) {
  auto name = exchange.request.parameter("bot");
  if (!name) return std::string(usual);
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto allowed = [&](char c) { return letter(c) || c == '-' || c == '_'; };
  if (name->empty() || name->size() > longest_bot_name || !letter(name->front()) ||
      !std::ranges::all_of(*name, allowed)) {
    return Unexpected(
        unprocessable("bot", "bot must be 1 to 32 small letters, digits, - or _, and begin with a letter or digit."));
  }
  return std::move(*name);
}

Result<Period, Failure> period_from(const net::Request& request, Timestamp now) {
  const auto days = number_from(request, "days", 7, 1, 365);
  if (!days) return Unexpected(days.error());
  return Period{.days = *days, .from = now - std::chrono::hours(24) * *days};
}

Result<std::optional<std::string>, Failure> position_from(const net::Request& request) {
  auto text = request.parameter("position_id");
  if (!text) return std::optional<std::string>{};
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (text->empty() || text->size() > longest_position_id || !std::ranges::all_of(*text, allowed)) {
    return Unexpected(unprocessable("position_id", "position_id must be 1 to 64 letters, digits, - or _."));
  }
  return std::optional(std::move(*text));
}

Result<storage::Resolution, Failure> resolution_from(const net::Request& request, const Period& period) {
  const std::string text = request.parameter("resolution").value_or("auto");
  if (text == "auto") return storage::resolution_for(std::chrono::hours(24) * period.days);
  const auto found = std::ranges::find(resolution_names, text, &ResolutionName::name);
  if (found == resolution_names.end()) {
    return Unexpected(unprocessable("resolution", "resolution must be auto, 1min, 5min, 1hour or 1day."));
  }
  return found->resolution;
}

std::string_view resolution_name(storage::Resolution resolution) {
  return std::ranges::find(resolution_names, resolution, &ResolutionName::resolution)->name;
}

void add_bot_history_routes(Gate& gate, BotHistoryParts parts) {
  const auto routes = std::make_shared<const BotHistory>(std::move(parts));
  const auto get = [&](const char* pattern, net::Task<Answer> (BotHistory::*handler)(Exchange) const) {
    gate.slow(net::Method::GET, pattern, Access::signed_in,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  get("/api/v1/history/pnl", &BotHistory::pnl);
  get("/api/v1/history/metrics", &BotHistory::metrics);
  get("/api/v1/history/trades", &BotHistory::trades);
  get("/api/v1/history/funding", &BotHistory::funding);
  get("/api/v1/history/circuit-breakers", &BotHistory::breakers);
}

}  // namespace robson::routes
