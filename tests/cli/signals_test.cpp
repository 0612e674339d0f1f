// Signals, producers, policies and analytics against a fake server: what is shown, what is sent, how each ends.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "cli/views/views.hpp"
#include "client/producer.hpp"
#include "signed_in.hpp"
#include "support/client/trading_desk.hpp"

namespace robson::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* producer_id = "prd_4f7k2m9q1x8z";

std::string signal(int id, const std::string& status, int age_seconds, const std::string& approval = "null") {
  return fmt::format(
      R"({{"id":{},"producer_id":"{}","producer":"sma-bot","external_id":"x-{}","instrument":"EURUSD","side":"BUY",)"
      R"("price":"1.08500","volume":"0.50","confidence":"0.655","stop_loss":"1.08","take_profit":null,)"
      R"("payload":{{"why":"cross"}},"status":"{}","created_at":"2026-01-02T03:04:05.000Z",)"
      R"("expires_at":"2026-01-02T03:19:05.000Z","age_seconds":{},"maturity":"FRESH","distance_percent":"-0.11",)"
      R"("blocked_by":null,"summary":"s","approval":{}}})",
      id, producer_id, id, status, age_seconds, approval);
}

std::string listed(const std::vector<std::string>& signals, const std::string& cursor = "null") {
  return fmt::format(R"({{"signals":[{}],"next_cursor":{}}})", fmt::join(signals, ","), cursor);
}

std::string approval(const std::string& plan, const std::string& plan_id, const std::string& problem) {
  return fmt::format(
      R"({{"id":3,"signal_id":7,"decision":"approved","reason":"trend","decided_by":"olga",)"
      R"("decided_at":"2026-01-02T03:05:00.000Z","address":"127.0.0.1","signal":{},"plan_id":{},"plan":{},)"
      R"("plan_problem":{}}})",
      signal(7, "APPROVED", 55), plan_id, plan, problem);
}

struct SignalsTest : SignedIn {
  struct Call {
    std::string method{};
    std::string query{};
    std::string body{};
    net::Headers headers{};
  };
  std::vector<Call> calls{};

  void SetUp() override {
    SignedIn::SetUp();
    robson.size = {160, 40};
  }
  void note(const net::Request& request) override {
    calls.push_back({std::string(net::name(request.method)), request.query, request.body, request.headers});
  }
  // A file of the machine, with that mode.
  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string path = robson.folder.path() + '/' + name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  Ran people(std::vector<std::string> words) {
    robson.terminal = true;
    words.insert(words.end(), {"--color", "never"});
    auto ran = robson(words);
    robson.terminal = false;
    return ran;
  }
};

TEST_F(SignalsTest, those_that_wait_stand_first_with_age_maturity_and_confidence) {
  keep("/api/v1/signals",
       listed({signal(9, "REJECTED", 10), signal(8, "NEW", 30), signal(7, "NEW", 301), signal(6, "NEW", 900)}));
  const auto ran = people({"signals"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(calls, testing::SizeIs(1));
  EXPECT_THAT(calls[0].query, HasSubstr("decimals=string"));
  EXPECT_LT(ran.out.find(" 8  NEW"), ran.out.find(" 9  REJECTED")) << ran.out;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("30 s  Fresh"), HasSubstr("5 min  Aging"), HasSubstr("15 min  Stale")));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("1.085"), HasSubstr("65.50%"), HasSubstr("−0.11%")));
  EXPECT_EQ(robson({"signals", "list", "--json"}).out.find(R"({"signals":[{"id":9)"), 0U) << "the server's document";
}

TEST_F(SignalsTest, one_that_waits_longer_than_a_page_holds_is_not_hidden) {
  robsond.replace("/api/v1/signals", [](const net::Request& request) {
    const bool waiting = request.query.find("status=NEW") != std::string::npos;
    return net::Response{.body =
                             waiting ? listed({signal(2, "NEW", 100)}) : listed({signal(9, "EXPIRED", 1)}, "\"c\"")};
  });
  const auto ran = robson({"signals", "-o", "tsv", "--columns", "id,status"});
  EXPECT_EQ(ran.out, "id\tstatus\n2\tNEW\n9\tEXPIRED\n");
  EXPECT_THAT(ran.err, HasSubstr("--cursor c"));
}

TEST_F(SignalsTest, filters_are_those_of_the_api) {
  keep("/api/v1/signals", listed({}));
  EXPECT_EQ(robson({"signals", "--status", "new", "--instrument", "btc/usdc", "--side", "buy", "--producer",
                    producer_id, "--min-confidence", "0.70", "--from", "2026-01-01", "--limit", "5"})
                .exit,
            0);
  EXPECT_EQ(calls.back().query, "status=NEW&side=BUY&from=2026-01-01&limit=5&instrument=BTCUSDC&producer_id=" +
                                    std::string(producer_id) + "&min_confidence=0.7&decimals=string");
  for (const char* wrong : {"1.1", "-0.1", "0.12345", "70%", ""}) {
    EXPECT_EQ(robson({"signals", "--min-confidence", wrong}).exit, 2) << wrong;
  }
  EXPECT_EQ(robson({"signals", "--status", "OLD"}).exit, 2);
  keep("/api/v1/signals", "id,status\n");
  EXPECT_EQ(robson({"signals", "--csv"}).out, "id,status\n");
  EXPECT_THAT(calls.back().query, HasSubstr("format=csv"));
}

TEST_F(SignalsTest, one_signal_shows_its_wish_its_payload_and_what_to_type) {
  keep("/api/v1/signals/7", signal(7, "NEW", 12));
  const auto ran = people({"signals", "show", "7"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("BUY 0.5 EURUSD at 1.085"), HasSubstr("stop 1.08, target —"),
                             HasSubstr(R"({"why":"cross"})"), HasSubstr("robson signals approve 7")));
  keep("/api/v1/signals/7",
       signal(7, "REJECTED", 12,
              R"({"id":1,"decision":"rejected","reason":"news","decided_by":"olga","decided_at":"T","plan_id":null})"));
  EXPECT_THAT(people({"signals", "show", "7"}).out,
              AllOf(HasSubstr("rejected by olga at T: news"), Not(HasSubstr("Next:"))));
}

TEST_F(SignalsTest, an_approval_shows_the_plan_its_checks_and_how_to_execute_it) {
  keep("/api/v1/approvals", approval(json::text_of(fake::validated(ReportStatus::PASS)), "12", "null"), 201);
  const auto ran = people({"signals", "approve", "7", "--reason", "trend"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(calls.back().body, R"({"signal_id":7,"decision":"approved","reason":"trend"})");
  EXPECT_THAT(std::string(calls.back().headers.get("Idempotency-Key")), Not(""));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Signal 7 BUY 0.5 EURUSD at 1.085: APPROVED"), HasSubstr("PLAN 12"),
                             HasSubstr("PASS     STALE_QUOTE"), HasSubstr("Next: robson execute 12 --validated")));
}

TEST_F(SignalsTest, an_approval_whose_plan_cannot_be_executed_ends_with_5) {
  keep("/api/v1/approvals", approval(json::text_of(fake::validated(ReportStatus::FAIL)), "12", "null"), 201);
  const auto failed = people({"signals", "approve", "7"});
  EXPECT_EQ(failed.exit, 5);
  EXPECT_EQ(calls.back().body, R"({"signal_id":7,"decision":"approved","reason":""})");
  EXPECT_THAT(failed.out, HasSubstr("KILL_SWITCH_ON"));
  keep("/api/v1/approvals", approval("null", "null", R"({"code":"NO_TECHNICAL_STOP","message":"No method fits."})"),
       201);
  const auto none = people({"signals", "approve", "7"});
  EXPECT_EQ(none.exit, 5);
  EXPECT_THAT(none.out, HasSubstr("the approval stands. NO_TECHNICAL_STOP: No method fits."));
  keep("/api/v1/approvals", fake::Robsond::problem(409, "ALREADY_DECIDED", "It was rejected by olga."), 409);
  EXPECT_EQ(robson({"signals", "approve", "7"}).exit, 5);
}

TEST_F(SignalsTest, a_rejection_needs_a_reason) {
  keep("/api/v1/approvals", approval("null", "null", "null"), 201);
  EXPECT_EQ(robson({"signals", "reject", "7"}).exit, 2);
  EXPECT_EQ(robson({"signals", "reject", "7", "--reason", " "}).exit, 2);
  EXPECT_EQ(robson({"signals", "reject", "x", "--reason", "news"}).exit, 2);
  EXPECT_TRUE(calls.empty());
  EXPECT_EQ(robson({"signals", "reject", "7", "--reason", "news"}).exit, 0);
  EXPECT_EQ(calls.back().body, R"({"signal_id":7,"decision":"rejected","reason":"news"})");
}

// Signed by hand: printf '1767323045\nnonce-0001\n{}' | openssl dgst -sha256 -hmac s3cret
TEST(ProducerSignature, is_the_hmac_of_time_nonce_and_body) {
  const client::Producer producer{producer_id, Secret("s3cret")};
  const auto headers = client::signature_of(producer, "{}", Timestamp::from_ms(1'767'323'045'999), "nonce-0001");
  EXPECT_EQ(headers.get("X-Producer-Id"), producer_id);
  EXPECT_EQ(headers.get("X-Timestamp"), "1767323045");
  EXPECT_EQ(headers.get("X-Nonce"), "nonce-0001");
  EXPECT_EQ(headers.get("X-Signature"), "65401821ebc374b6fb8e22f64a733854da43142b18d5a92d132c7362620bc726");
}

TEST(ProducerSignature, an_id_has_its_form) {
  EXPECT_TRUE(client::is_producer_id(producer_id));
  for (const char* wrong :
       {"", "prd_", "prd_4F7k2m9q1x8z", "prd_4f7k2m9q1x8", "prd_4f7k2m9q1x8zz", "xyz_4f7k2m9q1x8z"}) {
    EXPECT_FALSE(client::is_producer_id(wrong)) << wrong;
  }
}

TEST_F(SignalsTest, sign_prints_headers_for_the_very_bytes_or_posts_them_without_a_session) {
  const std::string path = file("sma.secret", "s3cret\n");
  const std::string body = "{ \"external_id\": \"x\" }\n";
  const std::vector<std::string> words = {"sign", "--producer", producer_id, "--secret-file", path};
  robson.input = body;
  const auto printed = robson(words);
  EXPECT_EQ(printed.exit, 0) << printed.err;
  EXPECT_THAT(printed.out, AllOf(HasSubstr("X-Producer-Id: prd_4f7k2m9q1x8z\nX-Timestamp: "),
                                 HasSubstr("\nX-Nonce: key-"), HasSubstr("\nX-Signature: "), Not(HasSubstr("s3cret"))));
  robson.input = body;
  auto json_words = words;
  json_words.emplace_back("--json");
  EXPECT_THAT(robson(json_words).out, HasSubstr(R"("X-Signature":")"));

  EXPECT_EQ(robson({"logout"}).exit, 0);
  keep("/api/v1/signals", signal(7, "NEW", 0), 201);
  robson.input = body;
  auto post = words;
  post.emplace_back("--post");
  const auto posted = robson(post);
  EXPECT_EQ(posted.exit, 0) << posted.err;
  ASSERT_FALSE(calls.empty());
  const Call& call = calls.back();
  EXPECT_EQ(call.body, body) << "byte for byte";
  const client::Producer producer{producer_id, Secret("s3cret")};
  const auto expected = client::signature_of(
      producer, body, Timestamp::from_seconds(std::stoll(std::string(call.headers.get("X-Timestamp")))),
      std::string(call.headers.get("X-Nonce")));
  EXPECT_EQ(call.headers.get("X-Signature"), expected.get("X-Signature"));
  EXPECT_EQ(call.headers.get("Authorization"), "");
  EXPECT_THAT(posted.out, HasSubstr("Signal 7 BUY 0.5 EURUSD at 1.085: NEW"));
}

TEST_F(SignalsTest, what_cannot_be_signed_is_not_sent) {
  const std::string good = file("good", "s3cret\n");
  const std::vector<std::vector<std::string>> wrong = {
      {"sign", "--secret-file", good},
      {"sign", "--producer", producer_id},
      {"sign", "--producer", "sma-bot", "--secret-file", good},
      {"sign", "--producer", producer_id, "--secret-file", robson.folder.path() + "/none"},
      {"sign", "--producer", producer_id, "--secret-file", file("open", "s3cret\n", 0644)},
      {"sign", "--producer", producer_id, "--secret-file", file("empty", "\n")}};
  for (const auto& words : wrong) {
    robson.input = "{}";
    EXPECT_EQ(robson(words).exit, 2) << fmt::format("{}", fmt::join(words, " "));
  }
  const std::vector<std::string> words = {"sign", "--producer", producer_id, "--secret-file", good, "--post"};
  robson.input = "";
  EXPECT_EQ(robson(words).exit, 2);
  robson.input = std::string((16U << 10U) + 1, 'x');
  EXPECT_EQ(robson(words).exit, 2);
  robson.input = "{}";
  robson.input_is_terminal = true;
  EXPECT_EQ(robson(words).exit, 2);
}

TEST_F(SignalsTest, a_refused_signature_says_what_to_look_at) {
  const std::string path = file("sma.secret", "s3cret\n");
  keep("/api/v1/signals/7", fake::Robsond::problem(401, "INVALID_SIGNATURE", "The signature is wrong."), 401);
  const std::vector<std::string> words = {"signals", "cancel", "7", "--producer", producer_id, "--secret-file", path};
  const auto ran = robson(words);
  EXPECT_EQ(ran.exit, 4);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Is the secret file this producer's"), Not(HasSubstr("robson login"))));
  keep("/api/v1/signals/7", signal(7, "CANCELLED", 9));
  const auto cancelled = robson(words);
  EXPECT_EQ(cancelled.exit, 0) << cancelled.err;
  ASSERT_FALSE(calls.empty());
  EXPECT_EQ(calls.back().method, "PATCH");
  EXPECT_EQ(calls.back().body, R"({"status":"CANCELLED"})");
  EXPECT_THAT(cancelled.out, HasSubstr("CANCELLED"));
  keep("/api/v1/signals/7", fake::Robsond::problem(409, "SIGNAL_EXPIRED", "It has expired."), 409);
  EXPECT_EQ(robson(words).exit, 5);
}

constexpr const char* made_producer =
    R"({"producer":{"id":"prd_4f7k2m9q1x8z","name":"sma-bot","strategy_id":null,"webhook":true},)"
    R"("secret":"base64url-secret","passphrase":"pass-phrase"})";

TEST_F(SignalsTest, a_new_producers_secret_is_printed_once_or_goes_into_a_file_of_its_own) {
  keep("/api/v1/producers", made_producer, 201);
  const auto printed = robson({"producer", "add", "sma-bot", "--webhook"});
  EXPECT_EQ(printed.out, "Producer: prd_4f7k2m9q1x8z\nSecret: base64url-secret\nPassphrase: pass-phrase\n");
  EXPECT_THAT(printed.err, AllOf(HasSubstr("shown this once"), Not(HasSubstr("base64url-secret"))));
  EXPECT_EQ(calls.back().body, R"({"name":"sma-bot","strategy_id":null,"webhook":true})");
  EXPECT_EQ(robson({"producer", "add", "sma-bot", "--json"}).out, std::string(made_producer) + '\n');

  const std::string path = robson.folder.path() + "/new.secret";
  const auto kept = robson({"producer", "add", "sma-bot", "--strategy", "2", "--secret-file", path});
  EXPECT_EQ(kept.exit, 0) << kept.err;
  EXPECT_THAT(kept.out + kept.err, Not(HasSubstr("base64url-secret")));
  EXPECT_EQ(fake::read_file(path), "base64url-secret\n");
  struct stat status {};
  ::stat(path.c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(calls.back().body, R"({"name":"sma-bot","strategy_id":2,"webhook":false})");
  const std::size_t before = calls.size();
  EXPECT_EQ(robson({"producer", "add", "other", "--secret-file", path}).exit, 2) << "never over another";
  EXPECT_EQ(robson({"producer", "add", "other", "--secret-file", robson.folder.path() + "/no/such"}).exit, 2);
  EXPECT_EQ(calls.size(), before) << "no secret is made that cannot be kept";
  keep("/api/v1/producers", fake::Robsond::problem(403, "FORBIDDEN", "You may not."), 403);
  EXPECT_EQ(robson({"producer", "add", "x", "--secret-file", path + "2"}).exit, 5);
  EXPECT_NE(::stat((path + "2").c_str(), &status), 0) << "the empty file goes again";
}

TEST_F(SignalsTest, producers_are_listed_and_revoked_after_a_yes) {
  keep("/api/v1/producers",
       R"({"producers":[{"id":"prd_4f7k2m9q1x8z","name":"sma-bot","strategy_id":1,"webhook":false,)"
       R"("created_at":"2026-01-02T03:04:05.000Z","created_by":"admin","last_signal_at":null,"signals":3,)"
       R"("revoked_at":null}]})");
  EXPECT_THAT(people({"producer", "list"}).out, AllOf(HasSubstr("sma-bot"), HasSubstr("—")));
  keep("/api/v1/producers/prd_4f7k2m9q1x8z", "", 204);
  EXPECT_EQ(robson({"producer", "revoke", producer_id}).exit, 2);
  EXPECT_EQ(robson({"producer", "revoke", "../users", "--yes"}).exit, 2);
  EXPECT_EQ(robson({"producer", "revoke", producer_id, "--yes"}).exit, 0);
  EXPECT_EQ(calls.back().method, "DELETE");
}

TEST_F(SignalsTest, a_policy_keeps_what_is_not_named) {
  keep("/api/v1/signal-policies",
       R"({"policies":[{"strategy_id":1,"strategy":"Second level","min_confidence":"0.6","cooldown_seconds":300,)"
       R"("daily_cap":null,"updated_at":null,"updated_by":null}]})");
  keep("/api/v1/signal-policies/1",
       R"({"strategy_id":1,"strategy":"Second level","min_confidence":"0.6","cooldown_seconds":null,"daily_cap":5,)"
       R"("updated_at":"2026-01-02T03:04:05.000Z","updated_by":"admin"})");
  keep("/api/v1/signal-policies/2", R"({"strategy_id":2,"strategy":"Other","min_confidence":"0.75"})");
  EXPECT_THAT(people({"policy", "list"}).out, AllOf(HasSubstr("Second level"), HasSubstr("300 s")));
  EXPECT_EQ(robson({"policy", "set", "1"}).exit, 2);
  EXPECT_EQ(robson({"policy", "set", "1", "--cooldown", "90000"}).exit, 2);
  EXPECT_EQ(robson({"policy", "set", "1", "--min-confidence", "2"}).exit, 2);
  const auto ran = robson({"policy", "set", "1", "--cooldown", "none", "--daily-cap", "5"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(calls.back().method, "PUT");
  EXPECT_EQ(calls.back().body, R"({"min_confidence":"0.6","cooldown_seconds":null,"daily_cap":5})");
  EXPECT_EQ(robson({"policy", "set", "2", "--min-confidence", "0.75"}).exit, 0);
  EXPECT_EQ(calls.back().body, R"({"min_confidence":"0.75","cooldown_seconds":null,"daily_cap":null})");
}

constexpr const char* performance =
    R"({"currency":"USDC","window":"90d","time_zone":"UTC","trades":4,"wins":3,"losses":0,"break_even":1,"unvalued_trades":2,)"
    R"("win_rate":"0.75","net_pnl":"30.00","gross_profit":"30.00","gross_loss":"0.00","fees":"1.20",)"
    R"("profit_factor":null,"expectancy":"7.50","average_win":"10.00","average_loss":null,"largest_win":"20.00",)"
    R"("largest_loss":null,"average_r":"1.25","average_holding_minutes":"90","r_multiples":[{"from":null,"to":"0",)"
    R"("trades":1},{"from":"1","to":"2","trades":3}],"initial_equity":"1000.00","final_equity":"1030.00",)"
    R"("equity_measured_at":"2026-01-02T11:59:00.000Z","deposits":"0.00","withdrawals":"0.00","total_return_percent":"3.00","max_drawdown":"5.00",)"
    R"("max_drawdown_percent":"0.50","max_drawdown_days":2,"current_drawdown_percent":"0.00","sharpe":"1.50",)"
    R"("sortino":null,"calmar":"6.00","ratio_period":"day","ratio_periods_a_year":365,"calendar":[],"by":"strategy",)"
    R"("groups":[{"key":"1","label":"Second level","trades":4,"wins":3,"losses":0,"win_rate":"0.75",)"
    R"("net_pnl":"30.00","profit_factor":null,"expectancy":"7.50","average_r":"1.25"}]})";

TEST_F(SignalsTest, performance_shows_what_does_not_exist_as_unknown) {
  keep("/api/analytics/performance/", performance);
  const auto ran = people({"performance", "--window", "90d", "--by", "strategy", "--tz", "Europe/Berlin"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(calls.back().query, "window=90d&by=strategy&tz=Europe%2FBerlin");
  EXPECT_THAT(ran.out, AllOf(HasSubstr("4, 3 won, 0 lost, 1 even (win rate 75.00%)"), HasSubstr("Profit factor —"),
                             HasSubstr("Left out: 2, as no market"), HasSubstr("Sharpe 1.50, Sortino —, Calmar 6.00"),
                             HasSubstr("1 to 2 R"), HasSubstr("Second level"), HasSubstr("+$30.00")));
  EXPECT_THAT(robson({"performance", "--by", "strategy"}).out, HasSubstr("1\tSecond level\t4\t3"));
  EXPECT_EQ(calls.back().query, "by=strategy") << "of a machine without a zone";
  robson.time_zone = "America/Sao_Paulo";
  robson({"performance"});
  EXPECT_EQ(calls.back().query, "tz=America%2FSao_Paulo");
  EXPECT_EQ(robson({"performance", "--window", "31d"}).exit, 2);
  EXPECT_EQ(robson({"performance", "--by", "moon"}).exit, 2);
  EXPECT_EQ(robson({"performance", "--tz", "a b"}).exit, 2);
}

TEST_F(SignalsTest, exposure_is_shown_by_market_and_by_strategy_and_stale_ends_with_7) {
  const std::string row =
      R"("label":"BTCUSDC","long":"499.50","short":"0.00","net":"499.50","gross":"499.50","percent_of_equity":"50.45",)"
      R"("share_percent":"100.00","unrealized_pnl":null,"risk_at_stop":"9.99","positions":1,"stale":true})";
  keep("/api/analytics/exposure/",
       R"({"currency":"USDC","as_of":"2026-01-02T03:04:05.000Z","stale":true,"equity":"990.00","long":"499.50",)"
       R"("short":"0.00","net":"499.50","gross":"499.50","gross_percent":"50.45","net_percent":"50.45",)"
       R"("risk_at_stop":"9.99","risk_percent":"1.01","largest_symbol":"BTCUSDC","largest_share_percent":"100.00",)"
       R"("concentration":"1","effective_positions":"1","by_symbol":[{"key":"BTCUSDC",)" +
           row + R"(],"by_strategy":[{"key":"1",)" + row + "]}");
  const auto ran = people({"account", "exposure"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Exposure $499.50 of $990.00 equity (50.45%)"), HasSubstr("BTCUSDC STALE"),
                             HasSubstr("SYMBOL"), HasSubstr("STRATEGY"), HasSubstr("—")));
  EXPECT_THAT(robson({"exposure"}).out, HasSubstr("BTCUSDC\tBTCUSDC\t499.50\t0.00\t499.50"));
}

TEST_F(SignalsTest, a_days_report_names_the_day_and_its_trades) {
  keep(
      "/api/analytics/report/",
      R"({"date":"2026-01-02","time_zone":"UTC","currency":"USDC","from":"2026-01-02T00:00:00.000Z",)"
      R"("to":"2026-01-02T12:00:00.000Z","final":false,"equity_at_midnight":"1000.00","equity_at_end":"1010.00",)"
      R"("equity_measured_at":"2026-01-02T11:59:00.000Z","deposits":"0.00","withdrawals":"0.00","since_midnight":"10.00","since_yesterdays_close":null,)"
      R"("overnight":null,"realized_pnl":"10.00","fees":"0.50","trades":1,"wins":1,"losses":0,"closed":)"
      R"([{"operation_id":7,"symbol":"EURUSD","side":"BUY","strategy":"s","quantity":"0.5","entry_price":"1.08500",)"
      R"("exit_price":"1.08620","opened_at":null,"closed_at":null,"net_pnl":"60.00","r":"1.5","exit_reason":"TARGET"}],)"
      R"("opened":[],"open_at_end":[],"signals":{"received":3,"approved":1,"rejected":1,"expired":1,"cancelled":0}})");
  const auto ran = people({"report", "--date", "2026-01-02", "--close", "22:00"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(calls.back().query, "date=2026-01-02&close=22%3A00");
  EXPECT_THAT(ran.out, AllOf(HasSubstr("REPORT OF 2026-01-02"), HasSubstr("So far, until 2026-01-02 12:00:00 UTC"),
                             HasSubstr("Since midnight: +$10.00"), HasSubstr("Last measured 2026-01-02 11:59:00 UTC"),
                             HasSubstr("close: —, overnight —"), HasSubstr("1.0862"), HasSubstr("+$60.00"),
                             HasSubstr("3 received, 1 approved"), HasSubstr("Opened: none")));
  EXPECT_THAT(robson({"report"}).out, HasSubstr("REPORT OF 2026-01-02")) << "piped, too: a day is no list";
}

TEST(SignalEvents, a_decision_reads_as_a_sentence) {
  const auto event = json::parse(
      R"({"type":"signal_update","data":{"id":7,"side":"BUY","volume":"0.1","instrument":"XAUUSD","price":"1950",)"
      R"("status":"REJECTED","decided_by":"olga","reason":"news"}})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event_words(*event), "Signal 7 BUY 0.1 XAUUSD at 1950: REJECTED by olga: news");
}

}  // namespace
}  // namespace robson::cli
