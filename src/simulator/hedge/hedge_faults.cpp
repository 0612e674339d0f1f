#include "simulator/hedge/hedge_faults.hpp"

#include <algorithm>
#include <array>

namespace robson::simulator {
namespace {

template <class E, std::size_t size>
std::optional<E> enumerator_of(std::string_view text, const std::array<E, size>& all) {
  const auto found = std::find_if(all.begin(), all.end(), [&](E each) { return name(each) == text; });
  if (found == all.end()) return {};
  return *found;
}

bool covers(const HedgeFault& fault, HedgeAct act) {
  switch (fault.only) {
    case HedgeFaultScope::open: return act == HedgeAct::open;
    case HedgeFaultScope::close: return act == HedgeAct::close;
    case HedgeFaultScope::any: return act != HedgeAct::read;
    case HedgeFaultScope::read: return act == HedgeAct::read;
    case HedgeFaultScope::all: return true;
  }
  return false;
}

}  // namespace

std::string_view name(HedgeVenue venue) {
  return venue == HedgeVenue::perp ? "perp" : "lending";
}

std::string_view name(HedgeFaultKind kind) {
  switch (kind) {
    case HedgeFaultKind::reject: return "reject";
    case HedgeFaultKind::timeout: return "timeout";
    case HedgeFaultKind::lost: return "lost";
    case HedgeFaultKind::error: return "error";
    case HedgeFaultKind::slow: return "slow_ms";
  }
  return "";
}

std::string_view name(HedgeFaultScope scope) {
  switch (scope) {
    case HedgeFaultScope::open: return "open";
    case HedgeFaultScope::close: return "close";
    case HedgeFaultScope::any: return "any";
    case HedgeFaultScope::read: return "read";
    case HedgeFaultScope::all: return "all";
  }
  return "";
}

std::optional<HedgeVenue> hedge_venue_of(std::string_view text) {
  return enumerator_of(text, std::array{HedgeVenue::perp, HedgeVenue::lending});
}

std::optional<HedgeFaultKind> hedge_fault_kind_of(std::string_view text) {
  using enum HedgeFaultKind;
  return enumerator_of(text, std::array{reject, timeout, lost, error, slow});
}

std::optional<HedgeFaultScope> hedge_fault_scope_of(std::string_view text) {
  using enum HedgeFaultScope;
  return enumerator_of(text, std::array{open, close, any, read, all});
}

bool HedgeFaults::add(const HedgeFault& fault) {
  if (standing_.size() >= most) return false;
  standing_.push_back(fault);
  return true;
}

std::optional<HedgeFault> HedgeFaults::take(HedgeVenue venue, HedgeAct act) {
  const auto found = std::find_if(standing_.begin(), standing_.end(), [&](const HedgeFault& each) {
    const bool possible = act != HedgeAct::read || each.kind != HedgeFaultKind::reject;
    return each.venue == venue && possible && covers(each, act);
  });
  if (found == standing_.end()) return {};
  const HedgeFault taken = *found;
  if (found->count > 0 && --found->count == 0) standing_.erase(found);
  return taken;
}

}  // namespace robson::simulator
