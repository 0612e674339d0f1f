#include "signals/waiting.hpp"

#include "base/ensure.hpp"

namespace robson::signals {
namespace {

constexpr std::size_t most_ended = 4000;

}  // namespace

void WaitingSignals::add(Signal signal) {
  ensure(signal.status == SignalStatus::NEW, "what waits is new");
  by_expiry_.insert({signal.expires_at, {signal.tenant, signal.id}});
  OfTenant& home = tenants_[signal.tenant];
  home.insert_or_assign(signal.id, std::move(signal));
}

Result<Signal, Refusal> WaitingSignals::end(TenantId tenant, std::int64_t id, SignalEvent event, Timestamp now) {
  const auto home = tenants_.find(tenant);
  if (home == tenants_.end()) return Unexpected(Refusal::unknown);
  const auto found = home->second.find(id);
  if (found == home->second.end()) {
    const Signal* ended = find_ended(tenant, id);
    return Unexpected(ended == nullptr ? Refusal::unknown : refusal_of(ended->status, ended->ended_at, {}));
  }
  if (event != SignalEvent::expire && found->second.expires_at <= now) return Unexpected(Refusal::expired);
  const auto status = next(found->second.status, event);
  ensure(status.has_value(), "what waits is new");
  return leave(home->second, found, *status, now);
}

std::vector<Signal> WaitingSignals::expire(Timestamp now) {
  std::vector<Signal> gone;
  while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
    const auto [tenant, id] = by_expiry_.begin()->second;
    OfTenant& home = tenants_[tenant];
    gone.push_back(leave(home, home.find(id), SignalStatus::EXPIRED, now));
  }
  return gone;
}

std::vector<Signal> WaitingSignals::cancel_of(TenantId tenant, const std::string& producer, Timestamp now) {
  std::vector<Signal> gone;
  OfTenant& home = tenants_[tenant];
  for (auto it = home.begin(); it != home.end();) {
    const auto here = it++;
    if (here->second.producer == producer) gone.push_back(leave(home, here, SignalStatus::CANCELLED, now));
  }
  return gone;
}

Signal WaitingSignals::leave(OfTenant& home, OfTenant::iterator which, SignalStatus end, Timestamp at) {
  Signal signal = std::move(which->second);
  home.erase(which);
  by_expiry_.erase({signal.expires_at, {signal.tenant, signal.id}});
  signal.status = end;
  signal.ended_at = at;
  keep(signal);
  return signal;
}

void WaitingSignals::keep(const Signal& ended) {
  ended_.insert_or_assign(ended.id, ended);
  ended_order_.push_back(ended.id);
  if (ended_order_.size() <= most_ended) return;
  ended_.erase(ended_order_.front());
  ended_order_.pop_front();
}

const Signal* WaitingSignals::find(TenantId tenant, std::int64_t id) const {
  const auto home = tenants_.find(tenant);
  if (home == tenants_.end()) return nullptr;
  const auto found = home->second.find(id);
  return found == home->second.end() ? nullptr : &found->second;
}

const Signal* WaitingSignals::find_ended(TenantId tenant, std::int64_t id) const {
  const auto found = ended_.find(id);
  return found == ended_.end() || found->second.tenant != tenant ? nullptr : &found->second;
}

std::vector<const Signal*> WaitingSignals::of(TenantId tenant) const {
  std::vector<const Signal*> found;
  const auto home = tenants_.find(tenant);
  if (home == tenants_.end()) return found;
  for (const auto& [id, signal] : home->second) found.push_back(&signal);
  return found;
}

std::size_t WaitingSignals::count(TenantId tenant) const {
  const auto home = tenants_.find(tenant);
  return home == tenants_.end() ? 0 : home->second.size();
}

std::size_t WaitingSignals::size() const {
  return by_expiry_.size();
}

}  // namespace robson::signals
