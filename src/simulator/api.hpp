#pragma once
// The venue's calls as one table: each has a REST method and path, a WebSocket API name, or both; what it weighs, who
// may call it, and the one handler that serves both ways.
#include <vector>

#include "net/http.hpp"
#include "simulator/key_permission.hpp"
#include "simulator/live_market.hpp"
#include "simulator/parameters.hpp"
#include "simulator/weights.hpp"

namespace robson::simulator {

struct Call {
  LiveMarket& market;
  Parameters& parameters;
  Weights& weights;
  AccountId account{};                              // of a signed call
  Timestamp now{};                                  // market time: what orders and trades are stamped with
  Timestamp wall{};                                 // the venue's clock
  KeyPermission permission = KeyPermission::trade;  // of the key of a signed call, which was
  Timestamp key_created{};
  Events events{};  // what the call caused; published after it
};

enum class Access { open, key, signature };

struct Endpoint {
  net::Method method = net::Method::GET;
  std::string_view path{};  // empty: WebSocket API only
  std::string_view name{};  // of the WebSocket API; empty: REST only
  Access access = Access::open;
  std::int64_t (*weight)(const Parameters&) = nullptr;
  Answer (*handle)(Call&) = nullptr;
  int new_orders = 0;  // how many orders it counts as
};
using Endpoints = std::vector<Endpoint>;

template <std::int64_t weight>
std::int64_t fixed_weight(const Parameters&) {
  return weight;
}

void add_market_endpoints(Endpoints& to);
void add_ticker_endpoints(Endpoints& to);
void add_order_endpoints(Endpoints& to);
void add_order_list_endpoints(Endpoints& to);
void add_account_endpoints(Endpoints& to);
const Endpoints& all_endpoints();

// The known symbol that the call names, or -1121.
Result<const SymbolMarket*, ApiError> market_of(Call& call, const Symbol& symbol);

}  // namespace robson::simulator
