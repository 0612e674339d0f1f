#include "bots/emergency_stops.hpp"

#include "bots/bot_fixture.hpp"
#include "storage/emergency_stops.hpp"
#include "wire/bots.hpp"

namespace robson::bots {
namespace {
using testing::HasSubstr;

class EmergencyStopsTest : public BotTest {
 protected:
  EmergencyStops::Begun begin(hedge::StopMode mode = hedge::StopMode::halt) {
    EmergencyStops::Wish wish{
        .tenant = {1}, .bots = {"alpha"}, .mode = mode, .reason = "why", .by = "ada", .kill_switch = true};
    return run(bots->stops().begin(std::move(wish), 1500ms));
  }
  std::optional<engine::EmergencyStop> stored(std::int64_t id) {
    return database->read_now([id](storage::Session& s) { return storage::find_stop(s, storage::Tenant({1}), id); })
        .value();
  }
};

TEST_F(EmergencyStopsTest, a_bot_that_answers_confirms_at_once_and_the_kill_switch_stands) {
  attach();
  const auto begun = begin();
  EXPECT_TRUE(begun.is_durable);
  EXPECT_TRUE(wire::stop_view(begun.stop).success);
  EXPECT_TRUE(runtime->engine().tenant({1})->desk.kill_switch);
  ASSERT_EQ(stops.size(), 1U);
  EXPECT_THAT(stops[0], HasSubstr("\"by\":\"ada\""));
  EXPECT_THAT(heard.types, testing::Contains("emergency_stop"));
}

TEST_F(EmergencyStopsTest, it_is_on_the_disk_before_the_first_request_goes_out) {
  attach();
  bool was_stored = false;
  answers["/internal/control/emergency-stop"] = [&](const net::Request&) {
    was_stored = stored(1).has_value();
    return net::Response{.status = 500};
  };
  begin();
  EXPECT_TRUE(was_stored);
}

TEST_F(EmergencyStopsTest, a_bot_that_is_away_stays_requested_and_is_asked_after_a_restart) {
  server.reset();
  attach();
  const auto begun = begin();
  EXPECT_FALSE(begun.stop.bots[0].confirmed_at);
  EXPECT_TRUE(begun.stop.bots[0].detail);
  EXPECT_EQ(bots->stops().open({1}).size(), 1U);
  restart();
  ASSERT_EQ(bots->stops().open({1}).size(), 1U);
  start_server(port);
  ASSERT_TRUE(until([&] { return bots->stops().open({1})[0].bots[0].confirmed_at.has_value(); }, 20s));
  ASSERT_TRUE(until([&] { return stored(1)->bots[0].confirmed_at.has_value(); }));
}

TEST_F(EmergencyStopsTest, every_attempt_has_the_same_request_id) {
  attach();
  std::vector<std::string> bodies;
  answers["/internal/control/emergency-stop"] = [&](const net::Request& request) {
    bodies.push_back(request.body);
    return bodies.size() < 3 ? net::Response{.status = 503} : body(R"({"success":true,"closing":[]})");
  };
  begin();
  ASSERT_TRUE(until([&] { return bodies.size() == 3; }, 20s));
  EXPECT_EQ(bodies[0], bodies[1]);
  EXPECT_EQ(bodies[0], bodies[2]);
}

TEST_F(EmergencyStopsTest, it_is_shown_until_it_is_acknowledged_and_confirmed) {
  attach();
  const auto begun = begin();
  EXPECT_EQ(bots->stops().open({1}).size(), 1U);
  EXPECT_TRUE(bots->stops().open({2}).empty());
  EXPECT_FALSE(run(bots->stops().acknowledge({2}, begun.stop.id, "eve")));
  const auto done = run(bots->stops().acknowledge({1}, begun.stop.id, "bob"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->stop.acknowledged_by, "bob");
  EXPECT_TRUE(bots->stops().open({1}).empty());
  restart();
  EXPECT_TRUE(bots->stops().open({1}).empty());
}

TEST_F(EmergencyStopsTest, two_that_acknowledge_at_once_are_both_answered) {
  attach();
  const std::int64_t id = begin().stop.id;
  std::optional<std::optional<EmergencyStops::Begun>> bob;
  std::optional<std::optional<EmergencyStops::Begun>> eve;
  net::spawn(context, "bob", keep(bots->stops().acknowledge({1}, id, "bob"), bob));
  net::spawn(context, "eve", keep(bots->stops().acknowledge({1}, id, "eve"), eve));
  ASSERT_TRUE(until([&] { return bob && eve; }));
  for (const auto& answer : {*bob, *eve}) {
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->is_durable);
    EXPECT_EQ(answer->stop.acknowledged_by, "bob");  // who was first
  }
  EXPECT_FALSE(run(bots->stops().acknowledge({1}, id, "eve")));
}

TEST_F(EmergencyStopsTest, one_that_is_over_before_it_has_begun_is_answered_too) {
  attach();
  std::optional<EmergencyStops::Begun> begun;
  EmergencyStops::Wish wish{.tenant = {1}, .reason = "why", .by = "ada", .kill_switch = true};
  net::spawn(context, "begin", keep(bots->stops().begin(std::move(wish), 1s), begun));
  const auto acknowledge = [](EmergencyStops& all) -> net::Task<void> {
    for (bool open = true; open;) {
      const auto told = co_await all.acknowledge({1}, 1, "bob");
      open = told.has_value();
    }
  };
  net::spawn(context, "acknowledge", acknowledge(bots->stops()));
  ASSERT_TRUE(until([&] { return begun.has_value(); }));
  EXPECT_TRUE(begun->is_durable);
  EXPECT_TRUE(runtime->engine().tenant({1})->desk.kill_switch);
  EXPECT_TRUE(bots->stops().open({1}).empty());
}

TEST_F(EmergencyStopsTest, a_flatten_counts_the_positions_that_are_left) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().is_current; }));
  const auto begun = begin(hedge::StopMode::flatten);
  EXPECT_EQ(begun.stop.bots[0].positions_left, 1);
  positions[0].status = hedge::PositionStatus::closed;
  EXPECT_TRUE(until([&] { return bots->stops().open({1})[0].bots[0].positions_left == 0; }));
}

}  // namespace
}  // namespace robson::bots
