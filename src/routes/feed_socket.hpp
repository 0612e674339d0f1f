#pragma once
// WS /ws/v1/feed. Loop thread.
#include "routes/subscriber.hpp"
#include "routes/visit.hpp"

namespace robson::routes {

class FeedSockets {
 public:
  FeedSockets(Gate& gate, Visits& visits, const Clock& clock, const FeedParts& parts)
      : gate_(gate), visits_(visits), clock_(clock), parts_(parts) {}
  FeedSockets(const FeedSockets&) = delete;
  FeedSockets& operator=(const FeedSockets&) = delete;

  // The answer to those who come without an upgrade.
  static void add_route(Gate& gate);
  std::variant<net::AcceptSocket, net::Response> accept(const net::Request& request);
  // The venue's stream changed: told to all who read prices.
  void venue_changed();

 private:
  class Client;

  Gate& gate_;
  Visits& visits_;
  const Clock& clock_;
  const FeedParts& parts_;
  std::set<Client*> clients_;
};

// Answers 426 to those who come to a WebSocket's path without an upgrade.
void add_socket_route(Gate& gate, const char* pattern);
inline constexpr std::string_view json_protocol = "robson.v1";
inline constexpr std::string_view msgpack_protocol = "robson.v1.msgpack";
// The answer to an upgrade for a socket of JSON messages: what `make` makes of who came, or a refusal (foreign Origin).
using MakeListener = std::function<std::unique_ptr<net::Listener>(SocketCaller)>;
std::variant<net::AcceptSocket, net::Response> accept_json(Gate& gate, const net::Request& request,
                                                           const MakeListener& make);
// Whether the client offers that sub-protocol.
bool offers_protocol(const net::Request& request, std::string_view protocol);

}  // namespace robson::routes
