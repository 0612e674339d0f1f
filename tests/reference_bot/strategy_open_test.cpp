// Long first, then the short that balances it, by the deadline, or it is unwound.
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BotEventType;
using hedge::LegState;
using hedge::PositionStatus;

constexpr int deadline_s = 60;

TEST(Opening, goes_long_first_and_then_short_by_as_many_coins) {
  ToldStrategy bot;
  const Reply reply = bot.ask_to_open();
  ASSERT_TRUE(reply.commanded.has_value());
  EXPECT_EQ(reply.commanded->status, PositionStatus::opening);
  const OpenLong act = bot.last<OpenLong>();
  EXPECT_EQ(act.request.client_id, "t0-" + reply.commanded->position_id + "-long-open-1");
  EXPECT_EQ(act.request.collateral_usd, "1000"_d);
  EXPECT_EQ(act.request.leverage, "3"_d);
  EXPECT_TRUE(bot.acts<OpenShort>().empty());

  bot.answer_long_open();
  const OpenShort order = bot.last<OpenShort>();
  EXPECT_EQ(order.request.size, "19.99"_d);  // 16.66 x 1.2 = 19.992, floored to the step
  EXPECT_EQ(order.request.side, TradeSide::SELL);
  EXPECT_EQ(order.request.limit_price, "149.25"_d);  // 149.99 less half a percent, up to the tick
  EXPECT_EQ(bot.book().status, PositionStatus::opening);

  bot.answer_short(order.request);
  EXPECT_EQ(bot.book().status, PositionStatus::open);
  EXPECT_EQ(bot.count(BotEventType::position_opened), 1);
  EXPECT_EQ(bot.trades.size(), 2U);
  EXPECT_EQ(bot.effects.size(), 2U);
}

TEST(Opening, a_short_filled_in_part_is_filled_up_under_another_id) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const OpenShort first = bot.last<OpenShort>();
  bot.answer_short(first.request, "12"_d);
  const OpenShort rest = bot.last<OpenShort>();
  EXPECT_NE(rest.request.client_id, first.request.client_id);
  EXPECT_EQ(rest.request.size, "7.99"_d);
  bot.answer_short(rest.request);
  EXPECT_EQ(bot.book().status, PositionStatus::open);
  EXPECT_EQ(bot.book().hyperliquid.size, "19.99"_d);
}

TEST(Opening, a_refused_long_leg_ends_it_without_a_position) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.tell(LongAnswered{
      .client_id = bot.last<OpenLong>().request.client_id, .outcome = Outcome::refused, .why = "no funds"});
  EXPECT_EQ(bot.book().status, PositionStatus::closed);
  EXPECT_EQ(bot.book().asgard.state, LegState::failed);
  EXPECT_EQ(bot->state().totals.closed_positions, 0);
  bot.pass(120);
  EXPECT_EQ(bot.effects.size(), 1U);
}

TEST(Opening, half_open_at_its_deadline_it_is_unwound) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const auto refuse = [&] {
    bot.tell(ShortAnswered{
        .client_id = bot.last<OpenShort>().request.client_id, .outcome = Outcome::refused, .why = "margin"});
  };
  refuse();
  for (int s = 1; s < deadline_s; ++s) {
    const std::size_t sent = bot.acts<OpenShort>().size();
    bot.pass(1);
    if (bot.acts<OpenShort>().size() > sent) refuse();
    EXPECT_EQ(bot.book().status, PositionStatus::opening) << s;
  }
  EXPECT_EQ(bot.acts<OpenShort>().size(), 4U);  // at 0, 5, 15, 35 s
  bot.pass(1);
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  ASSERT_EQ(bot.acts<CloseLong>().size(), 1U);
  bot.answer_long_close();
  EXPECT_EQ(bot.book().status, PositionStatus::closed);
}

TEST(Opening, half_open_with_a_part_of_the_short_closes_that_first) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  bot.answer_short(bot.last<OpenShort>().request, "12"_d);
  bot.tell(
      ShortAnswered{.client_id = bot.last<OpenShort>().request.client_id, .outcome = Outcome::refused, .why = "no"});
  bot.chains[1].connected = false;
  bot.perp_moves = false;  // old prices open nothing
  bot.pass(deadline_s);
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_EQ(bot.last<CloseShort>().request.size, "12"_d);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  bot.answer_short(bot.last<CloseShort>().request);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Opening, an_unclear_outcome_is_asked_for_and_never_repeated_blindly) {
  ToldStrategy bot;
  bot.ask_to_open();
  const std::string id = bot.last<OpenLong>().request.client_id;
  bot.tell(LongAnswered{.client_id = id, .outcome = Outcome::unclear, .why = "timed out"});
  ASSERT_EQ(bot.acts<AskLeg>().size(), 1U);
  EXPECT_EQ(bot.last<AskLeg>().client_id, id);
  bot.pass(4);
  EXPECT_EQ(bot.acts<AskLeg>().size(), 1U);
  EXPECT_EQ(bot.acts<OpenLong>().size(), 1U);
  // The venue has it: it goes on as if it had said so at once.
  bot.tell(LongAnswered{.client_id = id, .outcome = Outcome::told, .position = bot.long_of(id)});
  EXPECT_EQ(bot.acts<OpenLong>().size(), 1U);
  EXPECT_EQ(bot.acts<OpenShort>().size(), 1U);
}

TEST(Opening, an_act_that_the_venue_denies_is_sent_again_under_the_same_id) {
  ToldStrategy bot;
  bot.ask_to_open();
  const OpenLong first = bot.last<OpenLong>();
  bot.tell(LongAnswered{.client_id = first.request.client_id, .outcome = Outcome::unclear, .why = "timed out"});
  bot.tell(LongAnswered{.client_id = first.request.client_id, .outcome = Outcome::unknown_id});
  ASSERT_EQ(bot.acts<OpenLong>().size(), 2U);
  EXPECT_EQ(bot.last<OpenLong>().request.client_id, first.request.client_id);
  EXPECT_EQ(bot.last<OpenLong>().request.collateral_usd, first.request.collateral_usd);
}

TEST(Opening, an_act_without_any_answer_is_asked_for_after_five_seconds) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.pass(4);
  EXPECT_TRUE(bot.acts<AskLeg>().empty());
  bot.pass(1);
  EXPECT_EQ(bot.acts<AskLeg>().size(), 1U);
}

TEST(Opening, a_denied_short_is_given_up_only_when_it_can_no_longer_arrive) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const std::string id = bot.last<OpenShort>().request.client_id;
  bot.pass(deadline_s - 6);
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unclear, .why = "timed out"});
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unknown_id});  // sent again, 6 s before the deadline
  ASSERT_EQ(bot.acts<OpenShort>().size(), 2U);
  bot.pass(7);
  ASSERT_EQ(bot.book().status, PositionStatus::closing);
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unclear, .why = "timed out"});
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unknown_id});
  EXPECT_TRUE(bot.acts<CloseLong>().empty());  // it may still arrive, and then it has to be closed first
  bot.pass(9);
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unknown_id});
  EXPECT_EQ(bot.acts<OpenShort>().size(), 2U);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Opening, a_second_answer_changes_nothing) {
  ToldStrategy bot;
  bot.open_whole();
  const std::string before = json::text_of(bot->state());
  bot.tell(ShortAnswered{.client_id = bot.last<OpenShort>().request.client_id,
                         .outcome = Outcome::told,
                         .order = bot.filled(bot.last<OpenShort>().request, "19.99"_d)});
  EXPECT_EQ(json::text_of(bot->state()), before);
}

TEST(Entry, is_refused_with_a_code_and_the_field_at_fault) {
  const auto refused = [](ToldStrategy& bot, std::optional<Decimal> size, std::optional<Decimal> leverage,
                          const std::string& asset = "SOL") {
    const Reply reply = bot.tell(OpenPosition{{}, asset, size, leverage, ""});
    EXPECT_TRUE(bot.effects.empty());
    return reply.refused.value_or(Refused{});
  };
  ToldStrategy bot;
  EXPECT_EQ(refused(bot, "999"_d, {}).code, "SIZE_OUT_OF_RANGE");
  EXPECT_EQ(refused(bot, "999"_d, {}).field, "size_usd");
  EXPECT_EQ(refused(bot, "50001"_d, {}).code, "SIZE_OUT_OF_RANGE");
  EXPECT_EQ(refused(bot, "19500"_d, {}).code, "INSUFFICIENT_FUNDS");
  EXPECT_EQ(refused(bot, "1000"_d, "4.5"_d).code, "LEVERAGE_OUT_OF_RANGE");
  EXPECT_EQ(refused(bot, "1000"_d, "0"_d).code, "LEVERAGE_OUT_OF_RANGE");
  EXPECT_EQ(refused(bot, "1000"_d, "0"_d).field, "leverage");
  EXPECT_EQ(refused(bot, "1000"_d, "4"_d).code, "HEALTH_TOO_LOW");  // it would begin with 0.1667
  EXPECT_EQ(refused(bot, "1000"_d, {}, "DOGE").code, "UNKNOWN_ASSET");
  bot.chains[0].connected = false;
  bot.pass(1);
  EXPECT_EQ(refused(bot, "1000"_d, {}).code, "BOT_NOT_RUNNING");
}

TEST(Entry, never_on_old_prices) {
  ToldStrategy bot;
  bot.perp_moves = false;
  bot.pass(15);
  EXPECT_EQ(bot->bot_state(), hedge::BotState::running);
  bot.pass(1);
  EXPECT_EQ(bot->bot_state(), hedge::BotState::degraded);
  EXPECT_EQ(bot.ask_to_open().refused->code, "BOT_NOT_RUNNING");
  bot.perp_moves = true;
  bot.pass(1);
  EXPECT_TRUE(bot.ask_to_open("again").commanded.has_value());
}

TEST(Entry, one_position_a_coin) {
  ToldStrategy bot;
  bot.open_whole();
  bot.effects.clear();
  EXPECT_EQ(bot.ask_to_open("second").refused->code, "ASSET_IN_USE");
}

TEST(Entry, a_pause_of_entry_or_of_a_venue_keeps_it_out) {
  for (const hedge::PauseScope scope :
       {hedge::PauseScope::all, hedge::PauseScope::entry, hedge::PauseScope::asgard, hedge::PauseScope::hyperliquid}) {
    ToldStrategy bot;
    bot.tell(PauseBot{{}, scope, "why", false});
    EXPECT_EQ(bot.ask_to_open().refused->code, "PAUSED");
  }
  ToldStrategy bot;
  bot.tell(PauseBot{{}, hedge::PauseScope::exit, "why", false});
  EXPECT_TRUE(bot.ask_to_open().commanded.has_value());
}

TEST(Scan, enters_the_best_by_itself_and_says_why_not_the_others) {
  ToldStrategy bot;
  LendingMarket plain = bot.lending.markets.front();
  plain.token = "SOL";
  plain.token_market_price = "150"_d;
  plain.pool_rate = "1"_d;
  plain.staking_rate = "0"_d;
  bot.lending.markets.insert(bot.lending.markets.begin(), plain);
  bot.set_auto_entry(true);
  bot.pass(61);
  ASSERT_EQ(bot.acts<OpenLong>().size(), 1U);
  EXPECT_EQ(bot.last<OpenLong>().request.token, "jitoSOL");
  const auto found = *bot->stats(bot.now).opportunities;
  ASSERT_EQ(found.size(), 2U);
  EXPECT_GT(found[0].net_apy, found[1].net_apy);
  EXPECT_EQ(found[0].net_apy, "0.4392"_d);
}

TEST(Scan, enters_nothing_that_earns_too_little) {
  ToldStrategy bot;
  bot.perp.markets.front().funding_rate = "-0.000005"_d;
  bot.set_auto_entry(true);
  bot.pass(61);
  EXPECT_TRUE(bot.effects.empty());
  EXPECT_EQ(bot->stats(bot.now).opportunities->front().why, "the net APY is under 0.01");
}

}  // namespace
}  // namespace robson::reference_bot
