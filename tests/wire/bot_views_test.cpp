#include <gtest/gtest.h>

#include "wire/bots.hpp"

namespace robson::wire {
namespace {
using namespace literals;
using namespace std::chrono_literals;

constexpr Timestamp now = Timestamp::from_seconds(1'767'355'200);

bot_api::Position position(const std::string& id, hedge::PositionStatus status = hedge::PositionStatus::open) {
  bot_api::Position made{.position_id = id, .asset = "SOL", .status = status, .created_at = now - 3h};
  made.sizing.deployed_usd = "5000"_d;
  made.sizing.capital_usd = "10000"_d;
  made.asgard.collateral_usd = "15000"_d;
  made.hyperliquid.size = "-100"_d;
  made.hyperliquid.mark_px = "149.9"_d;
  made.pnl.total_pnl = "45.3"_d;
  made.risk.health_status = hedge::HealthStatus::healthy;
  made.opened_at = now - 2h - 30min;
  made.as_of = now;
  return made;
}
bot_api::Knowledge bot() {
  bot_api::Knowledge known{.name = "alpha", .answers = true, .is_current = true};
  known.health = bot_api::Known<bot_api::Health>{
      {.status = "ok", .state = hedge::BotState::running, .version = "1", .time = now}, now};
  known.stats = bot_api::Known<bot_api::Stats>{{.state = hedge::BotState::running, .started_at = now - 25h}, now};
  known.positions.emplace().at = now;
  return known;
}

TEST(BotViews, values_of_both_legs_are_at_mark) {
  const BotPosition view = bot_position_view(position("p1"), "alpha");
  EXPECT_EQ(view.long_value_usd, "15000"_d);
  EXPECT_EQ(view.short_value_usd, "14990"_d);
  EXPECT_EQ(view.hold_duration_hours, "2.5"_d);
}

TEST(BotViews, what_has_ended_counts_in_no_sum_of_what_is_deployed) {
  auto known = bot();
  known.positions->document = {{"a", position("a")},
                               {"b", position("b", hedge::PositionStatus::stuck)},
                               {"c", position("c", hedge::PositionStatus::closed)}};
  const BotStats stats = stats_view(known, now).value();
  EXPECT_EQ(stats.open_positions, 1);
  EXPECT_EQ(stats.stuck_positions, 1);
  EXPECT_EQ(stats.total_deployed_usd, "10000"_d);
  EXPECT_EQ(stats.capital_usd, "20000"_d);
}

TEST(BotViews, the_worst_of_all_positions_is_told) {
  auto known = bot();
  auto bad = position("b");
  bad.risk.health_status = hedge::HealthStatus::critical;
  bad.asgard.current_health_factor = "0.12"_d;
  auto good = position("a");
  good.asgard.current_health_factor = "0.3"_d;
  known.positions->document = {{"a", good}, {"b", bad}};
  const BotStats stats = stats_view(known, now).value();
  EXPECT_EQ(stats.worst_health, hedge::HealthStatus::critical);
  EXPECT_EQ(stats.worst_health_factor, "0.12"_d);
  EXPECT_FALSE(stats.worst_margin_fraction);
}

TEST(BotViews, amounts_are_shown_to_the_cent_and_fractions_to_the_hundredth_of_a_percent) {
  auto held = position("p1");
  held.pnl.total_pnl = "-0.005"_d;
  held.risk.delta_ratio = "0.00085"_d;
  held.asgard.current_health_factor = "0.27994999"_d;
  const BotPosition view = bot_position_view(held, "default");
  EXPECT_EQ(view.total_pnl_usd, "-0.01"_d);
  EXPECT_EQ(view.delta_ratio, "0.0009"_d);
  EXPECT_EQ(view.asgard_hf, "0.2799"_d);
}

TEST(BotViews, a_ratio_that_does_not_exist_is_null) {
  auto known = bot();
  EXPECT_FALSE(stats_view(known, now)->win_rate);
  known.stats->document.closed_positions = 3;
  known.stats->document.winning_positions = 2;
  EXPECT_EQ(stats_view(known, now)->win_rate, "0.6667"_d);
}

TEST(BotViews, without_a_status_what_has_ended_is_left_out) {
  auto known = bot();
  known.positions->document = {{"a", position("a")}, {"c", position("c", hedge::PositionStatus::closed)}};
  EXPECT_EQ(bot_positions_view(known, {}, now).positions.size(), 1U);
  EXPECT_EQ(bot_positions_view(known, {.ended = true}, now).positions.size(), 2U);
  const BotPositions closed = bot_positions_view(known, {.status = hedge::PositionStatus::closed}, now);
  ASSERT_EQ(closed.positions.size(), 1U);
  EXPECT_EQ(closed.summary.closed_positions, 1);
  EXPECT_TRUE(bot_positions_view(known, {.asset = "ETH"}, now).positions.empty());
}

TEST(BotViews, a_bot_that_does_not_answer_is_unavailable_whatever_it_last_said) {
  auto known = bot();
  EXPECT_EQ(runtime_view(&known, now).uptime_formatted, "25:00:00");
  EXPECT_TRUE(runtime_view(&known, now).healthy);
  known.answers = known.is_current = false;
  const BotRuntime view = runtime_view(&known, now + 1min);
  EXPECT_EQ(view.state, BotState::unavailable);
  EXPECT_FALSE(view.healthy);
  EXPECT_FALSE(view.uptime_seconds);
  EXPECT_EQ(view.age_ms, 60'000);
}

TEST(BotViews, without_a_bot_there_is_still_an_answer) {
  const BotRuntime view = runtime_view(nullptr, now);
  EXPECT_FALSE(view.name);
  EXPECT_EQ(view.state, BotState::unavailable);
}

TEST(BotViews, a_position_that_closed_is_told_twice_as_an_event_and_as_an_end) {
  const bot_api::Event event{
      .id = 4, .at = now, .type = hedge::BotEventType::position_closed, .position_id = "p1", .text = "Closed."};
  const auto told = told_of(event, "alpha");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].type, "bot_event");
  EXPECT_FALSE(told[0].urgent);
  EXPECT_EQ(told[1].type, "position_closed");
  EXPECT_EQ(told[1].data, R"({"position_id":"p1","bot":"alpha","status":"closed"})");
}

TEST(BotViews, critical_events_pauses_and_breakers_are_urgent) {
  const auto urgent = [](hedge::BotEventType type, hedge::Severity severity) {
    return told_of({.id = 1, .at = now, .type = type, .severity = severity, .text = "x"}, "alpha")[0].urgent;
  };
  using enum hedge::BotEventType;
  EXPECT_TRUE(urgent(leg_failed, hedge::Severity::critical));
  EXPECT_TRUE(urgent(pause_added, hedge::Severity::info));
  EXPECT_TRUE(urgent(breaker_resolved, hedge::Severity::info));
  EXPECT_FALSE(urgent(funding_payment, hedge::Severity::warning));
}

TEST(BotViews, a_stop_succeeded_when_every_bot_confirmed_and_the_kill_switch_stands) {
  engine::EmergencyStop stop{.id = 1, .bots = {{.bot = "a", .confirmed_at = now}, {.bot = "b"}}, .kill_switch = true};
  EXPECT_FALSE(stop_view(stop).success);
  EXPECT_EQ(stop_view(stop).bots[1].state, StopState::REQUESTED);
  stop.bots[1].confirmed_at = now;
  EXPECT_TRUE(stop_view(stop).success);
  stop.kill_switch = false;
  EXPECT_FALSE(stop_view(stop).success);
}

}  // namespace
}  // namespace robson::wire
