#include "support.hpp"

namespace robson::simulator {
namespace {

class Rest : public VenueTest {
 protected:
  std::string code_of(const net::Response& response) { return at(parsed(response.body), "code"); }
  json::Value order(const std::string& query) {
    const auto response = signed_call(net::Method::POST, "/api/v3/order", query);
    EXPECT_EQ(response.status, 200) << response.body;
    return parsed(response.body);
  }
  std::vector<std::string> members(const json::Value& object) {
    std::vector<std::string> names;
    for (const auto& each : object.children) names.push_back(each.key);
    return names;
  }
};
using Names = std::vector<std::string>;

TEST_F(Rest, errors_have_the_venues_code_and_words) {
  EXPECT_EQ(get("/api/v3/depth?symbol=NOPE").body, R"({"code":-1121,"msg":"Invalid symbol."})");
  EXPECT_EQ(last.status, 400);
  EXPECT_EQ(get("/api/v3/depth").body,
            R"({"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."})");
  EXPECT_EQ(get("/api/v3/klines?symbol=BTCUSDC&interval=7m").body, R"({"code":-1120,"msg":"Invalid interval."})");
  EXPECT_EQ(code_of(get("/api/v3/depth?symbol=btcusdc")), "-1100");
  EXPECT_EQ(code_of(get("/api/v3/depth?symbol=BTCUSDC&limit=0")), "-1130");
  EXPECT_EQ(code_of(get("/api/v3/depth?symbol=BTCUSDC&limit=-1")), "-1100");
  EXPECT_EQ(code_of(get("/api/v3/depth?symbol=%zz")), "-1100");
  EXPECT_EQ(code_of(get("/api/v3/depth?symbol=A&symbol=B")), "-1101");
  EXPECT_EQ(code_of(get("/api/v3/ticker/price?symbol=BTCUSDC&symbols=[\"BTCUSDC\"]")), "-1128");
  EXPECT_EQ(get("/api/v3/nothing").status, 404);
  EXPECT_EQ(call(net::Method::POST, "/api/v3/depth").status, 405);
}

TEST_F(Rest, klines_are_the_venues_twelve_fields_and_their_bounds_hold) {
  const auto rows = parsed(get("/api/v3/klines?symbol=BTCUSDC&interval=15m&limit=1000").body);
  ASSERT_EQ(rows.children.size(), 1000U);
  for (const auto& row : rows.children) {
    ASSERT_EQ(row.children.size(), 12U);
    ASSERT_EQ(row.children[0].kind, json::Kind::number);
    ASSERT_EQ(row.children[1].kind, json::Kind::text);
    ASSERT_EQ(std::stoll(row.children[6].text) - std::stoll(row.children[0].text), 15 * 60'000 - 1);
  }
  const std::string from = rows.children[10].children[0].text;
  const std::string to = rows.children[19].children[0].text;
  const auto some = parsed(get("/api/v3/klines?symbol=BTCUSDC&interval=15m&startTime=" + from + "&endTime=" + to).body);
  ASSERT_EQ(some.children.size(), 10U);
  EXPECT_EQ(some.children.front().children[0].text, from);
  EXPECT_EQ(some.children.back().children[0].text, to);
  const auto first = parsed(get("/api/v3/klines?symbol=BTCUSDC&interval=15m&limit=1&startTime=" + from).body);
  EXPECT_EQ(first.children.front().children[0].text, from);
}

TEST_F(Rest, market_answers_have_the_venues_fields) {
  EXPECT_EQ(get("/api/v3/ping").body, "{}");
  EXPECT_EQ(members(parsed(get("/api/v3/ticker/24hr?symbol=BTCUSDC").body)),
            (Names{"symbol",      "priceChange", "priceChangePercent", "weightedAvgPrice", "prevClosePrice",
                   "lastPrice",   "lastQty",     "bidPrice",           "bidQty",           "askPrice",
                   "askQty",      "openPrice",   "highPrice",          "lowPrice",         "volume",
                   "quoteVolume", "openTime",    "closeTime",          "firstId",          "lastId",
                   "count"}));
  EXPECT_EQ(members(parsed(get("/api/v3/ticker/24hr?symbol=BTCUSDC&type=MINI").body)),
            (Names{"symbol", "openPrice", "highPrice", "lowPrice", "lastPrice", "volume", "quoteVolume", "openTime",
                   "closeTime", "firstId", "lastId", "count"}));
  const auto depth = parsed(get("/api/v3/depth?symbol=BTCUSDC&limit=5").body);
  EXPECT_EQ(members(depth), (Names{"lastUpdateId", "bids", "asks"}));
  EXPECT_EQ(depth.find("bids")->children.size(), 5U);
  EXPECT_EQ(members(parsed(get("/api/v3/trades?symbol=BTCUSDC&limit=1").body).children.front()),
            (Names{"id", "price", "qty", "quoteQty", "time", "isBuyerMaker", "isBestMatch"}));
  EXPECT_EQ(members(parsed(get("/api/v3/aggTrades?symbol=BTCUSDC&limit=1").body).children.front()),
            (Names{"a", "p", "q", "f", "l", "T", "m", "M"}));
  EXPECT_EQ(parsed(get("/api/v3/ticker/price").body).children.size(), 2U);
  EXPECT_EQ(parsed(get("/api/v3/ticker/bookTicker?symbols=[\"ETHUSDC\"]").body).children.size(), 1U);
}

TEST_F(Rest, a_market_order_answers_in_full_and_a_stop_only_acknowledges) {
  EXPECT_EQ(members(order("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=0.00033")),
            (Names{"symbol", "orderId", "orderListId", "clientOrderId", "transactTime", "price", "origQty",
                   "executedQty", "origQuoteOrderQty", "cummulativeQuoteQty", "status", "timeInForce", "type", "side",
                   "workingTime", "fills", "selfTradePreventionMode"}));
  EXPECT_EQ(members(order("symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=80000")),
            (Names{"symbol", "orderId", "orderListId", "clientOrderId", "transactTime"}));
  const auto result =
      order("symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=80000&newOrderRespType=RESULT");
  EXPECT_EQ(at(result, "stopPrice"), "80000.00000000");
  EXPECT_EQ(at(result, "workingTime"), "-1");
}

TEST_F(Rest, an_order_lives_from_placement_to_cancel) {
  const auto placed =
      order("symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000&newClientOrderId=mine");
  const std::string id = "symbol=BTCUSDC&orderId=" + at(placed, "orderId");
  const auto found = parsed(signed_call(net::Method::GET, "/api/v3/order", id).body);
  EXPECT_EQ(at(found, "status"), "NEW");
  EXPECT_EQ(at(found, "clientOrderId"), "mine");
  EXPECT_EQ(at(found, "isWorking"), "true");
  const auto gone = parsed(signed_call(net::Method::DELETE, "/api/v3/order", id).body);
  EXPECT_EQ(at(gone, "status"), "CANCELED");
  EXPECT_EQ(at(gone, "origClientOrderId"), "mine");
  EXPECT_EQ(code_of(signed_call(net::Method::DELETE, "/api/v3/order", id)), "-2011");
  EXPECT_EQ(code_of(signed_call(net::Method::GET, "/api/v3/order", "symbol=BTCUSDC&orderId=99999")), "-2013");
  EXPECT_EQ(code_of(signed_call(net::Method::GET, "/api/v3/order", "symbol=BTCUSDC")), "-1102");
}

TEST_F(Rest, wrong_orders_are_refused_with_the_venues_codes) {
  const auto refused = [&](const std::string& query) {
    return code_of(signed_call(net::Method::POST, "/api/v3/order", query));
  };
  EXPECT_EQ(refused("symbol=BTCUSDC&side=UP&type=MARKET&quantity=1"), "-1117");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=GUESS&quantity=1"), "-1116");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=LIMIT&quantity=1&price=1&timeInForce=NOW"), "-1115");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=1e400000000"), "-1100");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=NaN"), "-1100");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=-1"), "-1100");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=0.0000000000001"), "-1111");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=99999999999999999999999"), "-1108");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=100"), "-2010");
  EXPECT_EQ(refused("symbol=BTCUSDC&side=BUY&type=MARKET&quantity=1&selfTradePreventionMode=EXPIRE_BOTH"), "-1013");
}

TEST_F(Rest, cancel_replace_names_both_results) {
  const auto placed = order("symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000");
  const std::string fresh =
      "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=79000&cancelReplaceMode=STOP_ON_FAILURE";
  const auto done =
      signed_call(net::Method::POST, "/api/v3/order/cancelReplace", fresh + "&cancelOrderId=" + at(placed, "orderId"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(at(parsed(done.body), "cancelResult"), "SUCCESS");
  const auto failed = signed_call(net::Method::POST, "/api/v3/order/cancelReplace", fresh + "&cancelOrderId=99999");
  EXPECT_EQ(failed.status, 400);
  const auto body = parsed(failed.body);
  EXPECT_EQ(at(body, "code"), "-2022");
  EXPECT_EQ(at(*body.find("data"), "cancelResult"), "FAILURE");
  EXPECT_EQ(at(*body.find("data"), "newOrderResult"), "NOT_ATTEMPTED");
  EXPECT_EQ(body.find("data")->find("newOrderResponse")->kind, json::Kind::null);
}

TEST_F(Rest, the_key_may_not_withdraw_and_coins_have_no_networks) {
  const auto rights = parsed(signed_call(net::Method::GET, "/sapi/v1/account/apiRestrictions", "").body);
  EXPECT_EQ(at(rights, "enableWithdrawals"), "false");
  EXPECT_EQ(at(rights, "enableReading"), "true");
  const auto coins = parsed(signed_call(net::Method::GET, "/sapi/v1/capital/config/getall", "").body);
  EXPECT_EQ(coins.children.size(), 3U);
}

TEST_F(Rest, each_answer_counts_its_weight) {
  get("/api/v3/ping");
  EXPECT_EQ(last.headers.get("X-MBX-USED-WEIGHT-1M"), "1");
  get("/api/v3/depth?symbol=BTCUSDC&limit=5000");
  EXPECT_EQ(last.headers.get("X-MBX-USED-WEIGHT-1M"), "251");
  signed_call(net::Method::GET, "/api/v3/openOrders", "");
  EXPECT_EQ(last.headers.get("X-MBX-USED-WEIGHT-1M"), "331");
  order("symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000");
  EXPECT_EQ(last.headers.get("X-MBX-ORDER-COUNT-10S"), "1");
}

class Limited : public VenueTest {
 protected:
  static Options limited() {
    Options options = small_options();
    options.limits = {.weight_minute = 10, .orders_ten_seconds = 2, .orders_day = 3};
    return options;
  }
  Limited() : VenueTest(limited()) {}
};

TEST_F(Limited, above_the_weight_comes_429_then_418_and_after_it_service) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(get("/api/v3/ping").status, 200);
  ASSERT_EQ(get("/api/v3/ping").status, 429);
  EXPECT_EQ(at(parsed(last.body), "code"), "-1003");
  EXPECT_GT(std::stoi(std::string(last.headers.get("Retry-After"))), 0);
  for (int i = 0; i < 50; ++i) get("/api/v3/ping");
  ASSERT_EQ(last.status, 418);
  const int seconds = std::stoi(std::string(last.headers.get("Retry-After")));
  clock.moment = clock.moment + std::chrono::seconds(seconds - 10);
  EXPECT_EQ(get("/api/v3/ping").status, 418);
  clock.moment = clock.moment + std::chrono::seconds(11);
  EXPECT_EQ(get("/api/v3/ping").status, 200);
}

TEST_F(Limited, too_many_orders_are_refused_with_1015) {
  const std::string query = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=80000";
  for (int i = 0; i < 2; ++i) ASSERT_EQ(signed_call(net::Method::POST, "/api/v3/order", query).status, 200);
  EXPECT_EQ(at(parsed(signed_call(net::Method::POST, "/api/v3/order", query).body), "code"), "-1015");
  clock.moment = clock.moment + std::chrono::seconds(60);
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", query).status, 200);
  clock.moment = clock.moment + std::chrono::seconds(60);
  EXPECT_EQ(at(parsed(signed_call(net::Method::POST, "/api/v3/order", query).body), "code"), "-1015");
}

}  // namespace
}  // namespace robson::simulator
