#pragma once
// What goes wrong between a bot and the hedge venues, on request. A value: routes consult it, and simulations in
// memory.
//
//   reject   the act is refused by the venue, and it stands in its books as REJECTED
//   error    503, nothing was done
//   lost     nothing was done, and no answer comes
//   timeout  it was done, and no answer comes
//   slow     it was done, and the answer comes later
//
// Each holds for `count` calls (-1: until it is cleared), of acts that open, that close (a reduce_only order, the close
// of a position), of both (`any`), of calls that only read (`read`), or of all. The first that fits is the one that
// happens.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/timestamp.hpp"

namespace robson::simulator {

enum class HedgeVenue { perp, lending };
enum class HedgeFaultKind { reject, timeout, lost, error, slow };
enum class HedgeFaultScope { open, close, any, read, all };
enum class HedgeAct { open, close, read };
std::string_view name(HedgeVenue venue);
std::string_view name(HedgeFaultKind kind);
std::string_view name(HedgeFaultScope scope);
std::optional<HedgeVenue> hedge_venue_of(std::string_view name);
std::optional<HedgeFaultKind> hedge_fault_kind_of(std::string_view name);
std::optional<HedgeFaultScope> hedge_fault_scope_of(std::string_view name);

struct HedgeFault {
  HedgeVenue venue = HedgeVenue::perp;
  HedgeFaultKind kind = HedgeFaultKind::error;
  HedgeFaultScope only = HedgeFaultScope::any;
  std::int64_t count = 1;
  Duration later{};  // of slow
};

class HedgeFaults {
 public:
  static constexpr std::size_t most = 100;
  // False when too many stand.
  bool add(const HedgeFault& fault);
  void clear() { standing_.clear(); }
  // The fault that happens to this call, and is used up by it. A refusal cannot happen to a read.
  std::optional<HedgeFault> take(HedgeVenue venue, HedgeAct act);
  const std::vector<HedgeFault>& standing() const { return standing_; }

 private:
  std::vector<HedgeFault> standing_{};
};

}  // namespace robson::simulator
