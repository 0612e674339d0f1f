#include "signals/policy.hpp"

#include <gtest/gtest.h>

namespace robson::signals {
namespace {
using namespace literals;

Timestamp at(const char* text) {
  return parse_time(text).value();
}

TEST(SignalPolicy, an_empty_one_lets_everything_pass) {
  const SignalPolicy policy;
  EXPECT_TRUE(policy.is_empty());
  EXPECT_EQ(check_policy(policy, {}, "0"_d, at("2026-01-02T00:00:00Z")), std::nullopt);
}

TEST(SignalPolicy, confidence_must_reach_the_least) {
  const SignalPolicy policy{.min_confidence = "0.6"_d};
  EXPECT_EQ(check_policy(policy, {}, "0.5999"_d, {}), Refusal::min_confidence);
  EXPECT_EQ(check_policy(policy, {}, "0.6"_d, {}), std::nullopt);
}

TEST(SignalPolicy, the_cooldown_counts_from_the_last_approval) {
  const SignalPolicy policy{.cooldown_seconds = 300};
  ApprovalRecord record;
  const Timestamp now = at("2026-01-02T12:00:00Z");
  EXPECT_EQ(check_policy(policy, record, "1"_d, now), std::nullopt) << "nothing was approved yet";
  count_approval(record, now);
  EXPECT_EQ(check_policy(policy, record, "1"_d, now + std::chrono::seconds(300) - Duration(1)), Refusal::cooldown);
  EXPECT_EQ(check_policy(policy, record, "1"_d, now + std::chrono::seconds(300)), std::nullopt);
}

TEST(SignalPolicy, the_cap_is_of_one_day_utc) {
  const SignalPolicy policy{.daily_cap = 2};
  ApprovalRecord record;
  count_approval(record, at("2026-01-02T23:59:58Z"));
  EXPECT_EQ(check_policy(policy, record, "1"_d, at("2026-01-02T23:59:59Z")), std::nullopt);
  count_approval(record, at("2026-01-02T23:59:59Z"));
  EXPECT_EQ(check_policy(policy, record, "1"_d, at("2026-01-02T23:59:59.999Z")), Refusal::daily_cap);
  EXPECT_EQ(check_policy(policy, record, "1"_d, at("2026-01-03")), std::nullopt);
  count_approval(record, at("2026-01-03"));
  EXPECT_EQ(record.of_day, 1);
}

TEST(SignalPolicy, a_cap_of_nothing_refuses_all) {
  EXPECT_EQ(check_policy({.daily_cap = 0}, {}, "1"_d, at("2026-01-03")), Refusal::daily_cap);
}

TEST(SignalPolicy, confidence_is_named_before_cooldown_and_cap) {
  ApprovalRecord record;
  count_approval(record, at("2026-01-03"));
  SignalPolicy policy{.min_confidence = "0.9"_d, .cooldown_seconds = 60, .daily_cap = 1};
  EXPECT_EQ(check_policy(policy, record, "0.1"_d, at("2026-01-03")), Refusal::min_confidence);
  EXPECT_EQ(check_policy(policy, record, "0.9"_d, at("2026-01-03")), Refusal::cooldown);
  EXPECT_EQ(check_policy(policy, record, "0.9"_d, at("2026-01-03T00:01:00Z")), Refusal::daily_cap);
}

TEST(SignalPolicy, days_before_1970_are_whole_too) {
  EXPECT_EQ(day_of({0}), 0);
  EXPECT_EQ(day_of(at("1969-12-31T23:59:59Z")), -1);
  EXPECT_EQ(day_of(at("1970-01-02")), 1);
}

}  // namespace
}  // namespace robson::signals
