#pragma once
// WS /ws/prices/: prices alone, in flat messages. Loop thread.
#include "engine/engine.hpp"
#include "feed/prices.hpp"
#include "routes/visit.hpp"

namespace robson::routes {

class PriceSockets {
 public:
  PriceSockets(Gate& gate, Visits& visits, const Clock& clock, const engine::Engine& engine, feed::Prices& prices)
      : gate_(gate), visits_(visits), clock_(clock), engine_(engine), prices_(prices) {}
  PriceSockets(const PriceSockets&) = delete;
  PriceSockets& operator=(const PriceSockets&) = delete;

  static void add_route(Gate& gate);
  std::variant<net::AcceptSocket, net::Response> accept(const net::Request& request);
  // The venue's stream changed: told to all.
  void venue_changed();

 private:
  class Client;

  Gate& gate_;
  Visits& visits_;
  const Clock& clock_;
  const engine::Engine& engine_;
  feed::Prices& prices_;
  std::set<Client*> clients_;
};

}  // namespace robson::routes
