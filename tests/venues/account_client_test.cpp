#include "venues/binance/account_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/read.hpp"
#include "venues/binance/market_client.hpp"
#include "venues/fake_venue.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;
using runtime::StreamState;
using runtime::VenueErrorKind;
using testing::HasSubstr;

struct AtAccount : testing::Test {
  Loop loop{};
  FakeVenue venue{loop};
  SystemClock clock{};
  Heard heard{};
  std::shared_ptr<Rest> rest{};
  std::unique_ptr<AccountClient> client{};
  std::map<std::string, std::string> held{{"USDC", "10000"}, {"BTC", "1"}, {"DUST", "0.00000000"}};
  Timestamp changed{};

  void SetUp() override {
    begin({});
    changed = venue.clock();
    venue.answer("account", [this](const net::Request& request) { return account(request); });
  }
  void begin(Config config) {
    config.venue_url = venue.url();
    config.credentials_retry = 1s;
    rest = make_rest(loop.context, config, clock).value();
    client = std::make_unique<AccountClient>(rest, Credentials{Secret("demo-key"), Secret("demo-secret")});
  }
  void TearDown() override {
    client.reset();
    rest.reset();
    loop.turn_for(20ms);
  }
  // As the venue checks it: signature over the bytes before it, then the key, then the time.
  net::Response account(const net::Request& request) const {
    const auto refuse = [](int code) {
      return net::Response{.status = 400, .body = fmt::format(R"({{"code":{},"msg":"refused"}})", code)};
    };
    const auto at = request.query.rfind("&signature=");
    if (at == std::string::npos) return refuse(-1102);
    if (hmac_sha256_hex(Secret("demo-secret"), request.query.substr(0, at)) != request.query.substr(at + 11)) {
      return refuse(-1022);
    }
    if (request.headers.get("X-MBX-APIKEY") != "demo-key") return refuse(-2015);
    const Duration age = venue.clock() - Timestamp::from_ms(std::stoll(*request.parameter("timestamp")));
    if (age < -1s || age > 5s) return refuse(-1021);
    std::string rows;
    for (const auto& [asset, amount] : held) {
      rows += fmt::format(R"({}{{"asset":"{}","free":"{}","locked":"0"}})", rows.empty() ? "" : ",", asset, amount);
    }
    return {.body = fmt::format(R"({{"canTrade":true,"canWithdraw":false,"updateTime":{},"balances":[{}]}})",
                                changed.ms(), rows)};
  }
  std::string position(Timestamp at, const std::string& asset, const std::string& amount) const {
    return fmt::format(R"({{"subscriptionId":0,"event":{{"e":"outboundAccountPosition","E":{0},"u":{0},)"
                       R"("B":[{{"a":"{1}","f":"{2}","l":"0.5"}}]}}}})",
                       at.ms(), asset, amount);
  }
  void watch() {
    client->watch(heard);
    ASSERT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
  }
};

TEST_F(AtAccount, balances_are_asked_for_with_a_signature_and_empty_ones_left_out) {
  const auto balances = loop.run(client->balances());
  ASSERT_TRUE(balances) << balances.error().text;
  EXPECT_EQ(balances->size(), 2U);
  EXPECT_EQ(balances->at("USDC").free.value, "10000"_d);
}

TEST_F(AtAccount, a_clock_that_is_off_is_measured_before_the_first_signed_request) {
  venue.skew = 3h;
  ASSERT_TRUE(loop.run(client->balances()));
  EXPECT_EQ(venue.asked("account"), 1);
  EXPECT_LT(std::abs((rest->clock_offset() - 3h).count()), 50'000);
}

TEST_F(AtAccount, a_clock_that_jumps_is_measured_again_and_the_read_repeated_once) {
  ASSERT_TRUE(loop.run(client->balances()));
  venue.skew = -20s;
  const auto balances = loop.run(client->balances());
  ASSERT_TRUE(balances) << balances.error().text;
  EXPECT_EQ(venue.asked("account"), 3);
  EXPECT_EQ(venue.asked("time"), 10);
}

TEST_F(AtAccount, a_read_refused_for_its_time_is_not_repeated_for_ever) {
  venue.answer("account", R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})", 400);
  const auto balances = loop.run(client->balances());
  ASSERT_FALSE(balances);
  EXPECT_EQ(balances.error().code, -1021);
  EXPECT_EQ(venue.asked("account"), 2);
}

TEST_F(AtAccount, a_refused_key_is_told_apart_and_its_secret_never_shown) {
  client = std::make_unique<AccountClient>(rest, Credentials{Secret("demo-key"), Secret("another-secret")});
  const auto forged = loop.run(client->balances());
  ASSERT_FALSE(forged);
  EXPECT_EQ(forged.error().kind, VenueErrorKind::bad_credentials);
  EXPECT_EQ(forged.error().text, "the venue refused: refused (-1022)");
}

TEST_F(AtAccount, watching_subscribes_with_a_signature_and_tells_what_is_held) {
  watch();
  ASSERT_EQ(venue.api_clients.size(), 1U);
  EXPECT_EQ(venue.api_clients[0]->target, "/ws-api/v3?");
  const auto request = json::parse(venue.api_clients[0]->heard.at(0));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->find("method")->text, "userDataStream.subscribe.signature");
  const json::Value& params = *request->find("params");
  EXPECT_EQ(params.find("apiKey")->text, "demo-key");
  EXPECT_EQ(params.find("signature")->text,
            hmac_sha256_hex(Secret("demo-secret"),
                            "apiKey=demo-key&recvWindow=5000&timestamp=" + params.find("timestamp")->text));
  ASSERT_EQ(heard.balances.size(), 1U);
  EXPECT_EQ(heard.balances[0].at("BTC").free.value, "1"_d);
  EXPECT_FALSE(heard.balances[0].contains("DUST"));
}

TEST_F(AtAccount, a_change_is_told_and_an_older_one_passed_over) {
  watch();
  venue.say_to_accounts(position(changed - 1s, "BTC", "7"));
  venue.say_to_accounts(position(changed + 1s, "BTC", "0.9"));
  ASSERT_TRUE(loop.until([&] { return heard.balances.size() == 2; }));
  EXPECT_EQ(heard.balances[1].size(), 1U);
  EXPECT_EQ(heard.balances[1].at("BTC").free.value, "0.9"_d);
  EXPECT_EQ(heard.balances[1].at("BTC").locked.value, "0.5"_d);
}

TEST_F(AtAccount, after_a_cut_the_balances_are_told_anew_and_what_is_gone_is_zero) {
  watch();
  held = {{"USDC", "99000"}};
  venue.cut_sockets();
  ASSERT_TRUE(loop.until([&] { return heard.balances.size() == 2; }));
  EXPECT_EQ(heard.balances[1].at("USDC").free.value, "99000"_d);
  EXPECT_TRUE(heard.balances[1].at("BTC").free.is_zero());
  EXPECT_TRUE(heard.has(StreamState::down));
  EXPECT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
  EXPECT_EQ(venue.api_clients.size(), 2U);
}

TEST_F(AtAccount, a_subscription_that_the_venue_ends_is_made_again) {
  watch();
  venue.say_to_accounts(R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1767065400000}})");
  ASSERT_TRUE(loop.until([&] { return venue.api_clients.size() == 2; }));
  EXPECT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
}

TEST_F(AtAccount, a_deposit_makes_the_balances_be_asked_for) {
  watch();
  held["USDC"] = "10500";
  venue.say_to_accounts(
      R"({"subscriptionId":0,"event":{"e":"balanceUpdate","E":1767065400000,"a":"USDC","d":"500","T":1767065400000}})");
  ASSERT_TRUE(loop.until([&] { return heard.balances.size() == 2; }));
  EXPECT_EQ(heard.balances[1].at("USDC").free.value, "10500"_d);
}

TEST_F(AtAccount, a_refused_subscription_is_told_and_tried_again_later) {
  const auto welcome = venue.api_answer;
  venue.api_answer = [](const std::string&) {
    return R"({"id":"subscribe","status":401,"error":{"code":-2015,"msg":"Invalid API-key."}})";
  };
  client->watch(heard);
  ASSERT_TRUE(loop.until([&] { return heard.is(StreamState::down); }));
  EXPECT_THAT(heard.states.back().second, HasSubstr("Invalid API-key."));
  loop.turn_for(500ms);
  EXPECT_EQ(venue.api_clients.size(), 1U);  // not hammered with a bad key
  venue.api_answer = welcome;
  EXPECT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
}

TEST_F(AtAccount, a_silent_connection_is_asked_for_a_sign_and_left_when_none_comes) {
  Config config;
  config.account_ping = 500ms;
  begin(config);
  watch();
  ASSERT_TRUE(loop.until([&] { return venue.api_clients[0]->heard.size() == 2; }));
  EXPECT_EQ(venue.api_clients[0]->heard[1], R"({"id":"ping-1","method":"ping"})");
  loop.turn_for(600ms);
  EXPECT_EQ(venue.api_clients.size(), 1U);  // the answer was the sign
  venue.api_answer = [](const std::string&) { return std::string{}; };
  EXPECT_TRUE(loop.until([&] { return heard.has(StreamState::down); }, 8s));
  EXPECT_THAT(heard.states.back().second, HasSubstr("silent"));
}

TEST_F(AtAccount, an_unreadable_message_makes_the_balances_be_asked_for) {
  watch();
  held["USDC"] = "1";
  venue.say_to_accounts(R"({"subscriptionId":0,"event":{"e":"outboundAccountPosition","u":"x","B":[]}})");
  ASSERT_TRUE(loop.until([&] { return heard.balances.size() == 2; }));
  EXPECT_EQ(heard.balances[1].at("USDC").free.value, "1"_d);
}

TEST_F(AtAccount, nothing_is_told_after_stop) {
  watch();
  client->stop();
  const auto told = heard.balances.size();
  venue.say_to_accounts(position(changed + 1s, "BTC", "7"));
  loop.turn_for(400ms);
  EXPECT_EQ(heard.balances.size(), told);
  EXPECT_TRUE(heard.is(StreamState::live));
}

}  // namespace
}  // namespace robson::venues::binance
