#include "base/log.hpp"
#include "simulator/json_text.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {
namespace {

Endpoints gather() {
  Endpoints all;
  add_market_endpoints(all);
  add_ticker_endpoints(all);
  add_order_endpoints(all);
  add_order_list_endpoints(all);
  add_account_endpoints(all);
  return all;
}

// Orders that are sent while a partial_fill fault stands find little liquidity.
void cap_fill(Venue& venue, const Endpoint& endpoint, Parameters& parameters, AccountId account) {
  if (endpoint.new_orders == 0 || !venue.faults.any()) return;
  const auto symbol = parameters.symbol();
  if (!symbol || venue.market.find(*symbol) == nullptr) return;
  for (const FaultScope scope : {FaultScope::rest, FaultScope::user}) {
    if (const auto fault = venue.faults.take(FaultKind::partial_fill, scope, venue.clock.now())) {
      venue.market.exchange().cap_next_fill(account, *symbol, fault->quantity.value_or(Quantity{}));
      return;
    }
  }
}

OrderRef order_to_cancel(Parameters& parameters) {
  OrderRef ref;
  for (const char* name : {"orderId", "cancelOrderId"}) {
    if (const auto id = parameters.integer(name)) ref.id = OrderId{*id};
  }
  for (const char* name : {"origClientOrderId", "cancelOrigClientOrderId"}) {
    if (const auto id = parameters.text(name)) ref.client_id = *id;
  }
  return ref;
}

// The orders that a cancel is after: the one named, or those of the list that is.
std::vector<OrderRef> orders_to_cancel(const Venue& venue, Parameters& parameters, AccountId account) {
  const OrderRef named = order_to_cancel(parameters);
  if (named.id || named.client_id) return {named};
  ListRef list;
  if (const auto id = parameters.integer("orderListId")) list.id = OrderListId{*id};
  list.client_id = parameters.text("listClientOrderId");
  const auto found = venue.market.exchange().order_list(account, list);
  std::vector<OrderRef> orders;
  if (!found) return orders;
  orders.reserve(found->legs.size());
  for (const OrderList::Leg& leg : found->legs) orders.push_back({.id = leg.order, .client_id = {}});
  return orders;
}

// Somebody trades with what is about to be cancelled. The public learns of it at once, the account later.
void fill_before_cancel(Venue& venue, const Endpoint& endpoint, Parameters& parameters, AccountId account) {
  if (!venue.faults.any() || endpoint.name.find("cancel") == std::string_view::npos) return;
  const auto symbol = parameters.symbol();
  if (!symbol || venue.market.find(*symbol) == nullptr) return;
  const Timestamp wall = venue.clock.now();
  auto fault = venue.faults.take(FaultKind::fill_after_cancel, FaultScope::rest, wall, {.path = endpoint.path});
  if (!fault) fault = venue.faults.take(FaultKind::fill_after_cancel, FaultScope::user, wall, {.path = endpoint.name});
  if (!fault) return;
  Events all;
  for (const OrderRef& ref : orders_to_cancel(venue, parameters, account)) {
    if (venue.market.exchange().fill_resting(account, *symbol, ref, fault->quantity, venue.market.time(wall), all)) {
      break;
    }
  }
  Events at_once;
  Events late;
  for (Event& event : all) {
    const bool is_public = std::holds_alternative<PublicTrade>(event) || std::holds_alternative<BookChange>(event);
    (is_public ? at_once : late).push_back(std::move(event));
  }
  venue.market.publish(at_once);
  venue.later(fault->delay, [&venue, late = std::move(late)] { venue.market.publish(late); });
}

Result<AccountId, ApiError> account_of(Venue& venue, const Endpoint& endpoint, Parameters& parameters,
                                       const Credentials& credentials) {
  if (endpoint.access == Access::open) return AccountId{};
  if (endpoint.access == Access::key) return venue.keys.account_of(credentials.key);
  return venue.keys.check(credentials.key, parameters, credentials.payloads, venue.now());
}

}  // namespace

const Endpoints& all_endpoints() {
  static const Endpoints all = gather();
  return all;
}

Reply reply_of(const ApiError& error) {
  return {error.status, error.body(), 0, true, {}};
}

Reply perform(Venue& venue, const Endpoint& endpoint, Parameters& parameters, const Credentials& credentials) {
  const Timestamp wall = venue.clock.now();
  if (auto refused = venue.weights.spend(credentials.address, endpoint.weight(parameters), wall)) {
    Reply reply = reply_of(refused->error);
    reply.retry_after_seconds = refused->retry_after_seconds;
    return reply;
  }
  const auto account = account_of(venue, endpoint, parameters, credentials);
  if (!account) return reply_of(account.error());
  const KeyRing::Key* key = endpoint.access == Access::signature ? venue.keys.find(credentials.key) : nullptr;
  if (key != nullptr && key->permission == KeyPermission::read && endpoint.method != net::Method::GET) {
    return reply_of({401, -2015, "Invalid API-key, IP, or permissions for action.", {}});
  }
  if (endpoint.new_orders > 0) {
    if (const auto refused = venue.weights.order(*account, endpoint.new_orders, wall)) return reply_of(*refused);
  }
  // An order meets the market of this moment, not that of the loop's last turn.
  if (endpoint.access == Access::signature) venue.market.advance(wall);
  cap_fill(venue, endpoint, parameters, *account);
  fill_before_cancel(venue, endpoint, parameters, *account);
  Call call{.market = venue.market,
            .parameters = parameters,
            .weights = venue.weights,
            .account = *account,
            .now = venue.market.time(wall),
            .wall = venue.now()};
  if (key != nullptr) {
    call.permission = key->permission;
    call.key_created = key->created;
  }
  Reply reply;
  try {
    Answer answer = endpoint.handle(call);
    reply = answer ? Reply{200, std::move(*answer), 0, false, {}} : reply_of(answer.error());
  } catch (const DecimalOverflow& e) {
    log::warning("amount out of range", {{"path", endpoint.path}, {"error", e.what()}});
    reply = reply_of({400, -1100, "Illegal characters found in a parameter; an amount is out of range.", {}});
  }
  if (endpoint.access == Access::signature) reply.account = *account;
  venue.market.publish(call.events);
  return reply;
}

std::optional<Reply> answered_by_fault(Venue& venue, FaultScope scope, const FaultTarget& target) {
  if (!venue.faults.any()) return {};
  const Timestamp now = venue.clock.now();
  if (const auto fault = venue.faults.take(FaultKind::status, scope, now, target)) {
    return reply_of({fault->status,
                     -1007,
                     "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
                     {}});
  }
  if (const auto fault = venue.faults.take(FaultKind::rate_limit, scope, now, target)) {
    Reply reply = reply_of({fault->status, -1003, "Too many requests; please use the websocket for live updates.", {}});
    reply.retry_after_seconds = fault->retry_after_seconds;
    return reply;
  }
  return {};
}

}  // namespace robson::simulator
