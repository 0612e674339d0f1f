#pragma once
// The signals that wait for a decision, of all tenants. Each leaves once, by a decision, its time, or a cancel; what
// left is known for a while longer, so that who comes second is told why. Loop thread; knows no disk: what it changes
// becomes durable by its owner, in the same turn.
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "signals/lifecycle.hpp"

namespace robson::signals {

class WaitingSignals {
 public:
  static constexpr std::size_t most_of_tenant = 1000;
  explicit WaitingSignals(std::size_t most = most_of_tenant) : most_(most) {}

  bool has_room(TenantId tenant) const { return count(tenant) < most_; }
  // However little room there is: what waited when the program ended is not dropped.
  void add(Signal signal);

  // The signal as it is after the event; why not, when it takes none. `now` past its time is its end.
  Result<Signal, Refusal> end(TenantId tenant, std::int64_t id, SignalEvent event, Timestamp now);
  // All whose time is over.
  std::vector<Signal> expire(Timestamp now);
  std::vector<Signal> cancel_of(TenantId tenant, const std::string& producer, Timestamp now);

  // Of that tenant; nullptr for what does not wait.
  const Signal* find(TenantId tenant, std::int64_t id) const;
  // One that left a short while ago; nullptr when it is not remembered.
  const Signal* find_ended(TenantId tenant, std::int64_t id) const;
  std::vector<const Signal*> of(TenantId tenant) const;  // oldest first
  std::size_t count(TenantId tenant) const;
  std::size_t size() const;

 private:
  using OfTenant = std::map<std::int64_t, Signal>;
  Signal leave(OfTenant& home, OfTenant::iterator which, SignalStatus end, Timestamp at);
  void keep(const Signal& ended);

  const std::size_t most_;
  std::map<TenantId, OfTenant> tenants_;
  std::set<std::pair<Timestamp, std::pair<TenantId, std::int64_t>>> by_expiry_;
  std::unordered_map<std::int64_t, Signal> ended_;
  std::deque<std::int64_t> ended_order_;
};

}  // namespace robson::signals
