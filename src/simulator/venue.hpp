#pragma once
// What a venue consists of, for those who serve it: routes, sockets, the loop. Built once, in this order; loop thread.
#include "simulator/api.hpp"
#include "simulator/hedge/hedge_venues.hpp"
#include "simulator/kept_text.hpp"
#include "simulator/listen_keys.hpp"
#include "simulator/options.hpp"
#include "simulator/signing.hpp"
#include "simulator/streams.hpp"
#include "simulator/user_stream.hpp"

namespace robson::simulator {

struct Venue {
  // `kept` (without fault): what an earlier run left. Its keys that were made at run time open their accounts again.
  Venue(std::vector<SymbolSetup> symbols, MarketClock market_clock, const Clock& wall_clock, RequestLimits limits,
        std::uint64_t seed, Later run_later, const KeptState* kept = nullptr, HedgeSetup hedge_setup = {})
      : clock(wall_clock),
        later(run_later),
        market(std::move(symbols), market_clock, kept != nullptr ? &kept->exchange : nullptr),
        weights(limits),
        listen_keys(seed),
        outlets(faults, clock, std::move(run_later)),
        streams(market),
        hedge(std::move(hedge_setup), wall_clock.now()) {
    market.on_events([this](const Events& events) {
      const Timestamp now = market.time(clock.now());
      streams.publish(events, now);
      users.publish(events, now);
    });
    if (kept != nullptr) go_on_from(*kept);
  }
  Venue(const Venue&) = delete;
  Venue& operator=(const Venue&) = delete;

  // False when the account that it shall share does not exist. A key that an earlier run knew opens its account of
  // then, with what that has.
  bool open(const AccountOption& account, Timestamp created, bool at_run_time = false);
  // For a later run. Faults, listen keys and a market that was told to stand still end with this one.
  KeptState keep(Timestamp wall, bool at_the_end = false) const;
  // Grows with all that has to be kept soon.
  std::int64_t changes() const {
    return market.exchange().changes() + hedge.changes() + static_cast<std::int64_t>(keys.all().size());
  }

  // What the venue's clock says; a fault may have put it wrong.
  Timestamp now() const { return clock.now() + faults.skew(clock.now()); }

  const Clock& clock;
  Later later;
  LiveMarket market;
  KeyRing keys{};
  Weights weights;
  Faults faults{};
  ListenKeys listen_keys;
  Outlets outlets;
  UserStreams users{};
  Streams streams;
  HedgeVenues hedge;

 private:
  void go_on_from(const KeptState& kept);
  // Of earlier runs, also keys and symbols that this one does not name.
  std::map<std::string, KeptKey, std::less<>> earlier_keys_{};
  std::vector<KeptMarket> earlier_markets_{};
  std::vector<KeptPath> earlier_paths_{};
};

// One call of the API, from either side, with its checks in the venue's order: weight, key and signature, limits of
// orders, and at last the handler. Publishes what it caused.
struct Credentials {
  std::string key{};
  std::vector<std::string> payloads{};  // what may have been signed
  std::string address{};
};
struct Reply {
  int status = 200;
  std::string body{};  // JSON: the result, or {"code":...,"msg":...}
  std::int64_t retry_after_seconds = 0;
  bool is_error = false;
  std::optional<AccountId> account{};  // of a signed call
};
Reply perform(Venue& venue, const Endpoint& endpoint, Parameters& parameters, const Credentials& credentials);
Reply reply_of(const ApiError& error);
// A fault that answers the call in place of the venue, if one stands.
std::optional<Reply> answered_by_fault(Venue& venue, FaultScope scope, const FaultTarget& target);

// HTTP requests: /api, /sapi, the hedge venues' and /sim.
void serve_rest(Venue& venue, net::Request request, net::Respond respond);
net::Response serve_controls(Venue& venue, const net::Request& request);
// Upgrades: /ws, /stream and /ws-api/v3.
std::variant<net::AcceptSocket, net::Response> accept_socket(Venue& venue, const net::Request& request);
std::unique_ptr<net::Listener> stream_listener(Venue& venue, std::vector<std::string> streams, Streams::Form form);
std::unique_ptr<net::Listener> api_listener(Venue& venue);

}  // namespace robson::simulator
