#pragma once
// A signal's life:
//
//   NEW --approve--> APPROVED     NEW --expire--> EXPIRED
//       --reject---> REJECTED         --cancel--> CANCELLED (by its producer, or because its producer was revoked)
//
// Everything but NEW is an end.
#include <optional>
#include <string_view>

#include "signals/signal.hpp"

namespace robson::signals {

enum class SignalEvent { approve, reject, expire, cancel };

// What becomes of a signal; nothing when the event is refused.
std::optional<SignalStatus> next(SignalStatus status, SignalEvent event);

// Why something is not done with a signal. Closed list; each has a code on the wire.
enum class Refusal {
  unknown,          // that tenant has no such signal
  already_decided,  // approved or rejected
  expired,
  cancelled,
  producer_revoked,  // cancelled because its producer may not send any more
  min_confidence,    // the strategy's policy; the signal still waits
  cooldown,
  daily_cap,
};
std::string_view code_of(Refusal refusal);  // "ALREADY_DECIDED"
// Why a signal that is no longer NEW takes no event. `revoked`: its producer's, if it was.
Refusal refusal_of(SignalStatus status, std::optional<Timestamp> ended_at, std::optional<Timestamp> revoked);

// How old a signal looks to who decides: under 5 minutes, under 15, older.
enum class Maturity { FRESH, AGING, STALE };
Maturity maturity_of(Duration age);

}  // namespace robson::signals
