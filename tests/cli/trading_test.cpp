// The trading desk's commands against a fake server: what is shown, what is sent, how each ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_world.hpp"
#include "support/client/fake_robsond.hpp"
#include "support/client/trading_desk.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using json::Fixed;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Seen {
  std::string method{};
  std::string body{};
  std::string key{};
  std::string query{};
};

struct TradingTest : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};
  std::mutex mutex{};
  std::vector<Seen> seen{};

  void SetUp() override {
    robson.environment["ROBSON_API_BASE_URL"] = robsond.url();
    robson.input = "secret\n";
    ASSERT_EQ(robson({"login", "--username", "admin", "--password-stdin"}).exit, 0);
  }
  // Answers and keeps what was sent; one answer a call, the last one for good.
  void keep(const std::string& path, std::vector<std::pair<int, std::string>> answers) {
    auto next = std::make_shared<std::size_t>(0);
    robsond.replace(path, [this, answers, next](const net::Request& request) {
      const std::lock_guard lock(mutex);
      seen.push_back({std::string(net::name(request.method)), request.body,
                      std::string(request.headers.get("Idempotency-Key")), request.query});
      const auto& [status, body] = answers[std::min((*next)++, answers.size() - 1)];
      net::Response response{.status = status, .body = body};
      if (status >= 400) response.content_type = "application/problem+json";
      return response;
    });
  }
  void keep(const std::string& path, std::string body, int status = 200) { keep(path, {{status, std::move(body)}}); }
  Seen last() {
    const std::lock_guard lock(mutex);
    return seen.empty() ? Seen{} : seen.back();
  }
};

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

TEST_F(TradingTest, closing_names_what_it_does_and_ends_by_what_came_of_it) {
  robsond.answer("/api/portfolio/positions/7/", json::text_of([] {
                   auto position = fake::operation_one();
                   position.id = 7;
                   return position;
                 }()));
  keep("/api/portfolio/positions/7/close/", json::text_of(fake::operation(OperationStatus::CLOSED)));
  robson.input_is_terminal = true;
  robson.input = "n\n";
  const auto declined = robson({"positions", "close", "7"});
  EXPECT_EQ(declined.exit, 2);
  EXPECT_THAT(declined.err,
              AllOf(HasSubstr("This closes LONG 0.00033 BTC of position 7 (BTCUSDC), worth $29.45 now, P&L +$0.13"),
                    HasSubstr("at market"), HasSubstr("stop and target at the exchange are cancelled")));
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/7/close/"), 0);
  const auto closed = robson({"positions", "close", "7", "--yes"});
  EXPECT_EQ(closed.exit, 0) << closed.err;
  EXPECT_THAT(closed.out, AllOf(HasSubstr("Operation 7: CLOSED"), HasSubstr("exit $91,000.00"),
                                HasSubstr("realized +$4.55 (+0.91%)")));
  EXPECT_EQ(robson({"positions", "close", "7", "--quantity", "0.0001", "--limit", "91000", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("quantity":"0.0001")"), HasSubstr(R"("limit_price":"91000")")));
  auto leaving = fake::operation();
  leaving.closing = wire::Closing{.reason = ExitReason::MANUAL, .by = "admin", .at = fake::at("2026-01-02T03:05:00Z")};
  keep("/api/portfolio/positions/7/close/", json::text_of(leaving));
  EXPECT_EQ(robson({"positions", "close", "7", "--yes"}).exit, 8);
  auto stands = fake::operation();
  stands.held = "0.00033"_d;
  keep("/api/portfolio/positions/7/close/", json::text_of(stands));
  const auto unsold = robson({"positions", "close", "7", "--limit", "99000", "--yes"});
  EXPECT_EQ(unsold.exit, 1);
  EXPECT_THAT(unsold.err, HasSubstr("Nothing was sold at that price"));
}

TEST_F(TradingTest, stop_and_target_are_moved_each_under_a_key_of_its_own) {
  auto moved = fake::operation();
  moved.id = 1;
  moved.stop_price = {"88000"_d, 2};
  moved.target_price = Fixed{"93000"_d, 2};
  keep("/api/portfolio/positions/1/stop/", json::text_of(moved));
  keep("/api/portfolio/positions/1/target/", json::text_of(moved));
  robson.input_is_terminal = true;
  robson.input = "yes\n";
  const auto ran = robson({"positions", "protect", "1", "--stop", "88000", "--target", "93000"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("stop $87,061.16 -> $88,000.00; if it fills: −$0.28"),
                             HasSubstr("target $92,391.44 -> $93,000.00")));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_THAT(seen[0].body, HasSubstr(R"("stop_price":"88000")"));
  EXPECT_THAT(seen[1].body, HasSubstr(R"("target_price":"93000")"));
  EXPECT_EQ(seen[0].key, "key-1-stop");
  EXPECT_EQ(seen[1].key, "key-1-target");
  moved.target_price.reset();
  keep("/api/portfolio/positions/1/target/", json::text_of(moved));
  EXPECT_EQ(robson({"positions", "protect", "1", "--no-target", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr(R"("target_price":null)"));
  EXPECT_EQ(robson({"positions", "protect", "1", "--stop", "88100", "--yes"}).exit, 8)
      << "the server still tells the old stop";
}

TEST_F(TradingTest, detaching_needs_a_reason) {
  keep("/api/portfolio/positions/1/detach/", json::text_of(fake::operation(OperationStatus::CLOSED)));
  EXPECT_EQ(robson({"positions", "detach", "1", "--yes"}).exit, 2);
  EXPECT_EQ(robson({"positions", "detach", "1", "--reason", "cold storage", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr("cold storage"));
}

TEST_F(TradingTest, protection_is_said_in_words_on_the_card) {
  auto position = fake::operation_one();
  position.protection = wire::Protection::PLACING;
  robsond.answer("/api/portfolio/positions/1/", json::text_of(position));
  EXPECT_THAT(robson({"positions", "show", "1"}).out, HasSubstr("Stop at the exchange: PLACING"));
  position.protection = wire::Protection::NONE;
  position.unprotected_seconds = {"12.345"_d, 3};
  robsond.answer("/api/portfolio/positions/1/", json::text_of(position));
  EXPECT_THAT(robson({"positions", "show", "1"}).out, HasSubstr("Stop at the exchange: NO, unprotected for 12 s"));
}

TEST_F(TradingTest, history_asks_for_the_filter_and_tells_that_there_is_more) {
  wire::Operations page{.operations = {fake::operation(OperationStatus::CLOSED)},
                        .next_cursor = "c2",
                        .as_of = fake::at("2026-01-02T03:04:05Z"),
                        .venue_kind = VenueKind::SIM};
  keep("/api/operations/history/", json::text_of(page));
  const auto ran = robson({"operations", "list", "--symbol", "btc/usdc", "--side", "buy", "--status", "closed",
                           "--sort=-fees", "--from", "2026-01-01", "--limit", "1"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  for (const char* part : {"symbol=BTCUSDC", "side=BUY", "status=CLOSED", "sort=-fees", "from=2026-01-01", "limit=1"})
    EXPECT_THAT(last().query, HasSubstr(part));
  EXPECT_THAT(ran.err, HasSubstr("There are more rows: --all, or --cursor c2"));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("id\tsymbol"), HasSubstr("7\tBTCUSDC")));
  EXPECT_EQ(robson({"history", "--days", "7"}).exit, 0);
  EXPECT_THAT(last().query, HasSubstr("from=20"));
  robson.terminal = true;
  robson.size.columns = 200;
  EXPECT_THAT(robson({"history"}).out,
              AllOf(HasSubstr("CLOSED"), HasSubstr("+$4.55 (+0.91%)"), HasSubstr("MANUAL"), HasSubstr("Second level")));
}

TEST_F(TradingTest, all_pages_become_one_document) {
  wire::Operations first{.operations = {fake::operation()},
                         .next_cursor = "c2",
                         .as_of = fake::at("2026-01-02T03:04:05Z"),
                         .venue_kind = VenueKind::SIM};
  wire::Operations second = first;
  second.next_cursor.reset();
  keep("/api/operations/history/", {{200, json::text_of(first)}, {200, json::text_of(second)}});
  const auto ran = robson({"operations", "history", "--all", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto all = json::read<wire::Operations>(ran.out);
  ASSERT_TRUE(all) << all.error().text();
  EXPECT_EQ(all->operations.size(), 2U);
  EXPECT_FALSE(all->next_cursor);
  EXPECT_THAT(last().query, HasSubstr("cursor=c2"));
}

TEST_F(TradingTest, csv_is_the_servers_own) {
  keep("/api/operations/history/", "id,symbol\n7,BTCUSDC\n");
  EXPECT_EQ(robson({"operations", "list", "--csv"}).out, "id,symbol\n7,BTCUSDC\n");
  EXPECT_THAT(last().query, HasSubstr("format=csv"));
  keep("/api/movements/", "id,asset\n");
  EXPECT_EQ(robson({"movements", "--asset", "USDC", "--csv"}).out, "id,asset\n");
  EXPECT_THAT(last().query, HasSubstr("asset=USDC"));
}

TEST_F(TradingTest, an_operation_shows_its_life) {
  robsond.answer("/api/operations/7/", json::text_of(fake::operation_detail()));
  const auto ran = robson({"status", "7"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("OPERATION 7"), HasSubstr("Stop at the exchange: yes"), HasSubstr("Plan: 12"),
                             HasSubstr("Opened by admin"), HasSubstr("rb-7-entry-1")));
  EXPECT_EQ(robson({"operations", "show", "8"}).exit, 3);
}

TEST_F(TradingTest, orders_are_listed_and_cancelled_with_a_yes) {
  keep("/api/orders/", json::text_of(wire::Orders{.orders = {fake::order()}, .next_cursor = {}}));
  EXPECT_EQ(robson({"orders", "--status", "open", "--operation", "7"}).exit, 0);
  EXPECT_THAT(last().query, AllOf(HasSubstr("status=open"), HasSubstr("operation_id=7")));
  EXPECT_EQ(robson({"orders", "list", "--status", "filled,unknown"}).exit, 0);
  EXPECT_THAT(last().query, HasSubstr("status=FILLED%2CUNKNOWN"));
  robsond.answer("/api/orders/3/", json::text_of(fake::order()));
  keep("/api/orders/3/cancel/", json::text_of(fake::order(OrderStatus::CANCELLED)));
  EXPECT_EQ(robson({"orders", "cancel", "3"}).exit, 2);
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 0);
  keep("/api/orders/3/cancel/", json::text_of(fake::order(OrderStatus::FILLED)));
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 5);
  keep("/api/orders/3/cancel/", json::text_of(fake::order()));
  EXPECT_EQ(robson({"orders", "cancel", "3", "--yes"}).exit, 8);
}

TEST_F(TradingTest, risk_shows_the_budget_as_a_bar) {
  robsond.answer("/api/risk/metrics/", json::text_of(fake::risk()));
  const auto ran = robson({"risk"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Budget of 2026-01: 4.00% of $1,000.00 may be lost"),
                             HasSubstr("██████████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░"),
                             HasSubstr("Lost: $10.00, reserved by open stops: $20.00, left: $10.00"),
                             HasSubstr("operation 7 BTCUSDC: −$20.00"), HasSubstr("drawdown $10.00 (1.00%)"),
                             HasSubstr("Kill switch: off"), HasSubstr("Trades today: 3 of 50")));
  EXPECT_THAT(robson({"account", "exposure"}).out, HasSubstr("BTCUSDC\t1\t499.50\t50.45"));
  EXPECT_THAT(robson({"status"}).out, HasSubstr("Risk budget: $10.00 left of $40.00 this month."));
  auto halted = fake::risk();
  halted.kill_switch = wire::Halt{.by = "admin", .reason = "news", .at = fake::at("2026-01-02T03:04:05Z")};
  halted.unprotected_positions = {7};
  halted.unprotected_seconds_now = {"12.7"_d, 3};
  robsond.answer("/api/risk/metrics/", json::text_of(halted));
  EXPECT_THAT(robson({"risk"}).out, AllOf(HasSubstr("Kill switch: ON since 2026-01-02 03:04:05 UTC by admin:"),
                                          HasSubstr("WITHOUT a stop at the exchange for 12 s: operation 7")));
  EXPECT_THAT(robson({"kill-switch", "status"}).out, HasSubstr("Kill switch: ON"));
}

TEST_F(TradingTest, the_kill_switch_goes_on_at_once_and_off_after_a_yes) {
  keep("/api/risk/kill-switch/",
       json::text_of(wire::RiskSwitches{.trading_enabled = true, .server_trading_enabled = true}));
  EXPECT_EQ(robson({"kill-switch", "on"}).exit, 2) << "it needs a reason";
  EXPECT_EQ(robson({"kill-switch", "on", "--reason", "news"}).exit, 0);
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("on":true)"), HasSubstr(R"("reason":"news")")));
  EXPECT_EQ(robson({"kill-switch", "off"}).exit, 2);
  EXPECT_EQ(robson({"kill-switch", "off", "--yes"}).exit, 0);
  keep("/api/risk/resume/", json::text_of(wire::RiskSwitches{}));
  EXPECT_EQ(robson({"trading", "resume", "--yes"}).exit, 2);
  EXPECT_EQ(robson({"trading", "resume", "--reason", "reviewed", "--yes"}).exit, 0);
  keep("/api/risk/trading/", json::text_of(wire::RiskSwitches{}));
  EXPECT_EQ(robson({"trading", "enable", "--yes"}).exit, 0);
  EXPECT_THAT(last().body, HasSubstr(R"("enabled":true)"));
}

TEST_F(TradingTest, a_pass_of_the_monitor_closes_what_was_reached_once) {
  auto position = fake::operation_one();
  position.stop_loss = {"89300"_d, 2};  // the bid is 89,245.00
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({position})));
  keep("/api/portfolio/positions/1/close/", json::text_of(fake::operation(OperationStatus::CLOSED)));
  const auto dry = robson({"monitor", "--once", "--dry-run"});
  EXPECT_EQ(dry.exit, 1);
  EXPECT_EQ(
      dry.out,
      R"({"operation_id":1,"symbol":"BTCUSDC","bid":"89245.00","ask":"89246.00","stop":"89300.00","target":"92391.44",)"
      R"("triggered":"STOP","protection":"AT_VENUE","stale":false,"action":"would_close"})"
      "\n");
  EXPECT_EQ(robsond.requests("/api/portfolio/positions/1/close/"), 0);
  EXPECT_EQ(robson({"monitor", "--once"}).exit, 0);
  const std::string key = last().key;
  EXPECT_EQ(key, "monitor-1-STOP-89300");
  EXPECT_EQ(robson({"monitor", "--once"}).exit, 0);
  EXPECT_EQ(last().key, key) << "a second pass asks for the same thing, not for another";
  EXPECT_EQ(robson({"monitor"}).exit, 2);
}

TEST_F(TradingTest, the_monitor_decides_by_side_and_never_on_a_stale_price) {
  const auto line_of = [this](wire::Position position) {
    robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({std::move(position)})));
    return robson({"monitor", "--once", "--dry-run"});
  };
  auto position = fake::operation_one();
  EXPECT_EQ(line_of(position).exit, 0);
  position.take_profit = Fixed{"89245.00"_d, 2};
  EXPECT_THAT(line_of(position).out, HasSubstr(R"("triggered":"TARGET")"));
  position.stop_loss = {"89245.00"_d, 2};
  EXPECT_THAT(line_of(position).out, HasSubstr(R"("triggered":"STOP")")) << "the stop comes first";
  position.side = Side::SELL;
  position.stop_loss = {"89246.00"_d, 2};
  EXPECT_THAT(line_of(position).out, HasSubstr(R"("triggered":"STOP")")) << "of a short the ask decides";
  position.protection = wire::Protection::CLOSING;
  EXPECT_THAT(line_of(position).out, HasSubstr(R"("action":"already_closing")"));
  auto price = fake::btc_price();
  price.stale = true;
  robsond.answer("/api/market/price/BTCUSDC/", json::text_of(price));
  const auto stale = line_of(position);
  EXPECT_EQ(stale.exit, 7);
  EXPECT_THAT(stale.out, AllOf(HasSubstr(R"("triggered":null)"), HasSubstr(R"("stale":true)")));
}

TEST_F(TradingTest, rules_are_set_by_name) {
  robsond.answer("/api/strategies/1/", json::text_of(fake::strategy()));
  keep("/api/strategies/1/", {{200, json::text_of(fake::strategy())}, {200, json::text_of(fake::strategy(3))}});
  const auto ran =
      robson({"strategies", "edit", "1", "--set", "level=3", "--set", "trailing=true", "--set", "risk_fraction=0.02"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(last().method, "PUT");
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("version":2)"), HasSubstr(R"("level":3)"),
                                 HasSubstr(R"("trailing":true)"), HasSubstr(R"("risk_fraction":"0.02")")));
  const std::vector<std::pair<std::string, std::string>> wrong = {{"levle=3", "did you mean level?"},
                                                                  {"level=three", "expected a whole number"},
                                                                  {"trailing=maybe", "expected true or false"},
                                                                  {"risk_fraction=1e3", "expected a number"},
                                                                  {"level", "expected name=value"}};
  for (const auto& [set, sentence] : wrong) {
    const auto refused = robson({"strategies", "edit", "1", "--set", set});
    EXPECT_EQ(refused.exit, 2) << set;
    EXPECT_THAT(refused.err, HasSubstr(sentence));
  }
  keep("/api/strategies/", json::text_of(fake::strategy()), 201);
  EXPECT_EQ(robson({"strategies", "create", "Swing", "--from", "Second level", "--set", "reward_risk=3"}).exit, 0);
  EXPECT_THAT(last().body, AllOf(HasSubstr(R"("name":"Swing")"), HasSubstr(R"("from_template":"Second level")"),
                                 HasSubstr(R"("reward_risk":"3")")));
  robsond.answer("/api/strategies/1/history/",
                 json::text_of(wire::StrategyHistory{{fake::strategy(3), fake::strategy(2)}}));
  EXPECT_THAT(robson({"strategies", "history", "1"}).out, AllOf(HasSubstr("level 2 -> 3"), HasSubstr("made")));
}

TEST_F(TradingTest, the_venue_key_comes_from_standard_input_and_is_never_shown) {
  wire::VenueKeys keys{.venue = "binance",
                       .venue_kind = VenueKind::SIM,
                       .connected = true,
                       .stream = StreamState::live,
                       .can_trade = true};
  keys.keys = {{.kind = VenueKind::SIM,
                .key = "abcd…wxyz",
                .source = wire::KeySource::entered,
                .entered_by = "admin",
                .in_use = true}};
  keep("/api/venue-keys/", json::text_of(keys));
  robson.input = "the-api-key\nthe-api-secret\n";
  const auto ran = robson({"venue-key", "set"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(last().method, "PUT");
  EXPECT_EQ(last().body, R"({"api_key":"the-api-key","api_secret":"the-api-secret"})");
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("the-api")));
  EXPECT_EQ(robson({"venue-key", "set"}).exit, 2) << "nothing on standard input";
  EXPECT_EQ(robson({"venue-key", "set", "the-api-key"}).exit, 2) << "never as an argument";
  EXPECT_THAT(robson({"venue-key"}).out, HasSubstr("abcd…wxyz"));
  EXPECT_EQ(robson({"venue-key", "remove"}).exit, 2);
  EXPECT_EQ(robson({"venue-key", "remove", "--yes"}).exit, 0);
  EXPECT_EQ(last().method, "DELETE");
}

TEST_F(TradingTest, an_analysis_tells_where_a_buy_and_a_sell_would_be_stopped) {
  robsond.answer("/api/analysis/levels/BTCUSDC/", json::text_of(fake::levels()));
  wire::EntryPreview preview;
  static_cast<wire::Proposal&>(preview) = fake::proposal();
  keep("/api/trade/calculate-entry/",
       {{200, json::text_of(preview)},
        {422, fake::Robsond::problem(422, "NO_TECHNICAL_STOP", "No method finds a stop.")}});
  const auto ran = robson({"analyze", "BTCUSDC"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("ATR(14) $310.25"), HasSubstr("$88,290.00"), HasSubstr("−1.90%"),
                             HasSubstr("A buy at $90,000.00 would be stopped at $88,200.00 (2.00% away"),
                             HasSubstr("A sell: no technical stop, No method finds a stop.")));
}

TEST_F(TradingTest, numbers_that_are_none_are_refused_before_anything_is_sent) {
  const std::vector<std::vector<std::string>> lines = {
      {"plan", "buy", "BTC USDC"},
      {"plan", "buy", "BTCUSDC", "--capital", "0"},
      {"plan", "buy", "BTCUSDC", "--capital", "1e3"},
      {"plan", "buy", "BTCUSDC", "--limit", "-5"},
      {"plan", "buy", "BTCUSDC", "--quantity", "x"},
      {"plan", "buy", "BTCUSDC", "--target", "0"},
      {"plan", "buy", "BTCUSDC", "--capital", "5", "--balance"},
      {"plan", "hold", "BTCUSDC"},
      {"validate", "zero"},
      {"validate"},
      {"execute", "12", "--validated", "--wait", "soon"},
      {"execute", "12", "--validated", "--wait", "11s"},
      {"execute", "12", "--validated", "--wait", "5s", "--timeout", "2"},
      {"positions", "close", "0"},
      {"positions", "close", "1", "--quantity", "-1"},
      {"positions", "protect", "1"},
      {"positions", "protect", "1", "--target", "1", "--no-target"},
      {"operations", "list", "--side", "LONG"},
      {"operations", "list", "--status", "OPEN"},
      {"operations", "list", "--sort", "colour"},
      {"operations", "list", "--limit", "0"},
      {"operations", "list", "--all", "--cursor", "x"},
      {"history", "--days", "0"},
      {"history", "--days", "7", "--from", "2026-01-01"},
      {"orders", "--status", "gone"},
      {"orders", "--operation", "x"},
      {"movements", "--cause", "magic"},
      {"analyze", "BTCUSDC", "--interval", "2m"},
      {"symbols", "--limit", "0"},
      {"strategies", "edit", "1"},
  };
  for (const auto& words : lines) {
    const auto ran = robson(words);
    EXPECT_EQ(ran.exit, 2) << testing::PrintToString(words) << ran.err;
    EXPECT_THAT(ran.out, testing::IsEmpty());
  }
  EXPECT_EQ(robsond.requests("/api/plans/"), 0);
}

TEST_F(TradingTest, an_empty_list_says_so_beside_the_rows_and_not_among_them) {
  keep("/api/operations/history/",
       json::text_of(wire::Operations{.operations = {}, .next_cursor = {}, .as_of = {}, .venue_kind = VenueKind::SIM}));
  const auto piped = robson({"history", "--days", "1"});
  EXPECT_EQ(piped.exit, 0);
  EXPECT_EQ(piped.out, "");
  EXPECT_EQ(piped.err, "Nothing matches that filter.\n");
  robson.terminal = true;
  EXPECT_THAT(robson({"history", "--days", "1"}).out, HasSubstr("No operations."));
}

TEST_F(TradingTest, rows_are_chosen_sorted_and_shaped) {
  auto small = fake::operation();
  small.id = 9;
  small.quantity = "0.00011"_d;
  const wire::Operations page{
      .operations = {fake::operation(), small}, .next_cursor = {}, .as_of = {}, .venue_kind = VenueKind::SIM};
  keep("/api/operations/history/", json::text_of(page));
  EXPECT_EQ(robson({"operations", "--columns", "id,quantity", "--sort-by", "quantity"}).out,
            "id\tquantity\n9\t0.00011\n7\t0.00555\n");
  EXPECT_EQ(robson({"operations", "--columns", "id", "--sort-by=-id", "-o", "csv", "--no-headers"}).out, "9\n7\n");
  EXPECT_EQ(robson({"operations", "--template", "{id}: {symbol} {nothing}!"}).out, "7: BTCUSDC !\n9: BTCUSDC !\n");
  EXPECT_EQ(robson({"operations", "-o", "table", "--columns", "id,symbol"}).out,
            "id  symbol\n7   BTCUSDC\n9   BTCUSDC\n");
  const auto unknown = robson({"operations", "--columns", "id,colour"});
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no column is called \"colour\"; there are: id, symbol"));
  EXPECT_EQ(robson({"operations", "--columns", ","}).exit, 2);
  EXPECT_EQ(robson({"operations", "-o", "template"}).exit, 2);
  robson.terminal = true;
  EXPECT_THAT(robson({"operations", "-o", "wide"}).out, AllOf(HasSubstr("CLOSED (UTC)"), Not(HasSubstr("Left out"))));
}

TEST_F(TradingTest, an_answer_that_does_not_come_in_time_is_asked_for_again) {
  std::atomic<int> calls = 0;
  robsond.replace("/api/plans/12/validate/", [&calls](const net::Request&) {
    if (++calls == 1) std::this_thread::sleep_for(std::chrono::milliseconds(600));
    return net::Response{.status = 200, .body = json::text_of(fake::validated(ReportStatus::PASS))};
  });
  EXPECT_EQ(robson({"validate", "12", "--timeout", "0.5"}).exit, 0);
  EXPECT_EQ(calls, 2);
}

TEST_F(TradingTest, completion_asks_for_ids) {
  robsond.answer("/api/plans/", json::text_of(wire::Plans{.plans = {fake::plan()}, .next_cursor = {}}));
  EXPECT_EQ(robson({"ids", "plans"}).out, "12\n");
  EXPECT_EQ(robson({"ids", "nonsense"}).exit, 2);
  EXPECT_THAT(robson({"completion", "bash"}).out, AllOf(HasSubstr("ids=\"plans\""), HasSubstr("robson ids")));
}

}  // namespace
}  // namespace robson::cli
