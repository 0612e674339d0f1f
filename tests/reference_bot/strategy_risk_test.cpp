// What is watched beside health, and what follows: drift, earnings, prices, pegs, gas, chains.
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BotEventType;
using hedge::BreakerType;

TEST(Drift, beyond_half_a_percent_the_short_leg_is_put_right) {
  ToldStrategy bot;
  bot.open_whole();
  bot.lending.markets.front().pool_rate = "1.2055"_d;  // 20.0836 coins against 19.99: 0.47 %
  bot.pass(31);
  EXPECT_EQ(bot.acts<OpenShort>().size(), 1U);
  bot.lending.markets.front().pool_rate = "1.207"_d;
  bot.pass(31);
  ASSERT_EQ(bot.acts<OpenShort>().size(), 2U);
  EXPECT_EQ(bot.last<OpenShort>().request.size, "0.11"_d);  // 16.66 x 1.207 = 20.108
  EXPECT_EQ(bot.count(BotEventType::delta_drift), 1);
  bot.answer_short(bot.last<OpenShort>().request);
  EXPECT_EQ(bot.book().hyperliquid.size, "20.1"_d);
  EXPECT_LT(abs(bot.document().risk.delta_ratio), "0.001"_d);
}

TEST(Drift, a_short_that_is_too_large_is_reduced) {
  ToldStrategy bot;
  bot.open_whole();
  bot.lending.markets.front().pool_rate = "1.17"_d;
  bot.lending.markets.front().token_market_price = "175.5"_d;
  bot.pass(31);
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_TRUE(bot.last<CloseShort>().request.reduce_only);
  EXPECT_EQ(bot.last<CloseShort>().request.size, "0.5"_d);  // 16.66 x 1.17 = 19.4922
}

TEST(Drift, what_another_hand_took_from_the_short_is_noticed_and_put_back) {
  ToldStrategy bot;
  bot.open_whole();
  bot.set_short("-2"_d);
  bot.pass(45);
  EXPECT_EQ(bot.count(BotEventType::leg_failed), 1);
  ASSERT_EQ(bot.acts<OpenShort>().size(), 2U);
  EXPECT_EQ(bot.last<OpenShort>().request.size, "2"_d);
}

TEST(Drift, is_left_alone_while_the_venue_is_paused) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::hyperliquid, "why", false});
  bot.lending.markets.front().pool_rate = "1.25"_d;
  bot.lending.markets.front().token_market_price = "187.5"_d;
  bot.pass(65);
  EXPECT_EQ(bot.acts<OpenShort>().size(), 1U);
  EXPECT_EQ(bot.count(BotEventType::delta_drift), 1);
}

TEST(Drift, is_told_again_when_it_becomes_critical) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::hyperliquid, "why", false});
  const auto told_at = [&](Decimal pool_rate) {
    bot.lending.markets.front().pool_rate = pool_rate;
    bot.lending.markets.front().token_market_price = multiply(pool_rate, "150"_d, Rounding::floor);
    const std::size_t before = bot.events.size();
    bot.pass(61);  // two looks
    std::vector<hedge::Severity> told;
    for (std::size_t i = before; i < bot.events.size(); ++i) {
      if (bot.events[i].type == BotEventType::delta_drift) told.push_back(bot.events[i].severity);
    }
    return told;
  };
  const std::vector<hedge::Severity> warning{hedge::Severity::warning};
  const std::vector<hedge::Severity> critical{hedge::Severity::critical};
  EXPECT_EQ(told_at("1.207"_d), warning);   // 0.6 %
  EXPECT_EQ(told_at("1.25"_d), critical);   // 4 %
  EXPECT_TRUE(told_at("1.207"_d).empty());  // the level told stays until it is over
  EXPECT_TRUE(told_at("1.25"_d).empty());
  EXPECT_TRUE(told_at("1.2"_d).empty());
  EXPECT_EQ(told_at("1.25"_d), critical);
  EXPECT_TRUE(told_at("1.2"_d).empty());
  EXPECT_EQ(told_at("1.207"_d), warning);
}

TEST(NegativeApy, pauses_entry_at_once_and_exits_when_it_lasts) {
  ToldStrategy bot;
  bot.open_whole();
  bot.perp.markets.front().funding_rate = "-0.0001"_d;
  bot.pass(31);
  EXPECT_TRUE(is_active(bot, BreakerType::negative_apy));
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::entry);
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.pass(29 * 60);
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.pass(61);
  EXPECT_TRUE(bot.book().exit.has_value());
}

TEST(NegativeApy, recovers_by_itself_after_thirty_minutes) {
  ToldStrategy bot;
  bot.open_whole();
  bot.perp.markets.front().funding_rate = "-0.0001"_d;
  bot.pass(31);
  bot.perp.markets.front().funding_rate = "0.0001"_d;
  bot.pass(29 * 60);
  EXPECT_TRUE(is_active(bot, BreakerType::negative_apy));
  bot.pass(90);
  EXPECT_FALSE(is_active(bot, BreakerType::negative_apy));
  EXPECT_FALSE(bot->pause_state().paused);
  EXPECT_FALSE(bot.book().exit.has_value());
}

TEST(NegativeApy, does_not_recover_while_nobody_knows) {
  ToldStrategy bot;
  bot.open_whole();
  bot.perp.markets.front().funding_rate = "-0.0001"_d;
  bot.pass(31);
  bot.perp.markets.front().funding_rate = "0.0001"_d;
  bot.perp_moves = false;
  bot.pass(40 * 60);
  EXPECT_TRUE(is_active(bot, BreakerType::negative_apy));
  bot.perp_moves = true;
  bot.pass(30 * 60);
  EXPECT_FALSE(is_active(bot, BreakerType::negative_apy));
}

TEST(NegativeApy, exits_nothing_where_automatic_exits_are_off) {
  ToldStrategy bot;
  bot.open_whole();
  hedge::BotSettings settings = bot->config().bot;
  settings.enable_auto_exit = false;
  bot.set_config(settings, bot->config().risk);
  bot.perp.markets.front().funding_rate = "-0.0001"_d;
  bot.pass(32 * 60);
  EXPECT_FALSE(bot.book().exit.has_value());
  set_health_factor(bot, "0.05"_d);  // bad health is left whatever that says
  bot.pass(5);
  EXPECT_TRUE(bot.book().exit.has_value());
}

TEST(Depeg, exits_and_waits_for_a_hand) {
  ToldStrategy bot;
  bot.open_whole();
  bot.lending.markets.front().token_market_price = "176.4"_d;  // 2 % under the pool's rate: at the limit
  bot.pass(6);
  EXPECT_FALSE(bot.book().exit.has_value());
  bot.lending.markets.front().token_market_price = "176.3"_d;
  bot.pass(5);
  EXPECT_TRUE(is_active(bot, BreakerType::lst_depeg));
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
}

TEST(PriceDeviation, pauses_entry_for_thirty_minutes) {
  ToldStrategy bot;
  bot.perp.markets.front().mark_price = "153.1"_d;
  bot.pass(6);
  EXPECT_TRUE(is_active(bot, BreakerType::price_deviation));
  bot.perp.markets.front().mark_price = "150"_d;
  bot.pass(29 * 60);
  EXPECT_TRUE(is_active(bot, BreakerType::price_deviation));
  bot.pass(65);
  EXPECT_FALSE(is_active(bot, BreakerType::price_deviation));
}

TEST(Chains, an_outage_pauses_its_venue_until_a_minute_of_health) {
  ToldStrategy bot;
  bot.chains[1].connected = false;
  bot.pass(1);
  EXPECT_EQ(bot->bot_state(), hedge::BotState::degraded);
  EXPECT_TRUE(is_active(bot, BreakerType::chain_outage));
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::hyperliquid);
  EXPECT_EQ(bot.count(BotEventType::chain_change), 1);
  bot.chains[1].connected = true;
  bot.pass(60);
  EXPECT_TRUE(is_active(bot, BreakerType::chain_outage));
  bot.pass(1);
  EXPECT_FALSE(is_active(bot, BreakerType::chain_outage));
  EXPECT_FALSE(bot->pause_state().paused);
}

TEST(Chains, an_outage_does_not_end_in_silence) {
  ToldStrategy bot;
  bot.chains[1].connected = false;
  bot.pass(1);
  bot.chains[1].connected = true;
  bot.pass(30);
  bot.chains_answer = false;
  bot.pass(70);
  EXPECT_TRUE(is_active(bot, BreakerType::chain_outage));
  EXPECT_FALSE(bot->breakers().back().recovery_time.has_value());
  bot.chains_answer = true;
  bot.pass(60);
  EXPECT_TRUE(is_active(bot, BreakerType::chain_outage));
  bot.pass(1);
  EXPECT_FALSE(is_active(bot, BreakerType::chain_outage));
}

TEST(Chains, that_are_silent_for_as_long_as_makes_markets_stale_are_not_known) {
  ToldStrategy bot;
  bot.chains_answer = false;
  bot.pass(15);
  EXPECT_EQ(bot->bot_state(), hedge::BotState::running);
  bot.now = bot.now + std::chrono::seconds(1);
  EXPECT_EQ(bot.ask_to_open("r1").refused->code, "CHAIN_DOWN");
  EXPECT_EQ(bot->bot_state(), hedge::BotState::degraded);
  EXPECT_EQ(bot->health(bot.now).detail, "chain data are old");
  EXPECT_EQ(bot.ask_to_open("r2").refused->code, "BOT_NOT_RUNNING");
  bot.chains_answer = true;
  bot.pass(1);
  EXPECT_TRUE(bot.ask_to_open("r3").commanded.has_value());
}

TEST(Chains, dear_gas_pauses_its_venue_until_it_is_cheap_again) {
  ToldStrategy bot;
  bot.chains[0].gas_usd = "5.01"_d;
  bot.pass(1);
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::asgard);
  bot.chains[0].gas_usd = "5"_d;
  bot.pass(1);
  EXPECT_FALSE(bot->pause_state().paused);
}

TEST(Chains, without_breakers_nothing_is_paused) {
  ToldStrategy bot;
  hedge::BotSettings settings = bot->config().bot;
  settings.enable_circuit_breakers = false;
  bot.set_config(settings, bot->config().risk);
  bot.chains[0].gas_usd = "50"_d;
  bot.pass(10);
  EXPECT_FALSE(bot->pause_state().paused);
}

TEST(FundingBooks, a_payment_is_booked_once_by_its_number) {
  ToldStrategy bot;
  bot.open_whole();
  const auto paid = [&](std::int64_t id, Decimal rate, Decimal amount) {
    return PaymentsSeen{{{.id = id,
                          .coin = "SOL",
                          .time = bot.now,
                          .size = "-19.99"_d,
                          .mark_price = "150"_d,
                          .rate = rate,
                          .amount = amount}}};
  };
  bot.tell(paid(3, "0.0001"_d, "0.29985"_d));
  bot.tell(paid(3, "0.0001"_d, "0.29985"_d));
  bot.tell(paid(2, "0.0001"_d, "0.29985"_d));
  EXPECT_EQ(bot.document().pnl.funding_pnl, "0.29985"_d);
  EXPECT_EQ(bot.payments.size(), 1U);
  EXPECT_EQ(bot.payments.front().notional_usd, "2998.5"_d);
  EXPECT_EQ(bot.count(BotEventType::funding_flip), 0);
  bot.tell(paid(4, "-0.0001"_d, "-0.29985"_d));
  EXPECT_EQ(bot.document().pnl.funding_pnl, "0"_d);
  EXPECT_EQ(bot.count(BotEventType::funding_flip), 1);
  bot.tell(paid(5, "-0.0001"_d, "-0.29985"_d));
  EXPECT_EQ(bot.count(BotEventType::funding_flip), 1);
}

TEST(FundingBooks, what_comes_after_the_close_is_still_the_positions) {
  ToldStrategy bot;
  bot.open_whole();
  const Timestamp held = bot.now;
  bot.pass(1);
  bot.tell(ClosePosition{{}, bot.book().position_id, "enough"});
  bot.answer_short(bot.last<CloseShort>().request);
  bot.answer_long_close();
  const Decimal before = *bot.book().realized_pnl;
  bot.tell(PaymentsSeen{{{.id = 1,
                          .coin = "SOL",
                          .time = held,
                          .size = "-19.99"_d,
                          .mark_price = "150"_d,
                          .rate = "0.0001"_d,
                          .amount = "0.25"_d}}});
  EXPECT_EQ(*bot.book().realized_pnl, before + "0.25"_d);
  EXPECT_EQ(bot->state().totals.realized_pnl, before + "0.25"_d);
}

TEST(Documents, profit_is_apart_and_sums_up) {
  ToldStrategy bot;
  bot.open_whole();
  bot.perp.markets.front().mark_price = "160"_d;
  bot.lending.markets.front().oracle_price = "160"_d;
  bot.lending.markets.front().pool_rate = "1.201"_d;
  bot.lending.markets.front().token_market_price = "192.16"_d;
  bot.lending_account.positions.front().debt_usd = "2000.4"_d;
  bot.pass(1);
  const bot_api::Position position = bot.document();
  EXPECT_EQ(position.pnl.staking_yield, "2.6656"_d);  // 16.66 x 0.001 x 160
  EXPECT_EQ(position.pnl.long_pnl, "199.92"_d);       // 16.66 x 1.2 x 10
  EXPECT_EQ(position.pnl.short_pnl, "-199.9"_d);      // 19.99 x -10
  EXPECT_EQ(position.pnl.borrow_cost, "0.4"_d);
  EXPECT_EQ(position.pnl.fees, "2.55"_d);
  EXPECT_EQ(position.pnl.total_pnl, "-0.2644"_d);
  EXPECT_EQ(position.pnl.apy, std::nullopt);  // null in its first hour
  EXPECT_EQ(position.hyperliquid.size, "-19.99"_d);
  EXPECT_EQ(position.hyperliquid.size_sol, "-19.99"_d);
  EXPECT_EQ(position.sizing.capital_usd, "1999.5"_d);
  EXPECT_EQ(position.asgard.collateral_usd, multiply("20.00866"_d, "160"_d, Rounding::half_even));
  EXPECT_EQ(position.risk.distance_to_liquidation,
            std::min(position.asgard.distance_to_liquidation, position.hyperliquid.distance_to_liquidation));
}

}  // namespace
}  // namespace robson::reference_bot
