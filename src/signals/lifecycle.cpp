#include "signals/lifecycle.hpp"

namespace robson::signals {

std::optional<SignalStatus> next(SignalStatus status, SignalEvent event) {
  if (status != SignalStatus::NEW) return {};
  switch (event) {
    case SignalEvent::approve: return SignalStatus::APPROVED;
    case SignalEvent::reject: return SignalStatus::REJECTED;
    case SignalEvent::expire: return SignalStatus::EXPIRED;
    case SignalEvent::cancel: break;
  }
  return SignalStatus::CANCELLED;
}

std::string_view code_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::unknown: return "UNKNOWN_SIGNAL";
    case Refusal::already_decided: return "ALREADY_DECIDED";
    case Refusal::expired: return "SIGNAL_EXPIRED";
    case Refusal::cancelled: return "SIGNAL_CANCELLED";
    case Refusal::producer_revoked: return "PRODUCER_REVOKED";
    case Refusal::min_confidence: return "POLICY_MIN_CONFIDENCE";
    case Refusal::cooldown: return "POLICY_COOLDOWN";
    case Refusal::daily_cap: break;
  }
  return "POLICY_DAILY_CAP";
}

Refusal refusal_of(SignalStatus status, std::optional<Timestamp> ended_at, std::optional<Timestamp> revoked) {
  if (status == SignalStatus::EXPIRED) return Refusal::expired;
  if (status != SignalStatus::CANCELLED) return Refusal::already_decided;
  // What its producer cancelled itself ended before the producer did.
  return revoked && ended_at && *ended_at >= *revoked ? Refusal::producer_revoked : Refusal::cancelled;
}

Maturity maturity_of(Duration age) {
  if (age < std::chrono::minutes(5)) return Maturity::FRESH;
  return age < std::chrono::minutes(15) ? Maturity::AGING : Maturity::STALE;
}

}  // namespace robson::signals
