// From a wish to an execution, against a fake server: what is shown, what is sent, how each ends.
#include "trading_fixture.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using json::Fixed;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(TradingTest, a_plan_is_shown_whole_with_why_levels_were_skipped) {
  keep("/api/plans/", json::text_of(fake::plan()), 201);
  const auto ran = robson({"plan", "buy", "btc/usdc", "--capital", "1000"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "╔════════════════════════════════════════════════════════════╗\n"
            "║                    PLAN 12: BUY BTCUSDC                    ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ Entry: $90,000.00  (best ask); $90,270.00 at the worst     ║\n"
            "║ Stop: $88,200.00  (2.00% away), support_resistance,        ║\n"
            "║   confidence HIGH                                          ║\n"
            "║ Target: $93,600.00  (gain +$19.98), reward to risk 2.00    ║\n"
            "║ Size: 0.00555 BTC, worth $499.50                           ║\n"
            "║ Risk: $9.99  (1.00% of the capital), $10.00 allowed        ║\n"
            "║ With costs: $10.98 at risk, fees $0.99                     ║\n"
            "║ Capital: $1,000.00  (as you said)                          ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ Levels considered (level 2 asked, level 2 taken; ATR       ║\n"
            "║   $310.25):                                                ║\n"
            "║ 1. support $89,900.00, 3 touches, strength 60: stop        ║\n"
            "║   $89,810.00 (0.21% away), skipped: nearer than 0.3 %      ║\n"
            "║ 2. support $88,290.00, 3 touches, strength 60: stop        ║\n"
            "║   $88,200.00 (2.00% away), CHOSEN                          ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ Strategy: Second level (version 2)                         ║\n"
            "║ Quote: $89,999.00 to $90,000.00, 0.3 s old when planned    ║\n"
            "║ Plan: 12, DRAFT, expires in 4 min, hash 3b7e0c9a1f22,      ║\n"
            "║   venue SIM                                                ║\n"
            "║ Next: robson validate 12                                   ║\n"
            "╚════════════════════════════════════════════════════════════╝\n");
  EXPECT_EQ(last().method, "POST");
  EXPECT_EQ(last().key, "key-1");
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("symbol":"BTCUSDC")"), HasSubstr(R"("side":"BUY")"),
                                 HasSubstr(R"("capital":"1000")")));
  EXPECT_EQ(json::text_of(fake::plan()) + '\n', robson({"plan", "buy", "BTCUSDC", "--json"}).out);
}

TEST_F(TradingTest, a_strategy_is_named_by_number_or_name) {
  keep("/api/plans/", json::text_of(fake::plan()), 201);
  robsond.answer("/api/strategies/", json::text_of(wire::Strategies{{fake::strategy()}, {}}));
  EXPECT_EQ(robson({"plan", "sell", "BTCUSDC", "--strategy", "Second level"}).exit, 0);
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("strategy_id":1)"), HasSubstr(R"("side":"SELL")")));
  EXPECT_EQ(robson({"plan", "buy", "BTCUSDC", "--strategy", "7"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr(R"("strategy_id":7)"));
  const auto ran = robson({"plan", "buy", "BTCUSDC", "--strategy", "Nothing"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.err, HasSubstr("there are: Second level"));
}

TEST_F(TradingTest, validation_ends_by_its_verdict) {
  keep("/api/plans/12/validate/", json::text_of(fake::validated(ReportStatus::PASS)));
  const auto passed = robson({"validate", "12"});
  EXPECT_EQ(passed.exit, 0) << passed.err;
  EXPECT_EQ(passed.out,
            "Plan 12: PASS. 2 checks passed\n"
            "PASS     STOP_ON_WRONG_SIDE\n"
            "PASS     STALE_QUOTE\n"
            "Next: robson execute 12 --validated\n");
  keep("/api/plans/12/validate/", json::text_of(fake::validated(ReportStatus::WARNING)));
  const auto warned = robson({"validate", "12"});
  EXPECT_EQ(warned.exit, 0);
  EXPECT_THAT(warned.out, AllOf(HasSubstr("WARNING  COSTS_EXCEED_RISK: With costs"), HasSubstr("10.98 of 10.00"),
                                HasSubstr("--acknowledge-warnings")));
  keep("/api/plans/12/validate/", json::text_of(fake::validated(ReportStatus::FAIL)));
  const auto failed = robson({"validate", "12"});
  EXPECT_EQ(failed.exit, 5);
  EXPECT_THAT(failed.out,
              AllOf(HasSubstr("FAIL     KILL_SWITCH_ON: The kill switch is on."), HasSubstr("cannot be executed")));
}

TEST_F(TradingTest, execution_needs_the_word_validated_and_live_the_word_risk) {
  keep("/api/plans/12/execute/", json::text_of(fake::execution(wire::Outcome::dry_run)));
  const auto bare = robson({"execute", "12"});
  EXPECT_EQ(bare.exit, 2);
  EXPECT_THAT(bare.err, HasSubstr("run robson validate 12, then robson execute 12 --validated"));
  const auto live = robson({"execute", "12", "--validated", "--live", "--yes"});
  EXPECT_EQ(live.exit, 2);
  EXPECT_THAT(live.err, HasSubstr("--acknowledge-risk"));
  EXPECT_EQ(robsond.requests("/api/plans/12/execute/"), 0);
}

TEST_F(TradingTest, a_dry_run_says_what_would_be_sent) {
  keep("/api/plans/12/execute/", json::text_of(fake::execution(wire::Outcome::dry_run)));
  const auto ran = robson({"execute", "12", "--validated"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("DRY RUN."), HasSubstr("LIMIT BUY 0.00555 BTC BTCUSDC at $90,270.00, IOC"),
                             HasSubstr("robson execute 12 --validated --live --acknowledge-risk")));
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("live":false)"), HasSubstr(R"("wait_ms":3000)")));
}

TEST_F(TradingTest, live_execution_asks_and_no_is_the_default) {
  robsond.answer("/api/plans/12/", json::text_of(fake::validated(ReportStatus::PASS)));
  keep("/api/plans/12/execute/", json::text_of(fake::execution(wire::Outcome::filled)), 201);
  const std::vector<std::string> words = {"execute", "12", "--validated", "--live", "--acknowledge-risk"};
  const auto without = robson(words);
  EXPECT_EQ(without.exit, 2);
  EXPECT_THAT(without.err, HasSubstr("say --yes"));
  robson.input_is_terminal = true;
  robson.input = "\n";
  const auto declined = robson(words);
  EXPECT_EQ(declined.exit, 2);
  EXPECT_THAT(declined.err, AllOf(HasSubstr("real order to the SIM venue"),
                                  HasSubstr("BUY 0.00555 BTC BTCUSDC at up to $90,270.00, worth $499.50"),
                                  HasSubstr("stop $88,200.00: if it fills, $10.98 are lost"), HasSubstr("[y/N]"),
                                  HasSubstr("Nothing was done.")));
  EXPECT_EQ(robsond.requests("/api/plans/12/execute/"), 0);
  robson.input = "y\n";
  const auto done = robson(words);
  EXPECT_EQ(done.exit, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("Outcome: filled."), HasSubstr("Operation 7: ACTIVE, LONG 0.00555 BTC"),
                              HasSubstr("stop at the exchange: yes"), HasSubstr("robson operations show 7")));
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("live":true)"), HasSubstr(R"("acknowledge_risk":true)"),
                                 HasSubstr(R"("plan_hash":"3b7e0c9a1f22aabb")")));
}

TEST_F(TradingTest, the_outcome_of_an_execution_is_its_exit_code) {
  robsond.answer("/api/plans/12/", json::text_of(fake::validated(ReportStatus::PASS)));
  const std::vector<std::string> words = {"execute", "12", "--validated", "--live", "--acknowledge-risk", "--yes"};
  using wire::Outcome;
  const std::vector<std::pair<Outcome, int>> ends = {{Outcome::filled, 0},     {Outcome::part_filled, 0},
                                                     {Outcome::not_filled, 1}, {Outcome::rejected, 5},
                                                     {Outcome::unknown, 8},    {Outcome::pending, 8}};
  for (const auto& [outcome, exit] : ends) {
    keep("/api/plans/12/execute/", json::text_of(fake::execution(outcome)), 201);
    EXPECT_EQ(robson(words).exit, exit) << json::name_of(outcome);
  }
  const std::vector<std::tuple<int, std::string, int>> refusals = {
      {409, "STALE_QUOTE", 7},       {409, "PLAN_EXPIRED", 5}, {422, "NOT_VALIDATED", 5},  {404, "NOT_FOUND", 3},
      {422, "INVALID_PARAMETER", 2}, {400, "INVALID_BODY", 2}, {503, "JOURNAL_FAILED", 1}, {403, "FORBIDDEN", 5}};
  for (const auto& [status, code, exit] : refusals) {
    robsond.refuse("/api/plans/12/execute/", status, code, "No.");
    EXPECT_EQ(robson(words).exit, exit) << code;
  }
}

TEST_F(TradingTest, a_lost_answer_is_asked_for_once_more_under_the_same_key) {
  robsond.answer("/api/plans/12/", json::text_of(fake::validated(ReportStatus::PASS)));
  const std::vector<std::string> words = {"execute", "12", "--validated", "--live", "--acknowledge-risk", "--yes"};
  keep("/api/plans/12/execute/", {{504, "gateway"}, {201, json::text_of(fake::execution(wire::Outcome::filled))}});
  EXPECT_EQ(robson(words).exit, 0);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_FALSE(seen[0].key.empty());
  EXPECT_EQ(seen[0].key, seen[1].key);
  EXPECT_EQ(seen[0].body, seen[1].body);
  keep("/api/plans/12/execute/",
       {{504, "gateway"}, {409, fake::Robsond::problem(409, "IDEMPOTENCY_IN_FLIGHT", "Wait.")}});
  const auto unknown = robson(words);
  EXPECT_EQ(unknown.exit, 8);
  EXPECT_THAT(unknown.err, HasSubstr("whether it was done is not known. Look before you repeat it"));
  EXPECT_EQ(robsond.requests("/api/plans/12/execute/"), 4);
}

TEST_F(TradingTest, a_key_of_ones_own_is_sent_as_it_is_and_a_new_one_each_time_otherwise) {
  keep("/api/plans/12/validate/", json::text_of(fake::validated(ReportStatus::PASS)));
  (void)robson({"validate", "12", "--idempotency-key", "mine-1"});
  EXPECT_EQ(last().key, "mine-1");
  (void)robson({"validate", "12"});
  const std::string first = last().key;
  (void)robson({"validate", "12"});
  EXPECT_NE(last().key, first);
  EXPECT_EQ(robson({"validate", "12", "--idempotency-key", "with blank"}).exit, 2);
}

}  // namespace
}  // namespace robson::cli
