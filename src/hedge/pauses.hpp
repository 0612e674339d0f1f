#pragma once
// Pauses: a set, whose union is in force. Each is there for itself, with who set it and why; ending one leaves the
// others. A breaker's pause ends with its breaker, a manual one with `resume`. Pure, any thread.
//
//   all          no entry, no exit, no act at either venue
//   entry, exit  no new position; no exit but an emergency
//   asgard, hyperliquid   no act at that venue, and so no entry: a position needs both
//
// No pause stops an emergency (bad health, a leg that stands alone, flatten) unless it says `including_emergency`.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "hedge/words.hpp"

namespace robson::hedge {

struct Pause {
  std::int64_t id = 0;
  PauseScope scope{};
  PauseSource source{};
  std::optional<BreakerType> breaker{};
  std::string reason{};
  std::string by{};
  Timestamp at{};
  std::optional<Timestamp> until{};
  bool including_emergency = false;
};

enum class Urgency : std::uint8_t { ordinary, emergency };

struct PauseSet {
  std::vector<Pause> pauses{};  // oldest first
  std::int64_t last_id = 0;

  // `pause.id` is given here.
  const Pause& add(Pause pause);
  // Ends the manual pauses of these scopes (none named: all manual ones); what ended.
  std::vector<Pause> resume(const std::vector<PauseScope>& scopes);
  // Ends the pauses of a breaker, of any source; what ended.
  std::vector<Pause> end_breaker(BreakerType type, PauseScope scope);

  // The first pause that forbids it; none: it may be done.
  const Pause* against_entry() const;
  const Pause* against_exit(Urgency urgency) const;
  const Pause* against_act(Leg venue, Urgency urgency) const;
  // The widest in force: all, then entry, exit, asgard, hyperliquid; the oldest of that scope.
  const Pause* widest() const;
};

enum class PauseRight : std::uint8_t { nothing, entry_and_exit, everything };  // viewer, operator, admin
// Operators set and clear `entry` and `exit`; the other scopes, and `including_emergency`, are the admin's.
bool may_set(PauseRight right, PauseScope scope, bool including_emergency);

}  // namespace robson::hedge
