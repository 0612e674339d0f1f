#include "routes/idempotency.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/digest.hpp"
#include "base/log.hpp"
#include "routes/failures.hpp"
#include "storage/kept_answers.hpp"

namespace robson::routes {
namespace {

constexpr std::string_view header = "Idempotency-Key";
constexpr std::size_t longest_key = 200;
constexpr std::size_t longest_kept = 1 << 20;

net::Response kept_response(const storage::KeptAnswer& kept) {
  net::Response response{.status = kept.status,
                         .content_type = kept.status >= 400 ? "application/problem+json" : "application/json"};
  response.headers.add("Idempotency-Replayed", "true");
  response.body = kept.body;
  return response;
}

// The body and, where there is one, the query: `?bot=a` is not `?bot=b`.
std::string hash_of(const net::Request& request) {
  return accounts::sha256_hex(request.query.empty() ? request.body : request.query + '\n' + request.body);
}

// The path that was asked for, however its slashes were written.
std::string route_of(const net::Request& request) {
  std::string route(net::name(request.method));
  for (const std::string_view part : net::split_path(request.path)) {
    route += route.ends_with('/') ? "" : (route.find('/') == std::string::npos ? " /" : "/");
    route += part;
  }
  return route;
}

}  // namespace

bool is_final(int status) {
  return status < 500 && status != 401 && status != 403 && status != 429;
}

bool is_key(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return printable && !text.empty() && text.size() <= longest_key && text.front() != ' ' && text.back() != ' ';
}

struct Idempotency::Flight {
  Flight(std::set<Slot>& all, Slot own) : slots(all), slot(std::move(own)) { slots.insert(slot); }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;
  ~Flight() { slots.erase(slot); }
  std::set<Slot>& slots;
  Slot slot;
};

net::Task<Answer> Idempotency::answer(Exchange exchange, SlowHandler handler) {
  if (!exchange.request.headers.has(header)) co_return co_await handler(std::move(exchange));
  const std::string key(exchange.request.headers.get(header));
  if (!is_key(key)) {
    co_return Unexpected(
        unprocessable(std::string(header), "Idempotency-Key must have 1 to 200 printable characters."));
  }
  auto keeping = std::make_shared<Keeping>(
      Keeping{exchange.tenant(), route_of(exchange.request), key, hash_of(exchange.request), false});
  Slot slot{keeping->tenant, keeping->route, keeping->key};
  if (in_flight_.contains(slot)) {
    co_return Unexpected(
        Failure{409, "IDEMPOTENCY_IN_FLIGHT", "The first request with that key is still under way.", {}, 1});
  }
  const Flight flight(in_flight_, std::move(slot));
  if (auto earlier = co_await replay(keeping)) co_return std::move(*earlier);
  exchange.keeping = keeping;
  const std::string correlation_id = exchange.correlation_id;
  Answer made = co_await handler(std::move(exchange));
  net::Response response = made ? std::move(*made) : problem_response(made.error(), correlation_id);
  if (!keeping->kept && is_final(response.status)) co_await keep(keeping, response.status, response.body);
  co_return response;
}

net::Task<std::optional<Answer>> Idempotency::replay(std::shared_ptr<Keeping> keeping) {
  auto look = [tenant = keeping->tenant, route = keeping->route, key = keeping->key,
               now = runtime_.now()](storage::Session& session) {
    return storage::find_answer(session, storage::Tenant(tenant), route, key, now);
  };
  auto found = co_await database_.read(std::move(look));
  // Nothing is done that could not be told apart from a second time.
  if (!found) co_return Answer(Unexpected(failure_of(found.error())));
  if (!*found) co_return std::nullopt;
  if ((*found)->body_hash != keeping->body_hash) {
    co_return Answer(Unexpected(Failure{
        422, "IDEMPOTENCY_KEY_REUSED", "That key was used with another body or query.", std::string(header), {}}));
  }
  co_return Answer(kept_response(**found));
}

net::Task<void> Idempotency::keep(std::shared_ptr<Keeping> keeping, int status, std::string body) {
  if (body.size() > longest_kept) co_return;
  engine::AnswerKept answer{keeping->tenant, keeping->route, keeping->key, keeping->body_hash, status, std::move(body)};
  const bool done = co_await runtime_.keep(std::move(answer));
  if (!done) log::warning("answer not kept", {{"route", keeping->route}});
}

net::Task<void> Idempotency::amend(std::shared_ptr<Keeping> keeping, int status, std::string body) {
  if (!keeping || !keeping->kept || !is_final(status)) co_return;
  auto put = [tenant = keeping->tenant, route = keeping->route, key = keeping->key, status,
              body = std::move(body)](storage::Session& session) {
    storage::amend_answer(session, storage::Tenant(tenant), route, key, status, body);
  };
  const auto done = co_await database_.write(std::move(put));
  if (!done) log::warning("answer not amended", {{"route", keeping->route}, {"why", done.error().text}});
}

}  // namespace robson::routes
