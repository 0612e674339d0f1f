#include "signals/lifecycle.hpp"

#include <gtest/gtest.h>

namespace robson::signals {
namespace {

TEST(SignalLifecycle, only_what_is_new_changes) {
  struct Case {
    SignalEvent event{};
    SignalStatus end{};
  };
  for (const Case& one :
       {Case{SignalEvent::approve, SignalStatus::APPROVED}, Case{SignalEvent::reject, SignalStatus::REJECTED},
        Case{SignalEvent::expire, SignalStatus::EXPIRED}, Case{SignalEvent::cancel, SignalStatus::CANCELLED}}) {
    EXPECT_EQ(next(SignalStatus::NEW, one.event), one.end);
    for (const SignalStatus ended :
         {SignalStatus::APPROVED, SignalStatus::REJECTED, SignalStatus::EXPIRED, SignalStatus::CANCELLED}) {
      EXPECT_EQ(next(ended, one.event), std::nullopt);
    }
  }
}

TEST(SignalLifecycle, a_refusal_says_how_the_signal_ended) {
  const Timestamp at{1000};
  EXPECT_EQ(refusal_of(SignalStatus::APPROVED, at, {}), Refusal::already_decided);
  EXPECT_EQ(refusal_of(SignalStatus::REJECTED, at, {}), Refusal::already_decided);
  EXPECT_EQ(refusal_of(SignalStatus::EXPIRED, at, {}), Refusal::expired);
  EXPECT_EQ(refusal_of(SignalStatus::CANCELLED, at, {}), Refusal::cancelled);
  EXPECT_EQ(refusal_of(SignalStatus::CANCELLED, at, at), Refusal::producer_revoked);
  EXPECT_EQ(refusal_of(SignalStatus::CANCELLED, at, at + Duration(1)), Refusal::cancelled) << "by its producer, before";
  EXPECT_EQ(refusal_of(SignalStatus::APPROVED, at, at), Refusal::already_decided);
}

TEST(SignalLifecycle, every_refusal_has_a_code_of_its_own) {
  EXPECT_EQ(code_of(Refusal::unknown), "UNKNOWN_SIGNAL");
  EXPECT_EQ(code_of(Refusal::already_decided), "ALREADY_DECIDED");
  EXPECT_EQ(code_of(Refusal::expired), "SIGNAL_EXPIRED");
  EXPECT_EQ(code_of(Refusal::cancelled), "SIGNAL_CANCELLED");
  EXPECT_EQ(code_of(Refusal::producer_revoked), "PRODUCER_REVOKED");
  EXPECT_EQ(code_of(Refusal::min_confidence), "POLICY_MIN_CONFIDENCE");
  EXPECT_EQ(code_of(Refusal::cooldown), "POLICY_COOLDOWN");
  EXPECT_EQ(code_of(Refusal::daily_cap), "POLICY_DAILY_CAP");
}

TEST(SignalLifecycle, maturity_changes_at_5_and_15_minutes) {
  using std::chrono::minutes;
  const Duration instant(1);
  EXPECT_EQ(maturity_of(Duration(0)), Maturity::FRESH);
  EXPECT_EQ(maturity_of(minutes(5) - instant), Maturity::FRESH);
  EXPECT_EQ(maturity_of(minutes(5)), Maturity::AGING);
  EXPECT_EQ(maturity_of(minutes(15) - instant), Maturity::AGING);
  EXPECT_EQ(maturity_of(minutes(15)), Maturity::STALE);
}

}  // namespace
}  // namespace robson::signals
