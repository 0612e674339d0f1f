#include "bots/bot.hpp"

#include "bots/bot_fixture.hpp"
#include "storage/bot_events.hpp"
#include "storage/bot_history.hpp"

namespace robson::bots {
namespace {
using testing::Contains;
using testing::HasSubstr;

TEST_F(BotTest, what_a_bot_tells_is_known_and_current) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().is_current && bot().knowledge().pause_state; }));
  EXPECT_EQ(bot().knowledge().positions->document.at("p1").asset, "SOL");
  EXPECT_EQ(bot().knowledge().trouble, "");
  EXPECT_THAT(keys, testing::ElementsAre("the-key"));
}

TEST_F(BotTest, a_skewed_clock_is_measured) {
  skew = 90s;
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().skew.has_value(); }));
  EXPECT_NEAR(static_cast<double>(bot().knowledge().skew->count()), 90e6, 2e6);
}

TEST_F(BotTest, documents_that_a_small_bot_does_not_serve_are_no_trouble) {
  attach();
  ASSERT_TRUE(until([&] { return bot().cannot("config") && bot().cannot("breakers") && bot().cannot("chains"); }));
  EXPECT_EQ(bot().knowledge().trouble, "");
}

TEST_F(BotTest, garbage_changes_nothing_and_is_named) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().is_current; }));
  answers["/internal/positions"] = [](const net::Request&) { return body("{\"p1\":{\"position_id\":7}}"); };
  ASSERT_TRUE(until([&] { return !bot().knowledge().trouble.empty(); }));
  EXPECT_THAT(bot().knowledge().trouble, HasSubstr("/internal/positions makes no sense: p1: position_id"));
  EXPECT_EQ(bot().knowledge().positions->document.size(), 1U);
}

TEST_F(BotTest, while_it_recovers_its_positions_are_not_asked_for) {
  state = hedge::BotState::recovering;
  positions.clear();
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().stats.has_value(); }));
  EXPECT_EQ(asked["/internal/positions"], 0);
  EXPECT_FALSE(bot().knowledge().is_current);
  state = hedge::BotState::running;
  EXPECT_TRUE(until([&] { return bot().knowledge().is_current; }));
}

TEST_F(BotTest, what_was_known_outlives_a_restart_without_the_bot) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().is_current && bot().knowledge().pause_state; }));
  const Timestamp told = bot().knowledge().positions->at;
  turn(300ms);  // it is saved
  server.reset();
  restart();
  ASSERT_TRUE(bot().knowledge().positions);
  EXPECT_EQ(bot().knowledge().positions->document.at("p1").pnl.total_pnl, "45.3"_d);
  EXPECT_GE(bot().knowledge().positions->at, told);
  EXPECT_FALSE(bot().knowledge().is_current);
  EXPECT_FALSE(bot().knowledge().answers);
}

TEST_F(BotTest, the_circuit_opens_when_it_is_away_and_closes_when_it_is_back) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().answers; }));
  server.reset();
  ASSERT_TRUE(until([&] { return bot().knowledge().circuit == bot_api::Circuit::open; }));
  EXPECT_THAT(bot().knowledge().trouble, HasSubstr("does not answer"));
  const auto refused = run(bot().command({.target = "/internal/control/pause", .body = "{}"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, BotErrorKind::resting);
  start_server(port);
  EXPECT_TRUE(until([&] { return bot().knowledge().is_current; }));
  EXPECT_EQ(bot().knowledge().circuit, bot_api::Circuit::closed);
}

TEST_F(BotTest, events_are_stored_and_told_once_over_restarts) {
  events = {sample_event(3), sample_event(4, hedge::BotEventType::position_closed)};
  for (auto& event : events) event.at = clock.now();
  const auto stored = [&] {
    return database
        ->read_now([](storage::Session& s) { return storage::bot_events(s, storage::Tenant({1}), {.bot = "alpha"}); })
        .value()
        .rows.size();
  };
  attach();
  ASSERT_TRUE(until([&] { return stored() == 2; }));
  ASSERT_TRUE(until([&] { return heard.types.size() >= 4; }));
  restart();
  events.push_back(sample_event(5, hedge::BotEventType::funding_flip));
  ASSERT_TRUE(until([&] { return stored() == 3; }));
  turn(200ms);
  EXPECT_EQ(std::ranges::count(heard.types, "bot_event"), 3);
  EXPECT_EQ(std::ranges::count(heard.types, "position_closed"), 1);
}

TEST_F(BotTest, old_events_of_a_bot_that_is_met_first_are_history_and_no_news) {
  events = {sample_event(1), sample_event(2)};  // of long ago
  attach();
  ASSERT_TRUE(until([&] { return asked["/internal/events"] > 1; }));
  turn(200ms);
  EXPECT_EQ(std::ranges::count(heard.types, "bot_event"), 0);
}

TEST_F(BotTest, ids_that_go_back_are_another_bot_and_never_silence) {
  events = {sample_event(1), sample_event(50)};
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().transport == bot_api::Transport::polling; }));
  events = {sample_event(1), sample_event(2)};
  ASSERT_TRUE(until([&] { return !bot().knowledge().trouble.empty(); }));
  EXPECT_THAT(bot().knowledge().trouble, HasSubstr("another bot answers, or it lost its data"));
}

TEST_F(BotTest, a_pause_that_it_shows_is_told_once) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().pause_state.has_value(); }));
  turn(200ms);
  heard.types.clear();
  pauses = {.paused = true, .scope = hedge::PauseScope::entry, .reason = "why", .paused_at = noon, .paused_by = "ada"};
  ASSERT_TRUE(until([&] { return std::ranges::count(heard.types, "pause_state_change") == 1; }));
  turn(300ms);
  EXPECT_EQ(heard.types.size(), 1U);
}

class BotHistoryTest : public BotTest {
 protected:
  // The last sample of a figure, of the bot or of a position.
  std::optional<Decimal> figure(storage::Metric metric, const std::string& position = {}) {
    const storage::ChartQuery query{.bot = "alpha", .position = position, .metric = metric};
    const auto line =
        database->read_now([&](storage::Session& s) { return storage::metric_line(s, storage::Tenant({1}), query); });
    if (line->points.empty()) return {};
    return line->points.back().value;
  }
  // The one breaker of the history.
  bot_api::Breaker breaker() {
    const auto all =
        database->read_now([](storage::Session& s) { return breakers(s, storage::Tenant({1}), "alpha", {}, 10); });
    return all->empty() ? bot_api::Breaker{} : all->front();
  }
};

TEST_F(BotHistoryTest, the_delta_of_the_bot_is_that_of_its_open_positions_together) {
  positions = {sample_position("p1"), sample_position("p2"), sample_position("p3")};
  positions[0].risk.delta = "10"_d;  // long 15000
  positions[1].asgard.collateral_usd = "5000"_d;
  positions[1].risk.delta = "-1000"_d;  // short 6000
  positions[2].risk.delta = "15000"_d;
  positions[2].status = hedge::PositionStatus::closed;
  attach();
  ASSERT_TRUE(until([&] { return figure(storage::Metric::delta_ratio).has_value(); }));
  EXPECT_EQ(figure(storage::Metric::delta_ratio), "-0.047142857143"_d);  // -990 / 21000
}

TEST_F(BotHistoryTest, a_bot_that_holds_nothing_has_no_delta) {
  positions.clear();
  attach();
  ASSERT_TRUE(until([&] { return figure(storage::Metric::deployed).has_value(); }));
  EXPECT_FALSE(figure(storage::Metric::delta_ratio));
}

TEST_F(BotHistoryTest, what_a_position_has_for_good_is_its_funding) {
  positions[0].pnl.funding_pnl = "40.3"_d;  // of 45.3
  attach();
  ASSERT_TRUE(until([&] { return figure(storage::Metric::unrealized_pnl, "p1").has_value(); }));
  EXPECT_EQ(figure(storage::Metric::realized_pnl, "p1"), "40.3"_d);
  EXPECT_EQ(figure(storage::Metric::unrealized_pnl, "p1"), "5"_d);
}

TEST_F(BotHistoryTest, a_bot_with_trades_without_an_end_gets_its_turn_and_no_more) {
  answers["/internal/trades"] = [](const net::Request& request) {
    const std::int64_t after = std::stoll(request.parameter("after").value_or("0"));
    std::string text = "{\"trades\":[";
    for (std::int64_t id = after + 1; id <= after + 500; ++id) {
      if (id > after + 1) text += ',';
      text += as_bot_text(bot_api::Trade{.id = id, .position_id = "p1", .asset = "SOL", .at = noon});
    }
    return body(text + "]}");
  };
  attach();
  const Timestamp began = clock.now();
  ASSERT_TRUE(until([&] { return asked["/internal/funding"] > 0; }, 20s));  // what comes after them has its turn, too
  EXPECT_EQ(asked["/internal/trades"], 5);
  EXPECT_GT(clock.now() - began, 2400ms);  // 1000 rows a second
}

TEST_F(BotHistoryTest, a_breaker_that_ended_while_nobody_looked_is_not_open_for_ever) {
  Breakers known;
  known.circuit_breakers.push_back({.id = 7, .triggered_at = noon, .reason = "It is hot."});
  answers["/internal/circuit-breakers"] = [&](const net::Request&) { return body(as_bot_text(known)); };
  attach();
  ASSERT_TRUE(until([&] { return breaker().id == 7; }));
  turn(200ms);  // the document is saved
  bots->stop();
  turn(300ms);
  const Breakers before = std::exchange(known, {});
  state = hedge::BotState::recovering;  // it may not know them yet
  restart();
  ASSERT_TRUE(until([&] { return bot().knowledge().breakers && bot().knowledge().breakers->document.empty(); }));
  turn(300ms);
  EXPECT_FALSE(breaker().resolved_at);
  state = hedge::BotState::running;
  ASSERT_TRUE(until([&] { return breaker().resolved_at.has_value(); }));
  EXPECT_EQ(breaker().reason, "It is hot. (its end was not seen)");
  EXPECT_FALSE(breaker().resolved_by);
  known = before;  // it was not forgotten: the bot knows best
  EXPECT_TRUE(until([&] { return !breaker().resolved_at && breaker().reason == "It is hot."; }));
}

TEST_F(BotTest, a_command_is_repeated_while_no_answer_comes) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().answers; }));
  int tries = 0;
  answers["/internal/control/pause"] = [&](const net::Request&) {
    if (++tries < 3) return net::Response{.status = 0};  // the connection is dropped
    return body("{}");
  };
  EXPECT_TRUE(run(bot().command({.target = "/internal/control/pause", .body = "{\"request_id\":\"x\"}"})));
  EXPECT_EQ(tries, 3);
}

TEST_F(BotTest, a_refusal_is_an_answer_with_the_bots_own_words) {
  attach();
  ASSERT_TRUE(until([&] { return bot().knowledge().answers; }));
  answers["/internal/config"] = [](const net::Request&) {
    net::Response response =
        body(R"({"code":"VERSION_CONFLICT","detail":"It has version 4.","field":"expected_version"})");
    response.status = 409;
    return response;
  };
  const auto refused = run(bot().command({.method = net::Method::PUT, .target = "/internal/config", .body = "{}"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, BotErrorKind::refused);
  EXPECT_EQ(refused.error().code, "VERSION_CONFLICT");
  EXPECT_EQ(refused.error().field, "expected_version");
  EXPECT_EQ(refused.error().text, "It has version 4.");
}

}  // namespace
}  // namespace robson::bots
