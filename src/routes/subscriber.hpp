#pragma once
// One reader of the feed, whatever carries it: what it subscribed to, once it is known who it is. Loop thread.
#include "feed/hub.hpp"
#include "routes/feed_message.hpp"
#include "routes/log_completion.hpp"
#include "runtime/runtime.hpp"

namespace robson::routes {

class Subscriber;

// What all transports of the feed share; lives as long as the server.
struct FeedParts {
  net::Context& context;
  const runtime::Runtime& runtime;
  feed::Log& log;
  feed::Hub& hub;
  feed::Prices& prices;
  LogCompletion& completion;
  std::vector<Symbol> symbols;  // configured: shown to whoever names none
};

// A question to the feed, by message or by query.
struct FeedQuery {
  feed::Subscription subscription{};
  std::vector<Symbol> symbols{};  // empty: chosen by the server
};

// Symbols of the tenant's open positions and the configured ones.
std::vector<Symbol> usual_symbols(const FeedParts& parts, TenantId tenant);

class Subscriber {
 public:
  // The socket must outlive it. Before a subscription the tenant's log must be complete.
  Subscriber(const FeedParts& parts, TenantId tenant, net::Socket& socket, feed::Encoding encoding);

  // False, and nothing changed, when it would be too many symbols.
  bool subscribe(const FeedQuery& wanted);
  // Tells what it had missed of the channels that it has. False when it has none.
  bool catch_up(std::int64_t last_seq, std::optional<std::int64_t> epoch);
  void unsubscribe(feed::Channels channels, const std::vector<Symbol>& symbols);
  feed::Channels channels() const { return reader_.channels(); }

  void tell(std::string_view json) { reader_.tell(json); }
  // Where prices are read: how the venue's stream is.
  void tell_venue_status(Timestamp now);
  void drained();

 private:
  const FeedParts& parts_;
  TenantId tenant_;
  net::Socket& socket_;
  feed::PriceForm form_;
  feed::PriceReader prices_;
  feed::Reader reader_;
};

}  // namespace robson::routes
