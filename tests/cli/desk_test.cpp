// The rest of the desk: risk, the monitor, rules, the venue key, and how rows are chosen.
#include "trading_fixture.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using json::Fixed;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(TradingTest, risk_shows_the_budget_as_a_bar) {
  robsond.answer("/api/risk/metrics/", json::text_of(fake::risk()));
  const auto ran = robson({"risk"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Budget of 2026-01: 4.00% of $1,000.00 may be lost"),
                             HasSubstr("██████████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░"),
                             HasSubstr("Lost: $10.00, reserved by open stops: $20.00, left: $10.00"),
                             HasSubstr("operation 7 BTCUSDC: −$20.00"), HasSubstr("drawdown $10.00 (1.00%)"),
                             HasSubstr("Kill switch: off"), HasSubstr("Trades today: 3 of 50")));
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
