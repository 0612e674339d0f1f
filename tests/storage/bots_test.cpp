#include "storage/bot_documents.hpp"
#include "storage/bot_events.hpp"
#include "storage/emergency_stops.hpp"
#include "storage/fixture.hpp"
#include "storage/journal.hpp"

namespace robson::storage {
namespace {
using namespace literals;
using testing::ElementsAre;

class BotTables : public StorageTest {
 protected:
  Tenant tenant = new_client("one");
  Tenant other = new_client("two");

  static engine::BotEvent event(std::int64_t id, std::optional<std::string> position = "p1") {
    return {.bot = "alpha",
            .id = id,
            .at = Timestamp::from_seconds(1'767'355'200),
            .type = hedge::BotEventType::funding_flip,
            .severity = hedge::Severity::warning,
            .position = std::move(position),
            .text = "It flipped.",
            .data = R"({"rate":-0.0001})"};
  }
  static bot_api::Config config(std::int64_t version, Decimal leverage) {
    bot_api::Config made{.version = version, .updated_at = Timestamp::from_seconds(1'767'355'200 + version)};
    made.updated_by = "bot";
    made.risk.max_leverage = leverage;
    return made;
  }
  std::vector<ConfigVersion> versions() {
    return read([&](Session& s) { return configs(s, tenant, {.bot = "alpha"}); }).value().rows;
  }
};

TEST_F(BotTables, an_event_is_kept_once_however_often_it_comes) {
  ASSERT_TRUE(write([&](Session& s) {
    for (const int id : {1, 2, 2, 1}) insert_bot_event(s, tenant, event(id));
  }));
  const auto page = read([&](Session& s) { return bot_events(s, tenant, {.bot = "alpha"}); }).value();
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(page.rows[0].id, 2);
  EXPECT_EQ(page.rows[0].type, hedge::BotEventType::funding_flip);
  EXPECT_EQ(page.rows[0].data, R"({"rate":-0.0001})");
  EXPECT_EQ(read([&](Session& s) { return last_bot_event(s, tenant, "alpha"); }).value(), 2);
  EXPECT_EQ(read([&](Session& s) { return last_bot_event(s, other, "alpha"); }).value(), 0);
}

TEST_F(BotTables, events_of_a_position_come_in_pages) {
  ASSERT_TRUE(write([&](Session& s) {
    for (int id = 1; id <= 5; ++id) insert_bot_event(s, tenant, event(id, id == 3 ? "p2" : "p1"));
  }));
  BotEventQuery query{.bot = "alpha", .position = "p1", .limit = 3};
  auto page = read([&](Session& s) { return bot_events(s, tenant, query); }).value();
  EXPECT_EQ(page.rows.back().id, 2);
  query.after = read_cursor(query, page.next.value()).value();
  page = read([&](Session& s) { return bot_events(s, tenant, query); }).value();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_FALSE(page.next);
  EXPECT_FALSE(read_cursor(BotEventQuery{.bot = "beta"}, "x"));
}

TEST_F(BotTables, the_newest_document_of_a_kind_is_kept_word_for_word) {
  const Timestamp at = Timestamp::from_seconds(1'767'355'200);
  ASSERT_TRUE(write([&](Session& s) {
    put_bot_document(s, tenant, "alpha", {.kind = "positions", .body = "{\"a\":1}", .at = at});
    put_bot_document(s, tenant, "alpha", {.kind = "positions", .body = "{\"a\": 2.50}", .at = at});
    put_bot_document(s, other, "alpha", {.kind = "positions", .body = "theirs", .at = at});
  }));
  const auto found = read([&](Session& s) { return bot_documents(s, tenant, "alpha"); }).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].body, "{\"a\": 2.50}");
}

TEST_F(BotTables, a_version_says_what_it_changed) {
  ASSERT_TRUE(write([&](Session& s) {
    put_config(s, tenant, "alpha", config(1, "4"_d), {});
    put_config(s, tenant, "alpha", config(2, "3.5"_d), "less");
  }));
  const auto all = versions();
  ASSERT_EQ(all.size(), 2U);
  ASSERT_EQ(all[0].changes.size(), 1U);
  EXPECT_EQ(all[0].changes[0].field, "risk.max_leverage");
  EXPECT_EQ(all[0].changes[0].from, "4");
  EXPECT_EQ(all[0].changes[0].to, "3.5");
  EXPECT_EQ(all[0].reason, "less");
  EXPECT_FALSE(all[1].changes.empty());
  EXPECT_FALSE(all[1].changes[0].from);
}

TEST_F(BotTables, a_reason_that_comes_after_its_version_is_added_to_it) {
  ASSERT_TRUE(write([&](Session& s) {
    put_config(s, tenant, "alpha", config(1, "4"_d), {});
    put_config(s, tenant, "alpha", config(1, "4"_d), "why");
    put_config(s, tenant, "alpha", config(1, "4"_d), {});
  }));
  ASSERT_EQ(versions().size(), 1U);
  EXPECT_EQ(versions()[0].reason, "why");
  EXPECT_FALSE(versions()[0].changes.empty());
}

TEST_F(BotTables, a_stop_is_open_until_it_is_acknowledged_and_confirmed) {
  engine::EmergencyStop stop{.id = 7,
                             .tenant = tenant.id(),
                             .mode = hedge::StopMode::flatten,
                             .reason = "why",
                             .requested_at = Timestamp::from_seconds(1'767'355'200),
                             .requested_by = "ada",
                             .bots = {{.bot = "beta"}, {.bot = "alpha"}},
                             .kill_switch = false};
  const auto save = [&] { return write([&](Session& s) { save_stop(s, tenant, stop); }).has_value(); };
  const auto open = [&] { return read([&](Session& s) { return open_stops(s, tenant); }).value(); };
  ASSERT_TRUE(save());
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open()[0].bots[0].bot, "beta");
  EXPECT_EQ(open()[0].kill_switch, false);
  stop.acknowledged_at = stop.requested_at;
  stop.acknowledged_by = "bob";
  stop.kill_switch = true;
  stop.bots[0].confirmed_at = stop.requested_at;
  stop.bots[0].positions_left = 2;
  ASSERT_TRUE(save());
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open()[0].bots[0].positions_left, 2);
  EXPECT_FALSE(open()[0].bots[1].confirmed_at);
  stop.bots[1].confirmed_at = stop.requested_at;
  ASSERT_TRUE(save());
  EXPECT_TRUE(open().empty());
  EXPECT_TRUE(read([&](Session& s) { return find_stop(s, tenant, 7); }).value());
  EXPECT_FALSE(read([&](Session& s) { return find_stop(s, other, 7); }).value());
  EXPECT_EQ(read([](Session& s) { return last_stop(s, installation); }).value(), 7);
}

TEST_F(BotTables, the_journal_writes_rows_and_entries_in_one_transaction) {
  engine::BotNoted noted{.tenant = tenant.id(), .events = {event(1)}};
  runtime::LogEntry entry{.tenant = tenant.id(), .seq = 1, .channel = "bots", .type = "bot_event", .data = "{}"};
  ASSERT_TRUE(write([&](Session& s) { write_events(s, {noted}, {entry}, 1, clock_.now()); }));
  noted.events = {event(2)};
  EXPECT_FALSE(write([&](Session& s) { write_events(s, {noted}, {entry}, 1, clock_.now()); }));  // its seq is taken
  EXPECT_EQ(read([&](Session& s) { return last_bot_event(s, tenant, "alpha"); }).value(), 1);
}

}  // namespace
}  // namespace robson::storage
