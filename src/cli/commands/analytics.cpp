// robson performance, exposure and report: how it went, what is at stake, and one day of it.
#include <fmt/format.h>

#include "cli/commands/documents.hpp"
#include "cli/commands/listing.hpp"
#include "cli/views/analytics.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

// Names of time zones, as far as they can be told from a slip of the keyboard here; the server knows them all.
Read<std::string> zone_of(const Desk& desk) {
  if (!desk.asked.has("--tz")) return desk.world.time_zone;
  const std::string typed = desk.asked.value("--tz");
  if (typed.size() <= 64 && typed.find(' ') == std::string::npos) return typed;
  return invalid(fmt::format("--tz: expected a time zone such as Europe/Berlin, got \"{}\"", clean(typed)));
}

PageAsked answer(Desk& desk, client::Query query, std::string path, std::string list, DocumentView view) {
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(query), std::move(path));
  co_return co_await fetch_document(desk, query.on(path), std::move(list), view);
}

}  // namespace

PageAsked fetch_performance(Desk& desk) {
  client::Query query;
  for (const std::string_view name : {"--window", "--by"}) {
    const auto chosen = choice_of(desk.asked, name);
    if (!chosen) co_return Unexpected(chosen.error());
    query.add(name.substr(2), chosen->value_or(""));
  }
  const auto zone = zone_of(desk);
  if (!zone) co_return Unexpected(zone.error());
  const auto symbol = symbol_option(desk.asked, "--symbol");
  if (!symbol) co_return Unexpected(symbol.error());
  const auto strategy = co_await strategy_of(desk, "--strategy");
  if (!strategy) co_return Unexpected(strategy.error());
  query.add("strategy_id", *strategy ? std::to_string(**strategy) : std::string());
  query.add("symbol", symbol->value_or("")).add("tz", *zone);
  std::string list = desk.asked.has("--by") ? "groups" : "";
  co_return co_await answer(desk, std::move(query), "/api/analytics/performance/", std::move(list), performance_view);
}

PageAsked fetch_exposure(Desk& desk) {
  auto page = co_await fetch_document(desk, "/api/analytics/exposure/", "by_symbol", exposure_view);
  if (page) page->stale = is_true(page->document, "stale");
  co_return page;
}

PageAsked fetch_report(Desk& desk) {
  const auto zone = zone_of(desk);
  if (!zone) co_return Unexpected(zone.error());
  client::Query query;
  query.add("date", desk.asked.value("--date")).add("tz", *zone);
  query.add("close", desk.asked.value("--close")).add("open", desk.asked.value("--open"));
  auto page = co_await answer(desk, std::move(query), "/api/analytics/report/", "closed", report_card);
  if (page) page->tabular = false;  // the day is more than the trades that were closed
  co_return page;
}

}  // namespace robson::cli
