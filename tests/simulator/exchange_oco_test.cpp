// OCO: one leg executes, the other goes in the same step, never both; one lock for two.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
using Names = std::vector<std::string>;
class ExchangeOco : public ExchangeTest {
 protected:
  OrderList list_now(OrderListId id) { return *exchange.order_list(alice, {.id = id, .client_id = {}}); }
};

TEST_F(ExchangeOco, both_legs_share_one_lock) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  EXPECT_EQ(locked(alice, "BTC"), "0.6");
  EXPECT_EQ(placed.list.legs[0].order, placed.orders[0].id);
  EXPECT_EQ(placed.orders[0].type, OrderType::STOP_LOSS);
  EXPECT_EQ(placed.orders[1].type, OrderType::LIMIT_MAKER);
  EXPECT_EQ(placed.list.status_type, ListStatusType::EXEC_STARTED);
  EXPECT_EQ(executions(), (Names{"NEW/NEW STOP_LOSS", "NEW/NEW LIMIT_MAKER"}));
  ASSERT_EQ(all<ListStatusReport>().size(), 1u);
  EXPECT_EQ(all<ListStatusReport>()[0].list.order_status, ListOrderStatus::EXECUTING);
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks[1], level("110", "0.6"));
}

TEST_F(ExchangeOco, a_buy_list_locks_the_dearer_leg) {
  place(alice, bracket(Side::BUY, "2", "90", "110"));
  EXPECT_EQ(locked(alice, "USDC"), "220");
}

TEST_F(ExchangeOco, the_target_filled_expires_the_stop_in_the_same_step) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  print("110.5");
  EXPECT_EQ(executions(), (Names{"EXPIRED/EXPIRED STOP_LOSS", "TRADE/FILLED LIMIT_MAKER"}));
  EXPECT_EQ(all<ListStatusReport>()[0].list.order_status, ListOrderStatus::ALL_DONE);
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(free(alice, "BTC"), "0.4");
  EXPECT_FALSE(list_now(placed.list.id).is_open());
  book({level("90", "5")}, {level("91", "5")});
  print("90");
  EXPECT_TRUE(executions().empty()) << "the stop is gone";
}

TEST_F(ExchangeOco, the_first_part_of_the_target_already_ends_the_stop) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  book({level("110", "0.1")}, {level("111", "5")});
  EXPECT_EQ(order(alice, placed.orders[0].id).status, OrderStatus::EXPIRED);
  EXPECT_EQ(order(alice, placed.orders[1].id).status, OrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(locked(alice, "BTC"), "0.5");
  EXPECT_FALSE(list_now(placed.list.id).is_open());
}

TEST_F(ExchangeOco, the_stop_triggered_expires_the_target_and_fills_through_the_gap) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  book({level("90", "5")}, {level("91", "5")});
  print("90.5");
  EXPECT_EQ(executions(), (Names{"EXPIRED/EXPIRED LIMIT_MAKER", "NEW/NEW STOP_LOSS", "TRADE/FILLED STOP_LOSS"}));
  EXPECT_EQ(order(alice, placed.orders[0].id).executed_quote, money("54"));
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks, (std::vector<Level>{level("91", "5")}));
}

TEST_F(ExchangeOco, a_price_that_runs_through_both_legs_fills_only_one) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  book({level("94", "5")}, {level("94.01", "5")});
  // A print above the target and the stop's price are both passed between two looks.
  events.clear();
  exchange.external_trade(btcusdc, {price("120"), quantity("1"), false}, tick(), events);
  print("80");
  const bool both = order(alice, placed.orders[0].id).executed > Quantity{} &&
                    order(alice, placed.orders[1].id).executed > Quantity{};
  EXPECT_FALSE(both);
  EXPECT_EQ(free(alice, "BTC"), "0.4");
}

TEST_F(ExchangeOco, a_stop_limit_leg_rests_alone_after_its_trigger) {
  NewOco oco = in_present_form({.symbol = btcusdc,
                                .side = Side::SELL,
                                .quantity = quantity("0.6"),
                                .price = price("110"),
                                .stop_price = price("95"),
                                .stop_limit_price = price("94"),
                                .stop_limit_time_in_force = TimeInForce::GTC});
  const auto placed = place(alice, oco);
  book({level("90", "5")}, {level("96", "5")});
  print("94.5");
  EXPECT_EQ(order(alice, placed.orders[0].id).status, OrderStatus::NEW);
  EXPECT_EQ(order(alice, placed.orders[1].id).status, OrderStatus::EXPIRED);
  EXPECT_EQ(locked(alice, "BTC"), "0.6");
  events.clear();
  const auto cancelled = exchange.cancel(
      alice, {.symbol = btcusdc, .order = {.id = placed.orders[0].id, .client_id = {}}}, tick(), events);
  ASSERT_TRUE(cancelled);
  EXPECT_TRUE(std::holds_alternative<CancelledOrder>(*cancelled)) << "the list is done, the order is alone";
  EXPECT_EQ(free(alice, "BTC"), "1");
}

TEST_F(ExchangeOco, two_conditional_legs_wait_on_both_sides) {
  NewOco oco = bracket(Side::SELL, "0.6", "110", "95");
  oco.above = {.type = OrderType::TAKE_PROFIT, .stop_price = price("110")};
  const auto placed = place(alice, oco);
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks.size(), 1u) << "neither is in the book";
  book({level("110", "5")}, {level("111", "5")});
  print("110");
  EXPECT_EQ(order(alice, placed.orders[0].id).status, OrderStatus::EXPIRED);
  EXPECT_EQ(order(alice, placed.orders[1].id).status, OrderStatus::FILLED);
}

TEST_F(ExchangeOco, cancelling_a_leg_cancels_the_list) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  events.clear();
  const auto cancelled = exchange.cancel(
      alice, {.symbol = btcusdc, .order = {.id = placed.orders[1].id, .client_id = {}}, .client_id = "why"}, tick(),
      events);
  ASSERT_TRUE(cancelled);
  const auto& list = std::get<CancelledList>(*cancelled);
  EXPECT_EQ(list.list.order_status, ListOrderStatus::ALL_DONE);
  EXPECT_EQ(list.orders[0].client_id, "why");
  EXPECT_EQ(executions(), (Names{"CANCELED/CANCELED STOP_LOSS", "CANCELED/CANCELED LIMIT_MAKER"}));
  EXPECT_EQ(all<ExecutionReport>()[0].original_client_id, placed.orders[0].client_id);
  EXPECT_EQ(free(alice, "BTC"), "1");
  EXPECT_TRUE(exchange.open_order_lists(alice).empty());
}

TEST_F(ExchangeOco, a_list_is_cancelled_by_its_id_or_name_once) {
  NewOco oco = bracket(Side::SELL, "0.3", "110", "95");
  oco.list_client_id = "protect";
  const auto placed = place(alice, oco);
  EXPECT_EQ(refusal(alice, oco).message, "Duplicate order sent.");
  const ListRef by_name{.id = {}, .client_id = "protect"};
  EXPECT_EQ(exchange.order_list(alice, by_name)->id, placed.list.id);
  EXPECT_FALSE(exchange.cancel_list(bob, btcusdc, by_name, "", tick(), events));
  EXPECT_TRUE(exchange.cancel_list(alice, btcusdc, by_name, "", tick(), events));
  EXPECT_EQ(exchange.cancel_list(alice, btcusdc, by_name, "", tick(), events).error(),
            (Rejection{-2011, "Unknown order sent."}));
  EXPECT_EQ(exchange.order_list(alice, {.id = OrderListId{99}, .client_id = {}}).error(),
            (Rejection{-2018, "Order list does not exist."}));
}

TEST_F(ExchangeOco, a_list_counts_as_two_orders_and_its_stops_as_algos) {
  auto rules = btc_rules();
  rules.max_algo_orders = 1;
  exchange.add_symbol(rules);
  place(alice, bracket(Side::SELL, "0.3", "110", "95"));
  EXPECT_EQ(refusal(alice, bracket(Side::SELL, "0.3", "110", "95")).message, "Filter failure: MAX_NUM_ALGO_ORDERS");
  rules.max_algo_orders = 5;
  rules.max_orders = 3;
  exchange.add_symbol(rules);
  EXPECT_EQ(refusal(alice, bracket(Side::SELL, "0.3", "110", "95")).message, "Filter failure: MAX_NUM_ORDERS");
}

TEST_F(ExchangeOco, cancel_replace_of_a_leg_cancels_the_whole_list_and_then_places) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  CancelReplace request{.mode = CancelReplaceMode::STOP_ON_FAILURE,
                        .cancel = {.symbol = btcusdc, .order = {.id = placed.orders[0].id, .client_id = {}}},
                        .replacement = market(Side::SELL, "0.6")};
  events.clear();
  const auto done = exchange.cancel_replace(alice, request, tick(), events);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->code(), 0);
  EXPECT_EQ(std::get<CancelledList>(*done->cancelled).orders.size(), 2u);
  EXPECT_EQ(done->placed->fills.size(), 1u);
  EXPECT_EQ(executions(), (Names{"CANCELED/CANCELED STOP_LOSS", "CANCELED/CANCELED LIMIT_MAKER", "NEW/NEW MARKET",
                                 "TRADE/FILLED MARKET"}));
  EXPECT_EQ(all<ListStatusReport>().back().list.order_status, ListOrderStatus::ALL_DONE);
  EXPECT_EQ(free(alice, "BTC"), "0.4");
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOco, cancel_replace_of_a_list_that_is_done_places_nothing_when_it_stops_on_failure) {
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  print("110.5");
  const auto done =
      exchange.cancel_replace(alice,
                              {.mode = CancelReplaceMode::STOP_ON_FAILURE,
                               .cancel = {.symbol = btcusdc, .order = {.id = placed.orders[0].id, .client_id = {}}},
                               .replacement = market(Side::SELL, "0.4")},
                              tick(), events);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->code(), -2022);
  EXPECT_EQ(done->cancel_error->code, -2011);
  EXPECT_FALSE(done->placed || done->place_error) << "not attempted";
  EXPECT_EQ(free(alice, "BTC"), "0.4") << "sold once";
}

TEST_F(ExchangeOco, counting_filters_are_looked_at_while_the_old_order_still_counts) {
  auto rules = btc_rules();
  rules.max_algo_orders = 1;
  exchange.add_symbol(rules);
  const auto placed = place(alice, bracket(Side::SELL, "0.6", "110", "95"));
  const CancelReplace request{.mode = CancelReplaceMode::STOP_ON_FAILURE,
                              .cancel = {.symbol = btcusdc, .order = {.id = placed.orders[0].id, .client_id = {}}},
                              .replacement = stop(OrderType::STOP_LOSS, Side::SELL, "0.6", "96")};
  EXPECT_EQ(exchange.cancel_replace(alice, request, tick(), events).error(),
            (Rejection{-1013, "Filter failure: MAX_NUM_ALGO_ORDERS"}));
  EXPECT_TRUE(list_now(placed.list.id).is_open());
}
