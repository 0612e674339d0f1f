// Short first, then long; what fails is stuck and tried again; what stands alone is closed at once.
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BotEventType;
using hedge::LegState;
using hedge::PositionStatus;

Reply ask_to_close(ToldStrategy& bot, std::string request_id = "close") {
  return bot.tell(ClosePosition{{std::move(request_id), "anna"}, bot.book().position_id, "enough"});
}

TEST(Closing, goes_short_first_and_then_long) {
  ToldStrategy bot;
  bot.open_whole();
  EXPECT_EQ(ask_to_close(bot).commanded->status, PositionStatus::closing);
  const CloseShort order = bot.last<CloseShort>();
  EXPECT_TRUE(order.request.reduce_only);
  EXPECT_EQ(order.request.side, TradeSide::BUY);
  EXPECT_EQ(order.request.size, "19.99"_d);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  bot.answer_short(order.request);
  ASSERT_EQ(bot.acts<CloseLong>().size(), 1U);
  EXPECT_EQ(bot.last<CloseLong>().client_id, bot.last<OpenLong>().request.client_id);
  bot.answer_long_close();
  EXPECT_EQ(bot.book().status, PositionStatus::closed);
  EXPECT_EQ(bot.book().hyperliquid.state, LegState::closed);
  EXPECT_EQ(bot.book().asgard.state, LegState::closed);
}

TEST(Closing, realises_what_came_back_to_both_accounts) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PaymentsSeen{{{.id = 7,
                          .coin = "SOL",
                          .time = bot.now,
                          .size = "-19.99"_d,
                          .mark_price = "150"_d,
                          .rate = "0.0001"_d,
                          .amount = "0.29985"_d}}});
  ask_to_close(bot);
  bot.answer_short(bot.last<CloseShort>().request);
  bot.answer_long_close("1003.25"_d);
  // 3.25 of the long leg, nothing of the short one's price, 2 x 1.35 of its fees, and the funding.
  EXPECT_EQ(bot.book().realized_pnl, "0.84985"_d);
  EXPECT_EQ(bot.trades.back().realized_pnl_usd, "0.84985"_d);
  EXPECT_EQ(bot->state().totals.realized_pnl, "0.84985"_d);
  EXPECT_EQ(bot->state().totals.winning_positions, 1);
  const bot_api::Stats stats = bot->stats(bot.now);
  EXPECT_EQ(stats.realized_pnl_usd, "0.84985"_d);
  EXPECT_EQ(stats.funding_pnl_usd, "0.29985"_d);
  EXPECT_EQ(stats.position_pnl_usd, "0.55"_d);
  EXPECT_EQ(stats.unrealized_pnl_usd, "0"_d);
}

TEST(Closing, a_short_that_cannot_be_closed_is_stuck_and_keeps_the_long_leg) {
  ToldStrategy bot;
  bot.open_whole();
  ask_to_close(bot);
  const auto refuse = [&] {
    bot.tell(ShortAnswered{
        .client_id = bot.last<CloseShort>().request.client_id, .outcome = Outcome::refused, .why = "halted"});
  };
  refuse();
  EXPECT_EQ(bot.book().status, PositionStatus::stuck);
  EXPECT_EQ(bot.book().hyperliquid.state, LegState::failed);
  EXPECT_EQ(bot.count(BotEventType::position_stuck), 1);
  const bot_api::Stuck stuck = *bot.document().stuck;
  EXPECT_EQ(stuck.leg, hedge::Leg::hyperliquid);
  EXPECT_EQ(stuck.why, "halted");
  EXPECT_EQ(stuck.next_attempt_at, bot.now + std::chrono::seconds(5));
  // 5 s, doubling to 5 minutes.
  for (const int wait : {5, 10, 20, 40, 80, 160, 300, 300}) {
    const std::size_t sent = bot.acts<CloseShort>().size();
    bot.pass(wait - 1);
    EXPECT_EQ(bot.acts<CloseShort>().size(), sent) << wait;
    bot.pass(1);
    ASSERT_EQ(bot.acts<CloseShort>().size(), sent + 1) << wait;
    refuse();
  }
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  EXPECT_EQ(bot.count(BotEventType::position_stuck), 1);
  bot.pass(300);
  bot.answer_short(bot.last<CloseShort>().request);
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  EXPECT_FALSE(bot.document().stuck.has_value());
  bot.answer_long_close();
  EXPECT_EQ(bot.book().status, PositionStatus::closed);
}

TEST(Closing, a_long_leg_that_cannot_be_closed_is_stuck_alone) {
  ToldStrategy bot;
  bot.open_whole();
  ask_to_close(bot);
  bot.answer_short(bot.last<CloseShort>().request);
  const CloseLong act = bot.last<CloseLong>();
  bot.tell(LongAnswered{
      .client_id = act.client_id, .close_id = act.close_id, .outcome = Outcome::refused, .why = "no liquidity"});
  EXPECT_EQ(bot.book().status, PositionStatus::stuck);
  EXPECT_EQ(bot.document().stuck->leg, hedge::Leg::asgard);
  EXPECT_EQ(bot.document().asgard.state, LegState::failed);
  EXPECT_EQ(bot.document().hyperliquid.state, LegState::closed);
  bot.pass(5);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 2U);
  EXPECT_NE(bot.last<CloseLong>().close_id, act.close_id);
}

TEST(Closing, an_unclear_close_is_asked_for_and_sent_again_under_its_id_when_it_was_not_done) {
  ToldStrategy bot;
  bot.open_whole();
  ask_to_close(bot);
  bot.answer_short(bot.last<CloseShort>().request);
  const CloseLong act = bot.last<CloseLong>();
  bot.tell(LongAnswered{.client_id = act.client_id, .close_id = act.close_id, .outcome = Outcome::unclear});
  const AskLeg question = bot.last<AskLeg>();
  EXPECT_EQ(question.client_id, act.client_id);
  EXPECT_EQ(question.close_id, act.close_id);
  bot.tell(LongAnswered{.client_id = act.client_id,
                        .close_id = act.close_id,
                        .outcome = Outcome::told,
                        .position = bot.long_of(act.client_id)});  // it is still open
  ASSERT_EQ(bot.acts<CloseLong>().size(), 2U);
  EXPECT_EQ(bot.last<CloseLong>().close_id, act.close_id);
}

TEST(Closing, a_silent_venue_makes_it_stuck) {
  ToldStrategy bot;
  bot.open_whole();
  ask_to_close(bot);
  const std::string id = bot.last<CloseShort>().request.client_id;
  for (int i = 0; i < 40 && bot.book().status != PositionStatus::stuck; ++i) {
    bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unclear, .why = "no answer"});
    bot.pass(1);
  }
  EXPECT_EQ(bot.book().status, PositionStatus::stuck);
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
}

TEST(Liquidation, of_the_short_leg_closes_the_long_one_at_once) {
  ToldStrategy bot;
  bot.open_whole();
  bot.set_short("-19.99"_d);
  bot.tell(LiquidationsSeen{
      {{.id = 1, .coin = "SOL", .time = bot.now, .size = "-19.99"_d, .mark_price = "195"_d, .margin_lost = "100"_d}}});
  EXPECT_EQ(bot.count(BotEventType::position_liquidated), 1);
  EXPECT_EQ(bot.book().hyperliquid.state, LegState::liquidated);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
  EXPECT_TRUE(bot.acts<CloseShort>().empty());
  bot.answer_long_close("1800"_d);
  EXPECT_EQ(bot.book().status, PositionStatus::liquidated);
  // -45 x 19.99 of the short, its fee, the margin that was lost, and 800 of the long.
  EXPECT_EQ(bot.book().realized_pnl, "-200.9"_d);
}

TEST(Liquidation, of_the_long_leg_closes_the_short_one_at_once) {
  ToldStrategy bot;
  bot.open_whole();
  LendingPosition gone = bot.long_of(bot.book().asgard.client_id);
  gone.status = LendingStatus::LIQUIDATED;
  gone.proceeds_usd = "50"_d;
  gone.exit_price = "130"_d;
  bot.lending_account.positions = {gone};
  bot.pass(1);
  EXPECT_EQ(bot.book().asgard.state, LegState::liquidated);
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  bot.answer_short(bot.last<CloseShort>().request);
  EXPECT_EQ(bot.book().status, PositionStatus::liquidated);
}

TEST(Liquidation, of_what_an_unclear_close_had_left_is_booked_by_the_venues_size) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(ClosePosition{{}, bot.book().position_id, "enough"});
  const PerpOrderRequest request = bot.last<CloseShort>().request;
  bot.tell(ShortAnswered{.client_id = request.client_id, .outcome = Outcome::unclear, .why = "timed out"});
  // It was done for 12 of 19.99, and the rest was liquidated before we heard of it.
  bot.set_short("-19.99"_d);
  bot.tell(LiquidationsSeen{
      {{.id = 1, .coin = "SOL", .time = bot.now, .size = "-7.99"_d, .mark_price = "195"_d, .margin_lost = "0"_d}}});
  EXPECT_TRUE(bot.acts<CloseLong>().empty());  // of the act that is out nothing is known yet
  bot.tell(
      ShortAnswered{.client_id = request.client_id, .outcome = Outcome::told, .order = bot.filled(request, "12"_d)});
  EXPECT_TRUE(bot.book().hyperliquid.size.is_zero());
  EXPECT_EQ(bot.book().hyperliquid.cash, "-359.55"_d);  // 7.99 x (150 - 195)
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Liquidation, of_a_short_whose_opening_is_unclear_is_booked_too) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const PerpOrderRequest request = bot.last<OpenShort>().request;
  bot.tell(ShortAnswered{.client_id = request.client_id, .outcome = Outcome::unclear, .why = "timed out"});
  bot.tell(LiquidationsSeen{
      {{.id = 1, .coin = "SOL", .time = bot.now, .size = "-19.99"_d, .mark_price = "195"_d, .margin_lost = "100"_d}}});
  bot.tell(
      ShortAnswered{.client_id = request.client_id, .outcome = Outcome::told, .order = bot.filled(request, "19.99"_d)});
  EXPECT_TRUE(bot.book().hyperliquid.size.is_zero());
  EXPECT_EQ(bot.book().hyperliquid.cash, "-899.55"_d);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Liquidation, is_booked_once) {
  ToldStrategy bot;
  bot.open_whole();
  const LiquidationsSeen fact{
      {{.id = 1, .coin = "SOL", .time = bot.now, .size = "-19.99"_d, .mark_price = "195"_d, .margin_lost = "100"_d}}};
  bot.tell(fact);
  const auto trades = bot.trades.size();
  bot.tell(fact);
  EXPECT_EQ(bot.trades.size(), trades);
}

TEST(Pauses, stop_ordinary_exits_and_never_what_stands_alone) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::exit, "why", false});
  EXPECT_EQ(ask_to_close(bot).refused->code, "PAUSED");
  bot.tell(ResumeBot{});
  ask_to_close(bot, "again");
  bot.tell(PauseBot{{}, hedge::PauseScope::all, "why", false});
  bot.answer_short(bot.last<CloseShort>().request);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);  // the long leg alone is an emergency
}

TEST(Pauses, including_emergency_stops_everything) {
  ToldStrategy bot;
  bot.open_whole();
  ask_to_close(bot);
  bot.tell(PauseBot{{}, hedge::PauseScope::all, "why", true});
  bot.answer_short(bot.last<CloseShort>().request);
  bot.pass(60);
  EXPECT_TRUE(bot.acts<CloseLong>().empty());
  bot.tell(ResumeBot{});
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Pauses, of_a_venue_hold_an_ordinary_exit_back) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::hyperliquid, "why", false});
  ask_to_close(bot);
  bot.pass(10);
  EXPECT_TRUE(bot.acts<CloseShort>().empty());
  bot.tell(ResumeBot{});
  EXPECT_EQ(bot.acts<CloseShort>().size(), 1U);
}

TEST(EmergencyStop, flatten_closes_everything_through_its_own_pause) {
  ToldStrategy bot;
  bot.open_whole();
  const Reply reply = bot.tell(EmergencyStop{{"stop", "anna"}, hedge::StopMode::flatten, "fire"});
  EXPECT_EQ(reply.stopped->closing, std::vector<std::string>{bot.book().position_id});
  ASSERT_EQ(bot.acts<CloseShort>().size(), 1U);
  bot.answer_short(bot.last<CloseShort>().request);
  bot.answer_long_close();
  EXPECT_EQ(bot.book().status, PositionStatus::closed);
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::all);
  EXPECT_EQ(bot->pause_state().active_breakers, std::vector<hedge::BreakerType>{hedge::BreakerType::manual});
  bot.tell(ResumeBot{{}, {}, ""});
  EXPECT_FALSE(bot->pause_state().paused);
  EXPECT_TRUE(bot->pause_state().active_breakers.empty());
}

TEST(EmergencyStop, flatten_amid_opening_waits_for_what_is_out_and_closes_it) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.tell(EmergencyStop{{}, hedge::StopMode::flatten, "fire"});
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  bot.answer_long_open();
  EXPECT_TRUE(bot.acts<OpenShort>().empty());
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(EmergencyStop, halt_pauses_and_closes_nothing) {
  ToldStrategy bot;
  bot.open_whole();
  const Reply reply = bot.tell(EmergencyStop{{}, hedge::StopMode::halt, "wait"});
  EXPECT_TRUE(reply.stopped->closing.empty());
  bot.pass(60);
  EXPECT_EQ(bot.book().status, PositionStatus::open);
  EXPECT_TRUE(bot->pause_state().paused);
}

}  // namespace
}  // namespace robson::reference_bot
