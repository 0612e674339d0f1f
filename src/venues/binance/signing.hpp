#pragma once
// Requests in the caller's name. The signature is HMAC-SHA256 with the account's secret, in hex, over exactly the
// percent-encoded bytes that are sent (else the venue answers -1022).
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "base/timestamp.hpp"

namespace robson::venues::binance {

struct Credentials {
  Secret key{};
  Secret secret{};
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=x%20y", in the order given.
std::string encode_query(const Parameters& parameters);

// Lower-case hex of HMAC-SHA256.
std::string hmac_sha256_hex(const Secret& secret, std::string_view payload);

// The query with recvWindow, timestamp and signature behind `parameters`. `venue_now` is by the venue's clock.
std::string signed_query(Parameters parameters, const Secret& secret, Timestamp venue_now, Duration receive_window);

// The params of a signed WebSocket API request, as a JSON object. The venue signs them in alphabetical order.
std::string signed_params(Parameters parameters, const Credentials& credentials, Timestamp venue_now,
                          Duration receive_window);

}  // namespace robson::venues::binance
