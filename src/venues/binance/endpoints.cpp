#include "venues/binance/endpoints.hpp"

namespace robson::venues::binance {
namespace {
struct Hosts {
  std::string_view rest;
  std::string_view streams;
  std::uint16_t streams_port;
  std::string_view api;
};
constexpr Hosts known[] = {
    {"api.binance.com", "stream.binance.com", 9443, "ws-api.binance.com"},
    {"testnet.binance.vision", "stream.testnet.binance.vision", 443, "ws-api.testnet.binance.vision"},
};
}  // namespace

Result<Endpoints, std::string> endpoints_of(std::string_view venue_url) {
  const auto origin = net::parse_url(venue_url);
  if (!origin || (!venue_url.starts_with("http://") && !venue_url.starts_with("https://"))) {
    return Unexpected(std::string("expected an address such as https://api.binance.com or http://127.0.0.1:9443"));
  }
  if (origin->target != "/") return Unexpected(std::string("expected an address without a path"));
  Endpoints made{.rest = *origin, .streams = *origin, .api = *origin};
  for (const Hosts& hosts : known) {
    if (origin->host != hosts.rest) continue;
    made.streams.host = hosts.streams;
    made.streams.port = hosts.streams_port;
    made.api.host = hosts.api;
  }
  made.streams.target = "/stream";
  made.api.target = "/ws-api/v3";
  return made;
}

}  // namespace robson::venues::binance
