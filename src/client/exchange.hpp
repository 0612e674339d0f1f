#pragma once
// The bodies of Api's templates, for the files that instantiate them: one document asked for, or changed, and read.
#include "client/api.hpp"
#include "client/failure.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::client {

// The most that an answer may be: a page of a thousand rows, or a day of candles, many times over.
inline json::Limits answer_limits() {
  json::Limits limits;
  limits.bytes = 16U << 20U;
  limits.values = 2'000'000;
  return limits;
}

template <class T>
Result<T, Error> read_body(const std::string& body, const std::string& url) {
  auto value = json::read<T>(body, json::Unknown::ignored, answer_limits());
  if (!value) return Unexpected(bad_answer(url, value.error().text()));
  return std::move(*value);
}

template <class T>
Asked<T> Api::read(std::string path, Session session) {
  auto reply = co_await ask(std::move(path), session);
  if (!reply) co_return Unexpected(std::move(reply).error());
  const std::string url = options_.address.text();
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  auto value = read_body<T>(reply->body, url);
  if (!value) co_return Unexpected(std::move(value).error());
  co_return Answer<T>{std::move(*value), std::move(reply->body), std::move(reply->headers)};
}

template <class T>
Asked<T> Api::change(net::Call call, Repeat repeat) {
  auto reply = co_await send_change(std::move(call), repeat);
  if (!reply) co_return Unexpected(std::move(reply).error());
  const std::string url = options_.address.text();
  if (reply->status >= 400) co_return Unexpected(failure(*reply, url));
  auto value = read_body<T>(reply->body, url);
  if (!value) co_return Unexpected(std::move(value).error());
  co_return Answer<T>{std::move(*value), std::move(reply->body), std::move(reply->headers)};
}

template <class T, class Body>
Asked<T> Api::post(std::string path, const Body& body, const std::string& key) {
  net::Call call{.method = net::Method::POST, .target = std::move(path)};
  call.body = json::text_of(body);
  call.content_type = "application/json";
  const Repeat repeat = key.empty() ? Repeat::never : Repeat::once;
  if (!key.empty()) call.headers.set("Idempotency-Key", key);
  return change<T>(std::move(call), repeat);
}

}  // namespace robson::client
