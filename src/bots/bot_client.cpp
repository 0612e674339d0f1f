#include "bots/bot_client.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace robson::bots {
namespace {

struct Problem {
  std::optional<std::string> code{};
  std::optional<std::string> detail{};
  std::optional<std::string> field{};
};
BOOST_DESCRIBE_STRUCT(Problem, (), (code, detail, field))

bool is_code(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}
bool is_field(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string without_query(const std::string& target) {
  return target.substr(0, target.find('?'));
}

// Half an answer is none: what was asked may have been done.
BotError unreachable(const net::NetError& why) {
  const bool is_too_large = why.kind == net::NetErrorKind::too_large;
  return {.kind = is_too_large ? BotErrorKind::invalid : BotErrorKind::unreachable,
          .text = why.text,
          .maybe_done = why.maybe_sent};
}

// What a bot says of itself is shown as its words, when they are fit to be shown.
BotError refusal(const std::string& target, const net::Reply& reply) {
  BotError error{.kind = BotErrorKind::refused, .status = reply.status};
  const json::Limits limits{.bytes = 65'536, .depth = 6, .values = 1000};
  const auto problem = json::read<Problem>(reply.body, json::Unknown::ignored, limits);
  if (problem && problem->code && is_code(*problem->code)) error.code = *problem->code;
  if (problem && problem->field && is_field(*problem->field)) error.field = *problem->field;
  if (problem && problem->detail && !problem->detail->empty() && problem->detail->size() <= longest_text) {
    error.text = *problem->detail;
  } else {
    error.text = fmt::format("{} was answered with status {}", without_query(target), reply.status);
  }
  if (reply.status == 401) {
    error.kind = BotErrorKind::bad_key;
    error.text = "the bot does not accept our key";
  } else if (reply.status == 404 && error.code.empty()) {
    error.kind = BotErrorKind::unsupported;
    error.text = fmt::format("the bot does not serve {}", without_query(target));
  } else if (reply.status < 400 || reply.status >= 500 || reply.status == 429) {
    error.kind = BotErrorKind::failed;
    error.maybe_done = true;
  }
  return error;
}

}  // namespace

BotError unreadable(const std::string& what, const std::string& why) {
  return {.kind = BotErrorKind::invalid, .text = fmt::format("{} makes no sense: {}", what, why), .maybe_done = true};
}

BotClient::BotClient(net::Context& context, net::Url origin, Secret key)
    : context_(context),
      origin_(std::move(origin)),
      key_(std::move(key)),
      http_(context, origin_, net::HttpClientOptions{.reply_bytes = longest_answer}) {}

net::Headers BotClient::headers() const {
  net::Headers headers;
  if (!key_.empty()) headers.add("X-API-Key", key_.reveal());
  return headers;
}

FromBot<std::string> BotClient::get(std::string target) {
  return send(net::Method::GET, std::move(target), {});
}

FromBot<std::string> BotClient::send(net::Method method, std::string target, std::string body) {
  net::Call call{
      .method = method, .target = target, .headers = headers(), .body = std::move(body), .timeout = patience};
  if (!call.body.empty()) call.content_type = "application/json";
  auto reply = co_await http_.send(std::move(call));
  if (!reply) co_return Unexpected(unreachable(reply.error()));
  if (reply->status != 200 && reply->status != 202) co_return Unexpected(refusal(target, *reply));
  co_return std::move(reply->body);
}

net::Task<net::HttpStream::Made> BotClient::events(std::int64_t after) {
  net::Call call{.target = fmt::format("/internal/events?after={}", after), .headers = headers(), .timeout = patience};
  call.headers.add("Accept", "text/event-stream");
  if (after > 0) call.headers.add("Last-Event-ID", std::to_string(after));
  return net::HttpStream::open(context_, origin_, std::move(call), {});
}

}  // namespace robson::bots
