#include "signals/waiting.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace robson::signals {
namespace {

const Timestamp now = parse_time("2026-01-02T03:04:05Z").value();
constexpr TenantId one{1};
constexpr TenantId other{2};

Signal waiting(std::int64_t id, TenantId tenant = one, Duration ttl = std::chrono::minutes(15)) {
  return {.id = id, .tenant = tenant, .producer = "prd_a", .at = now, .expires_at = now + ttl};
}

TEST(WaitingSignals, one_decision_each) {
  WaitingSignals signals;
  signals.add(waiting(7));
  const auto approved = signals.end(one, 7, SignalEvent::approve, now);
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->status, SignalStatus::APPROVED);
  EXPECT_EQ(approved->ended_at, now);
  EXPECT_EQ(signals.end(one, 7, SignalEvent::reject, now).error(), Refusal::already_decided);
  EXPECT_EQ(signals.end(one, 7, SignalEvent::cancel, now).error(), Refusal::already_decided);
  EXPECT_EQ(signals.size(), 0U);
}

TEST(WaitingSignals, a_foreign_one_is_not_there) {
  WaitingSignals signals;
  signals.add(waiting(7));
  EXPECT_EQ(signals.end(other, 7, SignalEvent::approve, now).error(), Refusal::unknown);
  EXPECT_EQ(signals.find(other, 7), nullptr);
  ASSERT_TRUE(signals.end(one, 7, SignalEvent::approve, now));
  EXPECT_EQ(signals.end(other, 7, SignalEvent::approve, now).error(), Refusal::unknown);
}

TEST(WaitingSignals, time_ends_them_in_the_order_of_their_time) {
  WaitingSignals signals;
  signals.add(waiting(1, one, std::chrono::minutes(2)));
  signals.add(waiting(2, other, std::chrono::minutes(1)));
  signals.add(waiting(3));
  EXPECT_TRUE(signals.expire(now + std::chrono::minutes(1) - Duration(1)).empty());
  const auto gone = signals.expire(now + std::chrono::minutes(2));
  ASSERT_EQ(gone.size(), 2U);
  EXPECT_EQ(gone[0].id, 2);
  EXPECT_EQ(gone[1].id, 1);
  EXPECT_EQ(gone[1].status, SignalStatus::EXPIRED);
  EXPECT_EQ(signals.end(one, 1, SignalEvent::approve, now).error(), Refusal::expired);
}

TEST(WaitingSignals, one_whose_time_is_over_is_not_decided_even_before_the_timer_saw_it) {
  WaitingSignals signals;
  signals.add(waiting(1, one, std::chrono::minutes(1)));
  EXPECT_EQ(signals.end(one, 1, SignalEvent::approve, now + std::chrono::minutes(1)).error(), Refusal::expired);
  EXPECT_EQ(signals.expire(now + std::chrono::minutes(1)).size(), 1U) << "and expires once";
}

TEST(WaitingSignals, a_revoked_producer_takes_its_own_along) {
  WaitingSignals signals;
  signals.add(waiting(1));
  Signal of_another = waiting(2);
  of_another.producer = "prd_b";
  signals.add(of_another);
  const auto gone = signals.cancel_of(one, "prd_a", now);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].status, SignalStatus::CANCELLED);
  EXPECT_NE(signals.find(one, 2), nullptr);
}

TEST(WaitingSignals, a_tenant_has_so_much_room_and_takes_none_of_another_s) {
  WaitingSignals signals(2);
  signals.add(waiting(1));
  EXPECT_TRUE(signals.has_room(one));
  signals.add(waiting(2));
  EXPECT_FALSE(signals.has_room(one));
  EXPECT_TRUE(signals.has_room(other));
  ASSERT_TRUE(signals.end(one, 1, SignalEvent::reject, now));
  EXPECT_TRUE(signals.has_room(one));
}

TEST(WaitingSignals, are_listed_oldest_first) {
  WaitingSignals signals;
  for (const std::int64_t id : {3, 1, 2}) signals.add(waiting(id));
  std::vector<std::int64_t> ids;
  for (const Signal* signal : signals.of(one)) ids.push_back(signal->id);
  EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(signals.count(one), 3U);
}

// Whatever comes in whatever order: each signal ends exactly once, at the latest by its time.
RC_GTEST_PROP(WaitingSignals, each_ends_exactly_once, ()) {
  constexpr std::int64_t signals_made = 8;
  WaitingSignals signals;
  for (std::int64_t id = 1; id <= signals_made; ++id) {
    signals.add(waiting(id, id % 2 == 0 ? one : other, std::chrono::minutes(*rc::gen::inRange(1, 30))));
  }
  std::map<std::int64_t, int> ends;
  Timestamp time = now;
  const auto count = [&](const Signal& signal) {
    RC_ASSERT(signal.status != SignalStatus::NEW);
    ++ends[signal.id];
  };
  for (const int what : *rc::gen::container<std::vector<int>>(40, rc::gen::inRange(0, 6))) {
    const std::int64_t id = *rc::gen::inRange<std::int64_t>(1, signals_made + 2);
    const TenantId tenant = id % 2 == 0 ? one : other;
    if (what == 4) {
      time = time + std::chrono::minutes(*rc::gen::inRange(0, 4));
      for (const Signal& gone : signals.expire(time)) count(gone);
    } else if (what == 5) {
      for (const Signal& gone : signals.cancel_of(tenant, *rc::gen::element("prd_a", "prd_b"), time)) count(gone);
    } else {
      const bool waited = signals.find(tenant, id) != nullptr;
      const auto ended = signals.end(tenant, id, static_cast<SignalEvent>(what), time);
      RC_ASSERT(waited || !ended);
      if (ended) count(*ended);
      if (!ended && id <= signals_made) RC_ASSERT(ended.error() != Refusal::unknown);
    }
  }
  for (const Signal& gone : signals.expire(now + std::chrono::hours(24))) count(gone);
  RC_ASSERT(signals.size() == 0U);
  for (std::int64_t id = 1; id <= signals_made; ++id) RC_ASSERT(ends[id] == 1);
}

}  // namespace
}  // namespace robson::signals
