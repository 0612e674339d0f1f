#pragma once
// Circuit breakers: what a bot stops by itself, and how it gets going again. Pure, any thread.
//
//   type                scope   exits   recovers
//   asgard_health       entry   yes     by hand
//   hyperliquid_margin  entry   yes     by hand
//   price_deviation     entry   no      after 30 minutes
//   negative_apy        entry   no      after 30 minutes
//   lst_depeg           entry   yes     by hand
//   high_gas            venue   no      when clear
//   chain_outage        venue   no      when healthy for 60 s
//   manual              all     no      by hand
//
// A breaker whose cause still stands at its recovery time stays for another cooldown. One open breaker of a type and
// scope is enough: it is not tripped again while it is open.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "hedge/words.hpp"

namespace robson::hedge {

struct Breaker {
  std::int64_t id = 0;
  BreakerType breaker_type{};
  Timestamp triggered_at{};
  std::string reason{};
  PauseScope scope{};
  bool auto_recovery = false;
  std::optional<std::int64_t> cooldown_seconds{};
  std::optional<Timestamp> recovery_time{};
  std::optional<Timestamp> resolved_at{};
  std::optional<std::string> resolved_by{};
};

struct BreakerRule {
  std::optional<PauseScope> scope{};  // none: that of the venue it is about
  bool exits = false;                 // the positions it is about are closed
  bool auto_recovery = false;
  Duration cooldown{};           // fixed from the trip on, or (chain_outage) of health without a break
  bool waits_for_clear = false;  // recovery counts from when the cause is gone
};
BreakerRule rule_of(BreakerType type);

struct BreakerSet {
  std::vector<Breaker> breakers{};  // oldest first; resolved ones are kept for a day
  std::int64_t last_id = 0;

  // Opens one, or nothing when one of that type and scope is open already. `venue` gives the scope of a venue's
  // breaker.
  std::optional<Breaker> trip(BreakerType type, Leg venue, std::string reason, Timestamp now);
  // Tells whether the cause stands, for every open one of that type and scope that recovers by itself; what recovered.
  // `clear_since`: since when the cause is known to be gone; none: it stands, or nobody knows.
  std::vector<Breaker> review(BreakerType type, PauseScope scope, std::optional<Timestamp> clear_since, Timestamp now);
  // By hand, all open ones of the type; what was resolved.
  std::vector<Breaker> resolve(BreakerType type, const std::string& by, Timestamp now);
  // Forgets what was resolved longer than a day ago.
  void forget(Timestamp now);

  const Breaker* open(BreakerType type, PauseScope scope) const;
  std::vector<BreakerType> active() const;  // each type once
};

// The scope of a breaker about that venue.
PauseScope scope_of(Leg venue);

}  // namespace robson::hedge
