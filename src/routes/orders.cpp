#include "storage/orders.hpp"
#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

constexpr Duration cancel_patience = std::chrono::seconds(3);

// "open", or statuses with commas between.
Result<std::vector<OrderStatus>, Failure> statuses_of(const net::Request& request) {
  const auto text = request.parameter("status");
  if (!text) return std::vector<OrderStatus>{};
  if (*text == "open") return storage::open_statuses();
  std::vector<OrderStatus> statuses;
  std::string_view rest = *text;
  while (true) {
    const auto comma = rest.find(',');
    const auto status = json::value_of<OrderStatus>(rest.substr(0, comma));
    if (!status) {
      return Unexpected(unprocessable("status",
                                      "status must be open, or some of PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, "
                                      "REJECTED, EXPIRED, UNKNOWN with commas between."));
    }
    if (std::ranges::find(statuses, *status) == statuses.end()) statuses.push_back(*status);
    if (comma == std::string_view::npos) return statuses;
    rest.remove_prefix(comma + 1);
  }
}

Result<storage::OrderQuery, Failure> query_of(const net::Request& request) {
  storage::OrderQuery query;
  const auto statuses = statuses_of(request);
  if (!statuses) return Unexpected(statuses.error());
  const auto symbol = symbol_parameter(request);
  if (!symbol) return Unexpected(symbol.error());
  const auto operation = id_parameter(request, "operation_id");
  if (!operation) return Unexpected(operation.error());
  const auto purpose = word_parameter<OrderPurpose>(request, "purpose");
  if (!purpose) return Unexpected(purpose.error());
  const auto from = time_parameter(request, "from");
  if (!from) return Unexpected(from.error());
  const auto to = time_parameter(request, "to", true);
  if (!to) return Unexpected(to.error());
  const auto limit = number_from(request, "limit", 50, 1, longest_page);
  if (!limit) return Unexpected(limit.error());
  query.filter = {.statuses = *statuses, .symbol = *symbol, .purpose = *purpose, .from = *from, .to = *to};
  if (*operation) query.filter.operation = OperationId{**operation};
  query.limit = static_cast<int>(*limit);
  if (const auto cursor = request.parameter("cursor")) {
    const auto after = storage::read_cursor(query, *cursor);
    if (!after) return Unexpected(failure_of(after.error()));
    query.after = *after;
  }
  return query;
}

bool fits(const wire::Order& order, const VenueOrder& external, const storage::OrderFilter& filter) {
  if (filter.symbol && *filter.symbol != external.symbol) return false;
  if (filter.from && external.time < *filter.from) return false;
  if (filter.to && external.time >= *filter.to) return false;
  return filter.statuses.empty() || std::ranges::find(filter.statuses, order.status) != filter.statuses.end();
}

class OrderRoutes {
 public:
  explicit OrderRoutes(Desk desk) : desk_(std::move(desk)) {}

  net::Task<Answer> list(Exchange exchange) const {
    const auto query = query_of(exchange.request);
    if (!query) co_return Unexpected(query.error());
    auto look = [tenant = exchange.tenant(), wanted = *query](storage::Session& session) {
      return storage::orders(session, storage::Tenant(tenant), wanted);
    };
    const auto page = co_await desk_->parts.database.read(std::move(look));
    if (!page) co_return Unexpected(failure_of(page.error()));
    wire::Orders view{.next_cursor = page->next};
    if (!query->after && !query->filter.operation && !query->filter.purpose) {
      add_external(view, exchange.tenant(), query->filter);
    }
    for (const Order& order : page->rows) view.orders.push_back(view_of(order));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> show(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    if (const Order* held = find(exchange.tenant(), {*id})) co_return json_response(json::text_of(view_of(*held)));
    auto look = [tenant = exchange.tenant(), wanted = OrderId{*id}](storage::Session& session) {
      return storage::find_order(session, storage::Tenant(tenant), wanted);
    };
    const auto found = co_await desk_->parts.database.read(std::move(look));
    if (!found) co_return Unexpected(failure_of(found.error()));
    if (!*found) co_return Unexpected(unknown());
    co_return json_response(json::text_of(view_of(**found)));
  }

  net::Task<Answer> cancel(Exchange exchange) const {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto asked = body_of<wire::Nothing>(exchange, true);
    if (!asked) co_return Unexpected(asked.error());
    const TenantId tenant = exchange.tenant();
    engine::Command command = engine::CancelOwnOrder{tenant, {*id}, exchange.caller->name};
    Commands::View view = [routes = *this, tenant](const engine::Reply& reply) {
      const Order* order = routes.find(tenant, std::get<OrderId>(reply));
      if (order == nullptr) return json_response("{}", 500);
      return json_response(json::text_of(routes.view_of(*order)));
    };
    Commands::WaitFor wait = [routes = *this, tenant](const engine::Reply& reply) {
      const Order* order = routes.find(tenant, std::get<OrderId>(reply));
      return order == nullptr ? Commands::Wait{} : Commands::Wait{order->operation, cancel_patience};
    };
    co_return co_await desk_->commands.carry_out(std::move(exchange), std::move(command), std::move(view),
                                                 std::move(wait));
  }

 private:
  static Failure unknown() { return not_found("UNKNOWN_ORDER", "There is no such order."); }
  wire::Order view_of(const Order& order) const { return wire::order_view(order, desk_->units_of(order.symbol)); }

  void add_external(wire::Orders& view, TenantId tenant, const storage::OrderFilter& filter) const {
    const engine::Account* account = desk_->engine().account(tenant);
    if (account == nullptr) return;
    for (const VenueOrder& external : account->external_orders) {
      wire::Order order = wire::external_order_view(external, desk_->units_of(external.symbol));
      if (fits(order, external, filter)) view.orders.push_back(std::move(order));
    }
  }

  // In the engine's care; an order that ended long ago is only in storage.
  const Order* find(TenantId tenant, OrderId id) const {
    const engine::TenantState* state = desk_->engine().tenant(tenant);
    if (state == nullptr) return nullptr;
    for (const auto& [operation, followed] : state->operations) {
      const auto found = std::ranges::find(followed.orders, id, &Order::id);
      if (found != followed.orders.end()) return &*found;
    }
    return nullptr;
  }

  Desk desk_;
};

}  // namespace

void add_order_routes(Gate& gate, const Desk& desk) {
  const auto routes = std::make_shared<const OrderRoutes>(desk);
  gate.slow(net::Method::GET, "/api/orders/", Access::signed_in,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
  gate.slow(net::Method::GET, "/api/orders/{id}/", Access::signed_in,
            [routes](Exchange exchange) { return routes->show(std::move(exchange)); });
  desk->action(gate, "/api/orders/{id}/cancel/", Access::operators,
               [routes](Exchange exchange) { return routes->cancel(std::move(exchange)); });
}

}  // namespace robson::routes
