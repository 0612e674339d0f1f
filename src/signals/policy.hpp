#pragma once
// Whether a strategy's policy lets a signal be approved now.
#include "signals/lifecycle.hpp"

namespace robson::signals {

// What a strategy has approved: enough to judge the next one.
struct ApprovalRecord {
  std::optional<Timestamp> last{};
  std::int64_t day = 0;     // days since 1970, UTC
  std::int64_t of_day = 0;  // approvals on that day
};
std::int64_t day_of(Timestamp moment);
void count_approval(ApprovalRecord& record, Timestamp at);

// The first rule that refuses, in the order confidence, cooldown, cap; nothing when it may be approved.
std::optional<Refusal> check_policy(const SignalPolicy& policy, const ApprovalRecord& record, Decimal confidence,
                                    Timestamp now);

}  // namespace robson::signals
