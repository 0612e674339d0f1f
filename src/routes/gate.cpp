#include "routes/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/log.hpp"
#include "routes/failures.hpp"

namespace robson::routes {
namespace {

constexpr std::string_view session_cookie = "robson_session";

std::string new_correlation_id() {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  return fmt::format("{:016x}{:016x}", random(), random());
}

// The caller's, if it is fit to be logged and sent back.
std::string correlation_id_of(const net::Request& request) {
  const std::string_view given = request.headers.get("X-Correlation-ID");
  const bool fit = !given.empty() && given.size() <= 64 && std::ranges::all_of(given, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
  return fit ? std::string(given) : new_correlation_id();
}

std::string bearer_of(const net::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view field = request.headers.get("Authorization");
  return field.starts_with(scheme) ? std::string(field.substr(scheme.size())) : std::string{};
}

// A token offered as sub-protocol "bearer.<token>", for browsers that cannot set headers.
std::string protocol_token_of(const net::Request& request) {
  constexpr std::string_view mark = "bearer.";
  std::string_view offered = request.headers.get("Sec-WebSocket-Protocol");
  while (!offered.empty()) {
    const auto comma = offered.find(',');
    std::string_view one = offered.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(mark)) return std::string(one.substr(mark.size()));
    offered = comma == std::string_view::npos ? std::string_view{} : offered.substr(comma + 1);
  }
  return {};
}

Failure unauthorized(accounts::AuthError error) {
  if (error == accounts::AuthError::expired) {
    return {401, "TOKEN_EXPIRED", "The session has expired. Sign in again, or use the refresh token.", {}, {}};
  }
  return {401, "NOT_SIGNED_IN", "Sign in first: no valid token or session came with the request.", {}, {}};
}

std::optional<accounts::Role> role_for(Access access) {
  switch (access) {
    case Access::operators: return accounts::Role::operator_;
    case Access::admins: return accounts::Role::admin;
    case Access::everyone:
    case Access::signed_in:
    case Access::readers: break;
  }
  return {};
}

bool is_safe(net::Method method) {
  return method == net::Method::GET || method == net::Method::HEAD;
}

bool belongs_to_api(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || path.starts_with("/ws/") || path == "/metrics";
}

void add_security_headers(net::Response& response, bool secure) {
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("X-Frame-Options", "DENY");
  response.headers.add("Referrer-Policy", "no-referrer");
  response.headers.add("Content-Security-Policy",
                       "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                       "connect-src 'self'; font-src 'self'; object-src 'none'; frame-ancestors 'none'; "
                       "base-uri 'none'; form-action 'self'");
  if (secure) response.headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  if (!response.headers.has("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

Failure wrong_method(const std::vector<net::Method>& allowed) {
  std::string names;
  for (const net::Method method : allowed) names += (names.empty() ? "" : ", ") + std::string(net::name(method));
  return {405, "METHOD_NOT_ALLOWED", fmt::format("That path takes {}.", names), {}, {}};
}

// The numbers of a request were each fine and their product is not.
Failure out_of_range() {
  return {422, "NUMBER_OUT_OF_RANGE", "The numbers are too large to be reckoned with.", {}, {}};
}

constexpr std::string_view internal_detail =
    "Something went wrong inside the server. Nothing more is known here; the log has it.";

}  // namespace

std::string client_address(const net::Request& request, const std::string& trusted_proxy) {
  if (trusted_proxy.empty() || request.remote != trusted_proxy) return request.remote;
  const std::string_view hops = request.headers.get("X-Forwarded-For");
  const auto comma = hops.rfind(',');  // the last hop is the one that our proxy saw
  std::string_view last = comma == std::string_view::npos ? hops : hops.substr(comma + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  return last.empty() ? request.remote : std::string(last);
}

std::string cookie(const net::Request& request, std::string_view name) {
  std::string_view all = request.headers.get("Cookie");
  while (!all.empty()) {
    const auto end = all.find(';');
    std::string_view one = all.substr(0, end);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const auto equals = one.find('=');
    if (equals != std::string_view::npos && one.substr(0, equals) == name) return std::string(one.substr(equals + 1));
    all = end == std::string_view::npos ? std::string_view{} : all.substr(end + 1);
  }
  return {};
}

net::Response problem_response(const Failure& failure, const std::string& correlation_id) {
  net::Response response{.status = failure.status, .content_type = "application/problem+json"};
  response.body = wire::write(wire::Problem{.title = std::string(wire::reason_phrase(failure.status)),
                                            .status = failure.status,
                                            .code = failure.code,
                                            .detail = failure.detail,
                                            .field = failure.field,
                                            .correlation_id = correlation_id,
                                            .retry_after = failure.retry_after});
  if (failure.retry_after) response.headers.add("Retry-After", std::to_string(*failure.retry_after));
  if (failure.status == 401) response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

net::Response json_response(std::string body, int status) {
  net::Response response{.status = status};
  response.body = std::move(body);
  return response;
}

Failure not_found(std::string code, std::string detail) {
  return {404, std::move(code), std::move(detail), {}, {}};
}

Failure unprocessable(std::string field, std::string detail) {
  return {422, "INVALID_PARAMETER", std::move(detail), std::move(field), {}};
}

Gate::Gate(net::Context& context, const Clock& clock, accounts::Accounts& accounts, Metrics& metrics,
           GateOptions options)
    : context_(context),
      clock_(clock),
      accounts_(accounts),
      metrics_(metrics),
      options_(std::move(options)),
      tickets_(clock) {}

void Gate::quick(net::Method method, std::string pattern, Access access, QuickHandler handler) {
  router_.add(method, std::move(pattern), {access, std::move(handler)});
}

void Gate::slow(net::Method method, std::string pattern, Access access, SlowHandler handler) {
  router_.add(method, std::move(pattern), {access, std::move(handler)});
}

void Gate::stream(std::string pattern, Access access, StreamHandler handler) {
  router_.add(net::Method::GET, std::move(pattern), {access, std::move(handler)});
}

void Gate::serve(net::Request request, net::Respond respond) {
  const Timestamp began = clock_.now();
  Exchange exchange{.request = std::move(request)};
  if (exchange.request.remote == options_.trusted_proxy) {
    exchange.request.secure = exchange.request.headers.get("X-Forwarded-Proto") == "https";
  }
  exchange.request.remote = client_address(exchange.request, options_.trusted_proxy);
  exchange.correlation_id = correlation_id_of(exchange.request);
  auto match = router_.find(exchange.request.method, exchange.request.path);
  exchange.parameters = std::move(match.parameters);
  if (match.route == nullptr) {
    Answer answer = Unexpected(not_found("NOT_FOUND", "There is nothing at that path."));
    if (!match.allowed.empty()) {
      answer = Unexpected(wrong_method(match.allowed));
    } else if (otherwise_ && !belongs_to_api(exchange.request.path) && is_safe(exchange.request.method)) {
      answer = otherwise_(exchange);
    }
    net::Response response = finish(std::move(answer), exchange, "other", began);
    for (const net::Method method : match.allowed) response.headers.add("Allow", std::string(net::name(method)));
    return respond(std::move(response));
  }
  const Handler& handler = match.route->handler;
  if (auto refused = admit(exchange, handler.access)) {
    return respond(finish(Unexpected(std::move(*refused)), exchange, match.route->pattern, began));
  }
  if (const auto* slow = std::get_if<SlowHandler>(&handler.run)) {
    return net::spawn(context_, "request",
                      run_slow(*slow, std::move(exchange), match.route->pattern, began, std::move(respond)));
  }
  if (const auto* stream = std::get_if<StreamHandler>(&handler.run)) {
    return run_stream(*stream, exchange, match.route->pattern, began, std::move(respond));
  }
  Answer answer = run_quick(std::get<QuickHandler>(handler.run), exchange, match.route->pattern);
  respond(finish(std::move(answer), exchange, match.route->pattern, began));
}

Answer Gate::run_quick(const QuickHandler& handler, const Exchange& exchange, const std::string& route) const {
  try {
    return handler(exchange);
  } catch (const DecimalOverflow&) {
    return Unexpected(out_of_range());
  } catch (const std::exception& broken) {
    log::error("request failed",
               {{"correlation_id", exchange.correlation_id}, {"route", route}, {"why", broken.what()}});
  }
  return Unexpected(Failure{500, "INTERNAL", std::string(internal_detail), {}, {}});
}

// The head passes through finish() like any answer; the listener goes past it. HEAD gets the head alone.
void Gate::run_stream(const StreamHandler& handler, const Exchange& exchange, const std::string& route, Timestamp began,
                      net::Respond respond) const {
  std::unique_ptr<net::Listener> listener;
  const QuickHandler head = [&](const Exchange& asked) -> Answer {
    StreamAnswer opened = handler(asked);
    if (!opened) return Unexpected(std::move(opened).error());
    listener = std::move(opened->listener);
    return std::move(opened->head);
  };
  net::Response response = finish(run_quick(head, exchange, route), exchange, route, began);
  if (listener == nullptr || exchange.request.method == net::Method::HEAD) return respond(std::move(response));
  respond(net::OpenStream{std::move(response), std::move(listener)});
}

net::Task<void> Gate::run_slow(SlowHandler handler, Exchange exchange, std::string route, Timestamp began,
                               net::Respond respond) {
  Answer answer = Unexpected(Failure{500, "INTERNAL", std::string(internal_detail), {}, {}});
  Exchange kept{.correlation_id = exchange.correlation_id};
  kept.request.secure = exchange.request.secure;
  try {
    answer = co_await handler(std::move(exchange));
  } catch (const DecimalOverflow&) {
    answer = Unexpected(out_of_range());
  } catch (const std::exception& broken) {
    log::error("request failed", {{"correlation_id", kept.correlation_id}, {"route", route}, {"why", broken.what()}});
  }
  respond(finish(std::move(answer), kept, route, began));
}

std::optional<Failure> Gate::admit(Exchange& exchange, Access access) {
  std::string token = bearer_of(exchange.request);
  if (token.empty() && access == Access::readers) token = exchange.request.parameter("token").value_or("");
  const bool by_cookie = token.empty();
  if (by_cookie && !is_safe(exchange.request.method) && !is_own_origin(exchange.request) &&
      exchange.request.headers.has("Cookie")) {
    return Failure{403, "FOREIGN_ORIGIN", "A page of another origin cannot use this session.", {}, {}};
  }
  if (access == Access::everyone) return {};
  const std::string credential = by_cookie ? cookie(exchange.request, session_cookie) : token;
  auto caller = access == Access::readers ? identify(credential) : accounts_.authenticate(credential);
  if (!caller) return unauthorized(caller.error());
  const auto needed = role_for(access);
  if (needed && caller->role < *needed) return forbidden(*needed, caller->role);
  exchange.caller = std::move(*caller);
  return {};
}

// A browser names the page's origin on every request that could do harm.
bool Gate::is_own_origin(const net::Request& request) const {
  const std::string_view origin = request.headers.get("Origin");
  if (origin.empty()) return request.headers.get("Sec-Fetch-Site") == "same-origin";
  const std::string_view host = request.headers.get("Host");
  if (origin == fmt::format("http://{}", host) || origin == fmt::format("https://{}", host)) return true;
  return std::ranges::find(options_.allowed_origins, origin) != options_.allowed_origins.end();
}

Result<accounts::Caller, accounts::AuthError> Gate::identify(std::string_view token) {
  auto holder = tickets_.redeem(token);
  if (!holder) return accounts_.authenticate(token);
  if (holder->expires_at <= clock_.now()) return Unexpected(accounts::AuthError::expired);
  if (!accounts_.is_valid(*holder)) return Unexpected(accounts::AuthError::invalid);
  return std::move(*holder);
}

SocketCaller Gate::socket_caller(const net::Request& request) {
  std::string token = bearer_of(request);
  if (token.empty()) token = protocol_token_of(request);
  if (token.empty()) token = request.parameter("token").value_or("");
  if (token.empty()) {
    token = cookie(request, session_cookie);
    if (token.empty()) return std::monostate{};
    if (!is_own_origin(request)) {
      return Failure{403, "FOREIGN_ORIGIN", "A page of another origin cannot use this session.", {}, {}};
    }
  }
  auto caller = identify(token);
  if (!caller) return unauthorized(caller.error());
  return std::move(*caller);
}

net::Response Gate::refuse_socket(const net::Request& request, const Failure& failure) const {
  const std::string id = correlation_id_of(request);
  net::Response response = problem_response(failure, id);
  response.headers.add("X-Correlation-ID", id);
  add_security_headers(response, request.secure);
  return response;
}

net::Response Gate::finish(Answer answer, const Exchange& exchange, const std::string& route, Timestamp began) const {
  net::Response response = answer ? std::move(*answer) : problem_response(answer.error(), exchange.correlation_id);
  const Duration took = clock_.now() - began;
  metrics_.request(route, response.status, took);
  response.headers.add("X-Correlation-ID", exchange.correlation_id);
  add_security_headers(response, exchange.request.secure);
  const auto level = response.status >= 500 ? log::Level::error : log::Level::debug;
  log::write(level, "request",
             {{"correlation_id", exchange.correlation_id},
              {"route", route},
              {"status", response.status},
              {"took_us", took.count()}});
  return response;
}

std::vector<std::string> Gate::routes() const {
  std::vector<std::string> names;
  for (const auto& route : router_.routes())
    names.push_back(fmt::format("{} {}", net::name(route.method), route.pattern));
  return names;
}

}  // namespace robson::routes
