#pragma once
// The venue's error bodies and the envelope of its WebSocket API. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "runtime/ports.hpp"
#include "venues/binance/parse_account.hpp"

namespace robson::venues::binance {

// {"code":-1121,"msg":"Invalid symbol."}
struct ErrorBody {
  int code = 0;
  std::string message{};
};
Parsed<ErrorBody> parse_error(std::string_view text);
ErrorBody read_error(const Node& error);

// What a refused request means to us, by HTTP status and the venue's code.
// Source: Binance spot API, "Error codes" and "HTTP return codes".
runtime::VenueErrorKind kind_of(int http_status, int code);

// The answer to a request over the WebSocket API:
// {"id":"1","status":200,"result":{...}} or {"id":"1","status":400,"error":{"code":-1022,"msg":"..."}}
struct ApiReply {
  std::string id{};  // empty when the venue could not read the request's
  int status = 0;
  std::optional<ErrorBody> error{};
  Duration retry_after{};  // of a 429 or 418, from error.data.retryAfter; 0: not said
};
using ApiMessage = std::variant<ApiReply, UserEvent>;
Parsed<ApiMessage> parse_api_message(std::string_view text, Timestamp now);

}  // namespace robson::venues::binance
