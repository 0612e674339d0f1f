#pragma once
// All live trading state of one tenant. Owned by the engine, changed only in Engine::apply; others read it.
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "engine/output.hpp"
#include "engine/quotes.hpp"

namespace robson::engine {

// A crossing of stop or target that our own watch saw.
struct Crossing {
  ExitReason reason{};
  Price level{};
  Quote tick{};
  Timestamp at{};
};

// An operation in the engine's care and all that belongs to it.
struct Followed {
  Operation operation{};
  std::vector<Order> orders{};  // in the order of their making
  std::vector<Fill> fills{};
  std::vector<Proof> proofs{};

  // The exit lease: at most one request of an operation is out at the venue; while it is, nothing else is sent for it.
  std::int64_t request = 0;
  VenueRequest asked{};                // what that request is
  Timestamp not_before{};              // no new request before that (back-off after a refusal)
  Timestamp told_to_wait{};            // the part of it that the venue asked for
  int failures = 0;                    // in a row
  std::optional<Crossing> crossing{};  // seen while a stop stood at the venue, and not settled yet
  bool supervised = false;             // the venue was asked after the crossing, and its stop still stands
  bool no_room = false;  // the venue takes no further stop order: the old one is cancelled before the new one is placed
  std::optional<Crossing> exit_due{};  // the position has to be left now

  const Order* find(const std::string& client_id) const;
  Order* find(const std::string& client_id);
  // The newest order of that purpose that may still fill; nullptr when there is none.
  const Order* open_order(OrderPurpose purpose) const;
  int attempts(OrderPurpose purpose) const;
  Quantity booked(const Order& order) const;  // sum of its booked fills
};

// The tenant's account at its venue, as last told.
struct Account {
  Balances balances{};
  Timestamp as_of{};
  StreamState stream = StreamState::connecting;
  bool known = false;  // false until the first complete answer
  Timestamp known_since{};
  bool open = false;  // there is an account to trade with
  bool can_short = false;
  bool offers_entry_lists = false;
  std::string trouble{};                       // why it cannot trade; empty: it can
  std::vector<VenueOrder> external_orders{};   // open at the venue and not ours
  Timestamp read_asked{};                      // when a comparison was last asked for
  Timestamp last_booked{};                     // balances read before it are older than the ledger
  std::map<std::string, Money> unexplained{};  // differences seen once; booked as external when seen again

  Money free(const std::string& asset) const;  // 0 of what it does not hold
};

struct TenantState {
  TenantDesk desk{};
  std::map<StrategyId, Strategy> strategies{};
  std::map<PlanId, Plan> plans{};
  std::map<OperationId, Followed> operations{};
  Account account{};
  bool has_account = false;                   // something was ever told of an account
  std::map<std::string, Money> ledger{};      // sum of the movements, by asset
  std::deque<DifferenceFound> differences{};  // the newest 100, newest last
};

// How an operation is protected now.
enum class Protection {
  NONE,      // nothing confirmed at the venue: the server's own watch is all there is
  AT_VENUE,  // a confirmed stop for all of it
  PLACING,   // not confirmed: being placed, replaced, or asked for
  CLOSING,   // being left
};
Protection protection_of(const Followed& followed, const Instrument* instrument);
// What can be sold: what is held, floored to the step.
Quantity sellable(const Operation& operation, const Instrument& instrument);
// Loss if it is left at its stop's price, never below 0. Of a PLANNED one too.
Money worst_case(const Operation& operation, const Instrument* instrument);

}  // namespace robson::engine
