#pragma once
// How a producer of signals shows who it is: no session, but each request signed with the producer's secret. Pure.
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "net/http.hpp"

namespace robson::client {

struct Producer {
  std::string id{};  // "prd_4f7k2m9q1x8z"
  Secret secret{};
};

// "prd_" and 12 small letters and digits.
bool is_producer_id(std::string_view text);

// The four headers that let `body`, byte for byte, pass as the producer's: X-Producer-Id, X-Timestamp (epoch seconds),
// X-Nonce and X-Signature, the hex HMAC-SHA256 of timestamp, nonce and body with line feeds between. `nonce`: 8 to 64
// letters, digits, '-' and '_' that no other request has had.
net::Headers signature_of(const Producer& producer, std::string_view body, Timestamp now, const std::string& nonce);

}  // namespace robson::client
