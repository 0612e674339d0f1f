#include "hedge/pauses.hpp"

#include <algorithm>

#include "hedge/breakers.hpp"

namespace robson::hedge {
namespace {

// What `gone` names is taken out, in order.
template <class Gone>
std::vector<Pause> take(std::vector<Pause>& pauses, Gone&& gone) {
  const auto kept = std::stable_partition(pauses.begin(), pauses.end(), [&](const Pause& one) { return !gone(one); });
  std::vector<Pause> ended(kept, pauses.end());
  pauses.erase(kept, pauses.end());
  return ended;
}

template <class Forbids>
const Pause* first(const std::vector<Pause>& pauses, Forbids&& forbids) {
  const auto found = std::ranges::find_if(pauses, forbids);
  return found == pauses.end() ? nullptr : &*found;
}

bool holds_back(const Pause& pause, Urgency urgency) {
  return urgency == Urgency::ordinary || pause.including_emergency;
}

}  // namespace

const Pause& PauseSet::add(Pause pause) {
  pause.id = ++last_id;
  pauses.push_back(std::move(pause));
  return pauses.back();
}

std::vector<Pause> PauseSet::resume(const std::vector<PauseScope>& scopes) {
  return take(pauses, [&](const Pause& one) {
    return one.source == PauseSource::manual &&
           (scopes.empty() || std::ranges::find(scopes, one.scope) != scopes.end());
  });
}

std::vector<Pause> PauseSet::end_breaker(BreakerType type, PauseScope scope) {
  return take(pauses, [&](const Pause& one) { return one.breaker == type && one.scope == scope; });
}

const Pause* PauseSet::against_entry() const {
  return first(pauses, [](const Pause& one) { return one.scope != PauseScope::exit; });
}

const Pause* PauseSet::against_exit(Urgency urgency) const {
  return first(pauses, [&](const Pause& one) {
    return (one.scope == PauseScope::all || one.scope == PauseScope::exit) && holds_back(one, urgency);
  });
}

const Pause* PauseSet::against_act(Leg venue, Urgency urgency) const {
  return first(pauses, [&](const Pause& one) {
    return (one.scope == PauseScope::all || one.scope == scope_of(venue)) && holds_back(one, urgency);
  });
}

const Pause* PauseSet::widest() const {
  const auto found = std::ranges::min_element(pauses, {}, [](const Pause& one) { return one.scope; });
  return found == pauses.end() ? nullptr : &*found;
}

bool may_set(PauseRight right, PauseScope scope, bool including_emergency) {
  if (right == PauseRight::everything) return true;
  if (right == PauseRight::nothing || including_emergency) return false;
  return scope == PauseScope::entry || scope == PauseScope::exit;
}

}  // namespace robson::hedge
