// The whole program against a working fake server: what a person types, what comes out, how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <iomanip>

#include "cli/command.hpp"
#include "fake_world.hpp"
#include "support/client/control_desk.hpp"
#include "support/client/fake_robsond.hpp"
#include "support/client/signals_desk.hpp"
#include "support/client/trading_desk.hpp"

namespace robson::cli {
namespace {

using namespace literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct CommandsTest : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};

  void SetUp() override {
    robson.environment["ROBSON_API_BASE_URL"] = robsond.url();
    sign_in();
  }
  void sign_in() {
    robson.input = "secret\n";
    const auto ran = robson({"login", "--username", "admin", "--password-stdin"});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
};

TEST_F(CommandsTest, operation_one_is_shown_in_the_requirements_box) {
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "╔════════════════════════════════════════════════════════════╗\n"
            "║                      ACTIVE POSITIONS                      ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ Symbol: BTCUSDC                                            ║\n"
            "║ Side: LONG                                                 ║\n"
            "║ Quantity: 0.00033 BTC                                      ║\n"
            "║ Entry: $88,837.92                                          ║\n"
            "║ Current: $89,245.50  (+0.46%)                              ║\n"
            "║ P&L: +$0.13  (+0.46%)                                      ║\n"
            "║ Stop: $87,061.16  (−2.45% away)                            ║\n"
            "║ Target: $92,391.44  (+3.53% to go)                         ║\n"
            "║ Stop at the exchange: yes                                  ║\n"
            "║ Price: 0.4 s old                                           ║\n"
            "║ Operation: #1, opened 2025-12-30 03:30:00 UTC              ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ 1 position, venue SIM, 2026-01-02 03:04:05 UTC             ║\n"
            "╚════════════════════════════════════════════════════════════╝\n");
}

TEST_F(CommandsTest, without_utf8_the_box_is_ascii) {
  robson.environment["LANG"] = "C";
  const auto ran = robson({"positions"});
  EXPECT_THAT(ran.out, StartsWith("+====="));
  EXPECT_THAT(ran.out, HasSubstr("| Stop: $87,061.16  (-2.45% away) "));
  EXPECT_TRUE(std::ranges::all_of(ran.out, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST_F(CommandsTest, on_a_narrow_terminal_no_line_is_wider_than_it) {
  robson.terminal = true;
  robson.size.columns = 34;
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"positions"},
                                                                                     {"positions", "list"},
                                                                                     {"price", "BTCUSDC"},
                                                                                     {"account", "balance"},
                                                                                     {"status"},
                                                                                     {"market", "depth", "BTCUSDC"},
                                                                                     {"doctor"},
                                                                                     {"market", "ticker", "BTCUSDC"}}) {
    const auto ran = robson(words);
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(width(line), 34) << line;
  }
}

TEST_F(CommandsTest, colour_goes_to_a_terminal_and_not_into_a_pipe) {
  EXPECT_THAT(robson({"positions"}).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(robson({"positions", "--color", "always"}).out, HasSubstr("\x1b[32m+$0.13"));
  robson.terminal = true;
  EXPECT_THAT(robson({"positions"}).out, HasSubstr("\x1b[32m+$0.13"));
  robson.environment["NO_COLOR"] = "1";
  EXPECT_THAT(robson({"positions"}).out, Not(HasSubstr("\x1b")));
  robson.environment.erase("NO_COLOR");
  robson.environment["TERM"] = "dumb";
  EXPECT_THAT(robson({"positions"}).out, Not(HasSubstr("\x1b")));
}

TEST_F(CommandsTest, a_short_that_loses_unprotected_on_a_stale_price_says_all_of_it) {
  auto position = fake::operation_one();
  position.side = Side::SELL;
  position.unrealized_pnl_exact = "-0.0042"_d;
  position.unrealized_pnl_percent = json::Fixed{"-0.01"_d, 2};
  position.protection = wire::Protection::NONE;
  position.stale = true;
  position.price_age_ms = 12'000;
  position.take_profit.reset();
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({position, fake::operation_one()})));
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("Side: SHORT"), HasSubstr("P&L: −$0.0042  (−0.01%)"),
                    HasSubstr("Stop at the exchange: NO, unprotected for 0 s"),
                    HasSubstr("STALE, last confirmed 12 s ago"), HasSubstr("Target: none"), HasSubstr("2 positions")));
}

TEST_F(CommandsTest, a_position_without_a_price_shows_a_dash_and_never_zero) {
  auto position = fake::operation_one();
  position.current_price.reset();
  position.unrealized_pnl.reset();
  position.unrealized_pnl_exact.reset();
  position.unrealized_pnl_percent.reset();
  position.distance_to_stop_percent.reset();
  position.price_age_ms.reset();
  position.stale = true;
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({position})));
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Current: — (no price yet)"), HasSubstr("P&L: —"), HasSubstr("none known yet")));
}

TEST_F(CommandsTest, no_positions_teaches_the_next_step) {
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({})));
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("No open positions."), HasSubstr("robson price BTCUSDC")));
  robson.terminal = true;
  EXPECT_THAT(robson({"positions", "list"}).out, HasSubstr("No open positions."));
}

TEST_F(CommandsTest, a_position_by_its_number) {
  const auto ran = robson({"positions", "show", "1"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("POSITION 1"), HasSubstr("Cost: $29.32"), HasSubstr("Loss if the stop fills: −$0.59"),
                    HasSubstr("Gain at the target: +$1.17"), HasSubstr("Reward to risk: 2.00")));
}

TEST_F(CommandsTest, the_price_line_is_the_requirements) {
  const auto ran = robson({"price", "btc/usdc"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "BTC/USDC: Bid $89,245.00 | Ask $89,246.00 | Spread $1.00 | Last $89,245.50 | 0.4 s old\n");
  EXPECT_EQ(robson({"market", "price", "BTCUSDC"}).out, ran.out);
}

TEST_F(CommandsTest, a_stale_price_is_shown_marked_and_ends_with_7) {
  auto price = fake::btc_price();
  price.stale = true;
  price.age_ms = 12'345;
  robsond.answer("/api/market/price/BTCUSDC/", json::text_of(price));
  const auto ran = robson({"price", "BTCUSDC"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out, HasSubstr("STALE, last confirmed 12 s ago"));
  EXPECT_EQ(robson({"price", "BTCUSDC", "--json"}).exit, 7);
  EXPECT_EQ(robson({"price", "BTCUSDC", "-q"}).exit, 7);
}

TEST_F(CommandsTest, the_market_commands_show_what_they_are_called) {
  EXPECT_THAT(robson({"market", "ticker", "BTCUSDC"}).out,
              AllOf(HasSubstr("BTC/USDC, 24 HOURS"), HasSubstr("▼ $754.50  (−0.84%)"), HasSubstr("1,234.5 BTC"),
                    HasSubstr("$110,000,000.00")));
  robson.terminal = true;
  EXPECT_THAT(robson({"market", "depth", "BTCUSDC", "--color", "never"}).out,
              AllOf(HasSubstr("ask     89,247.25"), HasSubstr("spread      $1.00"), HasSubstr("bid     89,244.50"),
                    HasSubstr("2.00  ████████████████████████████████████████\n")));
  EXPECT_THAT(robson({"market", "klines", "BTCUSDC", "--color", "never"}).out,
              AllOf(HasSubstr("2026-01-02 03:00"), HasSubstr("89,245.50    12.5  forming")));
}

TEST_F(CommandsTest, the_account_commands_show_what_they_are_called) {
  EXPECT_THAT(robson({"account"}).out,
              AllOf(HasSubstr("Total balance: $110,434.45"), HasSubstr("Available: $9,970.68"),
                    HasSubstr("In positions: $29.45  (0.03%)"), HasSubstr("Total P&L: −$12.37"),
                    HasSubstr("Active positions: 1"), HasSubstr("If every stop fills: −$0.59")));
  robson.terminal = true;
  EXPECT_THAT(robson({"account", "balance"}).out, AllOf(HasSubstr("Balance $9,970.68"), HasSubstr("0.99967")));
  EXPECT_THAT(robson({"account", "portfolio", "--color", "never"}).out,
              AllOf(HasSubstr("Everything in the account: $99,215.68"), HasSubstr("for want of a price: DUST"),
                    HasSubstr("$89,245.00")));
}

TEST_F(CommandsTest, an_empty_account_says_so) {
  robson.terminal = true;
  auto balance = fake::balance();
  balance.balances.clear();
  robsond.answer("/api/account/balance/", json::text_of(balance));
  EXPECT_THAT(robson({"account", "balance"}).out, HasSubstr("The account is empty."));
}

TEST_F(CommandsTest, the_desk_answers_first_whether_one_is_safe) {
  const auto ran = robson({"status"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("1 position open, every stop stands at the exchange."),
                             HasSubstr("Prices are fresh."), HasSubstr("If every stop fills: −$0.59."),
                             HasSubstr("Server healthy, venue stream healthy"), HasSubstr("BTC/USDC: Bid")));
  const auto document = json::parse(robson({"status", "--json"}).out);
  ASSERT_TRUE(document);
  for (const char* part : {"health", "summary", "positions", "prices"})
    EXPECT_NE(document->find(part), nullptr) << part;
}

TEST_F(CommandsTest, the_desk_names_bare_positions_and_stale_symbols) {
  auto position = fake::operation_one();
  position.protection = wire::Protection::NONE;
  position.stale = true;
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({position})));
  const auto ran = robson({"status"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("1 position open, 1 WITHOUT a stop"), HasSubstr("Prices are STALE: BTCUSDC.")));
  robsond.answer("/api/portfolio/positions/", json::text_of(fake::positions({})));
  EXPECT_THAT(robson({"status"}).out, HasSubstr("No open positions of your own"));
}

TEST_F(CommandsTest, the_desk_is_shown_even_where_the_account_is_not_known) {
  robsond.refuse("/api/portfolio/summary/", 503, "VENUE_UNAVAILABLE", "The venue does not answer.");
  EXPECT_THAT(robson({"status"}).out,
              AllOf(HasSubstr("The account is not known: The venue does not answer."), HasSubstr("BTC/USDC: Bid")));
  EXPECT_THAT(robson({"status", "--json"}).out, HasSubstr(R"("summary":null)"));
}

TEST_F(CommandsTest, an_unhealthy_server_is_shown_and_ends_with_1) {
  EXPECT_EQ(robson({"health"}).exit, 0);
  robsond.answer("/api/v1/health", json::text_of(fake::health(wire::HealthStatus::unhealthy)), 503);
  const auto ran = robson({"health"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Server unhealthy"), HasSubstr("venue stream")));
}

TEST_F(CommandsTest, json_is_the_servers_document) {
  EXPECT_EQ(robson({"positions", "--json"}).out, json::text_of(fake::positions({fake::operation_one()})) + '\n');
  EXPECT_EQ(robson({"--json", "account"}).out, json::text_of(fake::summary()) + '\n');
  robson.terminal = true;
  EXPECT_THAT(robson({"positions", "--json"}).out, StartsWith("{\n  \"positions\": [\n"));
}

TEST_F(CommandsTest, lists_are_tables_on_a_terminal_and_rows_in_a_pipe) {
  const auto piped = robson({"positions", "list"});
  EXPECT_THAT(piped.out, StartsWith("id\toperation_id\tkind\tsymbol\t"));
  EXPECT_THAT(piped.out, HasSubstr("\n1\t1\tspot\tBTCUSDC\tBTC\tUSDC\tBUY\t0.00033\t88837.92\t89245.50\t0.13\t"));
  EXPECT_THAT(robson({"positions", "list", "--no-headers"}).out, StartsWith("1\t1\tspot"));
  EXPECT_THAT(robson({"positions", "list", "-o", "csv"}).out, StartsWith("id,operation_id,"));
  EXPECT_THAT(robson({"positions", "list", "-o", "yaml"}).out, StartsWith("\"positions\":\n  -\n    \"id\": 1\n"));
  EXPECT_THAT(robson({"positions", "-o", "jsonl"}).out, StartsWith("{\"id\":1,"));
  EXPECT_THAT(robson({"market", "depth", "BTCUSDC"}).out, StartsWith("side\tprice\tquantity\nask\t89246\t1\n"));
  robson.terminal = true;
  robson.size.columns = 200;
  EXPECT_THAT(robson({"positions", "list"}).out, AllOf(HasSubstr("TO STOP"), HasSubstr("+$0.13 (+0.46%)")));
}

TEST_F(CommandsTest, quiet_prints_nothing) {
  const auto ran = robson({"positions", "-q"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "");
}

TEST_F(CommandsTest, each_failure_has_its_exit_code_and_says_what_to_do) {
  robsond.refuse("/api/market/price/NOPE/", 404, "UNKNOWN_SYMBOL", "No market is called NOPE.");
  const auto unknown = robson({"price", "NOPE"});
  EXPECT_EQ(unknown.exit, 3);
  EXPECT_EQ(unknown.err, "robson: No market is called NOPE (correlation id c-7)\n");

  robsond.refuse("/api/portfolio/summary/", 403, "FORBIDDEN", "A viewer may not.");
  EXPECT_EQ(robson({"account"}).exit, 5);
  robsond.refuse("/api/portfolio/summary/", 500, "INTERNAL", "It broke.");
  EXPECT_EQ(robson({"account"}).exit, 1);
  robsond.refuse("/api/portfolio/summary/", 422, "INVALID_PARAMETER", "Not so.");
  EXPECT_EQ(robson({"account"}).exit, 2);
  robsond.refuse("/api/portfolio/summary/", 422, "BUDGET_RESERVED", "A rule says no.");
  EXPECT_EQ(robson({"account"}).exit, 5);
  robsond.refuse("/api/portfolio/summary/", 409, "STALE_QUOTE", "The price is stale.");
  EXPECT_EQ(robson({"account"}).exit, 7);
  robsond.refuse("/api/portfolio/summary/", 429, "RATE_LIMITED", "Too many requests.", 7);
  const auto busy = robson({"account"});
  EXPECT_EQ(busy.exit, 1);
  EXPECT_THAT(busy.err, HasSubstr("Try again in 7 s"));

  robsond.stop();
  const auto away = robson({"positions"});
  EXPECT_EQ(away.exit, 6);
  EXPECT_EQ(away.out, "");
  EXPECT_EQ(away.err, "robson: cannot reach " + robsond.url() +
                          ": connection refused. Is the server running? Start it with ./dev run\n");
}

TEST_F(CommandsTest, with_json_an_error_is_a_problem_document) {
  const std::string problem = fake::Robsond::problem(404, "UNKNOWN_SYMBOL", "No market is called NOPE.");
  robsond.answer("/api/market/price/NOPE/", problem, 404);
  EXPECT_EQ(robson({"price", "NOPE", "--json"}).err, problem + '\n');
  robsond.stop();
  const auto document = json::parse(robson({"positions", "--json"}).err);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->find("code")->text, "SERVER_UNREACHABLE");
}

TEST_F(CommandsTest, usage_mistakes_end_with_2_and_suggest) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
      {{"psoitions"}, "unknown command \"psoitions\"; did you mean positions? See: robson --help"},
      {{"positions", "lst"}, "did you mean list?"},
      {{"positions", "--jsn"}, "unknown option \"--jsn\"; did you mean --json?"},
      {{"market", "depth", "BTCUSDC", "--limt=3"}, "did you mean --limit?"},
      {{"xyzzy"}, "unknown command \"xyzzy\". See"},
      {{"market"}, "market needs a command"},
      {{"price"}, "SYMBOL is missing. See: robson price --help"},
      {{"price", "BTC", "USDC"}, "unknown argument \"USDC\""},
      {{"price", "not a symbol"}, "SYMBOL: expected a market's name such as BTCUSDC"},
      {{"positions", "show", "first"}, "ID: expected a whole number"},
      {{"market", "depth", "BTCUSDC", "--limit", "0"}, "--limit: expected a whole number from 1 to 1000, got \"0\""},
      {{"market", "klines", "BTCUSDC", "--limit", "1.5"}, "--limit"},
      {{"market", "klines", "BTCUSDC", "--interval", "7m"}, "--interval: expected one of 1m, 5m"},
      {{"positions", "--watch=soon"}, "--watch: expected 0.2 to 3600 seconds, got \"soon\""},
      {{"login", "--watch"}, "nothing to watch"},
      {{"positions", "--watch", "5"}, "did you mean --watch=5?"},
      {{"api", "POST", "/api/v1/health"}, "METHOD: expected GET"},
      {{"api", "GET", "health"}, "PATH: expected a path"},
      {{"completion", "tcsh"}, "SHELL: expected one of bash, zsh, fish"},
      {{"positions", "--url", "localhost"}, "server address: expected one such as"}};
  for (const auto& [words, text] : table) {
    const auto ran = robson(words);
    EXPECT_EQ(ran.exit, 2) << text;
    EXPECT_EQ(ran.out, "") << text;
    EXPECT_THAT(ran.err, HasSubstr(text));
  }
}

TEST_F(CommandsTest, a_reader_that_leaves_early_ends_it_quietly) {
  robson.reader_leaves_after = 1;
  const auto ran = robson({"positions", "--watch=0.2"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.err, "");
}

TEST_F(CommandsTest, output_that_cannot_be_written_is_a_failure) {
  robson.disk_full = true;
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.err, HasSubstr("cannot write the output"));
}

TEST_F(CommandsTest, any_path_can_be_asked_for) {
  EXPECT_EQ(robson({"api", "GET", "/api/v1/health"}).out, json::text_of(fake::health()) + '\n');
  robsond.answer("/metrics", "up 1\n");
  EXPECT_EQ(robson({"api", "GET", "/metrics"}).out, "up 1\n");
  EXPECT_EQ(robson({"api", "GET", "/api/none/"}).exit, 3);
}

TEST_F(CommandsTest, text_of_the_server_cannot_command_the_terminal) {
  auto session = fake::session();
  session.client_name = "\x1b[2JDemo";
  robsond.answer("/api/v1/auth/session", json::text_of(session));
  robson.terminal = true;
  EXPECT_THAT(robson({"whoami", "--color", "never"}).out, HasSubstr("of ?[2JDemo"));
}

TEST_F(CommandsTest, every_example_of_the_help_works) {
  fake::answer_trading(robsond);
  fake::answer_control(robsond);
  fake::answer_signals(robsond);
  robsond.answer("/api/v1/events", R"({"epoch":7,"events":[],"next_cursor":null})");
  robson.input_is_terminal = true;
  std::filesystem::create_directories(robson.folder.path());
  fake::write_file(robson.config_path(), "[profiles.desk]\nurl = \"" + robsond.url() + "\"\n");
  for (const Command& command : commands()) {
    for (const Example& example : command.examples) {
      std::string line(example.line);
      line = line.substr(0, line.find_first_of("<&>"));
      const bool goes_on = line.find("--watch") != std::string::npos || line.find("--follow") != std::string::npos;
      const bool of_a_file = line.find("-file") != std::string::npos;
      if (goes_on || of_a_file || line.find("desk.example") != std::string::npos) continue;
      std::istringstream typed(line);
      std::vector<std::string> words;
      for (std::string word; typed >> std::quoted(word);) words.push_back(word);
      ASSERT_EQ(words.at(0), "robson");
      words.erase(words.begin());
      robson.input = "secret\n";
      if (command.path != "login") sign_in();
      const bool asks = std::ranges::find(command.options, "--yes", &Option::name) != command.options.end();
      robson.input = asks ? "y\n" : "secret\n";
      if (line.find("flatten") != std::string::npos) robson.input = "FLATTEN\n";
      if (line.find("--api-key-stdin") != std::string::npos) robson.input = "good-key\n";
      const auto ran = robson(words);
      EXPECT_EQ(ran.exit, 0) << line << '\n' << ran.err;
    }
  }
}

}  // namespace
}  // namespace robson::cli
