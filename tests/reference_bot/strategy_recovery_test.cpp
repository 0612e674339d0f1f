// Commands that may be repeated, the configuration, and a restart at any point.
#include "reference_bot/told_strategy.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BotState;
using hedge::PositionStatus;

TEST(Commands, the_same_id_again_gets_the_same_answer_and_has_one_effect) {
  ToldStrategy bot;
  const Reply first = bot.ask_to_open("r1");
  const Reply again = bot.ask_to_open("r1");
  EXPECT_EQ(json::text_of(first), json::text_of(again));
  EXPECT_EQ(bot.acts<OpenLong>().size(), 1U);
  bot.restart();
  EXPECT_EQ(json::text_of(bot.ask_to_open("r1")), json::text_of(first));
  EXPECT_TRUE(bot.acts<OpenLong>().empty());
}

TEST(Commands, an_id_that_was_used_for_something_else_is_refused) {
  ToldStrategy bot;
  bot.tell(PauseBot{{"r1", "anna"}, hedge::PauseScope::entry, "why", false});
  const Reply reply = bot.tell(PauseBot{{"r1", "anna"}, hedge::PauseScope::all, "why", false});
  EXPECT_EQ(reply.refused->code, "REQUEST_ID_USED");
  EXPECT_EQ(bot->pause_state().pauses.size(), 1U);
}

TEST(Commands, ids_are_forgotten_after_a_day) {
  ToldStrategy bot;
  bot.tell(PauseBot{{"r1", "anna"}, hedge::PauseScope::entry, "why", false});
  bot.now = bot.now + std::chrono::hours(24);
  bot.pass(6);
  EXPECT_TRUE(bot->state().answers.empty());
}

TEST(Commands, resume_clears_manual_pauses_of_the_named_scopes) {
  ToldStrategy bot;
  bot.tell(PauseBot{{}, hedge::PauseScope::entry, "a", false});
  bot.tell(PauseBot{{}, hedge::PauseScope::all, "b", false});
  const Reply reply = bot.tell(ResumeBot{{}, {hedge::PauseScope::entry}, ""});
  EXPECT_EQ(reply.resumed->cleared, std::vector<std::int64_t>{1});
  EXPECT_EQ(bot->pause_state().scope, hedge::PauseScope::all);
  EXPECT_EQ(bot->pause_state().reason, "b");
}

TEST(Commands, closing_what_is_not_there_is_refused) {
  ToldStrategy bot;
  EXPECT_EQ(bot.tell(ClosePosition{{}, "pos_none", "why"}).refused->status, 404);
  bot.ask_to_open();
  bot.tell(LongAnswered{.client_id = bot.last<OpenLong>().request.client_id, .outcome = Outcome::refused, .why = "no"});
  EXPECT_EQ(bot.tell(ClosePosition{{}, bot.book().position_id, "why"}).refused->code, "POSITION_CLOSED");
}

TEST(Config, is_put_whole_by_its_version_and_names_the_field_at_fault) {
  ToldStrategy bot;
  hedge::RiskConfig risk = bot->config().risk;
  const auto put = [&](std::int64_t version) {
    return bot.tell(
        PutConfig{.asked = {"", "anna"}, .bot = bot->config().bot, .risk = risk, .expected_version = version});
  };
  const std::int64_t version = bot->config().version;
  EXPECT_EQ(put(version - 1).refused->code, "VERSION_CONFLICT");
  risk.max_leverage = "11"_d;
  const Reply bad = put(version);
  EXPECT_EQ(bad.refused->status, 422);
  EXPECT_EQ(bad.refused->field, "risk.max_leverage");
  EXPECT_EQ(bot->config().version, version);
  risk.max_leverage = "5"_d;
  EXPECT_EQ(put(version).config->version, version + 1);
  EXPECT_EQ(bot->config().updated_by, "anna");
  bot.restart();
  EXPECT_EQ(bot->config().risk.max_leverage, "5"_d);
}

TEST(Recovery, an_act_that_was_out_is_asked_for_and_not_repeated) {
  ToldStrategy bot;
  bot.ask_to_open();
  const std::string id = bot.last<OpenLong>().request.client_id;
  bot.restart();
  EXPECT_EQ(bot->bot_state(), BotState::recovering);
  bot.pass(1);
  EXPECT_EQ(bot->bot_state(), BotState::recovering);
  EXPECT_EQ(bot->health(bot.now).recovery_progress->total, 1);
  EXPECT_EQ(bot->health(bot.now).recovery_progress->done, 0);
  ASSERT_EQ(bot.acts<AskLeg>().size(), 1U);
  EXPECT_EQ(bot.last<AskLeg>().client_id, id);
  EXPECT_TRUE(bot.acts<OpenLong>().empty());
  bot.tell(LongAnswered{.client_id = id, .outcome = Outcome::told, .position = bot.long_of(id)});
  EXPECT_EQ(bot->bot_state(), BotState::running);
  EXPECT_EQ(bot.acts<OpenShort>().size(), 1U);
}

TEST(Recovery, enters_nothing_before_it_is_over) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.restart();
  EXPECT_EQ(bot.tell(OpenPosition{{}, "SOL", {}, {}, ""}).refused->code, "BOT_NOT_RUNNING");
  bot.pass(1);
  EXPECT_EQ(bot.tell(OpenPosition{{}, "SOL", {}, {}, ""}).refused->code, "BOT_NOT_RUNNING");
}

TEST(Recovery, half_open_over_its_deadline_is_unwound) {
  ToldStrategy bot;
  bot.ask_to_open();
  bot.answer_long_open();
  const std::string id = bot.last<OpenShort>().request.client_id;
  bot.restart();
  bot.now = bot.now + std::chrono::minutes(5);
  bot.pass(1);
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unknown_id});
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
  EXPECT_TRUE(bot.acts<OpenShort>().empty());
}

TEST(Recovery, pauses_breakers_and_exits_are_kept) {
  ToldStrategy bot;
  bot.open_whole();
  bot.tell(PauseBot{{}, hedge::PauseScope::entry, "why", false});
  bot.tell(ClosePosition{{}, bot.book().position_id, "enough"});
  const std::string id = bot.last<CloseShort>().request.client_id;
  bot.restart();
  EXPECT_EQ(bot->pause_state().reason, "why");
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  bot.pass(1);
  bot.tell(ShortAnswered{.client_id = id, .outcome = Outcome::unknown_id});
  EXPECT_EQ(bot.last<CloseShort>().request.client_id, id);
}

TEST(Recovery, a_short_that_vanished_meanwhile_closes_the_long_leg) {
  ToldStrategy bot;
  bot.open_whole();
  bot.set_short("-19.99"_d);
  bot.restart();
  bot.pass(1);
  EXPECT_EQ(bot.book().status, PositionStatus::open);  // one look is not enough
  bot.pass(11);
  EXPECT_EQ(bot.book().status, PositionStatus::closing);
  EXPECT_EQ(bot.acts<CloseLong>().size(), 1U);
}

TEST(Recovery, a_state_that_was_written_before_its_newest_field_is_read) {
  ToldStrategy bot;
  bot.open_whole();
  std::string text = json::text_of(bot->state());
  const std::string field = R"(,"critical_drift_told":null)";
  const std::size_t at = text.find(field);
  ASSERT_NE(at, std::string::npos);
  EXPECT_TRUE(json::read<State>(text.erase(at, field.size())).has_value());
}

TEST(BotState, starts_runs_degrades_and_shuts_down) {
  Strategy strategy({}, "t0", ToldStrategy::noon);
  EXPECT_EQ(strategy.bot_state(), BotState::starting);
  ToldStrategy bot;
  EXPECT_EQ(bot->bot_state(), BotState::running);
  bot.tell(VenueSilent{hedge::Leg::asgard, "timed out"});
  EXPECT_EQ(bot->bot_state(), BotState::degraded);
  EXPECT_EQ(bot->health(bot.now).detail, "lending venue: timed out");
  bot.poll();
  EXPECT_EQ(bot->bot_state(), BotState::running);
  bot.tell(ShuttingDown{});
  EXPECT_EQ(bot->bot_state(), BotState::shutdown);
  EXPECT_EQ(bot.ask_to_open().refused->code, "BOT_NOT_RUNNING");
}

TEST(BotState, market_data_that_only_repeat_themselves_are_old) {
  ToldStrategy bot;
  bot.lending_moves = false;
  bot.pass(16);
  EXPECT_EQ(bot->bot_state(), BotState::degraded);
  EXPECT_EQ(bot->health(bot.now).detail, "lending data are old");
}

}  // namespace
}  // namespace robson::reference_bot
