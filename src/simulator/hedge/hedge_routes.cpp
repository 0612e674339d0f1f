#include "simulator/hedge/hedge_routes.hpp"

#include <charconv>
#include <limits>
#include <memory>

#include "simulator/hedge/hedge_text.hpp"
#include "simulator/json_text.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t usual_rows = 500;
constexpr std::size_t most_rows = 5'000;
constexpr std::string_view orders_path = "/perp/v1/orders";
constexpr std::string_view positions_path = "/lending/v1/positions";

// What a call came to; `answered` and `after` as in Told.
struct Outcome {
  net::Response response{};
  bool answered = true;
  Duration after{};
};

net::Response refused(RefusalCode code, std::string_view message, int status = 0) {
  net::Response response{.status = status == 0 ? http_status(code) : status};
  Object(response.body).text("code", name(code)).text("message", message).close();
  return response;
}
net::Response refused(const VenueRefusal& why) {
  return refused(why.code, why.message);
}
net::Response invalid(std::string_view message) {
  return refused(RefusalCode::INVALID_REQUEST, message);
}
net::Response wrong_method() {
  return refused(RefusalCode::INVALID_REQUEST, "this path has no such method", 405);
}
net::Response unknown_path() {
  return refused(RefusalCode::INVALID_REQUEST, "there is no such path", 404);
}
net::Response ok(std::string body) {
  return {.status = 200, .body = std::move(body)};
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return {};
  return value;
}

// `limit`: 1 to 5,000. Nothing when it is none.
std::optional<std::size_t> rows_of(const net::Request& request) {
  const auto text = request.parameter("limit");
  if (!text) return usual_rows;
  const auto value = integer(*text);
  if (!value || *value < 1 || *value > static_cast<std::int64_t>(most_rows)) return {};
  return static_cast<std::size_t>(*value);
}
// RFC 3339 or milliseconds since 1970.
std::optional<Timestamp> time_of(const std::string& text) {
  constexpr std::int64_t most_ms = 253'402'300'799'999;  // the end of the year 9999
  if (const auto ms = integer(text)) {
    return *ms >= 0 && *ms <= most_ms ? std::optional(Timestamp::from_ms(*ms)) : std::nullopt;
  }
  return parse_time(text);
}

net::Response funding(const HedgeVenues& venues, const net::Request& request) {
  const auto coin = request.parameter("coin");
  if (!coin) return invalid("coin: is missing");
  if (venues.perp().contract(*coin) == nullptr) {
    return refused(RefusalCode::UNKNOWN_MARKET, "coin: there is no such market");
  }
  const auto limit = rows_of(request);
  if (!limit) return invalid("limit: expected 1 to 5000");
  const auto from_text = request.parameter("from");
  const auto to_text = request.parameter("to");
  const auto from = from_text ? time_of(*from_text) : Timestamp{};
  const auto to = to_text ? time_of(*to_text) : venues.now();
  if (!from) return invalid("from: expected RFC 3339 or milliseconds since 1970");
  if (!to) return invalid("to: expected RFC 3339 or milliseconds since 1970");
  // Without a beginning, the latest.
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  auto rates = venues.perp().rates(*coin, *from, *to, from_text ? *limit : all);
  if (rates.size() > *limit) rates.erase(rates.begin(), rates.end() - static_cast<std::ptrdiff_t>(*limit));
  return ok("{\"funding\":" + exact_json(rates) + "}");
}

template <class Rows>
std::string named_array(std::string_view name, const Rows& rows) {
  std::string out;
  Object object(out);
  append_array(object.member(name), rows, [](std::string& to, const auto& row) { to += exact_json(view_of(row)); });
  object.close();
  return out;
}

// GET /perp/v1/payments and /liquidations: ?after=ID&limit=
template <class Rows>
net::Response after_id(const net::Request& request, std::string_view name, Rows rows_after) {
  const auto after_text = request.parameter("after");
  const auto after = after_text ? integer(*after_text) : std::optional<std::int64_t>(0);
  if (!after) return invalid("after: expected an id");
  const auto limit = rows_of(request);
  if (!limit) return invalid("limit: expected 1 to 5000");
  return ok(named_array(name, rows_after(*after, *limit)));
}

net::Response perp_read(const HedgeVenues& venues, const std::string& key, const net::Request& request,
                        Timestamp wall) {
  const PerpExchange& exchange = venues.perp();
  const PerpAccount& account = *exchange.account(key);
  if (request.path == "/perp/v1/account") return ok(exact_json(account_view(exchange, account, wall)));
  if (request.path == "/perp/v1/payments") {
    return after_id(request, "payments",
                    [&](auto after, auto limit) { return exchange.payments(account, after, limit); });
  }
  if (request.path == "/perp/v1/liquidations") {
    return after_id(request, "liquidations",
                    [&](auto after, auto limit) { return exchange.liquidations(account, after, limit); });
  }
  if (request.path.starts_with(std::string(orders_path) + "/")) {
    const auto id = net::percent_decode(request.path.substr(orders_path.size() + 1), false);
    const auto order = exchange.order_of(key, id.value_or(""));
    return order ? ok(exact_json(view_of(*order))) : refused(order.error());
  }
  return unknown_path();
}

Outcome perp_order(HedgeVenues& venues, const std::string& key, const net::Request& request) {
  const auto asked = read_order(request.body);
  if (!asked) return {invalid(asked.error())};
  const auto told = venues.order(key, *asked);
  net::Response response = told.result ? ok(exact_json(view_of(*told.result))) : refused(told.result.error());
  return {std::move(response), told.answered, told.after};
}

Outcome told_position(const HedgeVenues& venues, const Told<LendingPosition>& told) {
  net::Response response =
      told.result ? ok(exact_json(view_of(venues.lending(), *told.result))) : refused(told.result.error());
  return {std::move(response), told.answered, told.after};
}

net::Response lending_read(const HedgeVenues& venues, const std::string& key, const net::Request& request,
                           Timestamp wall) {
  const LendingPool& pool = venues.lending();
  const LendingAccount& account = *pool.account(key);
  if (request.path == "/lending/v1/account") return ok(exact_json(LendingAccountView{wall, account.usd}));
  if (request.path == positions_path) {
    std::string out;
    Object object(out);
    append_array(object.member("positions"), account.positions,
                 [&](std::string& to, const auto& each) { to += exact_json(view_of(pool, each)); });
    object.close();
    return ok(std::move(out));
  }
  if (request.path.starts_with(std::string(positions_path) + "/")) {
    const auto id = net::percent_decode(request.path.substr(positions_path.size() + 1), false);
    const auto position = pool.position_of(key, id.value_or(""));
    return position ? ok(exact_json(view_of(pool, *position))) : refused(position.error());
  }
  return unknown_path();
}

Outcome lending_act(HedgeVenues& venues, const std::string& key, const net::Request& request) {
  if (request.path == positions_path) {
    const auto asked = read_position(request.body);
    if (!asked) return {invalid(asked.error())};
    return told_position(venues, venues.open(key, *asked));
  }
  constexpr std::string_view close = "/close";
  const std::string path = request.path;
  const std::size_t begin = positions_path.size() + 1;
  const bool closes = path.starts_with(std::string(positions_path) + "/") && path.ends_with(close) &&
                      path.size() > begin + close.size();
  if (!closes) return {unknown_path()};
  const auto id = net::percent_decode(path.substr(begin, path.size() - begin - close.size()), false);
  const auto close_id = read_close(request.body);
  if (!close_id) return {invalid(close_id.error())};
  return told_position(venues, venues.close(key, id.value_or(""), *close_id));
}

net::Response chains(const HedgeVenues& venues, Timestamp wall) {
  std::string out;
  Object object(out);
  for (const Chain each : {Chain::solana, Chain::arbitrum}) {
    object.raw(name(each), exact_json(venues.chains().head(each, wall)));
  }
  object.close();
  return ok(std::move(out));
}

// What everybody may read; nothing when the path is an account's.
std::optional<net::Response> open_read(const HedgeVenues& venues, const net::Request& request, Timestamp wall) {
  const bool reads = request.method == net::Method::GET || request.method == net::Method::HEAD;
  if (request.path == "/chains/v1") return reads ? chains(venues, wall) : wrong_method();
  if (request.path == "/perp/v1/markets") {
    return reads ? ok(exact_json(venues.perp_markets(wall))) : wrong_method();
  }
  if (request.path == "/lending/v1/markets") {
    return reads ? ok(exact_json(venues.lending_markets(wall))) : wrong_method();
  }
  if (request.path == "/perp/v1/funding") return reads ? funding(venues, request) : wrong_method();
  return {};
}

Outcome serve(HedgeVenues& venues, const net::Request& request, Timestamp wall) {
  const bool is_perp = request.path.starts_with("/perp/");
  const bool reads = request.method == net::Method::GET || request.method == net::Method::HEAD;
  if (!reads && request.method != net::Method::POST) return {wrong_method()};
  Outcome outcome;
  if (reads && request.path != "/chains/v1") {
    const auto told = venues.read(is_perp ? HedgeVenue::perp : HedgeVenue::lending);
    if (!told.result) return {refused(told.result.error()), told.answered, told.after};
    outcome.answered = told.answered;
    outcome.after = told.after;
  }
  if (auto open = open_read(venues, request, wall)) {
    outcome.response = std::move(*open);
    return outcome;
  }
  const std::string key(request.headers.get("X-API-Key"));
  if (!venues.opens(key)) return {refused(RefusalCode::UNAUTHORIZED, "X-API-Key: no account has this key")};
  if (reads) {
    outcome.response = is_perp ? perp_read(venues, key, request, wall) : lending_read(venues, key, request, wall);
    return outcome;
  }
  if (!is_perp) return lending_act(venues, key, request);
  return request.path == orders_path ? perp_order(venues, key, request) : Outcome{unknown_path()};
}

}  // namespace

bool is_hedge_path(std::string_view path) {
  return path.starts_with("/perp/") || path.starts_with("/lending/") || path == "/chains/v1";
}

void serve_hedge(HedgeVenues& venues, const net::Request& request, Timestamp wall, const RunLater& later,
                 net::Respond respond) {
  venues.advance(wall);
  Outcome outcome;
  try {
    outcome = serve(venues, request, wall);
  } catch (const DecimalOverflow&) {
    outcome = {invalid("an amount is out of range")};
  }
  if (!outcome.answered) outcome.response = {.status = 0};
  if (outcome.after == Duration{}) return respond(std::move(outcome.response));
  // Respond can be moved only, a std::function has to be copied.
  const auto answer = std::make_shared<net::Respond>(std::move(respond));
  later(outcome.after, [answer, response = std::move(outcome.response)] { (*answer)(response); });
}

}  // namespace robson::simulator
