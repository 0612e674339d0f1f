#pragma once
// /ws/prices/: each changed price is written and framed once and shared by all who subscribed to its symbol. A reader
// that is behind gets the newest price when it has room again, never the backlog. Loop thread.
#include <map>
#include <set>
#include <unordered_map>

#include "routes/gate.hpp"
#include "runtime/market_desk.hpp"
#include "wire/views.hpp"

namespace robson::routes {

class PriceFeed {
 public:
  PriceFeed(net::Context& context, runtime::Runtime& runtime, runtime::MarketDesk& desk, const Gate& gate,
            accounts::Accounts& accounts, Metrics& metrics, wire::VenueLabel venue);
  PriceFeed(const PriceFeed&) = delete;
  PriceFeed& operator=(const PriceFeed&) = delete;

  // The answer to those who come without an upgrade.
  static void add_route(Gate& gate);
  // Begins the once-a-second round: heartbeats, ages, symbols without a stream, expired tokens.
  void start();
  void stop() { stopped_ = true; }
  std::variant<net::AcceptSocket, net::Response> accept(const net::Request& request);

 private:
  class Client;
  friend class Client;

  void join(Client& client);
  void leave(Client& client);
  void subscribe(Client& client, const Symbol& symbol);
  void unsubscribe(Client& client, const Symbol& symbol);
  void on_notice(const engine::Notice& notice);
  void on_price(const Symbol& symbol);
  void publish(const Symbol& symbol);
  net::FramePtr frame_of(const Quote& quote, Timestamp now) const;
  net::FramePtr status_frame() const;
  net::Task<void> round();
  net::Task<void> refresh(Symbol symbol);
  void sweep(Timestamp now);
  void touch_symbols(Timestamp now);

  struct Watched {
    std::set<Client*> clients{};
    Timestamp published{};
    bool refreshing = false;
  };

  net::Context& context_;
  runtime::Runtime& runtime_;
  runtime::MarketDesk& desk_;
  const Gate& gate_;
  accounts::Accounts& accounts_;
  Metrics& metrics_;
  wire::VenueLabel venue_;
  std::set<Client*> clients_;
  std::unordered_map<Symbol, Watched> watched_;
  bool stopped_ = false;
};

}  // namespace robson::routes
