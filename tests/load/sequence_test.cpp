#include "load/sequence.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace robson::bench {
namespace {

std::string ordered(std::string_view channel, int seq, int previous) {
  return fmt::format(R"({{"type":"fill","timestamp":"T","channel":"{}","epoch":9,"seq":{},"prev_seq":{},"data":{{}}}})",
                     channel, seq, previous);
}
std::string state(int seq) {
  return fmt::format(
      R"({{"type":"position_update","timestamp":"T","channel":"positions","epoch":9,"seq":{},"data":{{}}}})", seq);
}
std::string snapshot(int seq, bool resync = false) {
  return fmt::format(
      R"({{"type":"snapshot","epoch":9,"seq":{},"timestamp":"T","resync":{},"more":false,"data":{{"channel":"no"}}}})",
      seq, resync);
}
std::string catch_up(int from, int to, std::string_view events) {
  return fmt::format(
      R"({{"type":"catch_up","epoch":9,"from_seq":{},"to_seq":{},"timestamp":"T","more":false,"events":[{}]}})", from,
      to, events);
}

TEST(Sequence, messages_that_follow_each_other_fit) {
  Sequence sequence;
  EXPECT_EQ(sequence.take(snapshot(20)), Told::snapshot);
  for (const auto& text :
       {ordered("orders", 21, 7), state(22), ordered("operations", 25, 20), ordered("orders", 26, 21)}) {
    EXPECT_EQ(sequence.take(text), Told::other);
  }
  EXPECT_EQ(sequence.lost(), 0U);
  EXPECT_EQ(sequence.back(), 0U);
  EXPECT_EQ(sequence.ordered(), 3U);
  EXPECT_EQ(sequence.seq(), 26);
  EXPECT_EQ(sequence.epoch(), 9);
}

TEST(Sequence, an_ordered_message_whose_predecessor_was_not_seen_is_a_gap) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(ordered("orders", 21, 7));
  sequence.take(ordered("orders", 24, 23));
  EXPECT_EQ(sequence.lost(), 1U);
}

TEST(Sequence, what_was_published_after_the_snapshot_and_not_seen_is_a_gap) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(ordered("orders", 24, 21));
  EXPECT_EQ(sequence.lost(), 1U);
}

TEST(Sequence, a_number_that_does_not_grow_is_noticed) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(state(21));
  sequence.take(state(21));
  sequence.take(state(19));
  EXPECT_EQ(sequence.back(), 2U);
}

TEST(Sequence, a_catch_up_is_held_to_the_same_and_ends_at_its_last_number) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(ordered("orders", 21, 7));
  EXPECT_EQ(sequence.take(catch_up(21, 40, ordered("orders", 30, 21) + "," + state(31))), Told::catch_up);
  EXPECT_EQ(sequence.lost() + sequence.back(), 0U);
  EXPECT_EQ(sequence.ordered(), 2U);
  EXPECT_EQ(sequence.seq(), 40);
  sequence.take(catch_up(40, 50, ordered("orders", 45, 44)));
  EXPECT_EQ(sequence.lost(), 1U);
}

TEST(Sequence, after_another_snapshot_it_begins_anew) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(ordered("orders", 21, 7));
  EXPECT_EQ(sequence.take(snapshot(90, true)), Told::resync);
  sequence.take(ordered("orders", 91, 80));
  EXPECT_EQ(sequence.lost() + sequence.back(), 0U);
}

TEST(Sequence, prices_have_no_number) {
  Sequence sequence;
  sequence.take(snapshot(20));
  sequence.take(R"({"type":"price_update","channel":"prices","timestamp":"T","data":{"symbol":"BTCUSDC"}})");
  EXPECT_EQ(sequence.seq(), 20);
  EXPECT_EQ(sequence.back(), 0U);
}

}  // namespace
}  // namespace robson::bench
