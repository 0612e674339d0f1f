#include <gtest/gtest.h>

#include "feed/log_desk.hpp"

namespace robson::feed {
namespace {

StartOfStream stream_at(std::int64_t next_seq, std::int64_t last_order = 0) {
  StartOfStream stream{.next_seq = next_seq};
  stream.last[static_cast<std::size_t>(Channel::orders)] = last_order;
  return stream;
}

TEST(Log, numbers_each_tenant_on_its_own_and_chains_each_channel) {
  LogDesk desk;
  const auto entered =
      desk.enter({entry(ann, "orders"), entry(bob, "orders"), entry(ann, "alerts"), entry(ann, "orders")});
  ASSERT_EQ(entered.size(), 4U);
  EXPECT_EQ(entered[0].seq, 1);
  EXPECT_EQ(entered[1].seq, 1);
  EXPECT_EQ(entered[2].seq, 2);
  EXPECT_EQ(entered[3].seq, 3);
  EXPECT_EQ(entered[2].prev_seq, 0);
  EXPECT_EQ(entered[3].prev_seq, 1);
}

TEST(Log, nothing_is_told_before_it_is_durable) {
  LogDesk desk;
  const auto entered = desk.enter({entry(ann, "orders"), entry(bob, "alerts", true)});
  EXPECT_TRUE(desk.told.empty());
  EXPECT_EQ(desk.log.head(ann), 0);
  EXPECT_TRUE(desk.walk(ann, 0).empty());
  desk.log.committed(entered);
  ASSERT_EQ(desk.told.size(), 2U);
  EXPECT_EQ(desk.told[0].tenant, ann);
  EXPECT_FALSE(desk.told[0].urgent);
  EXPECT_EQ(desk.told[1].tenant, bob);
  EXPECT_TRUE(desk.told[1].urgent);
  EXPECT_EQ(desk.log.head(ann), 1);
  EXPECT_EQ(desk.walk(ann, 0), Numbers{1});
}

TEST(Log, one_urgent_entry_makes_its_commit_urgent) {
  LogDesk desk;
  desk.commit({entry(ann, "orders"), entry(ann, "orders", true), entry(ann, "stats")});
  ASSERT_EQ(desk.told.size(), 1U);
  EXPECT_TRUE(desk.told[0].urgent);
  EXPECT_EQ(desk.told[0].all("seq"), (Numbers{1, 2, 3}));
}

TEST(Log, a_message_is_what_the_entry_says) {
  LogDesk desk;
  auto one = entry(ann, "alerts");
  one.type = "alert";
  one.data = R"({"text":"x"})";
  one.at = Timestamp::from_seconds(1'767'355'200);
  desk.commit({one});
  EXPECT_EQ(desk.log.next(ann, 0, Channels::all())->json(),
            R"({"type":"alert","timestamp":"2026-01-02T12:00:00.000Z","channel":"alerts","epoch":5,"seq":1,)"
            R"("prev_seq":0,"data":{"text":"x"}})");
}

TEST(Log, a_state_message_waits_for_lower_numbers) {
  LogDesk desk;
  desk.log.start(ann, {}, 1'000'000);
  EXPECT_EQ(desk.log.take(ann), 1);
  const auto first = desk.enter({entry(ann, "orders")});
  const auto second = desk.enter({entry(ann, "orders")});
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
  desk.log.committed(first);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
  desk.log.committed(second);
  EXPECT_EQ(desk.log.take(ann), 4);
  EXPECT_EQ(desk.log.head(ann), 4);
}

TEST(Log, a_state_message_does_not_wait_for_another_tenant) {
  LogDesk desk;
  desk.log.start(ann, {}, 1'000'000);
  const auto entered = desk.enter({entry(bob, "orders")});
  EXPECT_EQ(desk.log.take(ann), 1);
}

TEST(Log, a_lost_commit_leaves_a_gap_in_the_numbers_but_no_hole_in_the_chain) {
  LogDesk desk;
  desk.commit({entry(ann, "orders")});
  const auto lost = desk.enter({entry(ann, "orders"), entry(ann, "orders")});
  const auto behind_it = desk.enter({entry(ann, "orders")});
  desk.log.lost(lost);
  desk.log.committed(behind_it);
  const auto after = desk.commit({entry(ann, "orders")});
  EXPECT_EQ(after[0].prev_seq, 4);
  EXPECT_EQ(desk.walk(ann, 0), (Numbers{1, 4, after[0].seq}));
  ASSERT_EQ(desk.told.size(), 3U);
  EXPECT_EQ(desk.told[1].all("prev_seq"), Numbers{1});
  EXPECT_EQ(desk.told[2].all("prev_seq"), Numbers{4});
}

TEST(Log, what_is_entered_after_a_loss_is_chained_to_what_is_durable) {
  LogDesk desk;
  desk.commit({entry(ann, "orders")});
  desk.log.lost(desk.enter({entry(ann, "orders"), entry(ann, "orders")}));
  EXPECT_EQ(desk.enter({entry(ann, "orders")})[0].prev_seq, 1);
}

// A reader may have seen state that is gone after the next start, which then must not believe its number.
TEST(Log, after_a_loss_numbers_are_above_all_that_the_next_run_begins_with) {
  constexpr std::int64_t far = std::int64_t{1} << 40;
  LogDesk desk;
  desk.log.start(ann, {}, 1'000'000);
  const auto lost = desk.enter({entry(ann, "orders")});
  const auto behind_it = desk.enter({entry(ann, "orders")});
  desk.log.lost(lost);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);  // what is on its way has a lower number
  EXPECT_EQ(desk.log.head(ann), 0);
  desk.log.committed(behind_it);
  EXPECT_EQ(desk.walk(ann, 0), Numbers{2});
  EXPECT_GT(desk.log.head(ann), far);
  const auto state = desk.log.take(ann);
  ASSERT_TRUE(state);
  EXPECT_GT(*state, far);
  EXPECT_GT(desk.commit({entry(ann, "orders")})[0].seq, *state);
  EXPECT_TRUE(desk.asked.empty());
}

TEST(Log, a_second_loss_lifts_the_numbers_no_further) {
  LogDesk desk;
  desk.log.lost(desk.enter({entry(ann, "orders")}));
  const auto head = desk.log.head(ann);
  desk.log.lost(desk.enter({entry(ann, "orders")}));
  EXPECT_EQ(desk.log.head(ann), head);
  EXPECT_EQ(desk.log.take(ann), head + 2);
}

TEST(Log, numbers_are_reserved_long_before_they_run_out) {
  LogDesk desk;
  desk.log.start(ann, {}, 500'001);
  EXPECT_EQ(desk.log.take(ann), 1);
  EXPECT_EQ(desk.log.take(ann), 2);
  EXPECT_TRUE(desk.asked.empty());  // 500,000 were left when it was asked
  EXPECT_EQ(desk.log.take(ann), 3);
  ASSERT_EQ(desk.asked.size(), 1U);
  EXPECT_EQ(desk.asked[0], std::pair(ann, std::int64_t{1'500'001}));
  EXPECT_EQ(desk.log.take(ann), 4);
  EXPECT_EQ(desk.asked.size(), 1U);
  desk.log.reserved(ann, 1'500'001);
  EXPECT_EQ(desk.log.take(ann), 5);
  EXPECT_EQ(desk.asked.size(), 1U);
}

TEST(Log, without_a_reserved_number_a_state_message_waits) {
  LogDesk desk;
  desk.log.start(ann, stream_at(8), 8);
  EXPECT_EQ(desk.log.take(ann), 8);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
  desk.log.reserved(ann, 9);
  EXPECT_EQ(desk.log.take(ann), 9);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
}

TEST(Log, a_reservation_that_failed_is_tried_again) {
  LogDesk desk;
  desk.log.start(ann, stream_at(8), 7);
  EXPECT_EQ(desk.asked.size(), 1U);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
  EXPECT_EQ(desk.asked.size(), 1U);
  desk.log.reserved(ann, 7);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
  EXPECT_EQ(desk.asked.size(), 2U);
}

// The rows of the entries are written with their numbers, so these need no reservation.
TEST(Log, an_entry_does_not_wait_for_a_reservation) {
  LogDesk desk;
  desk.log.start(ann, stream_at(8), 7);
  EXPECT_EQ(desk.commit({entry(ann, "orders")})[0].seq, 8);
  EXPECT_EQ(desk.log.head(ann), 8);
  EXPECT_EQ(desk.log.take(ann), std::nullopt);
}

TEST(Log, a_start_goes_on_where_the_last_run_may_have_ended) {
  LogDesk desk;
  desk.log.start(ann, stream_at(1'000'001, 40), 2'000'000);
  EXPECT_EQ(desk.log.head(ann), 1'000'000);
  EXPECT_FALSE(desk.log.holds_after(ann, 999'999));
  EXPECT_TRUE(desk.log.holds_after(ann, 1'000'000));
  const auto entered = desk.commit({entry(ann, "orders"), entry(ann, "alerts")});
  EXPECT_EQ(entered[0].seq, 1'000'001);
  EXPECT_EQ(entered[0].prev_seq, 40);
  EXPECT_EQ(entered[1].prev_seq, 0);
  EXPECT_EQ(desk.told[0].all("prev_seq"), (Numbers{40, 0}));
}

TEST(Log, finds_the_next_message_of_the_channels_asked_for) {
  LogDesk desk;
  desk.commit({entry(ann, "orders"), entry(ann, "alerts"), entry(ann, "orders"), entry(ann, "pause_state")});
  EXPECT_EQ(desk.walk(ann, 0, {Channel::orders}), (Numbers{1, 3}));
  EXPECT_EQ(desk.walk(ann, 1, {Channel::orders, Channel::pause_state}), (Numbers{3, 4}));
  EXPECT_EQ(desk.walk(ann, 3, {Channel::orders}), Numbers{});
  EXPECT_EQ(desk.walk(ann, 0, {Channel::positions}), Numbers{});
  EXPECT_EQ(desk.walk(ann, 0, {}), Numbers{});
  EXPECT_EQ(desk.walk(bob, 0), Numbers{});
  EXPECT_EQ(desk.log.count_after(ann, 0), 4U);
  EXPECT_EQ(desk.log.count_after(ann, 3), 1U);
  EXPECT_EQ(desk.log.count_after(ann, 9), 0U);
}

TEST(Log, holds_the_newest_ten_thousand) {
  LogDesk desk;
  for (int i = 0; i < 102; ++i) {
    desk.commit(Entries(100, entry(ann, "orders")));
    desk.told.clear();
  }
  EXPECT_EQ(desk.log.count_after(ann, 0), messages_held);
  EXPECT_FALSE(desk.log.holds_after(ann, 199));
  EXPECT_TRUE(desk.log.holds_after(ann, 200));
  EXPECT_EQ(desk.log.next(ann, 0, Channels::all())->seq(), 201);
  EXPECT_EQ(desk.log.head(ann), 10'200);
}

// What a run before wrote: `count` entries, numbered 10, 20 ..
Entries written(int count) {
  Entries rows(static_cast<std::size_t>(count), entry(ann, "orders"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].seq = static_cast<std::int64_t>(i + 1) * 10;
    rows[i].prev_seq = rows[i].seq - 10;
  }
  return rows;
}

TEST(Log, what_earlier_runs_wrote_is_put_in_front_once) {
  LogDesk desk;
  desk.log.start(ann, stream_at(101, 30), 1'000'000);
  desk.commit({entry(ann, "orders")});
  EXPECT_FALSE(desk.log.is_complete(ann));
  auto rows = written(3);
  rows.push_back(entry(ann, "orders"));
  rows.back().seq = 101;  // written meanwhile, by this run
  desk.log.prepend(ann, rows, true);
  EXPECT_TRUE(desk.log.is_complete(ann));
  EXPECT_TRUE(desk.log.holds_after(ann, 0));
  EXPECT_EQ(desk.walk(ann, 0), (Numbers{10, 20, 30, 101}));
  desk.log.prepend(ann, rows, true);
  EXPECT_EQ(desk.walk(ann, 0), (Numbers{10, 20, 30, 101}));
}

TEST(Log, of_a_part_of_the_history_only_that_part_is_held) {
  LogDesk desk;
  desk.log.start(ann, stream_at(101, 30), 1'000'000);
  auto rows = written(3);
  rows.erase(rows.begin());
  desk.log.prepend(ann, rows, false);
  EXPECT_FALSE(desk.log.holds_after(ann, 10));
  EXPECT_TRUE(desk.log.holds_after(ann, 19));
  EXPECT_EQ(desk.walk(ann, 19), (Numbers{20, 30}));
}

TEST(Log, a_history_that_has_no_room_is_cut) {
  LogDesk desk;
  desk.log.start(ann, stream_at(200'001, 120'000), 1'000'000);
  desk.commit(Entries(7, entry(ann, "orders")));
  desk.log.prepend(ann, written(12'000), true);
  EXPECT_EQ(desk.log.count_after(ann, 0), messages_held);
  EXPECT_FALSE(desk.log.holds_after(ann, 20'069));
  EXPECT_TRUE(desk.log.holds_after(ann, 20'070));
  EXPECT_EQ(desk.log.next(ann, 20'070, Channels::all())->seq(), 20'080);
}

TEST(Log, a_full_ring_takes_nothing_in_front) {
  LogDesk desk;
  desk.log.start(ann, stream_at(101, 30), 1'000'000);
  desk.commit(Entries(messages_held + 5, entry(ann, "orders")));
  desk.log.prepend(ann, written(3), true);
  EXPECT_EQ(desk.log.count_after(ann, 0), messages_held);
  EXPECT_TRUE(desk.log.holds_after(ann, 105));
  EXPECT_FALSE(desk.log.holds_after(ann, 104));
}

TEST(Log, a_hole_that_a_lost_commit_left_in_the_rows_is_closed) {
  LogDesk desk;
  desk.log.start(ann, stream_at(101, 30), 1'000'000);
  auto rows = written(3);
  rows[2].prev_seq = 25;
  desk.log.prepend(ann, rows, true);
  EXPECT_EQ(number(desk.log.next(ann, 20, Channels::all()), "prev_seq"), 20);
}

TEST(Log, a_channel_of_another_program_is_passed_over) {
  LogDesk desk;
  desk.log.start(ann, stream_at(101, 30), 1'000'000);
  auto rows = written(3);
  rows[1].channel = "weather";
  desk.log.prepend(ann, rows, true);
  EXPECT_EQ(desk.walk(ann, 0), (Numbers{10, 30}));
}

TEST(Log, the_lag_is_from_the_begin_of_the_commit_to_its_publication) {
  LogDesk desk;
  const auto first = desk.enter({entry(ann, "orders")});
  desk.clock.advance(Duration{300});
  const auto second = desk.enter({entry(ann, "orders")});
  desk.clock.advance(Duration{500});
  desk.log.committed(first);
  EXPECT_EQ(desk.log.lag(), Duration{800});
  desk.clock.advance(Duration{1000});
  desk.log.committed(second);
  EXPECT_EQ(desk.log.lag(), Duration{1500});
}

TEST(Log, events_without_entries_are_no_commit) {
  LogDesk desk;
  desk.log.start(ann, {}, 1'000'000);
  EXPECT_TRUE(desk.enter({}).empty());
  EXPECT_EQ(desk.log.take(ann), 1);
}

}  // namespace
}  // namespace robson::feed
