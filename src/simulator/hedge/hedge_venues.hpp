#pragma once
// Both venues of a two-legged position, the market that moves them, the chains that lead there and what goes wrong on
// the way; without sockets or a clock, so that thousands of runs in virtual time need nothing else. Home: whoever owns
// it; in robson-sim the loop thread.
//
// There are two clocks: `wall`, which callers bring and answers carry as their `time`, and market time, in which
// funding, interest and prices run. Market time may be faster, or be sent ahead; it never goes back.
#include <set>
#include <string>

#include "simulator/hedge/hedge_faults.hpp"
#include "simulator/hedge/hedge_market.hpp"
#include "simulator/hedge/hedge_views.hpp"

namespace robson::simulator {

// What outlives the program. Chains, faults, and what a person set in the market are over with it, but not where that
// left the price.
struct KeptHedge {
  Timestamp wall{};
  Timestamp market_time{};
  std::int64_t seed = 0;  // its bits
  PerpState perp{};
  LendingState lending{};
  std::map<std::string, Duration> shifts{};
  std::map<std::string, Price> offsets{};
  std::string reading{};  // while it is read: whose rows come
};

struct HedgeAccountOption {
  std::string key{};
  Money usd{};  // at each of the two venues
};
struct HedgeSetup {
  HedgeListing listing = usual_listing();
  std::uint64_t seed = 7;
  std::int64_t speed = 1;                   // market seconds in a second, 1 to 100,000
  Duration step = std::chrono::minutes(1);  // how often venues look at the market, a second to an hour
  Duration past{};  // how much of funding's history is there from the beginning; none before recordings
  std::vector<HedgeRecording> recordings{};
  std::vector<HedgeAccountOption> accounts{};
  std::optional<KeptHedge> kept{};
};

// What became of a call: what the venue says, and whether and when that arrives.
template <class T>
struct Told {
  Result<T, VenueRefusal> result;
  bool answered = true;  // false: the caller never hears of it
  Duration after{};      // the answer comes so much later
};

class HedgeVenues {
 public:
  static constexpr std::int64_t most_speed = 100'000;
  static constexpr Duration most_skip = std::chrono::hours(24 * 31);

  HedgeVenues(HedgeSetup setup, Timestamp wall);

  // Moves the market and the venues to `wall`, in steps as set up and at full hours (steps of an hour for what is
  // longer than a month).
  void advance(Timestamp wall);
  Timestamp now() const { return now_; }  // market time

  void set_speed(std::int64_t speed, Timestamp wall);
  void skip(Duration span, Timestamp wall);  // sends market time ahead
  std::int64_t speed() const { return speed_; }

  // A key that was named in the setup.
  bool opens(std::string_view key) const { return keys_.contains(key); }

  // Acts, with chains and faults on the way. Times of what they do are market time.
  Told<PerpOrder> order(std::string_view key, const PerpOrderRequest& request);
  Told<LendingPosition> open(std::string_view key, const LendingRequest& request);
  Told<LendingPosition> close(std::string_view key, std::string_view client_id, const std::string& close_id);
  // What happens to a call that only reads: nothing, or a fault.
  Told<bool> read(HedgeVenue venue);

  // With the time at which they were right: old when the chain is down.
  PerpMarketsView perp_markets(Timestamp wall) const;
  LendingMarketsView lending_markets(Timestamp wall) const;

  // Takes a chain down or up again.
  void set_down(Chain chain, bool down, Timestamp wall);
  // Looks at the market again, after something in it was changed by hand.
  void reprice();

  const PerpExchange& perp() const { return perp_; }
  PerpExchange& perp() { return perp_; }
  const LendingPool& lending() const { return lending_; }
  HedgeMarket& market() { return market_; }
  const HedgeMarket& market() const { return market_; }
  HedgeFaults& faults() { return faults_; }
  Chains& chains() { return chains_; }
  const Chains& chains() const { return chains_; }

  KeptHedge keep(Timestamp wall) const;
  // Grows with everything that has to be kept soon.
  std::int64_t changes() const { return perp_.state().changes + lending_.state().changes + steered_; }

 private:
  template <class T, class Done, class Refused>
  Told<T> act(HedgeVenue venue, HedgeAct what, Done done, Refused refused);
  Timestamp market_time(Timestamp wall) const { return anchor_market_ + (wall - anchor_wall_) * speed_; }
  void anchor(Timestamp wall);
  void build_past(Duration past);
  void move_to(Timestamp market_time);

  std::uint64_t seed_;
  HedgeMarket market_;
  PerpExchange perp_;
  LendingPool lending_;
  HedgeFaults faults_{};
  Chains chains_{};
  std::set<std::string, std::less<>> keys_{};
  std::optional<PerpMarketsView> perp_frozen_{};  // as they were when the chain went down
  std::optional<LendingMarketsView> lending_frozen_{};
  Timestamp anchor_wall_{};
  Timestamp anchor_market_{};
  std::int64_t speed_ = 1;
  Duration step_{};
  std::int64_t steered_ = 0;  // how often a person moved market or time
  Timestamp now_{};
};

}  // namespace robson::simulator
