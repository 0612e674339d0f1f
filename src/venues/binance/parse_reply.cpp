#include "venues/binance/parse_reply.hpp"

#include <algorithm>
#include <limits>

namespace robson::venues::binance {
namespace {

int read_int(const Node& node) {
  const std::int64_t value = node.integer();
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) node.refuse("a small number");
  return static_cast<int>(value);
}

// Ids are ours and texts; the venue answers null when it could not read one.
std::string read_id(const Node& reply) {
  return reply.has("id") ? reply.at("id").text() : std::string{};
}

// error.data.retryAfter is a moment: epoch milliseconds.
Duration read_retry_after(const Node& error, Timestamp now) {
  if (!error.has("data")) return {};
  const Node data = error.at("data");
  if (!data.has("retryAfter")) return {};
  return std::max(Duration{}, data.at("retryAfter").time_ms() - now);
}

ApiReply read_api_reply(const Node& reply, Timestamp now) {
  ApiReply made{.id = read_id(reply), .status = read_int(reply.at("status"))};
  if (!reply.has("error")) return made;
  const Node error = reply.at("error");
  made.error = read_error(error);
  made.retry_after = read_retry_after(error, now);
  return made;
}

}  // namespace

ErrorBody read_error(const Node& error) {
  return {.code = read_int(error.at("code")), .message = error.at("msg").text()};
}

Parsed<ErrorBody> parse_error(std::string_view text) {
  return parse_with(text, rest_limits, read_error);
}

runtime::VenueErrorKind kind_of(int http_status, int code) {
  using enum runtime::VenueErrorKind;
  switch (code) {
    case -1003:  // too many requests
    case -1015:  // too many orders
      return rate_limited;
    case -1121: return unknown_symbol;
    case -1002:  // not authorised for this endpoint
    case -1022:  // signature not valid
    case -2014:  // bad API key format
    case -2015:  // invalid key, address or permission
      return bad_credentials;
    case -1000:  // unknown error while processing
    case -1001:  // internal error, unable to process
    case -1006:  // unexpected response; execution status unknown
    case -1007:  // timeout of the backend; execution status unknown
    case -1008:  // server overloaded
      return unreachable;
    default: break;
  }
  if (http_status == 429 || http_status == 418) return rate_limited;
  if (http_status == 401) return bad_credentials;
  if (http_status >= 500) return unreachable;
  return rejected;
}

Parsed<ApiMessage> parse_api_message(std::string_view text, Timestamp now) {
  return parse_with(text, stream_limits, [&](const Node& root) -> ApiMessage {
    if (root.has("event")) return read_user_event(root.at("event"));
    if (root.has("e")) return read_user_event(root);
    return read_api_reply(root, now);
  });
}

}  // namespace robson::venues::binance
