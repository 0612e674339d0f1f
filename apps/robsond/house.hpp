#pragma once
// Everything that a running server is made of, in the order in which it depends on each other; taken down in reverse.
#include "accounts/accounts.hpp"
#include "bots/bots.hpp"
#include "live_feed.hpp"
#include "net/server.hpp"
#include "routes/gate.hpp"
#include "routes/idempotency.hpp"
#include "routes/signal_desk.hpp"
#include "runtime/venue_watch.hpp"
#include "settings/settings.hpp"
#include "storage/emergency.hpp"
#include "storage/equity_keeper.hpp"
#include "storage/journal.hpp"
#include "storage/metric_keeper.hpp"
#include "tenant_accounts.hpp"
#include "venues/binance/market_client.hpp"

namespace robson {

class House {
 public:
  // Blocks while it opens accounts and loads the state. The error is one human sentence.
  static Result<std::unique_ptr<House>, std::string> build(net::Context& context, const Clock& clock,
                                                           storage::Database& database,
                                                           const settings::Settings& settings);
  ~House();

  // Starts listening, the venue's streams and the feeds.
  Result<void, std::string> start();
  std::vector<std::string> routes() const { return gate_->routes(); }
  std::uint16_t port() const { return server_->port(); }
  // Ends everything within a few seconds.
  net::Task<void> stop();

 private:
  House(net::Context& context, const Clock& clock, storage::Database& database, const settings::Settings& settings);
  Result<void, std::string> furnish();
  Result<std::vector<TenantId>, std::string> load_state();
  Result<void, std::string> attach_bots(const std::vector<TenantId>& tenants);
  Result<void, std::string> open_signals(const std::vector<TenantId>& tenants, accounts::SealedBox box);
  engine::Rules rules() const;
  void on_notice(const engine::Notice& notice);
  void refresh(const Symbol& symbol);
  net::Task<void> keep_time();
  void add_routes();
  void remember(const std::vector<Instrument>& listed);
  std::vector<Symbol> watched_symbols() const;
  routes::Gauges gauges() const;

  net::Context& context_;
  const Clock& clock_;
  storage::Database& database_;
  const settings::Settings& settings_;
  wire::VenueLabel venue_label_;
  FeedStart feed_start_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<accounts::AuditLog> audit_;
  std::unique_ptr<storage::EmergencyFile> emergency_;
  std::unique_ptr<storage::DatabaseJournal> journal_;
  std::unique_ptr<runtime::Runtime> runtime_;
  std::unique_ptr<venues::binance::MarketClient> market_;
  std::unique_ptr<runtime::MarketDesk> desk_;
  std::unique_ptr<runtime::VenueWatch> venue_watch_;
  std::unique_ptr<TenantAccounts> tenant_accounts_;
  std::unique_ptr<bots::Bots> bots_;
  routes::Metrics metrics_;
  std::unique_ptr<routes::SignalDesk> signals_;
  routes::PageMetrics page_metrics_;
  std::unique_ptr<routes::Idempotency> idempotency_;  // of users; the trading desk has one of its own
  std::unique_ptr<routes::Gate> gate_;
  std::unique_ptr<LiveFeed> feed_;
  storage::MetricKeeper metric_keeper_;
  std::unique_ptr<storage::EquityKeeper> equity_keeper_;
  std::unique_ptr<net::Server> server_;
  bool stopping_ = false;
};

}  // namespace robson
