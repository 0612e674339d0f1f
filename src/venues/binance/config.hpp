#pragma once
// Every setting of the adapter with its default.
#include <cstdint>
#include <string>

#include "base/timestamp.hpp"

namespace robson::venues::binance {

struct Config {
  std::string venue_url = "https://api.binance.com";  // endpoints_of() says what it may be
  std::string ca_file{};                              // PEM; empty: the system's
  int rate_share_percent = 80;                        // of the venue's weight limit, 1 to 100
  Duration receive_window = std::chrono::seconds(5);
  Duration request_timeout = std::chrono::seconds(5);
  Duration connect_timeout = std::chrono::seconds(3);
  Duration clock_refresh = std::chrono::minutes(10);      // the venue's clock is measured again after this
  Duration ask_after = std::chrono::seconds(3);           // of silence REST is asked to confirm the prices
  Duration replace_after = std::chrono::seconds(5);       // of silence a socket is replaced while REST answers
  Duration quiet_check = std::chrono::seconds(10);        // a symbol without a message of its own is compared with REST
  Duration connection_life = std::chrono::hours(23);      // the venue ends connections at 24 hours
  Duration account_ping = std::chrono::seconds(10);       // of silence on the user stream: it is asked for a sign
  Duration balance_refresh = std::chrono::minutes(5);     // balances are compared with REST
  Duration credentials_retry = std::chrono::seconds(30);  // after a key or signature was refused
  std::uint32_t seed = 1;                                 // of the jitter between attempts
};

}  // namespace robson::venues::binance
