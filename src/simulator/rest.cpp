// HTTP requests: finds the endpoint, lets faults have their way, adds the venue's headers.
#include <fmt/core.h>

#include "net/router.hpp"
#include "simulator/hedge/hedge_routes.hpp"
#include "simulator/json_text.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {
namespace {

constexpr std::string_view listen_key_path = "/api/v3/userDataStream";
constexpr Duration frozen_poll = std::chrono::milliseconds(50);

// The venue's web server speaks here, not its API.
net::Response not_served(int status, std::string_view error, const net::Request& request, Timestamp now) {
  net::Response response{.status = status};
  Object(response.body)
      .time("timestamp", now)
      .number("status", status)
      .text("error", error)
      .text("path", request.path)
      .close();
  return response;
}

// POST opens, PUT renews and DELETE ends the older user data stream.
Reply serve_listen_key(Venue& venue, const net::Request& request, Parameters& parameters) {
  const auto account = venue.keys.account_of(request.headers.get("X-MBX-APIKEY"));
  if (!account) return reply_of(account.error());
  const Timestamp now = venue.clock.now();
  if (request.method == net::Method::POST) {
    Reply reply;
    Object(reply.body).text("listenKey", venue.listen_keys.open(*account, now)).close();
    return reply;
  }
  const std::string key = parameters.needed_text("listenKey");
  if (parameters.fault()) return reply_of(*parameters.fault());
  const bool known = request.method == net::Method::PUT ? venue.listen_keys.renew(key, *account, now)
                                                        : venue.listen_keys.remove(key, *account);
  if (!known) return reply_of({400, -1125, "This listenKey does not exist.", {}});
  return {200, "{}", 0, false, {}};
}

struct Found {
  const Endpoint* endpoint = nullptr;
  bool path_known = false;
};
Found find(const net::Request& request) {
  Found found;
  for (const Endpoint& each : all_endpoints()) {
    if (each.path != request.path) continue;
    found.path_known = true;
    const bool fits =
        each.method == request.method || (each.method == net::Method::GET && request.method == net::Method::HEAD);
    if (fits) found.endpoint = &each;
  }
  return found;
}

net::Response http_of(Venue& venue, const net::Request& request, const Reply& reply, bool counts_orders) {
  net::Response response{.status = reply.status};
  response.content_type = "application/json;charset=UTF-8";
  response.body = reply.body;
  const Timestamp now = venue.clock.now();
  const std::string used = std::to_string(venue.weights.used(request.remote, now));
  response.headers.add("X-MBX-USED-WEIGHT", used);
  response.headers.add("X-MBX-USED-WEIGHT-1M", used);
  if (counts_orders && reply.account) {
    const auto counts = venue.weights.orders(*reply.account, now);
    response.headers.add("X-MBX-ORDER-COUNT-10S", std::to_string(counts.ten_seconds));
    response.headers.add("X-MBX-ORDER-COUNT-1D", std::to_string(counts.day));
  }
  if (reply.retry_after_seconds > 0) response.headers.add("Retry-After", std::to_string(reply.retry_after_seconds));
  return response;
}

// Whether it changes something or not: for faults that happen to any call.
FaultTarget target_of(const net::Request& request) {
  return {.path = request.path, .method = net::name(request.method)};
}
// For faults that spare calls which only read.
FaultTarget changing_target_of(const net::Request& request) {
  FaultTarget target = target_of(request);
  target.changes = request.method != net::Method::GET && request.method != net::Method::HEAD;
  return target;
}

net::Response serve(Venue& venue, const net::Request& request) {
  const bool listen_key =
      request.path == listen_key_path && (request.method == net::Method::POST || request.method == net::Method::PUT ||
                                          request.method == net::Method::DELETE);
  const Found found = find(request);
  if (!listen_key && found.endpoint == nullptr) {
    return found.path_known ? not_served(405, "Method Not Allowed", request, venue.now())
                            : not_served(404, "Not Found", request, venue.now());
  }
  if (const auto answered = answered_by_fault(venue, FaultScope::rest, target_of(request))) {
    return http_of(venue, request, *answered, false);
  }
  auto parameters = Parameters::of_form(request.query, request.body);
  if (!parameters) return http_of(venue, request, reply_of(parameters.error()), false);
  if (listen_key) return http_of(venue, request, serve_listen_key(venue, request, *parameters), false);
  const Credentials credentials{
      std::string(request.headers.get("X-MBX-APIKEY")), {signed_payload(request.query, request.body)}, request.remote};
  const Reply reply = perform(venue, *found.endpoint, *parameters, credentials);
  return http_of(venue, request, reply, found.endpoint->new_orders > 0);
}

// Does the call and keeps its answer back.
std::optional<net::Response> lose_answer(Venue& venue, const net::Request& request) {
  const Timestamp now = venue.clock.now();
  auto fault = venue.faults.take(FaultKind::lose_answer, FaultScope::rest, now, changing_target_of(request));
  if (!fault) return {};
  net::Response response = serve(venue, request);
  response.status = fault->status;
  response.body = reply_of({fault->status,
                            -1007,
                            "Timeout waiting for response from backend server. Send status unknown; execution "
                            "status unknown.",
                            {}})
                      .body;
  return response;
}

using SharedRespond = std::shared_ptr<net::Respond>;

// The call is done now; what becomes of its answer?
void serve_and_answer(Venue& venue, const net::Request& request, const SharedRespond& answer) {
  const auto delay = venue.faults.take(FaultKind::delay, FaultScope::rest, venue.clock.now(), target_of(request));
  auto lost = lose_answer(venue, request);
  net::Response response = lost ? std::move(*lost) : serve(venue, request);
  if (!delay) return (*answer)(std::move(response));
  venue.later(delay->delay, [answer, response = std::move(response)] { (*answer)(response); });
}

}  // namespace

void serve_rest(Venue& venue, net::Request request, net::Respond respond) {
  if (is_hedge_path(request.path)) {
    return serve_hedge(venue.hedge, request, venue.clock.now(), venue.later, std::move(respond));
  }
  if (request.path.substr(0, 5) == "/sim/") return respond(serve_controls(venue, request));
  if (!venue.faults.any()) return respond(serve(venue, request));

  const Timestamp now = venue.clock.now();
  // Respond can be moved only, a std::function has to be copied.
  const auto answer = std::make_shared<net::Respond>(std::move(respond));
  if (venue.faults.take(FaultKind::refuse, FaultScope::rest, now) ||
      venue.faults.take(FaultKind::drop, FaultScope::rest, now, target_of(request)) ||
      venue.faults.take(FaultKind::lose_request, FaultScope::rest, now, changing_target_of(request))) {
    return (*answer)({.status = 0});
  }
  if (venue.faults.stands(FaultKind::freeze, FaultScope::rest, now)) {
    return venue.later(frozen_poll, [&venue, request = std::move(request), answer] {
      serve_rest(venue, request, std::move(*answer));
    });
  }
  const auto late = venue.faults.take(FaultKind::delay_request, FaultScope::rest, now, changing_target_of(request));
  if (!late) return serve_and_answer(venue, request, answer);
  venue.later(late->delay,
              [&venue, request = std::move(request), answer] { serve_and_answer(venue, request, answer); });
}

}  // namespace robson::simulator
