#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "cli/commands/listing.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

constexpr std::int64_t most_days = 36'500;

// --sort FIELD, -FIELD for descending.
Read<std::string> sort_of(const Invocation& asked) {
  if (!asked.has("--sort")) return std::string();
  const std::string typed = asked.value("--sort");
  const auto option = std::ranges::find(asked.command->options, std::string_view("--sort"), &Option::name);
  const std::string field = typed.starts_with('-') ? typed.substr(1) : typed;
  if (std::ranges::find(option->choices, field) != option->choices.end()) return typed;
  return invalid(fmt::format("--sort: expected one of {}, with a - in front for descending, got \"{}\"",
                             fmt::join(option->choices, ", "), clean(typed)));
}

Read<client::Query> operations_query(const Desk& desk) {
  const Invocation& asked = desk.asked;
  if (asked.has("--days") && asked.has("--from")) return invalid("--days and --from contradict each other");
  auto query = list_query(asked, {"--side", "--status"});
  if (!query) return query;
  const auto days = number_of(asked, "--days", 1, most_days, 0);
  if (!days) return Unexpected(days.error());
  if (*days > 0) query->add("from", to_rfc3339(desk.world.clock.now() - std::chrono::hours(24 * *days)));
  const auto sort = sort_of(asked);
  if (!sort) return Unexpected(sort.error());
  query->add("strategy", asked.value("--strategy"));
  query->add("sort", *sort);
  return query;
}

// "open", or statuses with commas between.
Read<std::string> order_statuses(const Invocation& asked) {
  std::string typed = asked.value("--status");
  if (typed.empty() || typed == "open" || typed == "OPEN") return std::string(typed.empty() ? "" : "open");
  std::ranges::transform(typed, typed.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  std::size_t from = 0;
  while (from <= typed.size()) {
    const auto end = std::min(typed.find(',', from), typed.size());
    if (!json::value_of<OrderStatus>(typed.substr(from, end - from))) {
      return invalid(fmt::format(
          "--status: expected open, or some of PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, "
          "UNKNOWN with commas between, got \"{}\"",
          clean(asked.value("--status"))));
    }
    from = end + 1;
  }
  return typed;
}

Read<std::string> operation_option(const Invocation& asked) {
  const auto id = number_of(asked, "--operation", 1, std::numeric_limits<std::int64_t>::max(), 0);
  if (!id) return Unexpected(id.error());
  return *id == 0 ? std::string() : std::to_string(*id);
}

Exit exit_of_cancel(const wire::Order& order) {
  if (order.live || order.status == OrderStatus::UNKNOWN) return Exit::outcome_unknown;
  return order.status == OrderStatus::FILLED ? Exit::refused : Exit::ok;
}

}  // namespace

PageAsked fetch_operations(Desk& desk) {
  auto query = operations_query(desk);
  if (!query) co_return Unexpected(query.error());
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(*query), "/api/operations/history/");
  const Listing<wire::Operations, wire::Operation> listing{&client::Api::operations, "operations",
                                                           &wire::Operations::operations};
  auto listed = co_await collect(desk, listing, std::move(*query));
  if (!listed) co_return Unexpected(listed.error());
  Page page = std::move(listed->page);
  page.view = [list = std::move(listed->list.operations)](const Look& look) { return operations_table(list, look); };
  co_return page;
}

PageAsked fetch_active_operations(Desk& desk) {
  auto answer = co_await desk.server().active_operations();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "operations");
  page.tabular = true;
  page.stale = std::ranges::any_of(answer->value.operations, [](const wire::Operation& each) { return each.stale; });
  page.view = [list = std::move(answer->value.operations)](const Look& look) { return operations_table(list, look); };
  co_return page;
}

PageAsked fetch_operation(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().operation(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.stale = answer->value.stale && answer->value.status == OperationStatus::ACTIVE;
  page.view = [operation = std::move(answer->value)](const Look& look) { return operation_card(operation, look); };
  co_return page;
}

PageAsked fetch_proofs(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().proofs(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "proofs");
  page.view = [proofs = std::move(answer->value)](const Look& look) { return proofs_view(proofs, look); };
  co_return page;
}

PageAsked fetch_trades(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().trades(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body, "trades");
  page.tabular = true;
  page.view = [trades = std::move(answer->value)](const Look& look) { return trades_table(trades, look); };
  co_return page;
}

PageAsked fetch_orders(Desk& desk) {
  auto query = list_query(desk.asked, {"--purpose"});
  if (!query) co_return Unexpected(query.error());
  const auto statuses = order_statuses(desk.asked);
  if (!statuses) co_return Unexpected(statuses.error());
  const auto operation = operation_option(desk.asked);
  if (!operation) co_return Unexpected(operation.error());
  query->add("status", *statuses).add("operation_id", *operation);
  const Listing<wire::Orders, wire::Order> listing{&client::Api::orders, "orders", &wire::Orders::orders};
  auto listed = co_await collect(desk, listing, std::move(*query));
  if (!listed) co_return Unexpected(listed.error());
  Page page = std::move(listed->page);
  page.view = [list = std::move(listed->list.orders)](const Look& look) { return orders_table(list, look); };
  co_return page;
}

PageAsked fetch_order(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return Unexpected(id.error());
  auto answer = co_await desk.server().order(*id);
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.view = [order = std::move(answer->value)](const Look& look) { return order_card(order, look); };
  co_return page;
}

net::Task<Exit> cancel_order(Desk& desk) {
  const auto id = id_of(desk.asked);
  if (!id) co_return desk.fail(id.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const auto order = co_await desk.server().order(*id);
  if (!order) co_return desk.fail(order.error());
  const wire::Order& now = order->value;
  const std::string effect = fmt::format("This cancels order {}: {} {} {} {}, {} of it filled. What is filled stays.\n",
                                         *id, now.purpose ? json::name_of(*now.purpose) : "", json::name_of(now.side),
                                         now.left.text(), clean(now.symbol), now.filled.text());
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  auto answer = co_await desk.server().cancel_order(*id, *key);
  if (!answer) co_return desk.fail(answer.error());
  Page page = page_of(answer->body);
  page.exit = exit_of_cancel(answer->value);
  if (*page.exit == Exit::refused) desk.note("It came too late: the order was filled.");
  if (*page.exit == Exit::outcome_unknown)
    desk.note(fmt::format("The exchange did not confirm it yet. Look again with: robson orders show {}", *id));
  page.view = [made = std::move(answer->value)](const Look& look) { return order_card(made, look); };
  co_return show(desk, page);
}

PageAsked fetch_movements(Desk& desk) {
  auto query = list_query(desk.asked, {"--cause"});
  if (!query) co_return Unexpected(query.error());
  const auto operation = operation_option(desk.asked);
  if (!operation) co_return Unexpected(operation.error());
  query->add("asset", desk.asked.value("--asset")).add("operation_id", *operation);
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(*query), "/api/movements/");
  const Listing<wire::Movements, wire::Movement> listing{&client::Api::movements, "movements",
                                                         &wire::Movements::movements};
  auto listed = co_await collect(desk, listing, std::move(*query));
  if (!listed) co_return Unexpected(listed.error());
  Page page = std::move(listed->page);
  page.view = [list = std::move(listed->list.movements)](const Look& look) { return movements_table(list, look); };
  co_return page;
}

}  // namespace robson::cli
