#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/commands/listing.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

Read<wire::EntryRequest> entry_of(const Invocation& asked, Side side) {
  const auto symbol = symbol_of(asked);
  if (!symbol) return Unexpected(symbol.error());
  if (asked.has("--capital") && asked.has("--balance")) return invalid("--capital and --balance contradict each other");
  wire::EntryRequest request{.symbol = *symbol, .side = side};
  const auto read = [&asked](std::string_view name, std::optional<Decimal>& into) -> Read<void> {
    auto value = positive_of(asked, name);
    if (!value) return Unexpected(value.error());
    into = *value;
    return {};
  };
  if (auto done = read("--capital", request.capital); !done) return Unexpected(done.error());
  if (auto done = read("--limit", request.entry_price); !done) return Unexpected(done.error());
  if (auto done = read("--target", request.target_price); !done) return Unexpected(done.error());
  if (auto done = read("--quantity", request.quantity); !done) return Unexpected(done.error());
  return request;
}

net::Task<Exit> plan(Desk& desk, Side side) {
  auto request = entry_of(desk.asked, side);
  if (!request) co_return desk.fail(request.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto strategy = co_await strategy_of(desk, "--strategy");
  if (!strategy) co_return desk.fail(strategy.error());
  request->strategy_id = *strategy;
  auto answer = co_await desk.server().create_plan(*request, *key);
  if (!answer) co_return desk.fail(answer.error());
  Page page = page_of(answer->body);
  page.view = [plan = std::move(answer->value)](const Look& look) { return plan_card(plan, look); };
  co_return show(desk, page);
}

Exit exit_of(wire::Outcome outcome) {
  switch (outcome) {
    case wire::Outcome::dry_run:
    case wire::Outcome::filled:
    case wire::Outcome::part_filled: return Exit::ok;
    case wire::Outcome::not_filled: return Exit::failure;
    case wire::Outcome::rejected: return Exit::refused;
    case wire::Outcome::unknown:
    case wire::Outcome::pending: return Exit::outcome_unknown;
  }
  return Exit::outcome_unknown;
}

// What is wrong with the way it was called, before anything is asked.
std::optional<std::string> why_not_called_so(const Invocation& asked, std::int64_t id) {
  if (!asked.has("--validated")) {
    return fmt::format(
        "a plan is executed after it was validated: run robson validate {0}, then robson execute {0} --validated "
        "(the server checks it too, whatever is said here)",
        id);
  }
  if (asked.has("--live") && !asked.has("--acknowledge-risk")) {
    return std::string("--live sends a real order: it needs --acknowledge-risk beside it");
  }
  return std::nullopt;
}

wire::ExecuteRequest execute_request(const Invocation& asked, std::int64_t wait_ms) {
  wire::ExecuteRequest request;
  request.live = asked.has("--live");
  request.acknowledge_risk = asked.has("--acknowledge-risk");
  request.acknowledge_warnings = asked.has("--acknowledge-warnings");
  request.wait_ms = wait_ms;
  return request;
}

}  // namespace

net::Task<Exit> plan_buy(Desk& desk) {
  return plan(desk, Side::BUY);
}

net::Task<Exit> plan_sell(Desk& desk) {
  return plan(desk, Side::SELL);
}

PageAsked fetch_plans(Desk& desk) {
  auto query = list_query(desk.asked, {"--status"});
  if (!query) co_return Unexpected(query.error());
  const Listing<wire::Plans, wire::Plan> listing{&client::Api::plans, "plans", &wire::Plans::plans};
  auto listed = co_await collect(desk, listing, std::move(*query));
  if (!listed) co_return Unexpected(listed.error());
  Page page = std::move(listed->page);
  page.view = [plans = std::move(listed->list)](const Look& look) { return plans_table(plans, look); };
  co_return page;
}

PageAsked fetch_plan(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().plan(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.view = [plan = std::move(answer->value)](const Look& look) {
    return plan_card(plan, look) + (plan.report ? '\n' + report_view(plan, look) : std::string());
  };
  co_return page;
}

net::Task<Exit> validate_plan(Desk& desk) {
  const auto id = id_of(desk.asked, "PLAN");
  if (!id) co_return desk.fail(id.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  auto answer = co_await desk.server().validate_plan(*id, *key);
  if (!answer) co_return desk.fail(answer.error());
  Page page = page_of(answer->body);
  const auto& report = answer->value.report;
  page.exit = report && report->status != ReportStatus::FAIL ? Exit::ok : Exit::refused;
  page.view = [plan = std::move(answer->value)](const Look& look) { return report_view(plan, look); };
  co_return show(desk, page);
}

net::Task<Exit> execute_plan(Desk& desk) {
  const auto id = id_of(desk.asked, "PLAN");
  if (!id) co_return desk.fail(id.error());
  if (const auto why = why_not_called_so(desk.asked, *id)) co_return desk.usage(*why);
  const auto wait = wait_of(desk);
  if (!wait) co_return desk.fail(wait.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  wire::ExecuteRequest request = execute_request(desk.asked, *wait);
  if (*request.live) {
    const auto plan = co_await desk.server().plan(*id);
    if (!plan) co_return desk.fail(plan.error());
    request.plan_hash = plan->value.hash;  // the very plan that the person is shown
    if (const auto refused = refused_consent(desk, execution_effect(plan->value, desk.error_style())))
      co_return *refused;
  }
  auto answer = co_await desk.server().execute_plan(*id, request, *key);
  if (!answer) co_return desk.fail(answer.error());
  Page page = page_of(answer->body);
  page.exit = exit_of(answer->value.outcome);
  page.view = [execution = std::move(answer->value)](const Look& look) { return execution_view(execution, look); };
  co_return show(desk, page);
}

}  // namespace robson::cli
