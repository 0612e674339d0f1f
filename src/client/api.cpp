#include "client/api.hpp"

#include <fmt/format.h>

#include "client/exchange.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

// A token this close to its end is renewed before it is used.
constexpr Duration about_to_end = std::chrono::seconds(5);

Unexpected<Error> login_needed(std::string text) {
  return Unexpected(Error{.cause = Cause::login_needed, .text = std::move(text), .code = "LOGIN_NEEDED"});
}

template <class Body>
net::Call post_call(std::string target, const Body& body) {
  net::Call call{.method = net::Method::POST, .target = std::move(target)};
  call.body = json::text_of(body);
  call.content_type = "application/json";
  return call;
}

Tokens tokens_of(const wire::Login& login, const std::string& url, std::string username, Timestamp now) {
  return {.access = Secret(login.access_token),
          .refresh = Secret(login.refresh_token),
          .url = url,
          .username = std::move(username),
          .expires_at = now + std::chrono::seconds(login.expires_in)};
}

struct ListedPositions {
  std::vector<json::Value> positions{};
  Timestamp as_of{};
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(ListedPositions, (), (positions, as_of, venue_kind))

net::HttpClientOptions http_options(const ApiOptions& options) {
  net::HttpClientOptions made;
  made.connections = 4;
  made.ca_file = options.ca_file;
  made.user_agent = options.user_agent;
  return made;
}

}  // namespace

Api::Api(net::Context& context, const Clock& clock, ApiOptions options)
    : context_(context),
      clock_(clock),
      options_(std::move(options)),
      http_(std::make_unique<net::HttpClient>(context, options_.address.origin(), http_options(options_))) {}

net::Task<Result<net::Reply, Error>> Api::send(net::Call call) {
  const bool changes = call.method != net::Method::GET;
  call.target = options_.address.base + call.target;
  call.timeout = options_.timeout;
  auto reply = co_await http_->send(std::move(call));
  if (!reply) co_return Unexpected(failure(reply.error(), options_.address.text(), changes));
  co_return std::move(*reply);
}

Result<Secret, Error> Api::api_key() const {
  if (!options_.access.token.empty()) return Secret();
  auto tokens = stored();
  if (!tokens) return Unexpected(std::move(tokens).error());
  return *tokens ? (*tokens)->api_key : Secret();
}

net::Task<Result<net::Reply, Error>> Api::send_signed(net::Call call) {
  const auto key = api_key();
  if (!key) co_return Unexpected(key.error());
  if (!key->empty()) {
    call.headers.set("X-API-Key", key->reveal());
    co_return co_await send(std::move(call));
  }
  auto first = co_await token();
  if (!first) co_return Unexpected(std::move(first).error());
  net::Call again = call;
  call.headers.set("Authorization", "Bearer " + first->reveal());
  auto reply = co_await send(std::move(call));
  if (!reply || reply->status != 401 || !options_.access.token.empty()) co_return reply;
  auto second = co_await renew(std::move(*first));
  if (!second) co_return Unexpected(std::move(second).error());
  again.headers.set("Authorization", "Bearer " + second->reveal());
  co_return co_await send(std::move(again));
}

net::Task<Result<net::Reply, Error>> Api::ask(std::string path, Session session) {
  net::Call call{.target = std::move(path)};
  call.headers.add("Accept", "application/json");
  if (session == Session::none) co_return co_await send(std::move(call));
  co_return co_await send_signed(std::move(call));
}

// Two-legged positions stand among them (kind hedge); they are no wire::Position.
Asked<wire::Positions> Api::positions() {
  auto listed = co_await read<ListedPositions>("/api/portfolio/positions/");
  if (!listed) co_return Unexpected(std::move(listed).error());
  wire::Positions spot{.as_of = listed->value.as_of, .venue_kind = listed->value.venue_kind};
  for (const json::Value& member : listed->value.positions) {
    const json::Value* kind = member.find("kind");
    if (kind != nullptr && kind->text == json::name_of(wire::PositionKind::hedge)) continue;
    auto position = json::read<wire::Position>(member, json::Unknown::ignored);
    if (!position) co_return Unexpected(bad_answer(options_.address.text(), position.error().text()));
    spot.positions.push_back(std::move(*position));
  }
  Answer<wire::Positions> answer{std::move(spot), std::move(listed->body), std::move(listed->headers)};
  co_return answer;
}
Asked<wire::Position> Api::position(std::int64_t id) {
  return read<wire::Position>(fmt::format("/api/portfolio/positions/{}/", id));
}
Asked<wire::PortfolioSummary> Api::summary() {
  return read<wire::PortfolioSummary>("/api/portfolio/summary/");
}
Asked<wire::AccountBalance> Api::balance() {
  return read<wire::AccountBalance>("/api/account/balance/");
}
Asked<wire::Patrimony> Api::patrimony() {
  return read<wire::Patrimony>("/api/portfolio/patrimony/");
}
Asked<wire::Price> Api::price(const std::string& symbol) {
  return read<wire::Price>(fmt::format("/api/market/price/{}/", net::percent_encode(symbol)));
}
Asked<wire::Ticker> Api::ticker(const std::string& symbol) {
  return read<wire::Ticker>(fmt::format("/api/market/ticker/{}/", net::percent_encode(symbol)));
}
Asked<wire::Depth> Api::depth(const std::string& symbol, std::int64_t limit) {
  return read<wire::Depth>(fmt::format("/api/market/depth/{}/?limit={}", net::percent_encode(symbol), limit));
}
Asked<wire::Klines> Api::klines(KlinesQuery query) {
  return read<wire::Klines>(fmt::format("/api/market/klines/{}/?interval={}&limit={}",
                                        net::percent_encode(query.symbol), net::percent_encode(query.interval),
                                        query.limit));
}
Asked<wire::Session> Api::session() {
  return read<wire::Session>("/api/v1/auth/session");
}

Asked<wire::Health> Api::health() {
  auto reply = co_await ask("/api/v1/health", Session::none);
  if (!reply) co_return Unexpected(std::move(reply).error());
  const std::string url = options_.address.text();
  if (reply->status >= 400 && reply->status != 503) co_return Unexpected(failure(*reply, url));
  auto value = read_body<wire::Health>(reply->body, url);
  if (!value && reply->status == 503) co_return Unexpected(failure(*reply, url));
  if (!value) co_return Unexpected(std::move(value).error());
  co_return Answer<wire::Health>{std::move(*value), std::move(reply->body), std::move(reply->headers)};
}

net::Task<Result<net::Reply, Error>> Api::get(std::string target) {
  auto held = stored();
  const bool anonymous = options_.access.token.empty() && held && !*held;
  return ask(std::move(target), anonymous ? Session::none : Session::needed);
}

net::Task<Result<void, Error>> Api::login(wire::Credentials credentials) {
  const std::string url = options_.address.text();
  auto reply = co_await send(post_call("/api/v1/auth/login", credentials));
  if (!reply) {
    // An unanswered sign-in changed nothing that anyone would have to ask about.
    if (reply.error().cause == Cause::outcome_unknown) reply.error().cause = Cause::unreachable;
    co_return Unexpected(std::move(reply).error());
  }
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  const auto login = read_body<wire::Login>(reply->body, url);
  if (!login) co_return Unexpected(login.error());
  if (!options_.access.file) co_return Result<void, Error>{};
  auto held = co_await lock();
  if (!held) co_return Unexpected(std::move(held).error());
  co_return options_.access.file->save(tokens_of(*login, url, credentials.username, clock_.now()));
}

net::Task<Result<void, Error>> Api::login_with_key(Secret key) {
  const std::string url = options_.address.text();
  net::Call call{.target = "/api/v1/auth/session"};
  call.headers.set("X-API-Key", key.reveal());
  auto reply = co_await send(std::move(call));
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  if (!options_.access.file) co_return Result<void, Error>{};
  auto held = co_await lock();
  if (!held) co_return Unexpected(std::move(held).error());
  Tokens tokens{.url = url};
  tokens.api_key = std::move(key);
  co_return options_.access.file->save(tokens);
}

net::Task<Result<void, Error>> Api::logout() {
  const auto key = api_key();
  if (key && !key->empty()) {
    auto held = co_await lock();
    if (!held) co_return Unexpected(std::move(held).error());
    co_return options_.access.file->forget();
  }
  net::Call call{.method = net::Method::POST, .target = "/api/v1/auth/logout"};
  auto reply = co_await send_signed(std::move(call));
  if (options_.access.token.empty() && options_.access.file) {
    auto held = co_await lock();
    if (!held) co_return Unexpected(std::move(held).error());
    if (auto forgotten = options_.access.file->forget(); !forgotten) co_return forgotten;
  }
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400 && reply->status != 401) co_return Unexpected(failure(*reply, options_.address.text()));
  co_return Result<void, Error>{};
}

// The file's session, if it is one of this server.
Result<std::optional<Tokens>, Error> Api::stored() const {
  if (!options_.access.file) return std::optional<Tokens>{};
  auto tokens = options_.access.file->load();
  if (!tokens || !*tokens || (*tokens)->url == options_.address.text()) return tokens;
  return std::optional<Tokens>{};
}

net::Task<Result<Secret, Error>> Api::token() {
  if (!options_.access.token.empty()) co_return options_.access.token;
  auto tokens = stored();
  if (!tokens) co_return Unexpected(std::move(tokens).error());
  if (!*tokens) co_return login_needed(fmt::format("you are not signed in at {}", options_.address.text()));
  if (!(*tokens)->api_key.empty())
    co_return login_needed("an API key has no session that a stream could be opened with");
  if (clock_.now() + about_to_end < (*tokens)->expires_at) co_return (*tokens)->access;
  co_return co_await renew((*tokens)->access);
}

net::Task<Result<Secret, Error>> Api::renew(Secret rejected) {
  if (!options_.access.token.empty()) co_return login_needed("the server does not accept the token that was given");
  auto held = co_await lock();
  if (!held) co_return Unexpected(std::move(held).error());
  auto tokens = stored();
  if (!tokens) co_return Unexpected(std::move(tokens).error());
  if (!*tokens) co_return login_needed(fmt::format("you are not signed in at {}", options_.address.text()));
  if ((*tokens)->access.reveal() != rejected.reveal())
    co_return (*tokens)->access;  // renewed by someone else meanwhile
  co_return co_await renew_locked(std::move(**tokens));
}

net::Task<Result<Secret, Error>> Api::renew_locked(Tokens spent) {
  const std::string url = options_.address.text();
  const wire::RefreshTokenRequest request{spent.refresh.reveal()};
  auto reply = co_await send(post_call("/api/v1/auth/refresh", request));
  if (!reply) {
    if (reply.error().cause == Cause::outcome_unknown) reply.error().cause = Cause::unreachable;
    co_return Unexpected(std::move(reply).error());
  }
  if (reply->status == 401) co_return login_needed(fmt::format("your session at {} has ended", url));
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  const auto login = read_body<wire::Login>(reply->body, url);
  if (!login) co_return Unexpected(login.error());
  const Tokens fresh = tokens_of(*login, url, spent.username, clock_.now());
  if (auto saved = options_.access.file->save(fresh); !saved) co_return Unexpected(std::move(saved).error());
  co_return fresh.access;
}

net::Task<Result<FileLock, Error>> Api::lock() {
  constexpr Duration pause = std::chrono::milliseconds(20);
  for (Duration waited{}; waited <= options_.timeout; waited += pause) {
    auto held = options_.access.file->try_lock();
    if (!held) co_return Unexpected(std::move(held).error());
    if (*held) co_return std::move(**held);
    co_await net::sleep_for(pause);
  }
  co_return Unexpected(Error{.cause = Cause::failed,
                             .text = fmt::format("{}.lock is held by another robson", options_.access.file->path()),
                             .code = "CREDENTIALS_LOCKED"});
}

}  // namespace robson::client
