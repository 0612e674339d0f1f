#include "signals/policy.hpp"

namespace robson::signals {

std::int64_t day_of(Timestamp moment) {
  constexpr std::int64_t seconds_a_day = 86'400;
  const std::int64_t seconds = moment.seconds();
  return seconds >= 0 ? seconds / seconds_a_day : (seconds - seconds_a_day + 1) / seconds_a_day;
}

void count_approval(ApprovalRecord& record, Timestamp at) {
  const std::int64_t day = day_of(at);
  if (day != record.day) record.of_day = 0;
  record.day = day;
  ++record.of_day;
  record.last = at;
}

std::optional<Refusal> check_policy(const SignalPolicy& policy, const ApprovalRecord& record, Decimal confidence,
                                    Timestamp now) {
  if (policy.min_confidence && confidence < *policy.min_confidence) return Refusal::min_confidence;
  if (policy.cooldown_seconds && record.last && now - *record.last < std::chrono::seconds(*policy.cooldown_seconds)) {
    return Refusal::cooldown;
  }
  const std::int64_t today = record.day == day_of(now) ? record.of_day : 0;
  if (policy.daily_cap && today >= *policy.daily_cap) return Refusal::daily_cap;
  return {};
}

}  // namespace robson::signals
