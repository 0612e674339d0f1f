// Health of the two legs: when a position is left for it, and what a restart forgets.
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BreakerType;
using hedge::HealthStatus;

void set_margin_fraction(ToldStrategy& bot, Decimal fraction) {
  bot.perp_account.positions.front().margin = multiply("2998.5"_d, fraction, Rounding::half_even);
}

TEST(HealthWatch, emergency_exits_at_once_and_pauses_entry_until_a_hand_resolves_it) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.0999"_d);
  bot.pass(5);
  EXPECT_EQ(bot.document().risk.health_status, HealthStatus::emergency);
  EXPECT_EQ(bot.book().exit->urgency, hedge::Urgency::emergency);
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_TRUE(is_active(bot, BreakerType::asgard_health));
  EXPECT_FALSE(is_active(bot, BreakerType::hyperliquid_margin));
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::entry);
  bot.tell(ResumeBot{});
  EXPECT_TRUE(bot->pause_state().paused);
  EXPECT_EQ(bot.tell(ResolveBreaker{{}, BreakerType::hyperliquid_margin, "seen"}).refused->status, 404);
  EXPECT_TRUE(bot.tell(ResolveBreaker{{}, BreakerType::asgard_health, "seen"}).resolved->circuit_breakers.empty());
  EXPECT_FALSE(bot->pause_state().paused);
}

TEST(HealthWatch, emergency_of_the_margin_exits_through_every_pause) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::all, "why", false});
  bot.tell(PauseBot{{}, hedge::PauseScope::exit, "why", false});
  bot.tell(PauseBot{{}, hedge::PauseScope::hyperliquid, "why", false});
  set_margin_fraction(bot, "0.0499"_d);
  bot.pass(5);
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_TRUE(is_active(bot, BreakerType::hyperliquid_margin));
}

TEST(HealthWatch, a_leg_just_filled_has_the_margin_that_was_paid_for_it) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  bot.answer_short(bot.last<OpenShort>().request);
  // Prices and time may come before the account is read.
  for (int i = 0; i < 6; ++i) {
    bot.perp.time = bot.now = bot.now + std::chrono::seconds(1);
    bot.tell(PerpMarketsSeen{bot.perp});
    bot.tell(TimePassed{});
  }
  EXPECT_EQ(bot.book().hyperliquid.margin_fraction, "0.333333333333"_d);
  EXPECT_FALSE(bot.book().exit.has_value());
}

TEST(HealthWatch, critical_exits_after_twenty_seconds) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.1499"_d);
  for (int i = 0; i < 5 && bot.book().health != HealthStatus::critical; ++i) bot.pass(1);
  ASSERT_EQ(bot.document().risk.health_status, HealthStatus::critical);
  bot.pass(19);
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.pass(1);
  EXPECT_TRUE(bot.book().exit.has_value());
}

TEST(HealthWatch, critical_that_passes_exits_nothing) {
  ToldStrategy bot;
  bot.open_whole();
  for (int i = 0; i < 5; ++i) {
    set_health_factor(bot, "0.1499"_d);
    bot.pass(15);
    set_health_factor(bot, "0.15"_d);
    bot.pass(5);
    EXPECT_EQ(bot.document().risk.health_status, HealthStatus::warning);
  }
  EXPECT_FALSE(bot.book().exit.has_value());
}

TEST(HealthWatch, critical_waits_while_exits_are_paused) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::exit, "why", false});
  set_health_factor(bot, "0.12"_d);
  bot.pass(60);
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.tell(ResumeBot{});
  bot.pass(5);
  EXPECT_TRUE(bot.book().exit.has_value());
}

TEST(HealthWatch, old_prices_keep_no_exit_back) {
  ToldStrategy bot;
  bot.open_whole();
  bot.perp_moves = false;
  bot.lending_moves = false;
  bot.pass(60);
  set_health_factor(bot, "0.05"_d);
  bot.pass(5);
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
}

TEST(HealthWatch, a_drowning_long_leg_does_not_wait_for_a_stuck_short_one) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.05"_d);
  bot.pass(5);
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  bot.tell(ShortAnswered{
      .client_id = bot.last<CloseShort>().request.client_id, .outcome = Outcome::refused, .why = "halted"});
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(HealthWatch, critical_of_before_a_restart_counts_anew_once_both_venues_were_heard) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.12"_d);
  for (int i = 0; i < 5 && bot.book().health != HealthStatus::critical; ++i) bot.pass(1);
  bot.now = bot.now + std::chrono::hours(1);
  bot.restart();
  ASSERT_EQ(bot.book().health, HealthStatus::critical);
  bot.tell(TimePassed{});
  EXPECT_FALSE(bot.book().exit.has_value());
  EXPECT_FALSE(is_active(bot, BreakerType::asgard_health));
  bot.pass(24);  // judged first at the next look, 5 s later
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.pass(1);
  EXPECT_TRUE(bot.book().exit.has_value());
}

TEST(HealthWatch, emergency_of_before_a_restart_exits_nothing) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.05"_d);
  bot.poll();
  bot.tell(PauseBot{{}, hedge::PauseScope::entry, "why", false});  // so that it is kept before it is judged
  bot.now = bot.now + std::chrono::hours(1);
  bot.restart();
  ASSERT_LT(*bot.book().asgard.health_factor, "0.1"_d);
  bot.tell(TimePassed{});
  EXPECT_FALSE(bot.book().exit.has_value());
  set_health_factor(bot, "0.3"_d);
  bot.perp.time = bot.now = bot.now + std::chrono::seconds(5);
  bot.tell(PerpMarketsSeen{bot.perp});
  bot.tell(PerpAccountSeen{bot.now, bot.perp_account});
  bot.tell(TimePassed{});
  EXPECT_FALSE(bot.book().exit.has_value());  // one venue is not enough
  bot.pass(6);
  EXPECT_FALSE(bot.book().exit.has_value());
  EXPECT_EQ(bot.document().risk.health_status, HealthStatus::healthy);
}

TEST(HealthWatch, a_long_leg_that_was_drowning_before_a_restart_waits_for_the_short_one) {
  ToldStrategy bot;
  bot.open_whole();
  set_health_factor(bot, "0.05"_d);
  bot.pass(5);
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  set_health_factor(bot, "0.3"_d);
  bot.now = bot.now + std::chrono::hours(1);
  bot.restart();
  bot.tell(TimePassed{});
  bot.pass(1);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  set_health_factor(bot, "0.05"_d);
  bot.pass(1);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

}  // namespace
}  // namespace robson::reference_bot
