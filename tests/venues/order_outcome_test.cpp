// What each refusal of the venue means, case by case.
#include "venues/binance/order_outcome.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace robson::venues::binance {
namespace {
using namespace literals;
using enum VenueRefusalKind;

// The failure as Rest makes it of a readable refusal.
Failure failing(int code, const std::string& words) {
  return {.error = {.text = words, .code = code},
          .reach = Reach::refused,
          .body = fmt::format(R"({{"code":{},"msg":"{}"}})", code, words)};
}
Failure replacement(int code, const std::string& data) {
  return {.error = {.code = code},
          .reach = Reach::refused,
          .body = fmt::format(R"({{"code":{},"msg":"Order cancel-replace failed.","data":{}}})", code, data)};
}

TEST(OrderOutcome, every_code_means_what_the_table_says) {
  struct Case {
    VenueRequest request;
    int code;
    const char* words;
    VenueRefusalKind kind;
  };
  const Case cases[] = {
      {PlaceOrder{}, -1000, "An unknown error occurred while processing the request.", unknown},
      {PlaceOrder{}, -1001, "Internal error; unable to process your request. Please try again.", unknown},
      {PlaceOrder{}, -1006, "An unexpected response was received. Execution status unknown.", unknown},
      {PlaceOrder{}, -1007, "Timeout waiting for response from backend server.", unknown},
      {PlaceOrder{}, -1003, "Too many requests.", not_sent},
      {PlaceOrder{}, -1008, "Server is currently overloaded with other requests.", not_sent},
      {PlaceOrder{}, -1015, "Too many new orders.", not_sent},
      {PlaceOrder{}, -1013, "Filter failure: LOT_SIZE", refused},
      {PlaceOrder{}, -1021, "Timestamp for this request is outside of the recvWindow.", refused},
      {PlaceOrder{}, -1022, "Signature for this request is not valid.", refused},
      {PlaceOrder{}, -1102, "Mandatory parameter 'price' was not sent.", refused},
      {PlaceOrder{}, -1121, "Invalid symbol.", refused},
      {PlaceOrder{}, -2010, "Account has insufficient balance for requested action.", refused},
      {PlaceOrder{}, -2010, "Order would immediately match and take.", refused},
      {PlaceOrder{}, -2010, "Stop price would trigger immediately.", would_trigger},
      {PlaceOrder{}, -2010, "Order would trigger immediately.", would_trigger},
      {PlaceOrder{}, -2010, "Duplicate order sent.", unknown},
      {PlacePair{}, -2010, "Stop price would trigger immediately.", would_trigger},
      {PlacePair{}, -2010, "The relationship of the prices for the orders is not correct.", would_trigger},
      {PlaceEntryWithPair{}, -2010, "The relationship of the prices for the orders is not correct.",
       VenueRefusalKind::refused},
      {PlaceEntryWithPair{}, -2010, "Stop price would trigger immediately.", would_trigger},
      {PlacePair{}, -2010, "Account has insufficient balance for requested action.", refused},
      {CancelOrder{}, -2011, "Unknown order sent.", not_found},
      {CancelOrder{}, -2011, "This account may not place or cancel orders.", refused},
      {AskOrder{}, -2013, "Order does not exist.", not_found},
      {PlaceOrder{}, -2014, "API-key format invalid.", refused},
      {PlaceOrder{}, -2015, "Invalid API-key, IP, or permissions for action.", refused},
  };
  for (const Case& each : cases) {
    const VenueRefusal refusal = refusal_of(each.request, failing(each.code, each.words));
    EXPECT_EQ(refusal.kind, each.kind) << each.code << " " << each.words;
    EXPECT_EQ(refusal.code, each.code);
    EXPECT_EQ(refusal.text, each.words);
    EXPECT_FALSE(refusal.cancelled_old);
    EXPECT_EQ(refusal.retry_after > Duration{}, each.kind == not_sent) << each.code;
  }
}

TEST(OrderOutcome, what_never_left_was_not_sent_and_says_when_to_come_back) {
  Failure failure{.error = {.text = "limit", .retry_after = std::chrono::seconds(30)}, .reach = Reach::not_sent};
  const VenueRefusal refusal = refusal_of(PlaceOrder{}, failure);
  EXPECT_EQ(refusal.kind, not_sent);
  EXPECT_EQ(refusal.retry_after, std::chrono::seconds(30));
  failure.reach = Reach::unknown;
  EXPECT_EQ(refusal_of(PlaceOrder{}, failure).kind, unknown);
}

TEST(OrderOutcome, a_replacement_that_failed_in_part_tells_why_the_new_order_was_refused) {
  const std::string cancelled =
      R"({"symbol":"BTCUSDC","origClientOrderId":"a","orderId":1,"orderListId":-1,"clientOrderId":"c",)"
      R"("transactTime":1767065400000,"price":"0","origQty":"1","executedQty":"0","cummulativeQuoteQty":"0",)"
      R"("status":"CANCELED","timeInForce":"GTC","type":"STOP_LOSS","side":"SELL","stopPrice":"1"})";
  const auto with = [&](const char* new_error) {
    return replacement(-2021, fmt::format(R"({{"cancelResult":"SUCCESS","newOrderResult":"FAILURE",)"
                                          R"("cancelResponse":{},"newOrderResponse":{}}})",
                                          cancelled, new_error));
  };
  const auto passed =
      refusal_of(ReplaceOrder{}, with(R"({"code":-2010,"msg":"Stop price would trigger immediately."})"));
  EXPECT_EQ(passed.kind, would_trigger);
  EXPECT_TRUE(passed.cancelled_old);
  const auto poor = refusal_of(ReplaceOrder{}, with(R"({"code":-2010,"msg":"Account has insufficient balance."})"));
  EXPECT_EQ(poor.kind, refused);
  EXPECT_EQ(poor.code, -2010);
  EXPECT_TRUE(poor.cancelled_old);
  const auto lost = refusal_of(ReplaceOrder{}, with(R"({"code":-1007,"msg":"Timeout."})"));
  EXPECT_EQ(lost.kind, unknown);
  EXPECT_TRUE(lost.cancelled_old);
  EXPECT_EQ(refusal_of(ReplaceOrder{}, with("null")).kind, unknown);
}

TEST(OrderOutcome, a_replacement_whose_cancel_failed_tells_why_that_was_refused) {
  const auto with = [](const char* cancel_error) {
    return replacement(-2022, fmt::format(R"({{"cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",)"
                                          R"("cancelResponse":{},"newOrderResponse":null}})",
                                          cancel_error));
  };
  const auto gone = refusal_of(ReplaceOrder{}, with(R"({"code":-2011,"msg":"Unknown order sent."})"));
  EXPECT_EQ(gone.kind, not_found);
  EXPECT_FALSE(gone.cancelled_old);
  EXPECT_EQ(refusal_of(ReplaceOrder{}, with(R"({"code":-2011,"msg":"Market is closed."})")).kind, refused);
  EXPECT_EQ(refusal_of(ReplaceOrder{}, replacement(-2022, "7")).kind, unknown);
}

TEST(OrderOutcome, an_order_in_words_that_we_do_not_know_is_unreadable) {
  const ExecutionReport odd{.side = "BUY", .status = "DREAMING"};
  const auto order = order_of(odd);
  ASSERT_FALSE(order);
  EXPECT_THAT(order.error().text(), testing::HasSubstr("DREAMING"));
  EXPECT_FALSE(order_of(ExecutionReport{.side = "HOLD", .status = "NEW"}));
}

TEST(OrderOutcome, a_cancel_is_told_under_the_id_that_the_order_had) {
  const ExecutionReport report{.client_order_id = "cancel-of-it",
                               .original_client_order_id = "rb1-7-S1",
                               .list_id = 0,
                               .side = "SELL",
                               .execution = "CANCELED",
                               .status = "CANCELED"};
  const auto order = order_of(report);
  ASSERT_TRUE(order);
  EXPECT_EQ(order->client_id, "rb1-7-S1");
  EXPECT_TRUE(order->in_list);
  EXPECT_TRUE(order->fills.empty());
}

TEST(OrderOutcome, fills_beyond_what_the_order_tells_of_are_left_to_its_next_report) {
  const VenueOrder order{.venue_id = 5, .filled = {"0.3"_d}};
  const auto trade = [](std::int64_t id, std::int64_t order_id, Decimal quantity) {
    return OwnTrade{.trade = {.id = id, .quantity = {quantity}}, .order_id = order_id};
  };
  const auto fills =
      fills_of(order, {trade(1, 5, "0.1"_d), trade(2, 6, "9"_d), trade(3, 5, "0.2"_d), trade(4, 5, "0.1"_d)});
  ASSERT_EQ(fills.size(), 2U);
  EXPECT_EQ(fills[1].trade_id, 3);
}

}  // namespace
}  // namespace robson::venues::binance
