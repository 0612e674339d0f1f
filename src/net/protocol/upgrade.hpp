#pragma once
// The opening handshake of a WebSocket (RFC 6455 section 4).
#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace robson::net {

// Whether the request asks for a WebSocket at all.
bool wants_socket(const Request& request);
// Why the upgrade cannot be; nothing when it can.
std::optional<Response> refuse_upgrade(const Request& request, bool http_1_0);
// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);
// "101 Switching Protocols". `protocol` may be empty.
std::string upgrade_text(const Request& request, std::string_view protocol);

// A fresh Sec-WebSocket-Key: 16 random bytes in base64.
std::string random_key();
// A fresh masking key.
std::uint32_t random_mask();
// Whether a comma-separated header value lists `token`, without case.
bool lists_token(std::string_view value, std::string_view token);

}  // namespace robson::net
