#include "storage/events.hpp"

#include "storage/desk_samples.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

LogEntry entry(std::int64_t seq, std::string channel = "orders", std::int64_t prev_seq = 0, Timestamp at = noon) {
  return {.seq = seq, .prev_seq = prev_seq, .channel = std::move(channel), .type = "t", .data = "{}", .at = at};
}

struct EventsTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  auto append(Tenant tenant, LogEntry what) {
    return write([&](Session& s) { append_event(s, tenant, what, 3); });
  }
  void fill(Tenant tenant, std::int64_t from, std::int64_t to, const std::string& channel = "orders") {
    ASSERT_TRUE(write([&](Session& s) {
      for (std::int64_t seq = from; seq <= to; ++seq) append_event(s, tenant, entry(seq, channel), 3);
    }));
  }
  Page<LogEntry> page(Tenant tenant, const EventQuery& query) {
    return read([&](Session& s) { return events(s, tenant, query); }).value();
  }
  static std::vector<std::int64_t> seqs(const std::vector<LogEntry>& entries) {
    std::vector<std::int64_t> all;
    for (const LogEntry& one_of : entries) all.push_back(one_of.seq);
    return all;
  }
  std::vector<std::int64_t> all_of(Tenant tenant, EventQuery query = {}) {
    query.limit = 1000;
    return seqs(page(tenant, query).rows);
  }
  LogStart start(Tenant tenant) {
    return read([&](Session& s) { return log_start(s, tenant); }).value();
  }
};

TEST_F(EventsTest, an_entry_is_read_as_it_was_written) {
  const LogEntry written{.tenant = one.id(),
                         .seq = 7,
                         .prev_seq = 4,
                         .channel = "alerts",
                         .type = "alert",
                         .data = R"({"text":"a \"b\""})",
                         .at = noon,
                         .urgent = true};
  ASSERT_TRUE(append(one, written));
  const auto rows = page(one, {}).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].tenant, one.id());
  EXPECT_EQ(rows[0].seq, 7);
  EXPECT_EQ(rows[0].prev_seq, 4);
  EXPECT_EQ(rows[0].channel, "alerts");
  EXPECT_EQ(rows[0].type, "alert");
  EXPECT_EQ(rows[0].data, R"({"text":"a \"b\""})");
  EXPECT_EQ(rows[0].at, noon);
  EXPECT_TRUE(rows[0].urgent);
}

TEST_F(EventsTest, a_seq_is_taken_once_by_each_tenant_and_lies_above_the_one_before) {
  EXPECT_TRUE(append(one, entry(1)));
  EXPECT_TRUE(append(one, entry(5, "orders", 1)));
  EXPECT_TRUE(append(two, entry(1)));
  EXPECT_EQ(append(one, entry(5)).error().kind, StorageErrorKind::duplicate);
  EXPECT_EQ(append(one, entry(9, "orders", 9)).error().kind, StorageErrorKind::violated);
  EXPECT_EQ(append(one, entry(0)).error().kind, StorageErrorKind::violated);
  EXPECT_THAT(all_of(one), ElementsAre(1, 5));
  EXPECT_THAT(all_of(two), ElementsAre(1));
}

TEST_F(EventsTest, numbering_goes_on_above_what_was_written_and_what_was_reserved) {
  EXPECT_EQ(start(one).next_seq, 1);
  EXPECT_TRUE(start(one).last.empty());
  fill(one, 1, 3);
  ASSERT_TRUE(append(one, entry(4, "alerts")));
  EXPECT_EQ(start(one).next_seq, 5);
  EXPECT_THAT(start(one).last, ElementsAre(Pair("alerts", 4), Pair("orders", 3)));
  const auto reserve = [&](std::int64_t ceiling) { return write([&](Session& s) { reserve_seqs(s, one, ceiling); }); };
  ASSERT_TRUE(reserve(100));
  ASSERT_TRUE(reserve(50));
  EXPECT_EQ(start(one).next_seq, 101);
  ASSERT_TRUE(reserve(120));
  reopen();
  EXPECT_EQ(start(one).next_seq, 121);
  EXPECT_EQ(start(two).next_seq, 1);
  EXPECT_FALSE(reserve(0).has_value());
}

TEST_F(EventsTest, the_logs_identity_is_made_once) {
  const auto epoch = [&](Timestamp now) {
    return write([&](Session& s) { return feed_epoch(s, installation, now); }).value();
  };
  EXPECT_EQ(epoch(noon), noon.ms());
  reopen();
  EXPECT_EQ(epoch(noon + std::chrono::hours(1)), noon.ms());
}

TEST_F(EventsTest, the_newest_below_a_seq_come_oldest_first) {
  fill(one, 1, 9);
  fill(two, 1, 2);
  const auto newest = [&](std::int64_t before, int limit) {
    return seqs(read([&](Session& s) { return newest_events(s, one, before, limit); }).value());
  };
  EXPECT_THAT(newest(8, 3), ElementsAre(5, 6, 7));
  EXPECT_THAT(newest(3, 9), ElementsAre(1, 2));
  EXPECT_TRUE(newest(1, 9).empty());
}

TEST_F(EventsTest, pages_follow_each_other_without_gap_or_repetition) {
  fill(one, 1, 5, "orders");
  fill(one, 6, 9, "alerts");
  fill(one, 10, 12, "orders");
  for (const auto& channels :
       {std::vector<std::string>{}, std::vector<std::string>{"orders"}, std::vector<std::string>{"orders", "alerts"}}) {
    EventQuery query{.channels = channels, .limit = 2};
    std::vector<std::int64_t> found;
    for (int pages = 0; pages < 20; ++pages) {
      const auto next = page(one, query);
      EXPECT_LE(next.rows.size(), 2U);
      for (const LogEntry& row : next.rows) found.push_back(row.seq);
      if (!next.next) break;
      query.after = read_cursor(query, *next.next).value();
    }
    EXPECT_EQ(found, all_of(one, {.channels = channels}));
  }
  EXPECT_THAT(all_of(one, {.channels = {"orders"}}), ElementsAre(1, 2, 3, 4, 5, 10, 11, 12));
  EXPECT_EQ(all_of(one, {.channels = {"orders", "alerts"}}).size(), 12U);
}

TEST_F(EventsTest, a_history_begins_at_a_seq_or_at_a_time) {
  for (std::int64_t seq = 1; seq <= 6; ++seq) {
    ASSERT_TRUE(append(one, entry(seq, seq % 2 == 0 ? "orders" : "alerts", 0, noon + std::chrono::seconds(seq))));
  }
  EXPECT_THAT(all_of(one, {.from_seq = 5}), ElementsAre(5, 6));
  EXPECT_THAT(all_of(one, {.since = noon + std::chrono::seconds(4)}), ElementsAre(4, 5, 6));
  EXPECT_THAT(all_of(one, {.channels = {"orders"}, .since = noon + std::chrono::seconds(3)}), ElementsAre(4, 6));
  EXPECT_THAT(all_of(one, {.from_seq = 6, .since = noon}), ElementsAre(6));
  EXPECT_TRUE(all_of(one, {.since = noon + std::chrono::seconds(7)}).empty());
}

TEST_F(EventsTest, a_clock_that_was_set_back_hides_nothing_since_a_time) {
  ASSERT_TRUE(append(one, entry(1, "orders", 0, noon + std::chrono::seconds(9))));
  ASSERT_TRUE(append(one, entry(2, "orders", 0, noon)));
  ASSERT_TRUE(append(one, entry(3, "orders", 0, noon + std::chrono::seconds(1))));
  EXPECT_THAT(all_of(one, {.since = noon + std::chrono::seconds(1)}), ElementsAre(1, 3));
}

TEST_F(EventsTest, a_cursor_of_another_question_is_refused) {
  fill(one, 1, 5);
  const EventQuery query{.channels = {"orders"}, .limit = 2};
  const auto next = page(one, query).next.value();
  EXPECT_TRUE(read_cursor(query, next));
  EXPECT_EQ(read_cursor({.channels = {"alerts"}}, next).error(), CursorFault::of_another_question);
  EXPECT_EQ(read_cursor({.channels = {"orders"}, .from_seq = 2}, next).error(), CursorFault::of_another_question);
  EXPECT_EQ(read_cursor(query, "x").error(), CursorFault::malformed);
}

TEST_F(EventsTest, pruning_goes_in_steps_and_leaves_each_channel_its_newest) {
  ASSERT_TRUE(append(one, entry(1, "alerts")));
  ASSERT_TRUE(append(one, entry(2, "alerts")));
  fill(one, 3, 12);
  fill(two, 1, 9);
  const auto prune = [&](Pruning pruning) {
    return write([&](Session& s) { return prune_events(s, one, pruning); }).value();
  };
  EXPECT_EQ(prune({.keep = 20}), 0);
  EXPECT_EQ(prune({.keep = 4, .most = 3}), 3);
  EXPECT_THAT(all_of(one), ElementsAre(2, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_EQ(prune({.keep = 4, .most = 100}), 4);
  EXPECT_THAT(all_of(one), ElementsAre(2, 9, 10, 11, 12));
  EXPECT_EQ(prune({.keep = 4}), 0);
  EXPECT_EQ(all_of(two).size(), 9U);
}

// Each question reads a stretch of an index and nothing beside it, however long the log is.
TEST_F(EventsTest, every_question_is_a_range_of_an_index) {
  const auto plan = [&](std::string_view statement) {
    std::string steps;
    const auto looked = read([&](Session& s) {
      soci::session& connection = s.connection();
      soci::row row;
      soci::statement explain = (connection.prepare << "explain query plan " + std::string(statement), soci::into(row));
      explain.execute();
      while (explain.fetch()) steps += row.get<std::string>(3) + "\n";
    });
    EXPECT_TRUE(looked) << looked.error().text;
    return steps;
  };
  const auto expect_range = [&](std::string_view statement, const std::string& index) {
    const std::string steps = plan(statement);
    EXPECT_THAT(steps, HasSubstr(index)) << statement;
    EXPECT_THAT(steps, testing::Not(HasSubstr("SCAN events"))) << statement;
    EXPECT_THAT(steps, testing::Not(HasSubstr("TEMP B-TREE"))) << statement << "\n" << steps;
  };
  expect_range("select data from events where client_id = 1 and seq > 5 and +at >= 3 order by seq limit 9",
               "(client_id=? AND seq>?)");
  expect_range(
      "select data from events where client_id = 1 and channel = 'a' and seq > 5 and +at >= 3 order by seq limit 9",
      "events_by_channel (client_id=? AND channel=? AND seq>?)");
  expect_range("select seq from events where client_id = 1 and at >= 3 order by at, seq limit 9",
               "events_by_time (client_id=? AND at>?)");
  expect_range("select channel from events where client_id = 1 and channel > 'a' order by channel limit 1",
               "events_by_channel (client_id=? AND channel>?)");
  expect_range(
      "select seq from events as old where old.client_id = 1 and old.seq < 9 and exists (select 1 from events as newer "
      "where newer.client_id = old.client_id and newer.channel = old.channel and newer.seq > old.seq) "
      "order by old.seq limit 9",
      "events_by_channel (client_id=? AND channel=? AND seq>?)");
}

}  // namespace
}  // namespace robson::storage
