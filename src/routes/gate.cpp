#include "routes/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/log.hpp"
#include "routes/audit_trail.hpp"
#include "routes/failures.hpp"

namespace robson::routes {
namespace {

constexpr std::string_view session_cookie = "robson_session";
constexpr std::string_view api_key_header = "X-API-Key";

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
    case Access::producers:
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

Failure wrong_method(const std::vector<net::Method>& allowed) {
  std::string names;
  for (const net::Method method : allowed) names += (names.empty() ? "" : ", ") + std::string(net::name(method));
  return {405, "METHOD_NOT_ALLOWED", fmt::format("That path takes {}.", names), {}, {}};
}

Failure too_many(Duration wait) {
  return {
      429, "TOO_MANY_REQUESTS", "Too many requests within a minute. Wait before the next one.", {}, seconds_of(wait)};
}

Failure foreign_origin() {
  return {403, "FOREIGN_ORIGIN", "A page of another origin cannot use this session.", {}, {}};
}

Failure many_credentials() {
  return {400, "MANY_CREDENTIALS", "Send one of token, session cookie and API key, once.", {}, {}};
}

Failure unrecordable() {
  return {503, "JOURNAL_FAILED", "The audit cannot be written, so nothing was done.", {}, {}};
}
Failure done_unrecorded() {
  return {503, "AUDIT_FAILED", "The audit could not be written. What was asked for may have been done.", {}, {}};
}

std::size_t count_of(const net::Request& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count_if(request.headers, [&](const auto& field) { return net::same_name(field.first, name); }));
}

// What finish() looks at, for when the exchange itself has gone to its handler.
Exchange outline_of(const Exchange& exchange) {
  Exchange outline{.correlation_id = exchange.correlation_id, .audit_notes = exchange.audit_notes};
  outline.request.secure = exchange.request.secure;
  outline.request.headers.add("Origin", std::string(exchange.request.headers.get("Origin")));
  return outline;
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

Result<void, Failure> fresh_sign_in(const Exchange& exchange, Timestamp now) {
  if (exchange.caller->by_api_key || exchange.caller->fresh_until >= now) return {};
  return Unexpected(Failure{
      403, "STEP_UP_REQUIRED", "Prove again that it is you, by password or second factor, then repeat it.", {}, {}});
}

Result<void, Failure> fresh_person(const Exchange& exchange, Timestamp now) {
  if (exchange.caller->by_api_key) return Unexpected(session_needed());
  return fresh_sign_in(exchange, now);
}

Gate::Gate(net::Context& context, const Clock& clock, accounts::Accounts& accounts, accounts::AuditLog& audit,
           Metrics& metrics, GateOptions options)
    : context_(context),
      clock_(clock),
      accounts_(accounts),
      audit_(audit),
      metrics_(metrics),
      options_(std::move(options)),
      origins_(options_.allowed_origins),
      limits_(options_.limits),
      tickets_(clock) {}

void Gate::quick(net::Method method, std::string pattern, Access access, QuickHandler handler, Recorded recorded) {
  router_.add(method, std::move(pattern), {access, std::move(handler), recorded});
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
  if (origins_.is_preflight(exchange.request)) {
    return respond(finish(origins_.preflight(), exchange, "preflight", began));
  }
  auto match = router_.find(exchange.request.method, exchange.request.path);
  exchange.parameters = std::move(match.parameters);
  if (match.route == nullptr) return serve_unmatched(exchange, match.allowed, std::move(respond), began);
  const Route& route = *match.route;
  auto refused = admit(exchange, route.handler.access);
  bool told_before = false;
  if (const auto over = count(exchange, route)) {
    refused = too_many(over->wait);
    told_before = !over->first;
  }
  const bool recorded =
      exchange.caller && route.handler.recorded == Recorded::yes && !is_safe(exchange.request.method) && !told_before;
  if (recorded) {
    return net::spawn(context_, "request",
                      answer_recorded(route, std::move(refused), std::move(exchange), began, std::move(respond)));
  }
  if (refused) return respond(finish(Unexpected(std::move(*refused)), exchange, route.pattern, began));
  if (const auto* slow = std::get_if<SlowHandler>(&route.handler.run)) {
    return net::spawn(context_, "request",
                      answer_slow(*slow, std::move(exchange), route.pattern, began, std::move(respond)));
  }
  if (const auto* stream = std::get_if<StreamHandler>(&route.handler.run)) {
    return run_stream(*stream, exchange, route.pattern, began, std::move(respond));
  }
  Answer answer = run_quick(std::get<QuickHandler>(route.handler.run), exchange, route.pattern);
  respond(finish(std::move(answer), exchange, route.pattern, began));
}

void Gate::serve_unmatched(const Exchange& exchange, const std::vector<net::Method>& allowed, net::Respond respond,
                           Timestamp began) {
  Answer answer = Unexpected(not_found("NOT_FOUND", "There is nothing at that path."));
  if (!allowed.empty()) {
    answer = Unexpected(wrong_method(allowed));
  } else if (otherwise_ && !belongs_to_api(exchange.request.path) && is_safe(exchange.request.method)) {
    answer = otherwise_(exchange);
  }
  net::Response response = finish(std::move(answer), exchange, "other", began);
  for (const net::Method method : allowed) response.headers.add("Allow", std::string(net::name(method)));
  respond(std::move(response));
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

net::Task<Answer> Gate::run_slow(SlowHandler handler, Exchange exchange, std::string route) const {
  const std::string correlation_id = exchange.correlation_id;
  try {
    co_return co_await handler(std::move(exchange));
  } catch (const DecimalOverflow&) {
    co_return Unexpected(out_of_range());
  } catch (const std::exception& broken) {
    log::error("request failed", {{"correlation_id", correlation_id}, {"route", route}, {"why", broken.what()}});
  }
  co_return Unexpected(Failure{500, "INTERNAL", std::string(internal_detail), {}, {}});
}

net::Task<void> Gate::answer_slow(SlowHandler handler, Exchange exchange, std::string route, Timestamp began,
                                  net::Respond respond) const {
  const Exchange outline = outline_of(exchange);
  Answer answer = co_await run_slow(std::move(handler), std::move(exchange), route);
  respond(finish(std::move(answer), outline, route, began));
}

net::Task<void> Gate::answer_recorded(const Route& route, std::optional<Failure> refused, Exchange exchange,
                                      Timestamp began, net::Respond respond) {
  const bool whatever_happens = acts_unrecorded(route.pattern);
  const storage::AuditScope scope{storage::Tenant(exchange.tenant())};
  const Exchange outline = outline_of(exchange);
  accounts::AuditEntry entry = entry_of(exchange, route.pattern);
  if (!refused && !whatever_happens && !audit_.is_writable()) refused = unrecordable();
  if (!refused && is_control(route.pattern)) {
    accounts::AuditEntry request = entry;
    request.outcome = accounts::AuditOutcome::requested;
    const auto written = co_await audit_.record(scope, std::move(request));
    if (!written && !whatever_happens) refused = unrecordable();
  }
  Answer answer = Unexpected(refused.value_or(Failure{}));
  if (!refused) {
    if (const auto* slow = std::get_if<SlowHandler>(&route.handler.run)) {
      answer = co_await run_slow(*slow, std::move(exchange), route.pattern);
    } else if (const auto* quick = std::get_if<QuickHandler>(&route.handler.run)) {
      answer = run_quick(*quick, exchange, route.pattern);
    }
  }
  complete(entry, outline, answer ? answer->status : answer.error().status);
  const auto written = co_await audit_.record(scope, std::move(entry));
  const bool done = answer && answer->status < 400;
  if (!written && done && !whatever_happens) answer = Unexpected(done_unrecorded());
  respond(finish(std::move(answer), outline, route.pattern, began));
}

std::optional<Failure> Gate::admit(Exchange& exchange, Access access) {
  const net::Request& request = exchange.request;
  const bool by_browser = bearer_of(request).empty() && !request.headers.has(api_key_header);
  const bool might_harm = by_browser && !is_safe(request.method) && !origins_.is_own(request);
  // Without a cookie there is no session to misuse, but signing in from a foreign page would set one.
  if (might_harm && (request.headers.has("Cookie") || Origins::is_from_page(request))) return foreign_origin();
  if (access == Access::everyone || access == Access::producers) return {};
  auto caller = caller_of(exchange, access);
  if (!caller) return std::move(caller).error();
  exchange.caller = std::move(*caller);
  const auto needed = role_for(access);
  if (needed && exchange.caller->role < *needed) return forbidden(*needed, exchange.caller->role);
  return {};
}

Result<accounts::Caller, Failure> Gate::caller_of(const Exchange& exchange, Access access) {
  const net::Request& request = exchange.request;
  std::string token = bearer_of(request);
  if (token.empty() && access == Access::readers) token = request.parameter("token").value_or("");
  const std::string session = cookie(request, session_cookie);
  if (count_of(request, "Authorization") > 1 || count_of(request, api_key_header) > 1) {
    return Unexpected(many_credentials());
  }
  if (request.headers.has(api_key_header)) {
    if (!token.empty() || !session.empty()) return Unexpected(many_credentials());
    auto caller = accounts_.authenticate_key(request.headers.get(api_key_header));
    if (!caller) return Unexpected(unauthorized(caller.error()));
    return std::move(*caller);
  }
  const std::string& credential = token.empty() ? session : token;
  auto caller = access == Access::readers ? identify(credential) : accounts_.authenticate(credential);
  if (!caller) return Unexpected(unauthorized(caller.error()));
  return std::move(*caller);
}

std::optional<RequestCounter::Refusal> Gate::count(const Exchange& exchange, const Route& route) {
  if (route.handler.access == Access::producers) return {};  // the handler counts, when it knows whose it is
  if (!exchange.caller) return limits_.of_stranger(exchange.request.remote, clock_.now());
  const bool is_stream = std::holds_alternative<StreamHandler>(route.handler.run);
  if (is_stream && route.handler.access == Access::readers) return {};  // of messages
  const bool acts = is_control(route.pattern) && !is_safe(exchange.request.method);
  return limits_.of_caller(*exchange.caller, acts, clock_.now());
}

std::optional<Failure> Gate::count_stranger(const Exchange& exchange) {
  const auto over = limits_.of_stranger(exchange.request.remote, clock_.now());
  return over ? std::optional(too_many(over->wait)) : std::nullopt;
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
  if (request.headers.has(api_key_header)) {
    if (!token.empty() || !cookie(request, session_cookie).empty() || count_of(request, api_key_header) > 1) {
      return many_credentials();
    }
    auto caller = accounts_.authenticate_key(request.headers.get(api_key_header));
    if (!caller) return unauthorized(caller.error());
    return std::move(*caller);
  }
  if (token.empty()) {
    token = cookie(request, session_cookie);
    if (token.empty()) return std::monostate{};
    if (!origins_.is_own(request)) return foreign_origin();
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
  origins_.mark(response, exchange.request.headers.get("Origin"));
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
