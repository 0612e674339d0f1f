// Each request as the call that goes out, parameter by parameter.
#include "venues/binance/order_request.hpp"

#include <gtest/gtest.h>

#include "venues/binance/signing.hpp"

namespace robson::venues::binance {
namespace {
using namespace literals;

const Symbol symbol{"BTCUSDC"};

NewOrder stop(Side side, Decimal at) {
  return {.client_id = "rb1-7-S1",
          .symbol = symbol,
          .side = side,
          .type = OrderType::STOP_LOSS,
          .quantity = {"0.00100000"_d},
          .stop_price = Price{at}};
}
NewOrder target(Side side, Decimal at) {
  return {.client_id = "rb1-7-T1",
          .symbol = symbol,
          .side = side,
          .type = OrderType::LIMIT_MAKER,
          .quantity = {"0.001"_d},
          .price = Price{at}};
}
NewOrder entry() {
  return {.client_id = "rb1-7-E1",
          .symbol = symbol,
          .side = Side::BUY,
          .type = OrderType::LIMIT,
          .time_in_force = TimeInForce::IOC,
          .quantity = {"0.001"_d},
          .price = Price{"90000.50"_d}};
}
std::string text_of(const SignedCall& call) {
  return std::string(net::name(call.method)) + " " + call.path + "?" + encode_query(call.parameters);
}

TEST(OrderRequest, one_order_asks_for_its_fills_and_writes_numbers_exactly) {
  EXPECT_EQ(text_of(call_of(PlaceOrder{entry()})),
            "POST /api/v3/order?symbol=BTCUSDC&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.001&price=90000.5"
            "&newClientOrderId=rb1-7-E1&newOrderRespType=FULL");
  NewOrder tiny = stop(Side::SELL, "0.00000001"_d);
  tiny.quantity = {"90000000"_d};
  EXPECT_EQ(text_of(call_of(PlaceOrder{tiny})),
            "POST /api/v3/order?symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=90000000&stopPrice=0.00000001"
            "&newClientOrderId=rb1-7-S1&newOrderRespType=FULL");
}

TEST(OrderRequest, a_pair_that_sells_has_its_target_above_and_its_stop_below) {
  EXPECT_EQ(text_of(call_of(PlacePair{"rb1-7-L1", stop(Side::SELL, "88000"_d), target(Side::SELL, "95000"_d)})),
            "POST /api/v3/orderList/oco?symbol=BTCUSDC&listClientOrderId=rb1-7-L1&side=SELL&quantity=0.001"
            "&aboveType=LIMIT_MAKER&aboveClientOrderId=rb1-7-T1&abovePrice=95000"
            "&belowType=STOP_LOSS&belowClientOrderId=rb1-7-S1&belowStopPrice=88000&newOrderRespType=FULL");
}

TEST(OrderRequest, a_pair_that_buys_has_its_stop_above_and_its_target_below) {
  EXPECT_EQ(text_of(call_of(PlacePair{"rb1-7-L1", stop(Side::BUY, "95000"_d), target(Side::BUY, "88000"_d)})),
            "POST /api/v3/orderList/oco?symbol=BTCUSDC&listClientOrderId=rb1-7-L1&side=BUY&quantity=0.001"
            "&aboveType=STOP_LOSS&aboveClientOrderId=rb1-7-S1&aboveStopPrice=95000"
            "&belowType=LIMIT_MAKER&belowClientOrderId=rb1-7-T1&belowPrice=88000&newOrderRespType=FULL");
}

TEST(OrderRequest, an_entry_carries_its_pair_without_a_quantity) {
  const auto call =
      call_of(PlaceEntryWithPair{"rb1-7-L1", entry(), stop(Side::SELL, "88000"_d), target(Side::SELL, "95000"_d)});
  EXPECT_EQ(text_of(call),
            "POST /api/v3/orderList/opoco?symbol=BTCUSDC&listClientOrderId=rb1-7-L1&workingType=LIMIT&workingSide=BUY"
            "&workingClientOrderId=rb1-7-E1&workingQuantity=0.001&workingPrice=90000.5&workingTimeInForce=IOC"
            "&pendingSide=SELL&pendingAboveType=LIMIT_MAKER&pendingAboveClientOrderId=rb1-7-T1&pendingAbovePrice=95000"
            "&pendingBelowType=STOP_LOSS&pendingBelowClientOrderId=rb1-7-S1&pendingBelowStopPrice=88000"
            "&newOrderRespType=FULL");
}

TEST(OrderRequest, a_replacement_stops_when_its_cancel_fails) {
  EXPECT_EQ(text_of(call_of(ReplaceOrder{"rb1-7-S1", stop(Side::SELL, "89000"_d)})),
            "POST /api/v3/order/cancelReplace?symbol=BTCUSDC&side=SELL&type=STOP_LOSS&quantity=0.001&stopPrice=89000"
            "&newClientOrderId=rb1-7-S1&newOrderRespType=FULL&cancelReplaceMode=STOP_ON_FAILURE"
            "&cancelOrigClientOrderId=rb1-7-S1");
}

TEST(OrderRequest, orders_are_cancelled_and_asked_for_by_our_own_id) {
  EXPECT_EQ(text_of(call_of(CancelOrder{symbol, "rb1-7-S1"})),
            "DELETE /api/v3/order?symbol=BTCUSDC&origClientOrderId=rb1-7-S1");
  EXPECT_EQ(text_of(call_of(AskOrder{symbol, "rb1-7-S1"})),
            "GET /api/v3/order?symbol=BTCUSDC&origClientOrderId=rb1-7-S1");
  EXPECT_EQ(text_of(trades_call(symbol, 12, 0)), "GET /api/v3/myTrades?symbol=BTCUSDC&orderId=12&limit=1000");
  EXPECT_EQ(text_of(trades_call(symbol, 12, 77)),
            "GET /api/v3/myTrades?symbol=BTCUSDC&orderId=12&fromId=77&limit=1000");
}

}  // namespace
}  // namespace robson::venues::binance
