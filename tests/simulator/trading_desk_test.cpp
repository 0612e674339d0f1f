// What a trading desk meets over REST: lists with a working order, keys with and without permissions, a moved market.
#include "support.hpp"

namespace robson::simulator {
namespace {

class TradingDesk : public VenueTest {
 protected:
  TradingDesk() { move("90000"); }
  void move(const std::string& price) {
    const auto moved =
        call(net::Method::POST, "/sim/market", R"({"symbol":"BTCUSDC","price":")" + price + R"(","still":true})");
    ASSERT_EQ(moved.status, 200) << moved.body;
  }
  json::Value post(const std::string& path, const std::string& query) {
    signed_call(net::Method::POST, path, query);
    return parsed(last.body);
  }
  json::Value ask(const std::string& path, const std::string& query = "") {
    signed_call(net::Method::GET, path, query);
    return parsed(last.body);
  }
  static const json::Value& report(const json::Value& list, std::size_t leg) {
    return list.find("orderReports")->children.at(leg);
  }
  static std::string opoco(const std::string& limit, const std::string& more = "") {
    return "symbol=BTCUSDC&listClientOrderId=op-1&workingType=LIMIT&workingSide=BUY&workingTimeInForce=IOC"
           "&workingClientOrderId=op-1-e&workingPrice=" +
           limit +
           "&workingQuantity=0.00033&pendingSide=SELL&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=95000"
           "&pendingAboveClientOrderId=op-1-t&pendingBelowType=STOP_LOSS&pendingBelowStopPrice=88000"
           "&pendingBelowClientOrderId=op-1-s" +
           more;
  }
  std::string status_of(const std::string& client_id) {
    return at(ask("/api/v3/order", "symbol=BTCUSDC&origClientOrderId=" + client_id), "status");
  }
};

TEST_F(TradingDesk, an_opoco_is_answered_as_the_venue_does_and_armed_by_the_time_it_is_asked_for) {
  const auto list = post("/api/v3/orderList/opoco", opoco("90300", "&newOrderRespType=FULL"));
  EXPECT_EQ(at(list, "contingencyType"), "OTO");
  EXPECT_EQ(at(list, "listStatusType"), "EXEC_STARTED");
  EXPECT_EQ(at(list, "listOrderStatus"), "EXECUTING");
  EXPECT_EQ(at(list, "listClientOrderId"), "op-1");
  EXPECT_EQ(list.find("orders")->children.size(), 3U);
  EXPECT_EQ(at(report(list, 0), "status"), "FILLED");
  EXPECT_EQ(report(list, 0).find("fills")->children.size(), 1U);
  EXPECT_EQ(at(report(list, 1), "status"), "PENDING_NEW");
  EXPECT_EQ(at(report(list, 1), "type"), "STOP_LOSS");
  EXPECT_EQ(at(report(list, 1), "origQty"), "absent");
  EXPECT_EQ(at(report(list, 1), "stopPrice"), "88000.00000000");
  EXPECT_EQ(at(report(list, 1), "workingTime"), "-1");
  EXPECT_EQ(at(report(list, 2), "type"), "LIMIT_MAKER");

  EXPECT_EQ(status_of("op-1-s"), "NEW");
  EXPECT_EQ(at(parsed(last.body), "origQty"), "0.00033000");
  EXPECT_EQ(status_of("op-1-t"), "NEW");
  EXPECT_EQ(ask("/api/v3/openOrders").children.size(), 2U);
  EXPECT_EQ(ask("/api/v3/openOrderList").children.size(), 1U);
  EXPECT_EQ(ask("/api/v3/allOrders", "symbol=BTCUSDC").children.size(), 3U);
  EXPECT_EQ(at(ask("/api/v3/orderList", "origClientOrderId=op-1"), "contingencyType"), "OTO");
  EXPECT_EQ(ask("/api/v3/myTrades", "symbol=BTCUSDC&orderId=" + at(report(list, 0), "orderId")).children.size(), 1U);
}

TEST_F(TradingDesk, a_moved_market_triggers_the_stop_once) {
  post("/api/v3/orderList/opoco", opoco("90300"));
  move("87990");
  EXPECT_EQ(status_of("op-1-s"), "FILLED");
  EXPECT_EQ(status_of("op-1-t"), "EXPIRED");
  EXPECT_EQ(at(ask("/api/v3/orderList", "origClientOrderId=op-1"), "listOrderStatus"), "ALL_DONE");
  EXPECT_EQ(ask("/api/v3/openOrders").children.size(), 0U);
}

TEST_F(TradingDesk, a_working_order_out_of_reach_expires_and_so_does_its_protection) {
  const auto list = post("/api/v3/orderList/opoco", opoco("89000"));
  EXPECT_EQ(at(list, "listOrderStatus"), "ALL_DONE");
  EXPECT_EQ(at(report(list, 0), "status"), "EXPIRED");
  EXPECT_EQ(at(report(list, 1), "status"), "EXPIRED");
  EXPECT_EQ(at(report(list, 2), "status"), "EXPIRED");
}

TEST_F(TradingDesk, all_four_forms_are_served_and_name_what_is_missing) {
  const std::string working =
      "symbol=BTCUSDC&workingType=LIMIT&workingSide=BUY&workingTimeInForce=GTC&workingPrice=89000&workingQuantity=0."
      "001";
  const std::string single = "&pendingSide=SELL&pendingType=STOP_LOSS&pendingStopPrice=85000";
  const std::string pair =
      "&pendingSide=SELL&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=95000&pendingBelowType=STOP_LOSS_LIMIT"
      "&pendingBelowStopPrice=85000&pendingBelowPrice=84900&pendingBelowTimeInForce=GTC";
  const auto legs = [&](const std::string& form, const std::string& query) {
    const auto list = post("/api/v3/orderList/" + form, query);
    EXPECT_EQ(last.status, 200) << last.body;
    const json::Value* orders = list.find("orders");
    return orders == nullptr ? 0U : orders->children.size();
  };
  EXPECT_EQ(legs("oto", working + single + "&pendingQuantity=0.001"), 2U);
  EXPECT_EQ(legs("otoco", working + pair + "&pendingQuantity=0.001"), 3U);
  EXPECT_EQ(legs("opo", working + single), 2U);
  EXPECT_EQ(legs("opoco", working + pair), 3U);
  EXPECT_EQ(at(post("/api/v3/orderList/oto", working + single), "code"), "-1102");
  EXPECT_EQ(at(post("/api/v3/orderList/opo", working + single + "&pendingQuantity=1"), "code"), "-1106");
  EXPECT_EQ(at(post("/api/v3/orderList/otoco", working + "&pendingQuantity=0.001&pendingSide=SELL"), "code"), "-1102");
  const auto limited = post("/api/v3/orderList/opo", working + single);
  EXPECT_EQ(last.status, 200) << "the fifth conditional order of five";
  EXPECT_EQ(at(post("/api/v3/orderList/opo", working + single), "msg"), "Filter failure: MAX_NUM_ALGO_ORDERS");
  EXPECT_EQ(at(parsed(last.body), "code"), "-1013");
  EXPECT_EQ(ask("/api/v3/openOrderList").children.size(), 5U);
  signed_call(net::Method::DELETE, "/api/v3/openOrders", "symbol=BTCUSDC");
  EXPECT_EQ(parsed(last.body).children.size(), 5U);
  EXPECT_EQ(ask("/api/v3/openOrderList").children.size(), 0U);
}

TEST_F(TradingDesk, replacing_one_leg_of_an_oco_cancels_the_list_and_places_with_fills) {
  const auto list = post("/api/v3/orderList/oco",
                         "symbol=BTCUSDC&side=SELL&quantity=0.001&aboveType=LIMIT_MAKER&abovePrice=95000"
                         "&belowType=STOP_LOSS&belowStopPrice=88000&belowClientOrderId=stop-1");
  const std::string replace = "symbol=BTCUSDC&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=stop-1";
  const auto done =
      post("/api/v3/order/cancelReplace", replace + "&side=SELL&type=MARKET&quantity=0.001&newOrderRespType=FULL");
  EXPECT_EQ(last.status, 200) << last.body;
  EXPECT_EQ(at(done, "cancelResult"), "SUCCESS");
  EXPECT_EQ(at(*done.find("cancelResponse"), "contingencyType"), "OCO");
  EXPECT_EQ(at(*done.find("cancelResponse"), "listOrderStatus"), "ALL_DONE");
  EXPECT_EQ(done.find("cancelResponse")->find("orderReports")->children.size(), 2U);
  EXPECT_EQ(at(*done.find("newOrderResponse"), "status"), "FILLED");
  EXPECT_GE(done.find("newOrderResponse")->find("fills")->children.size(), 1U);
  EXPECT_EQ(ask("/api/v3/openOrders").children.size(), 0U);

  const auto again = post("/api/v3/order/cancelReplace", replace + "&side=SELL&type=MARKET&quantity=0.001");
  EXPECT_EQ(last.status, 400);
  EXPECT_EQ(at(again, "code"), "-2022");
  EXPECT_EQ(at(*again.find("data"), "newOrderResult"), "NOT_ATTEMPTED");
}

TEST_F(TradingDesk, a_passed_stop_is_refused_and_a_replacing_one_leaves_the_cancel_done) {
  const auto refused = post("/api/v3/order", "symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=0.001&stopPrice=91000");
  EXPECT_EQ(at(refused, "code"), "-2010");
  EXPECT_EQ(at(refused, "msg"), "Stop price would trigger immediately.");
  post("/api/v3/order", "symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=0.001&stopPrice=88000&newClientOrderId=s");
  const auto replaced = post("/api/v3/order/cancelReplace",
                             "symbol=BTCUSDC&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=s&side=SELL"
                             "&type=STOP_LOSS&quantity=0.001&stopPrice=91000");
  EXPECT_EQ(last.status, 409);
  EXPECT_EQ(at(replaced, "code"), "-2021");
  const json::Value& data = *replaced.find("data");
  EXPECT_EQ(at(data, "cancelResult"), "SUCCESS");
  EXPECT_EQ(at(data, "newOrderResult"), "FAILURE");
  EXPECT_EQ(at(*data.find("newOrderResponse"), "msg"), "Stop price would trigger immediately.");
  EXPECT_EQ(status_of("s"), "CANCELED");
}

TEST_F(TradingDesk, the_limits_of_open_orders_are_told_with_the_symbol) {
  const std::string info = get("/api/v3/exchangeInfo?symbol=BTCUSDC").body;
  EXPECT_NE(info.find(R"("filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5)"), std::string::npos);
  EXPECT_NE(info.find(R"("filterType":"MAX_NUM_ORDERS","maxNumOrders":200)"), std::string::npos);
  EXPECT_NE(info.find(R"("filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20)"), std::string::npos);
  EXPECT_NE(info.find(R"("otoAllowed":true,"opoAllowed":true)"), std::string::npos);
}

TEST_F(TradingDesk, accounts_are_added_while_it_runs_and_see_nothing_of_each_other) {
  const auto add = [&](const std::string& body) { return call(net::Method::POST, "/sim/accounts", body).status; };
  EXPECT_EQ(add(R"({"key":"b","secret":"s","balances":"500USDC,0.01BTC"})"), 200);
  EXPECT_EQ(last.body.find("\"s\""), std::string::npos) << "no secret is told";
  EXPECT_EQ(add(R"({"key":"b","secret":"s"})"), 409);
  EXPECT_EQ(add(R"({"key":"c","secret":"s","balances":"=nobody"})"), 404);
  EXPECT_EQ(add(R"({"key":"c","secret":"s","permission":"all"})"), 400);
  post("/api/v3/order", "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&price=85000&quantity=0.001");
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(signed_call(net::Method::GET, "/api/v3/openOrders", "", "s", "b").body, "[]");
  const auto other = parsed(signed_call(net::Method::GET, "/api/v3/account", "omitZeroBalances=true", "s", "b").body);
  EXPECT_EQ(at(other.find("balances")->children[1], "free"), "500.00000000");
}

TEST_F(TradingDesk, a_key_says_what_it_may_do_and_a_reading_one_cannot_trade) {
  call(net::Method::POST, "/sim/accounts", R"({"key":"r","secret":"s","balances":"=demo-key","permission":"read"})");
  call(net::Method::POST, "/sim/accounts", R"({"key":"w","secret":"s","balances":"1USDC","permission":"withdraw"})");
  const auto allowed = [&](const std::string& secret, const std::string& key) {
    const auto told = parsed(signed_call(net::Method::GET, "/sapi/v1/account/apiRestrictions", "", secret, key).body);
    return at(told, "enableReading") + " " + at(told, "enableSpotAndMarginTrading") + " " +
           at(told, "enableWithdrawals");
  };
  EXPECT_EQ(allowed("demo-secret", "demo-key"), "true true false");
  EXPECT_EQ(allowed("s", "r"), "true false false");
  EXPECT_EQ(allowed("s", "w"), "true true true");
  const std::string buy = "symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=GTC&price=85000&quantity=0.001";
  EXPECT_EQ(signed_call(net::Method::POST, "/api/v3/order", buy, "s", "r").status, 401);
  EXPECT_EQ(at(parsed(last.body), "code"), "-2015");
  signed_call(net::Method::POST, "/api/v3/order", buy);
  EXPECT_EQ(parsed(signed_call(net::Method::GET, "/api/v3/openOrders", "", "s", "r").body).children.size(), 1U);
  EXPECT_EQ(signed_call(net::Method::DELETE, "/api/v3/openOrders", "symbol=BTCUSDC", "s", "r").status, 401);
}

TEST_F(TradingDesk, the_market_stands_still_until_it_is_let_go_and_goes_on_from_there) {
  const auto price = [&] { return at(parsed(get("/api/v3/ticker/price?symbol=BTCUSDC").body), "price"); };
  pass(std::chrono::seconds(20));
  EXPECT_EQ(price(), "90000.00000000");
  EXPECT_EQ(call(net::Method::POST, "/sim/market", R"({"symbol":"BTCUSDC","still":false})").status, 200);
  pass(std::chrono::seconds(20));
  const Decimal after = *Decimal::parse(price());
  EXPECT_NE(after, Decimal::integer(90'000));
  EXPECT_LT(after, Decimal::integer(91'000));
  EXPECT_GT(after, Decimal::integer(89'000));
  EXPECT_EQ(call(net::Method::POST, "/sim/market", R"({"symbol":"BTCUSDC","price":"0.001"})").status, 400);
  EXPECT_EQ(call(net::Method::POST, "/sim/market", R"({"symbol":"NOSUCH"})").status, 400);
  EXPECT_EQ(parsed(get("/sim/market").body).children.size(), 2U);
}

}  // namespace
}  // namespace robson::simulator
