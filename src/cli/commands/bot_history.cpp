// robson bot history: what was earned, traded, paid and measured.
#include "cli/commands/documents.hpp"
#include "cli/commands/listing.hpp"
#include "cli/views/bots.hpp"

namespace robson::cli {
namespace {

constexpr std::int64_t most_days = 365;

Read<client::Query> history_query(const Invocation& asked) {
  client::Query query = bot_query(asked);
  const auto days = number_of(asked, "--days", 1, most_days, 7);
  if (!days) return Unexpected(days.error());
  query.add("days", std::to_string(*days)).add("position_id", asked.value("--position"));
  return query;
}

Read<client::Query> chart_query(const Invocation& asked) {
  auto query = history_query(asked);
  if (!query) return query;
  const auto resolution = choice_of(asked, "--resolution");
  if (!resolution) return Unexpected(resolution.error());
  query->add("resolution", resolution->value_or(""));
  return query;
}

Read<client::Query> rows_query(const Invocation& asked) {
  auto query = history_query(asked);
  if (!query) return query;
  const auto limit = number_of(asked, "--limit", 1, whole_page, 50);
  if (!limit) return Unexpected(limit.error());
  query->add("limit", std::to_string(*limit)).add("cursor", asked.value("--cursor"));
  return query;
}

PageAsked answer(Desk& desk, Read<client::Query> query, std::string path, std::string list, DocumentView view) {
  if (!query) co_return Unexpected(query.error());
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(*query), std::move(path));
  co_return co_await fetch_document(desk, query->on(path), std::move(list), view);
}

}  // namespace

PageAsked fetch_bot_pnl(Desk& desk) {
  return answer(desk, chart_query(desk.asked), "/api/v1/history/pnl", "data_points", pnl_view);
}

PageAsked fetch_bot_metrics(Desk& desk) {
  auto query = chart_query(desk.asked);
  if (query) query->add("metric", desk.asked.value("METRIC"));
  return answer(desk, std::move(query), "/api/v1/history/metrics", "data_points", metrics_view);
}

PageAsked fetch_bot_trades(Desk& desk) {
  return answer(desk, rows_query(desk.asked), "/api/v1/history/trades", "trades", bot_trades_table);
}

PageAsked fetch_bot_funding(Desk& desk) {
  return answer(desk, rows_query(desk.asked), "/api/v1/history/funding", "payments", bot_funding_view);
}

PageAsked fetch_bot_breakers(Desk& desk) {
  return answer(desk, history_query(desk.asked), "/api/v1/history/circuit-breakers", "circuit_breakers",
                breakers_table);
}

}  // namespace robson::cli
