#include "feed/hub.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "json/value.hpp"
#include "support/fake_clock.hpp"
#include "support/wire_socket.hpp"

namespace robson::feed {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TenantId one{1};
constexpr TenantId two{2};
constexpr StateKey value_of_7{StateKind::position_value, 7};

// What the state channels say: texts that the test sets.
struct Notes final : State {
  std::map<StateKey, std::string> now{};
  std::vector<Member> orders{};
  std::vector<Member> snapshot(TenantId, Channel channel, Timestamp) const override {
    return channel == Channel::orders ? orders : std::vector<Member>{};
  }
  std::optional<std::string> data(TenantId, StateKey key, Timestamp) const override {
    const auto found = now.find(key);
    return found == now.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<StateKey> keys(TenantId) const override {
    std::vector<StateKey> all;
    for (const auto& [key, text] : now) all.push_back(key);
    return all;
  }
};

// "order_update 12" of a message; pages as "snapshot 12", with "+" when more follow.
std::string short_of(const std::string& text) {
  const auto read = json::parse(text, {.bytes = 1 << 22, .depth = 16, .values = 100'000});
  if (!read) return read.error().text();
  std::string told = read->find("type")->text;
  if (const auto* seq = read->find("seq")) told += " " + seq->text;
  if (const auto* to = read->find("to_seq")) told += " " + to->text;
  if (const auto* more = read->find("more"); more != nullptr && more->truth) told += "+";
  if (const auto* resync = read->find("resync"); resync != nullptr && resync->truth) told += " resync";
  return told;
}

struct HubTest : testing::Test {
  support::FakeClock clock{};
  Notes notes{};
  std::vector<runtime::LogEntry> next{};
  Log log{77, [this](const auto&, Timestamp) { return std::exchange(next, {}); }, [](TenantId, std::int64_t) {}, clock};
  Hub hub{log, notes, clock};

  HubTest() {
    log.start(one, {}, 1'000'000);
    log.start(two, {}, 1'000'000);
    log.prepend(one, {}, true);
    log.prepend(two, {}, true);
  }

  std::vector<runtime::LogEntry> enter(int many, bool urgent, TenantId tenant = one, std::size_t length = 10) {
    for (int i = 0; i < many; ++i) {
      next.push_back({.tenant = tenant,
                      .channel = "orders",
                      .type = "order_update",
                      .data = fmt::format(R"("{}")", std::string(length, 'x')),
                      .at = clock.now(),
                      .urgent = urgent});
    }
    return log.enter({}, clock.now());
  }
  void happen(int many, bool urgent, TenantId tenant = one, std::size_t length = 10) {
    log.committed(enter(many, urgent, tenant, length));
  }
  void say(StateKey key, std::string text) {
    notes.now[key] = std::move(text);
    hub.touch(one, key);
  }
};

struct Desk {
  support::WireSocket socket;
  Reader reader;
  explicit Desk(Hub& hub, TenantId tenant = one, Encoding encoding = Encoding::json, std::size_t outbox = 1 << 16)
      : socket(outbox), reader(hub, tenant, socket, encoding) {}
  std::vector<std::string> told() {
    std::vector<std::string> all;
    for (const std::string& text : socket.take_all()) all.push_back(short_of(text));
    return all;
  }
  // Takes what comes until nothing more does.
  std::vector<std::string> told_in_the_end() {
    std::vector<std::string> all;
    for (;;) {
      for (std::string& text : told()) all.push_back(std::move(text));
      if (!std::exchange(socket.wants_drained, false)) return all;
      reader.drained();
    }
  }
};

TEST_F(HubTest, a_new_reader_is_answered_with_a_snapshot_of_the_channels_it_named) {
  notes.orders = {{"a", R"({"n":1})"}, {"b", R"({"n":2})"}};
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders, Channel::bots, Channel::prices}});
  EXPECT_THAT(desk.socket.take_all(),
              ElementsAre(R"({"type":"snapshot","epoch":77,"seq":0,"timestamp":")" + to_rfc3339(clock.now()) +
                          R"(","resync":false,"more":false,"data":{"orders":{"a":{"n":1},"b":{"n":2}},"bots":{}}})"));
}

TEST_F(HubTest, what_is_not_urgent_waits_for_the_flush_and_goes_before_what_is_urgent) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders}});
  desk.told();
  happen(1, false);
  EXPECT_THAT(desk.told(), IsEmpty());
  happen(1, true);
  EXPECT_THAT(desk.told(), ElementsAre("order_update 1", "order_update 2"));
  happen(1, false);
  hub.flush();
  EXPECT_THAT(desk.told(), ElementsAre("order_update 3"));
}

TEST_F(HubTest, an_event_is_told_only_after_its_commit_and_a_lost_one_never) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders}});
  desk.told();
  const auto first = enter(1, true);
  EXPECT_THAT(desk.told(), IsEmpty());
  log.committed(first);
  EXPECT_THAT(desk.told(), ElementsAre("order_update 1"));
  log.lost(enter(1, true));
  hub.flush();
  EXPECT_THAT(desk.told(), IsEmpty());
}

TEST_F(HubTest, of_a_value_only_the_newest_is_told_and_an_unchanged_one_not_at_all) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::positions}});
  desk.told();
  say(value_of_7, "1");
  say(value_of_7, "2");
  hub.flush();
  EXPECT_THAT(desk.socket.take_all(), ElementsAre(HasSubstr(R"("seq":1,"data":2})")));
  say(value_of_7, "2");
  hub.flush();
  EXPECT_THAT(desk.told(), IsEmpty());
}

TEST_F(HubTest, a_value_waits_while_a_commit_with_a_lower_number_is_out) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::positions, Channel::orders}});
  desk.told();
  const auto out = enter(1, false);
  say(value_of_7, "1");
  hub.flush();
  EXPECT_THAT(desk.told(), IsEmpty());
  log.committed(out);
  hub.flush();
  EXPECT_THAT(desk.told(), ElementsAre("order_update 1", "position_update 2"));
}

TEST_F(HubTest, who_comes_back_gets_what_was_missed_and_the_latest_values_by_seq) {
  say(value_of_7, "1");
  {
    Desk before(hub);
    before.reader.subscribe({.channels = {Channel::positions, Channel::orders}});
    happen(2, true);
    EXPECT_THAT(before.told(), ElementsAre("snapshot 1", "order_update 2", "order_update 3"));
    happen(1, true);
    say(value_of_7, "5");
    hub.flush();
    happen(1, true);
    say(value_of_7, "6");
    hub.flush();
  }
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::positions, Channel::orders}, .last_seq = 3, .epoch = 77});
  const auto pages = desk.socket.take_all();
  ASSERT_THAT(pages, SizeIs(1));
  const auto page = json::parse(pages.front());
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->find("from_seq")->text, "3");
  EXPECT_EQ(page->find("to_seq")->text, "7");
  std::vector<std::string> seqs;
  for (const auto& event : page->find("events")->children) seqs.push_back(event.find("seq")->text);
  EXPECT_THAT(seqs, ElementsAre("4", "6", "7"));
}

TEST_F(HubTest, the_channels_filter_what_is_replayed_too) {
  Desk other(hub);
  other.reader.subscribe({.channels = {Channel::orders}});
  happen(2, true);
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::operations}, .last_seq = 1});
  EXPECT_THAT(desk.socket.take_all(), ElementsAre(HasSubstr(R"("events":[])")));
}

TEST_F(HubTest, a_place_in_the_future_of_another_epoch_or_out_of_the_log_gets_a_snapshot_that_says_so) {
  for (const Subscription& wanted : {Subscription{.channels = {Channel::orders}, .last_seq = 99},
                                     Subscription{.channels = {Channel::orders}, .last_seq = 1, .epoch = 5}}) {
    Desk desk(hub);
    desk.reader.subscribe(wanted);
    EXPECT_THAT(desk.told(), ElementsAre("snapshot 0 resync"));
  }
  Desk present(hub);
  for (int i = 0; i < 11; ++i) happen(1000, false);
  Desk late(hub);
  late.reader.subscribe({.channels = {Channel::orders}, .last_seq = 500});
  EXPECT_THAT(late.told(), ElementsAre("snapshot 11000 resync"));
  Desk in_time(hub);
  in_time.reader.subscribe({.channels = {Channel::orders}, .last_seq = 1000});
  EXPECT_THAT(in_time.told(), Not(Contains(HasSubstr("snapshot"))));
}

TEST_F(HubTest, a_long_answer_comes_in_pages_at_the_readers_pace_and_what_happens_meanwhile_follows) {
  for (int i = 0; i < 200; ++i) notes.orders.push_back({fmt::format("{:03}", i), '"' + std::string(1000, 'x') + '"'});
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders}});
  EXPECT_LT(desk.socket.pending_bytes(), 100'000U);
  happen(3, true);
  const auto told = desk.told_in_the_end();
  EXPECT_THAT(told, ElementsAre("snapshot 0+", "snapshot 0+", "snapshot 0+", "snapshot 0+", "snapshot 0",
                                "order_update 1", "order_update 2", "order_update 3"));
}

TEST_F(HubTest, a_reader_that_is_behind_gets_every_event_but_only_the_newest_values) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders, Channel::positions}});
  desk.told();
  for (int i = 0; i < 30; ++i) {
    happen(1, true, one, 2000);
    say(value_of_7, std::to_string(i));
    hub.flush();
  }
  EXPECT_EQ(desk.socket.closed, 0);
  int events = 0;
  int values = 0;
  for (const std::string& text : desk.told_in_the_end()) {
    events += text.starts_with("order_update") ? 1 : 0;
    values += text.starts_with("position_update") ? 1 : 0;
  }
  EXPECT_EQ(events, 30);
  EXPECT_LT(values, 15);
  EXPECT_GE(values, 1);
  EXPECT_GT(hub.counts().conflated, 0U);
}

TEST_F(HubTest, a_reader_that_takes_nothing_is_closed_when_too_many_events_wait_for_it) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders}});
  desk.told();
  happen(30, true, one, 1000);  // now it is behind
  happen(1900, true);
  hub.sweep(clock.now());
  EXPECT_EQ(desk.socket.closed, 0);
  happen(200, true);
  hub.sweep(clock.now());
  EXPECT_EQ(desk.socket.closed, 1013);
  EXPECT_EQ(hub.counts().slow_closes, 1U);
}

TEST_F(HubTest, a_slow_reader_does_not_hold_up_the_others) {
  Desk slow(hub);
  Desk quick(hub);
  for (Desk* desk : {&slow, &quick}) desk->reader.subscribe({.channels = {Channel::orders}});
  slow.told();
  quick.told();
  for (int i = 0; i < 100; ++i) {
    happen(1, true, one, 1000);
    EXPECT_THAT(quick.told(), SizeIs(1));
  }
}

TEST_F(HubTest, another_tenant_hears_nothing_and_its_numbers_do_not_move) {
  Desk desk(hub, two);
  desk.reader.subscribe({.channels = Channels::all()});
  desk.told();
  happen(5, true);
  say(value_of_7, "1");
  hub.flush();
  clock.advance(std::chrono::seconds(6));
  hub.sweep(clock.now());
  EXPECT_THAT(desk.told(), ElementsAre("heartbeat 0"));
}

TEST_F(HubTest, a_quiet_reader_hears_a_heartbeat_after_five_seconds) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders}});
  happen(1, true);
  desk.told();
  clock.advance(std::chrono::seconds(4));
  hub.sweep(clock.now());
  EXPECT_THAT(desk.told(), IsEmpty());
  clock.advance(std::chrono::seconds(1));
  hub.sweep(clock.now());
  EXPECT_THAT(desk.told(), ElementsAre("heartbeat 1"));
}

TEST_F(HubTest, what_is_unsubscribed_from_is_not_told_any_more) {
  Desk desk(hub);
  desk.reader.subscribe({.channels = {Channel::orders, Channel::positions}});
  desk.told();
  desk.reader.unsubscribe({Channel::orders});
  happen(1, true);
  say(value_of_7, "1");
  hub.flush();
  EXPECT_THAT(desk.told(), ElementsAre("position_update 2"));
}

TEST_F(HubTest, a_question_without_a_subscription_gets_the_same_answers) {
  say(value_of_7, "1");
  happen(2, true);
  notes.now[value_of_7] = "9";
  const auto told = hub.answer(one, {.channels = {Channel::orders, Channel::positions}, .last_seq = 1});
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told.front(), HasSubstr(R"("data":9})"));
  EXPECT_THAT(told.front(), HasSubstr(R"("seq":2,"prev_seq":1)"));
  EXPECT_THAT(hub.answer(one, {.channels = {Channel::orders}, .last_seq = 50}), ElementsAre(HasSubstr("snapshot")));
}

TEST_F(HubTest, the_last_page_of_an_answer_carries_the_id_from_which_a_browser_resumes) {
  happen(1, true);
  Desk desk(hub, one, Encoding::sse);
  desk.reader.subscribe({.channels = {Channel::orders}});
  EXPECT_THAT(desk.socket.take_all(), ElementsAre(HasSubstr("id: 77-1\ndata: {\"type\":\"snapshot\"")));
  happen(1, true);
  EXPECT_THAT(desk.socket.take_all(), ElementsAre(HasSubstr("id: 77-2\ndata: {\"type\":\"order_update\"")));
}

}  // namespace
}  // namespace robson::feed
