#include "routes/events.hpp"

#include <gmock/gmock.h>

namespace robson::routes {
namespace {
using testing::ElementsAre;

net::Request asking(std::string query) {
  return {.path = "/api/v1/events", .query = std::move(query)};
}
Failure fault(std::string query) {
  const auto read = event_query(asking(std::move(query)));
  return read ? Failure{.status = 200} : read.error();
}

TEST(Events, without_parameters_the_history_is_told_from_its_beginning) {
  const auto query = event_query(asking("")).value();
  EXPECT_TRUE(query.channels.empty());
  EXPECT_EQ(query.from_seq, 0);
  EXPECT_FALSE(query.since);
  EXPECT_FALSE(query.after);
  EXPECT_EQ(query.limit, 200);
}

TEST(Events, each_parameter_narrows_the_question) {
  const auto query =
      event_query(asking("channels=orders,positions,orders&from_seq=9&since=2026-01-01T00:00:00Z&limit=3")).value();
  EXPECT_THAT(query.channels, ElementsAre("positions", "orders"));
  EXPECT_EQ(query.from_seq, 9);
  EXPECT_EQ(query.since, parse_time("2026-01-01"));
  EXPECT_EQ(query.limit, 3);
}

TEST(Events, a_fault_names_its_parameter) {
  EXPECT_EQ(fault("channels=orders,nonsense").field, "channels");
  EXPECT_EQ(fault("channels=orders,nonsense").code, "UNKNOWN_CHANNEL");
  EXPECT_EQ(fault("channels=,orders").field, "channels");
  EXPECT_EQ(fault("from_seq=-1").field, "from_seq");
  EXPECT_EQ(fault("from_seq=x").field, "from_seq");
  EXPECT_EQ(fault("since=yesterday").field, "since");
  EXPECT_EQ(fault("limit=0").field, "limit");
  EXPECT_EQ(fault("limit=1001").field, "limit");
  EXPECT_EQ(fault("cursor=x").field, "cursor");
  for (const char* query : {"channels=x", "from_seq=x", "since=x", "limit=x", "cursor=x"}) {
    EXPECT_EQ(fault(query).status, 422) << query;
  }
}

TEST(Events, a_cursor_goes_on_with_the_same_question_only) {
  const storage::EventQuery asked{.channels = {"orders"}};
  const std::string next = storage::cursor_text("events from 0 orders", {.value = {}, .id = 41});
  ASSERT_TRUE(storage::read_cursor(asked, next));
  EXPECT_EQ(event_query(asking("channels=orders&cursor=" + next)).value().after->id, 41);
  EXPECT_EQ(fault("channels=alerts&cursor=" + next).field, "cursor");
}

TEST(Events, they_are_told_as_the_feed_told_them) {
  storage::Page<runtime::LogEntry> page{.rows = {{.tenant = {1},
                                                  .seq = 9,
                                                  .prev_seq = 4,
                                                  .channel = "alerts",
                                                  .type = "alert",
                                                  .data = R"({"kind":"balance"})",
                                                  .at = *parse_time("2026-01-01T00:00:00Z"),
                                                  .urgent = true}},
                                        .next = "abc"};
  const std::string text = events_text(page, 17);
  EXPECT_THAT(text, testing::StartsWith(R"({"epoch":17,"events":[{"type":"alert",)"));
  EXPECT_THAT(text, testing::HasSubstr(R"("seq":9)"));
  EXPECT_THAT(text, testing::HasSubstr(R"("prev_seq":4)"));
  EXPECT_THAT(text, testing::HasSubstr(R"("data":{"kind":"balance"})"));
  EXPECT_THAT(text, testing::EndsWith(R"(],"next_cursor":"abc"})"));
  page = {};
  EXPECT_EQ(events_text(page, 17), R"({"epoch":17,"events":[],"next_cursor":null})");
}

}  // namespace
}  // namespace robson::routes
