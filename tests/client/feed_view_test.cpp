#include "client/feed_view.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace robson::client {
namespace {

using testing::HasSubstr;

std::string ordered(const std::string& type, const std::string& channel, int seq, int prev, const std::string& data,
                    int epoch = 7) {
  return fmt::format(
      R"({{"type":"{}","timestamp":"2026-01-02T03:04:05.000Z","channel":"{}","epoch":{},"seq":{},"prev_seq":{},"data":{}}})",
      type, channel, epoch, seq, prev, data);
}
std::string state(const std::string& type, const std::string& channel, int seq, const std::string& data) {
  return fmt::format(
      R"({{"type":"{}","timestamp":"2026-01-02T03:04:05.000Z","channel":"{}","epoch":7,"seq":{},"data":{}}})", type,
      channel, seq, data);
}
std::string snapshot(int seq, const std::string& data, bool more = false, bool resync = false, int epoch = 7) {
  return fmt::format(
      R"({{"type":"snapshot","epoch":{},"seq":{},"timestamp":"2026-01-02T03:04:05.000Z","resync":{},"more":{},"data":{}}})",
      epoch, seq, resync, more, data);
}
std::string catch_up(int from, int to, const std::string& events, bool more = false) {
  return fmt::format(
      R"({{"type":"catch_up","epoch":7,"from_seq":{},"to_seq":{},"timestamp":"2026-01-02T03:04:05.000Z","more":{},"events":[{}]}})",
      from, to, more, events);
}
std::string fill(int seq, int prev) {
  return ordered("fill", "orders", seq, prev, R"({"trade_id":1})");
}

// A reader of positions, orders and stats, as it stands after a snapshot at number 10.
FeedView begun() {
  FeedView view;
  view.take(snapshot(10, R"({"positions":{"1":{"id":1,"status":"OPEN","value":"5.00"}},"orders":{},"stats":{"n":1}})"));
  return view;
}

TEST(FeedView, a_snapshot_is_the_beginning) {
  FeedView view;
  EXPECT_EQ(view.subscribe_text({"positions", "stats"}, {"BTCUSDC"}),
            R"({"action":"subscribe","channels":["positions","stats"],"symbols":["BTCUSDC"]})");
  const Taken taken =
      view.take(snapshot(10, R"({"positions":{"1":{"id":1,"value":"5.00"}},"orders":{},"stats":{"n":1}})"));
  EXPECT_EQ(taken.kind, TakenKind::snapshot);
  EXPECT_TRUE(taken.complete);
  EXPECT_THAT(taken.replaced, testing::ElementsAre("orders", "positions", "stats"));
  EXPECT_EQ(view.member("positions", "1"), R"({"id":1,"value":"5.00"})");
  EXPECT_EQ(view.member("stats"), R"({"n":1})");
  EXPECT_TRUE(view.knows("orders"));
  EXPECT_TRUE(view.members("orders").empty());
  EXPECT_EQ(view.last_seq(), 10);
  EXPECT_EQ(view.epoch(), 7);
}

TEST(FeedView, the_next_subscribe_resumes_where_the_view_stands) {
  const FeedView view = begun();
  EXPECT_EQ(view.subscribe_text({"orders", "prices"}),
            R"({"action":"subscribe","channels":["orders","prices"],"last_seq":10,"epoch":7})");
  EXPECT_EQ(view.subscribe_text({"orders", "alerts"}), R"({"action":"subscribe","channels":["orders","alerts"]})");
}

TEST(FeedView, a_position_follows_its_price_and_goes_when_it_is_closed) {
  FeedView view = begun();
  view.take(state("position_update", "positions", 11, R"({"position_id":1,"symbol":"BTCUSDC","value":"6.00"})"));
  EXPECT_EQ(view.member("positions", "1"), R"({"id":1,"status":"OPEN","value":"6.00"})");
  view.take(state("position_changed", "positions", 12, R"({"id":2,"status":"OPEN"})"));
  EXPECT_EQ(view.members("positions").size(), 2U);
  const Taken taken = view.take(ordered("position_closed", "positions", 13, 4, R"({"position_id":1})"));
  ASSERT_EQ(taken.told.size(), 1U);
  EXPECT_EQ(taken.told[0].key, "1");
  EXPECT_TRUE(taken.told[0].ordered);
  EXPECT_EQ(view.member("positions", "1"), std::nullopt);
  view.take(state("position_update", "positions", 14, R"({"position_id":1,"symbol":"BTCUSDC","value":"7.00"})"));
  EXPECT_EQ(view.member("positions", "1"), std::nullopt);
}

TEST(FeedView, orders_and_operations_are_held_while_they_live) {
  FeedView view = begun();
  view.take(ordered("order_update", "orders", 11, 3, R"({"client_order_id":"rb-1","status":"PENDING","live":false})"));
  EXPECT_TRUE(view.find("orders", "rb-1"));
  view.take(
      ordered("order_update", "orders", 12, 11, R"({"client_order_id":"rb-1","status":"CANCELLED","live":false})"));
  EXPECT_FALSE(view.find("orders", "rb-1"));
  view.take(ordered("operation_update", "operations", 13, 0,
                    R"({"what":"opened","operation":{"id":7,"status":"ACTIVE","protection":"PLACING"}})"));
  view.take(ordered("protection_change", "operations", 14, 13, R"({"operation_id":7,"protection":"AT_VENUE"})"));
  EXPECT_EQ(view.member("operations", "7"), R"({"id":7,"status":"ACTIVE","protection":"AT_VENUE"})");
  view.take(
      ordered("operation_update", "operations", 15, 14, R"({"what":"closed","operation":{"id":7,"status":"CLOSED"}})"));
  EXPECT_FALSE(view.find("operations", "7"));
}

TEST(FeedView, signals_are_held_while_they_wait) {
  FeedView view = begun();
  view.take(ordered("signal_update", "approvals", 11, 0, R"({"id":7,"status":"NEW"})"));
  EXPECT_EQ(view.member("approvals", "7"), R"({"id":7,"status":"NEW"})");
  view.take(ordered("signal_update", "approvals", 12, 11, R"({"id":7,"status":"APPROVED"})"));
  EXPECT_FALSE(view.find("approvals", "7"));
}

TEST(FeedView, whole_objects_are_replaced_and_prices_have_no_numbers) {
  FeedView view = begun();
  view.take(state("stats_update", "stats", 11, R"({"n":2})"));
  EXPECT_EQ(view.member("stats"), R"({"n":2})");
  const Taken taken =
      view.take(R"({"type":"price_update","channel":"prices","data":{"symbol":"BTCUSDC","bid":"1.0"}})");
  ASSERT_EQ(taken.told.size(), 1U);
  EXPECT_EQ(taken.told[0].seq, 0);
  EXPECT_EQ(view.member("prices", "BTCUSDC"), R"({"symbol":"BTCUSDC","bid":"1.0"})");
  EXPECT_EQ(view.last_seq(), 11);
}

TEST(FeedView, a_message_that_came_before_changes_nothing) {
  FeedView view = begun();
  view.take(state("stats_update", "stats", 11, R"({"n":2})"));
  const Taken taken = view.take(state("stats_update", "stats", 11, R"({"n":3})"));
  EXPECT_TRUE(taken.told.empty());
  EXPECT_EQ(view.member("stats"), R"({"n":2})");
}

TEST(FeedView, a_hole_is_noticed_and_the_view_stands_still_until_it_is_filled) {
  FeedView view = begun();
  view.take(fill(12, 9));
  const Taken lost = view.take(fill(16, 14));
  EXPECT_TRUE(lost.resync_needed);
  EXPECT_TRUE(lost.told.empty());
  EXPECT_THAT(lost.why, HasSubstr("14"));
  EXPECT_TRUE(view.resync_needed());
  view.take(fill(17, 16));
  EXPECT_EQ(view.last_seq(), 12);
  EXPECT_THAT(view.subscribe_text({"orders"}), HasSubstr(R"("last_seq":12)"));
  const Taken filled = view.take(catch_up(12, 18, fill(14, 12) + ',' + fill(16, 14) + ',' + fill(17, 16)));
  EXPECT_EQ(filled.told.size(), 3U);
  EXPECT_FALSE(view.resync_needed());
  EXPECT_EQ(view.last_seq(), 18);
  EXPECT_EQ(view.take(fill(19, 17)).told.size(), 1U);
  EXPECT_EQ(view.holes(), 1U);
}

TEST(FeedView, a_hole_right_behind_a_snapshot_is_noticed) {
  FeedView view = begun();
  EXPECT_TRUE(view.take(fill(13, 12)).resync_needed);
}

TEST(FeedView, a_catch_up_with_a_hole_asks_for_a_snapshot) {
  FeedView view = begun();
  const Taken taken = view.take(catch_up(10, 20, fill(12, 3) + ',' + fill(18, 15)));
  EXPECT_EQ(taken.told.size(), 1U);
  EXPECT_TRUE(taken.resync_needed);
  EXPECT_FALSE(taken.complete);
  EXPECT_EQ(view.subscribe_text({"orders"}), R"({"action":"subscribe","channels":["orders"]})");
  view.take(snapshot(20, R"({"orders":{"rb-1":{}}})", false, true));
  EXPECT_FALSE(view.resync_needed());
  EXPECT_EQ(view.last_seq(), 20);
}

TEST(FeedView, pages_are_merged_and_take_effect_with_the_last_one) {
  FeedView view = begun();
  EXPECT_FALSE(view.take(snapshot(30, R"({"positions":{"4":{"id":4}},"orders":{}})", true)).complete);
  EXPECT_TRUE(view.find("positions", "1"));
  EXPECT_EQ(view.last_seq(), 10);
  EXPECT_TRUE(view.take(state("stats_update", "stats", 31, R"({"n":9})")).told.empty());
  const Taken last = view.take(snapshot(30, R"({"positions":{"5":{"id":5}}})"));
  EXPECT_TRUE(last.complete);
  ASSERT_EQ(last.told.size(), 1U);
  EXPECT_EQ(last.told[0].seq, 31);
  EXPECT_FALSE(view.find("positions", "1"));
  EXPECT_TRUE(view.find("positions", "4"));
  EXPECT_TRUE(view.find("positions", "5"));
  EXPECT_EQ(view.member("stats"), R"({"n":9})");
  EXPECT_EQ(view.last_seq(), 31);
}

TEST(FeedView, pages_of_a_broken_connection_are_forgotten) {
  FeedView view = begun();
  view.take(snapshot(30, R"({"positions":{"4":{"id":4}}})", true));
  view.disconnected();
  view.take(catch_up(10, 31, state("stats_update", "stats", 31, R"({"n":9})")));
  EXPECT_EQ(view.take(state("stats_update", "stats", 32, R"({"n":10})")).told.size(), 1U);
  EXPECT_TRUE(view.find("positions", "1"));
}

TEST(FeedView, catch_up_in_pages_goes_on_where_it_stopped) {
  FeedView view = begun();
  EXPECT_FALSE(view.take(catch_up(10, 20, fill(12, 3), true)).complete);
  EXPECT_EQ(view.last_seq(), 12);
  EXPECT_TRUE(view.take(catch_up(10, 20, fill(15, 12))).complete);
  EXPECT_EQ(view.last_seq(), 20);
}

TEST(FeedView, history_that_was_read_elsewhere_is_gone_on_from) {
  FeedView view;
  view.resume_at(7, 40);
  EXPECT_EQ(view.subscribe_text({"orders"}), R"({"action":"subscribe","channels":["orders"],"last_seq":40,"epoch":7})");
  EXPECT_EQ(view.take(catch_up(40, 44, fill(42, 33))).told.size(), 1U);
  EXPECT_TRUE(view.take(fill(46, 45)).resync_needed);
}

TEST(FeedView, another_log_makes_everything_new) {
  FeedView view = begun();
  EXPECT_TRUE(view.take(ordered("fill", "orders", 3, 0, "{}", 8)).resync_needed);
  EXPECT_EQ(view.subscribe_text({"orders"}), R"({"action":"subscribe","channels":["orders"]})");
  view.take(snapshot(2, R"({"orders":{}})", false, true, 8));
  EXPECT_EQ(view.last_seq(), 2);
  EXPECT_EQ(view.epoch(), 8);
  EXPECT_FALSE(view.knows("positions"));
  EXPECT_TRUE(FeedView(begun()).take(R"({"type":"heartbeat","epoch":8,"seq":1})").resync_needed);
}

TEST(FeedView, a_log_that_was_put_back_is_believed) {
  FeedView view = begun();
  view.take(snapshot(4, R"({"orders":{}})", false, true));
  EXPECT_EQ(view.last_seq(), 4);
  EXPECT_FALSE(view.knows("positions"));
}

TEST(FeedView, what_needs_no_place_is_told_by_its_kind) {
  FeedView view = begun();
  EXPECT_EQ(view.take(R"({"type":"heartbeat","epoch":7,"seq":99})").kind, TakenKind::heartbeat);
  EXPECT_EQ(view.last_seq(), 10);
  EXPECT_EQ(view.take(R"({"type":"authenticated","expires_at":"x"})").kind, TakenKind::authenticated);
  EXPECT_EQ(view.take(R"({"type":"token_refresh_required"})").kind, TakenKind::refresh_wanted);
  EXPECT_EQ(view.take(R"({"type":"weather"})").kind, TakenKind::other);
  const Taken error = view.take(R"({"type":"error","code":"UNKNOWN_CHANNEL","message":"No channel x."})");
  EXPECT_EQ(error.code, "UNKNOWN_CHANNEL");
  EXPECT_EQ(error.why, "No channel x.");
  view.take(R"({"type":"unsubscribed","channels":["stats"],"symbols":[]})");
  EXPECT_FALSE(view.knows("stats"));
}

TEST(FeedView, what_cannot_be_read_is_a_counted_fault) {
  const std::vector<std::string> hostile = {
      "",
      "null",
      "[]",
      "{",
      R"({"type":5})",
      R"({"type":"snapshot"})",
      R"({"type":"snapshot","epoch":7,"seq":11,"data":[]})",
      R"({"type":"snapshot","epoch":7,"seq":11,"data":{"positions":[1]}})",
      R"({"type":"snapshot","epoch":"7","seq":-1,"data":{}})",
      R"({"type":"catch_up","epoch":7,"to_seq":1})",
      R"({"type":"fill","channel":"orders","epoch":7,"seq":1e3,"prev_seq":0,"data":{}})",
      R"({"type":"fill","channel":"orders","epoch":7,"seq":99999999999999999999,"prev_seq":0,"data":{}})",
      R"({"type":"fill","channel":"orders","epoch":7,"seq":11,"prev_seq":null,"data":{}})",
      R"({"type":"price_update","channel":"prices","data":{"bid":1}})",
      R"({"type":"price_update","channel":"prices"})",
      R"({"type":"heartbeat"})",
      std::string(100'000, '['),
      "\xff\xfe"};
  for (const std::string& text : hostile) {
    FeedView view = begun();
    EXPECT_EQ(view.take(text).kind, TakenKind::fault) << text.substr(0, 80);
    EXPECT_EQ(view.faults(), 1U) << text.substr(0, 80);
    EXPECT_EQ(view.last_seq(), 10);
  }
}

TEST(FeedView, a_numbered_message_whose_data_lacks_its_key_is_made_good_by_a_snapshot) {
  FeedView view = begun();
  const Taken taken = view.take(state("position_changed", "positions", 11, R"({"symbol":"BTCUSDC"})"));
  EXPECT_TRUE(taken.resync_needed);
  EXPECT_EQ(view.faults(), 1U);
  EXPECT_EQ(view.subscribe_text({"positions"}), R"({"action":"subscribe","channels":["positions"]})");
}

TEST(FeedView, positions_are_read_whole_or_the_fault_is_said) {
  const FeedView view = begun();
  const auto read = view.positions();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().got, "missing");
}

// Whatever is dropped on the way: what the view tells and holds is what was sent, once, in order.
TEST(FeedView, any_loss_is_made_good) {
  const bool held = rc::check([] {
    const auto drops = *rc::gen::container<std::vector<bool>>(40, rc::gen::arbitrary<bool>());
    FeedView view;
    view.take(snapshot(1, R"({"orders":{}})"));
    std::vector<std::int64_t> seen;
    const auto note = [&seen](const Taken& taken) {
      for (const Told& told : taken.told) seen.push_back(told.seq);
    };
    for (int seq = 2; seq <= 41; ++seq) {
      if (drops[static_cast<std::size_t>(seq - 2)]) continue;
      note(view.take(fill(seq, seq - 1)));
      if (!view.resync_needed()) continue;
      std::string events;
      for (int lost = static_cast<int>(view.last_seq()) + 1; lost <= seq; ++lost) {
        events += (events.empty() ? "" : ",") + fill(lost, lost - 1);
      }
      note(view.take(catch_up(static_cast<int>(view.last_seq()), seq, events)));
    }
    for (std::size_t i = 0; i < seen.size(); ++i) RC_ASSERT(seen[i] == static_cast<std::int64_t>(i) + 2);
    RC_ASSERT(view.last_seq() == static_cast<std::int64_t>(seen.size()) + 1);
    RC_ASSERT(!view.resync_needed());
  });
  EXPECT_TRUE(held);
}

TEST(FeedView, orders_that_are_not_ours_come_all_at_once_and_those_not_named_have_gone) {
  FeedView view;
  view.take(snapshot(10, R"({"orders":{"hand":{"client_order_id":"hand","origin":"external"},)"
                         R"("rb1":{"client_order_id":"rb1","origin":"robson"}}})"));
  view.take(
      state("external_orders_update", "orders", 11, R"({"orders":[{"client_order_id":"other","origin":"external"}]})"));
  EXPECT_FALSE(view.member("orders", "hand"));
  EXPECT_TRUE(view.member("orders", "other"));
  EXPECT_TRUE(view.member("orders", "rb1"));
}

}  // namespace
}  // namespace robson::client
