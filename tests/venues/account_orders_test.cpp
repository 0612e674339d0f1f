// Requests that act, at a venue that answers late, wrongly, or not at all.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/binance/account_client.hpp"
#include "venues/binance/market_client.hpp"
#include "venues/fake_venue.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;
using enum VenueRefusalKind;
using runtime::StreamState;

const Symbol symbol{"BTCUSDC"};

std::string order_body(const std::string& status, const std::string& executed, const std::string& more = "") {
  return fmt::format(
      R"({{"symbol":"BTCUSDC","orderId":12,"orderListId":-1,"clientOrderId":"id",)"
      R"("transactTime":1767065400000,"price":"0.00","origQty":"1.00","executedQty":"{}",)"
      R"("cummulativeQuoteQty":"0.00","status":"{}","timeInForce":"GTC","type":"MARKET","side":"BUY"{}}})",
      executed, status, more);
}
std::string report(const std::string& client_id, const std::string& original, const std::string& status) {
  return fmt::format(
      R"({{"subscriptionId":0,"event":{{"e":"executionReport","E":1767065400000,"s":"BTCUSDC","c":"{}","S":"SELL",)"
      R"("o":"STOP_LOSS","f":"GTC","q":"1.0","p":"0.0","P":"88000.0","g":-1,"C":"{}","x":"{}","X":"{}","r":"NONE",)"
      R"("i":12,"l":"0.0","z":"0.0","L":"0.0","n":"0","N":null,"T":1767065400000,"t":-1,"w":true,"m":false,)"
      R"("Z":"0.0"}}}})",
      client_id, original, status, status);
}

struct AtVenue : testing::Test {
  Loop loop{};
  FakeVenue venue{loop};
  SystemClock clock{};
  Heard heard{};
  std::shared_ptr<Rest> rest{};
  std::unique_ptr<AccountClient> client{};

  void SetUp() override {
    Config config;
    config.venue_url = venue.url();
    config.request_timeout = 300ms;
    rest = make_rest(loop.context, config, clock).value();
    client = std::make_unique<AccountClient>(rest, Credentials{Secret("demo-key"), Secret("demo-secret")});
  }
  void TearDown() override {
    client.reset();
    rest.reset();
    loop.turn_for(20ms);
  }
  runtime::OrderOutcome place() {
    NewOrder order{.client_id = "id", .symbol = symbol, .type = OrderType::MARKET, .quantity = {"1"_d}};
    return loop.run(client->carry_out(PlaceOrder{std::move(order)}));
  }
  VenueRefusal refusal() {
    auto outcome = place();
    if (outcome) throw std::runtime_error("it was done");
    return std::move(outcome.error());
  }
};

TEST_F(AtVenue, an_order_goes_out_once_signed_and_comes_back_with_its_fills) {
  venue.answer("order", order_body("FILLED", "1.00",
                                   R"(,"fills":[{"price":"90000.00","qty":"1.00","commission":"0.001",)"
                                   R"("commissionAsset":"BTC","tradeId":56}])"));
  const auto outcome = place();
  ASSERT_TRUE(outcome) << outcome.error().text;
  const net::Request& request = venue.last_request();
  EXPECT_EQ(request.method, net::Method::POST);
  EXPECT_EQ(request.headers.get("X-MBX-APIKEY"), "demo-key");
  const auto at = request.query.rfind("&signature=");
  EXPECT_EQ(hmac_sha256_hex(Secret("demo-secret"), request.query.substr(0, at)), request.query.substr(at + 11));
  EXPECT_EQ(outcome->at(0).fills.at(0).trade_id, 56);
  EXPECT_EQ(outcome->at(0).fills.at(0).fee_asset, "BTC");
  EXPECT_EQ(venue.asked("order"), 1);
}

TEST_F(AtVenue, a_cut_connection_after_the_request_leaves_the_outcome_unknown_and_is_not_repeated) {
  venue.answer("order", [](const net::Request&) { return net::Response{.status = 0}; });
  EXPECT_EQ(refusal().kind, unknown);
  EXPECT_EQ(venue.asked("order"), 1);
}

TEST_F(AtVenue, a_cut_of_a_connection_that_was_used_before_is_not_repeated_either) {
  ASSERT_TRUE(loop.run(rest->measure_clock()));
  venue.answer("order", [](const net::Request&) { return net::Response{.status = 0}; });
  EXPECT_EQ(refusal().kind, unknown);
  loop.turn_for(50ms);
  EXPECT_EQ(venue.asked("order"), 1);
}

TEST_F(AtVenue, http_5xx_leaves_the_outcome_unknown_whatever_it_says) {
  for (const char* body : {"<html>", R"({"code":-1013,"msg":"Filter failure: LOT_SIZE"})"}) {
    venue.answer("order", body, 503);
    EXPECT_EQ(refusal().kind, unknown) << body;
  }
  EXPECT_EQ(venue.asked("order"), 2);
}

TEST_F(AtVenue, a_200_that_cannot_be_read_leaves_the_outcome_unknown) {
  for (const char* body : {"", "{}", "[1,2", R"({"code":0})"}) {
    venue.answer("order", body);
    EXPECT_EQ(refusal().kind, unknown) << body;
  }
  venue.answer("order", order_body("ASLEEP", "0"));
  EXPECT_EQ(refusal().kind, unknown);
}

TEST_F(AtVenue, a_refusal_in_no_words_of_the_venue_leaves_the_outcome_unknown) {
  venue.answer("order", "<html>bad gateway of somebody</html>", 400);
  EXPECT_EQ(refusal().kind, unknown);
}

TEST_F(AtVenue, nobody_there_means_not_sent) {
  ASSERT_TRUE(loop.run(rest->measure_clock()));
  venue.close();
  loop.turn_for(20ms);
  EXPECT_EQ(refusal().kind, not_sent);
}

TEST_F(AtVenue, a_limited_request_was_not_sent_and_says_for_how_long) {
  venue.answer("order", [](const net::Request&) {
    net::Response limited{.status = 429, .body = R"({"code":-1003,"msg":"Too many requests."})"};
    limited.headers.add("Retry-After", "7");
    return limited;
  });
  const VenueRefusal first = refusal();
  EXPECT_EQ(first.kind, not_sent);
  EXPECT_GT(first.retry_after, 5s);
  EXPECT_LE(first.retry_after, 7s);
  EXPECT_EQ(refusal().kind, not_sent);  // by our own budget now
  EXPECT_EQ(venue.asked("order"), 1);
}

TEST_F(AtVenue, an_order_refused_for_its_time_was_not_done_and_goes_out_once_more) {
  ASSERT_TRUE(loop.run(rest->measure_clock()));
  int calls = 0;
  venue.answer("order", [&](const net::Request&) {
    if (++calls > 1) return net::Response{.body = order_body("NEW", "0")};
    return net::Response{.status = 400, .body = R"({"code":-1021,"msg":"Timestamp outside of the recvWindow."})"};
  });
  EXPECT_TRUE(place());
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(venue.asked("time"), 10);
}

TEST_F(AtVenue, an_order_refused_for_its_time_twice_is_refused) {
  venue.answer("order", R"({"code":-1021,"msg":"Timestamp outside of the recvWindow."})", 400);
  EXPECT_EQ(refusal().kind, VenueRefusalKind::refused);
  EXPECT_EQ(venue.asked("order"), 2);
}

TEST_F(AtVenue, an_order_that_is_asked_for_brings_its_fills_from_its_trades) {
  venue.answer("order", order_body("FILLED", "1.00"));
  venue.answer("myTrades", [](const net::Request& request) {
    EXPECT_EQ(*request.parameter("orderId"), "12");
    return net::Response{
        .body = R"([{"symbol":"BTCUSDC","id":56,"orderId":12,"orderListId":-1,"price":"90000.0","qty":"1.0",)"
                R"("quoteQty":"90000.0","commission":"0.001","commissionAsset":"BTC","time":1767065400001,)"
                R"("isBuyer":true,"isMaker":false,"isBestMatch":true}])"};
  });
  const auto outcome = loop.run(client->carry_out(AskOrder{symbol, "id"}));
  ASSERT_TRUE(outcome) << outcome.error().text;
  ASSERT_EQ(outcome->at(0).fills.size(), 1U);
  EXPECT_EQ(outcome->at(0).fills[0].time.ms(), 1'767'065'400'001);
  venue.answer("order", order_body("NEW", "0.00"));
  ASSERT_TRUE(loop.run(client->carry_out(AskOrder{symbol, "id"})));
  EXPECT_EQ(venue.asked("myTrades"), 1);  // nothing filled: nothing to ask for
}

TEST_F(AtVenue, a_question_without_an_answer_stays_open) {
  venue.answer("order", order_body("FILLED", "1.00"));
  venue.answer("myTrades", "<html>", 502);
  const auto outcome = loop.run(client->carry_out(AskOrder{symbol, "id"}));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, unknown);
}

TEST_F(AtVenue, rights_are_those_of_the_account_and_of_the_key) {
  venue.answer("account", R"({"canTrade":true,"canWithdraw":true,"updateTime":1767065400000,"balances":[]})");
  venue.answer("/sapi/v1/account/apiRestrictions",
               R"({"ipRestrict":false,"enableReading":true,"enableWithdrawals":true,)"
               R"("enableSpotAndMarginTrading":false})");
  const auto rights = loop.run(client->rights());
  ASSERT_TRUE(rights) << rights.error().text;
  EXPECT_FALSE(rights->can_trade);
  EXPECT_TRUE(rights->can_withdraw);
  EXPECT_FALSE(rights->can_short);
  EXPECT_TRUE(rights->offers_entry_lists);
  venue.answer("/sapi/v1/account/apiRestrictions", R"({"enableWithdrawals":"no"})");
  EXPECT_FALSE(loop.run(client->rights()));
}

TEST_F(AtVenue, reports_are_passed_on_as_they_come_doubled_ones_too) {
  venue.answer("account", R"({"canTrade":true,"canWithdraw":true,"updateTime":1767065400000,"balances":[]})");
  client->watch(heard);
  ASSERT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
  venue.say_to_accounts(report("rb1-7-S1", "", "NEW"));
  venue.say_to_accounts(report("cancel", "rb1-7-S1", "CANCELED"));
  venue.say_to_accounts(report("cancel", "rb1-7-S1", "CANCELED"));
  ASSERT_TRUE(loop.until([&] { return heard.orders.size() == 3; }));
  EXPECT_EQ(heard.orders[0].status, VenueOrderStatus::NEW);
  EXPECT_EQ(heard.orders[0].stop_price->value, "88000"_d);
  EXPECT_FALSE(heard.orders[0].price);
  EXPECT_EQ(heard.orders[2].client_id, "rb1-7-S1");
  EXPECT_EQ(heard.orders[2].status, VenueOrderStatus::CANCELED);
}

TEST_F(AtVenue, after_a_report_that_cannot_be_read_the_stream_starts_anew_so_that_orders_are_asked_for) {
  venue.answer("account", R"({"canTrade":true,"canWithdraw":true,"updateTime":1767065400000,"balances":[]})");
  client->watch(heard);
  ASSERT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
  venue.say_to_accounts(report("rb1-7-S1", "", "DREAMING"));
  ASSERT_TRUE(loop.until([&] { return heard.has(StreamState::down); }));
  EXPECT_TRUE(loop.until([&] { return heard.is(StreamState::live); }));
  EXPECT_TRUE(heard.orders.empty());
}

}  // namespace
}  // namespace robson::venues::binance
