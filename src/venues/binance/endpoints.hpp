#pragma once
// Where the venue is reached, all from one configured address.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/http.hpp"

namespace robson::venues::binance {

struct Endpoints {
  net::Url rest{};     // origin; paths begin with /api/v3
  net::Url streams{};  // .../stream
  net::Url api{};      // .../ws-api/v3
};

// "https://api.binance.com" means the hosts of the real exchange, "https://testnet.binance.vision" those of its
// testnet; any other address (the simulator) serves everything itself. The error is one sentence.
Result<Endpoints, std::string> endpoints_of(std::string_view venue_url);

}  // namespace robson::venues::binance
