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
      venue.market.exchange().cap_next_fill(account, *symbol, fault->quantity);
      return;
    }
  }
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
  if (endpoint.new_orders > 0) {
    if (const auto refused = venue.weights.order(*account, endpoint.new_orders, wall)) return reply_of(*refused);
  }
  // An order meets the market of this moment, not that of the loop's last turn.
  if (endpoint.access == Access::signature) venue.market.advance(wall);
  cap_fill(venue, endpoint, parameters, *account);
  Call call{venue.market, parameters, venue.weights, *account, venue.market.time(wall), venue.now(), {}};
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

std::optional<Reply> answered_by_fault(Venue& venue, FaultScope scope, std::string_view path) {
  if (!venue.faults.any()) return {};
  const Timestamp now = venue.clock.now();
  if (const auto fault = venue.faults.take(FaultKind::status, scope, now, path)) {
    return reply_of({fault->status,
                     -1007,
                     "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
                     {}});
  }
  if (const auto fault = venue.faults.take(FaultKind::rate_limit, scope, now, path)) {
    Reply reply = reply_of({fault->status, -1003, "Too many requests; please use the websocket for live updates.", {}});
    reply.retry_after_seconds = fault->retry_after_seconds;
    return reply;
  }
  return {};
}

}  // namespace robson::simulator
