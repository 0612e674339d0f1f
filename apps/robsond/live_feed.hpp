#pragma once
// The live feed as the server runs it: the event log over storage, what touches a tenant's state, the rounds that keep
// time, and the sockets. Loop thread; built before the loop runs, outlives the server's sessions.
#include <unordered_map>

#include "bots/bots.hpp"
#include "feed/bots_state.hpp"
#include "feed/engine_state.hpp"
#include "feed/entries.hpp"
#include "feed/signals_state.hpp"
#include "feed_store.hpp"
#include "routes/dashboard_socket.hpp"
#include "routes/feed_socket.hpp"
#include "routes/page_metrics.hpp"
#include "routes/price_socket.hpp"
#include "routes/signal_desk.hpp"

namespace robson {

class LiveFeed {
 public:
  struct Parts {
    net::Context& context;
    const Clock& clock;
    storage::Database& database;
    runtime::Runtime& runtime;
    routes::Gate& gate;
    routes::Metrics& metrics;
    routes::PageMetrics& page_metrics;
    bots::Bots& bots;
    routes::SignalDesk& signals;
    wire::VenueLabel venue;
    std::vector<Symbol> symbols;  // configured
    feed::Prices::Refresh refresh;
  };
  // The engine must hold what storage held, and no commit may have begun: the log is entered into the runtime.
  LiveFeed(Parts parts, const FeedStart& start);
  LiveFeed(const LiveFeed&) = delete;
  LiveFeed& operator=(const LiveFeed&) = delete;

  void add_routes();
  // Begins the rounds of every 100 ms and every second.
  void start();
  void stop() { stopping_ = true; }
  // Nothing when there is no socket at that path.
  std::optional<std::variant<net::AcceptSocket, net::Response>> accept(const net::Request& request);
  void fill(routes::Gauges& gauges) const;

 private:
  void on_notice(const engine::Notice& notice);
  void on_price(const Symbol& symbol);
  void on_operation(const engine::OperationChanged& changed);
  void on_venue_stream();
  void on_bot(bots::Bot& bot, bots::Change change);
  void touch_sums(TenantId tenant);
  void touch_all(bool values);
  void prune();
  net::Task<void> flush_round();
  net::Task<void> second_round();

  Parts parts_;
  feed::Entries entries_;
  FeedStore store_;
  feed::Log log_;
  feed::EngineState engine_state_;
  feed::BotsState bots_state_;
  feed::SignalsState state_;
  feed::Hub hub_;
  feed::Prices prices_;
  routes::LogCompletion completion_;
  routes::FeedParts shared_;
  routes::Visits visits_;   // of WebSockets
  routes::Visits streams_;  // of event streams
  routes::FeedSockets feed_sockets_;
  routes::PriceSockets price_sockets_;
  routes::EquityBoard equity_board_;
  routes::DashboardSockets dashboard_sockets_;
  bool stopping_ = false;
};

}  // namespace robson
