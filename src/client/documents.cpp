// Documents that the client passes on unread.
#include <fmt/format.h>

#include "client/api.hpp"
#include "client/failure.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

struct StepUp {
  std::string password{};
};
BOOST_DESCRIBE_STRUCT(StepUp, (), (password))

}  // namespace

net::Task<Result<std::string, Error>> Api::document(std::string path) {
  auto reply = co_await ask(std::move(path), Session::needed);
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400) co_return Unexpected(failure(*reply, options_.address.text()));
  co_return std::move(reply->body);
}

net::Task<Result<std::string, Error>> Api::tell(Change change) {
  net::Call call{.method = change.method, .target = std::move(change.path)};
  if (!change.body.empty()) {
    call.body = std::move(change.body);
    call.content_type = "application/json";
  }
  const Repeat repeat = change.key.empty() ? Repeat::never : Repeat::once;
  if (!change.key.empty()) call.headers.set("Idempotency-Key", change.key);
  auto reply = co_await send_change(std::move(call), repeat);
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400) co_return Unexpected(failure(*reply, options_.address.text()));
  co_return std::move(reply->body);
}

net::Task<Result<std::string, Error>> Api::tell_signed(Change change, net::Headers signature) {
  net::Call call{.method = change.method, .target = std::move(change.path)};
  call.headers = std::move(signature);
  call.body = std::move(change.body);
  call.content_type = "application/json";
  auto reply = co_await send(std::move(call));
  if (!reply) co_return Unexpected(std::move(reply).error());
  const std::string url = options_.address.text();
  if (leaves_open(*reply)) co_return Unexpected(outcome_unknown(url, fmt::format("it answered {}", reply->status)));
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  co_return std::move(reply->body);
}

net::Task<Result<void, Error>> Api::step_up(Secret password) {
  const StepUp proof{password.reveal()};
  net::Call call{.method = net::Method::POST, .target = "/api/v1/auth/step-up"};
  call.body = json::text_of(proof);
  call.content_type = "application/json";
  auto reply = co_await send_signed(std::move(call));
  if (!reply) co_return Unexpected(std::move(reply).error());
  if (reply->status >= 400) co_return Unexpected(failure(*reply, options_.address.text()));
  co_return Result<void, Error>{};
}

}  // namespace robson::client
