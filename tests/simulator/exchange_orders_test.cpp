// Each order type, what it does to book, balances and reports.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
using Names = std::vector<std::string>;
class ExchangeOrders : public ExchangeTest {};

TEST_F(ExchangeOrders, a_limit_order_below_the_market_rests_and_locks_its_cost) {
  const auto placed = place(alice, limit(Side::BUY, "2", "99"));
  EXPECT_EQ(placed.order.status, OrderStatus::NEW);
  EXPECT_TRUE(placed.fills.empty());
  EXPECT_EQ(free(alice, "USDC"), "9802");
  EXPECT_EQ(locked(alice, "USDC"), "198");
  EXPECT_EQ(exchange.depth(btcusdc, 5).bids, (std::vector<Level>{level("99.99", "10"), level("99", "2")}));
  EXPECT_EQ(executions(), Names{"NEW/NEW LIMIT"});
  EXPECT_EQ(all<AccountPosition>().size(), 1u);
  EXPECT_EQ(all<ExecutionReport>()[0].on_book, true);
}

TEST_F(ExchangeOrders, a_marketable_limit_order_takes_at_the_books_price_and_pays_commission_in_what_it_gets) {
  const auto placed = place(alice, limit(Side::BUY, "0.5", "101"));
  EXPECT_EQ(placed.order.status, OrderStatus::FILLED);
  ASSERT_EQ(placed.fills.size(), 1u);
  EXPECT_EQ(placed.fills[0].price, price("100.01"));
  EXPECT_EQ(placed.fills[0].commission, money("0.0005"));
  EXPECT_EQ(placed.fills[0].commission_asset, "BTC");
  EXPECT_FALSE(placed.fills[0].is_maker);
  EXPECT_EQ(free(alice, "USDC"), "9949.995");
  EXPECT_EQ(locked(alice, "USDC"), "0");
  EXPECT_EQ(free(alice, "BTC"), "1.4995");
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "TRADE/FILLED LIMIT"}));
}

TEST_F(ExchangeOrders, a_seller_pays_commission_in_the_quote_asset_truncated_to_eight_places) {
  place(alice, market(Side::SELL, "0.12345"));
  // 0.12345 x 99.99 = 12.3437655; 0.1 % of it is 0.0123437655
  EXPECT_EQ(free(alice, "USDC"), "10012.33142174");
  EXPECT_EQ(exchange.fees()[0].asset, "USDC");
  EXPECT_EQ(exchange.fees()[0].free, money("0.01234376"));
}

TEST_F(ExchangeOrders, a_limit_order_larger_than_the_book_rests_with_what_is_left) {
  book({level("99.99", "1")}, {level("100.01", "1"), level("100.05", "3")});
  const auto placed = place(alice, limit(Side::BUY, "3", "100.03"));
  EXPECT_EQ(placed.order.status, OrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(placed.order.executed, quantity("1"));
  EXPECT_EQ(exchange.best(btcusdc, Side::BUY), level("100.03", "2"));
  EXPECT_EQ(exchange.best(btcusdc, Side::SELL), level("100.05", "3"));
  EXPECT_EQ(locked(alice, "USDC"), "200.06");
  EXPECT_EQ(free(alice, "USDC"), "9699.93");
}

TEST_F(ExchangeOrders, an_ioc_order_expires_with_what_the_book_did_not_give) {
  const auto placed = place(alice, limit(Side::BUY, "12", "100.01", TimeInForce::IOC));
  EXPECT_EQ(placed.order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(placed.order.executed, quantity("10"));
  EXPECT_EQ(locked(alice, "USDC"), "0");
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "TRADE/PARTIALLY_FILLED LIMIT", "EXPIRED/EXPIRED LIMIT"}));
}

TEST_F(ExchangeOrders, a_fok_order_is_filled_whole_or_not_at_all) {
  EXPECT_EQ(place(alice, limit(Side::BUY, "10.5", "100.01", TimeInForce::FOK)).order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "EXPIRED/EXPIRED LIMIT"}));
  EXPECT_EQ(exchange.best(btcusdc, Side::SELL), level("100.01", "10"));
  EXPECT_EQ(place(alice, limit(Side::BUY, "10", "100.01", TimeInForce::FOK)).order.status, OrderStatus::FILLED);
}

TEST_F(ExchangeOrders, a_market_order_walks_the_book_and_expires_where_it_ends) {
  book({level("99", "0.25"), level("90", "0.25")}, {level("100", "1")});
  const auto placed = place(alice, market(Side::SELL, "0.75"));
  EXPECT_EQ(placed.order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(placed.order.executed, quantity("0.5"));
  EXPECT_EQ(placed.order.executed_quote, money("47.25"));
  ASSERT_EQ(placed.fills.size(), 2u);
  EXPECT_EQ(placed.fills[1].price, price("90"));
}

TEST_F(ExchangeOrders, a_market_buy_for_a_sum_spends_no_more_than_the_sum_in_whole_steps) {
  const auto placed = place(alice, market_for(Side::BUY, "50"));
  // 50 / 100.01 = 0.499950..., floored to the step
  EXPECT_EQ(placed.order.quantity, quantity("0.49995"));
  EXPECT_EQ(placed.order.status, OrderStatus::FILLED);
  EXPECT_EQ(placed.order.quote_quantity, money("50"));
  EXPECT_EQ(placed.order.executed_quote, money("49.9999995"));
}

TEST_F(ExchangeOrders, a_market_sell_for_a_sum_sells_what_brings_it) {
  const auto placed = place(alice, market_for(Side::SELL, "50"));
  EXPECT_EQ(placed.order.quantity, quantity("0.50005"));
  EXPECT_EQ(placed.order.executed_quote, money("49.9999995") + money("0.0000000"));
}

TEST_F(ExchangeOrders, a_limit_maker_rests_or_is_refused) {
  EXPECT_EQ(refusal(alice, maker(Side::BUY, "1", "100.01")).message, "Order would immediately match and take.");
  EXPECT_EQ(place(alice, maker(Side::BUY, "1", "100")).order.status, OrderStatus::NEW);
  EXPECT_EQ(exchange.best(btcusdc, Side::BUY), level("100", "1"));
}

TEST_F(ExchangeOrders, two_accounts_trade_with_each_other_at_the_resting_orders_price) {
  place(alice, limit(Side::SELL, "0.4", "100"));
  const auto bought = place(bob, limit(Side::BUY, "1", "100"));
  EXPECT_EQ(bought.order.executed, quantity("0.4"));
  EXPECT_EQ(executions(), (Names{"NEW/NEW LIMIT", "TRADE/FILLED LIMIT", "TRADE/PARTIALLY_FILLED LIMIT"}));
  const auto reports = all<ExecutionReport>();
  EXPECT_TRUE(reports[1].is_maker);
  EXPECT_FALSE(reports[2].is_maker);
  EXPECT_EQ(reports[1].trade_id, reports[2].trade_id);
  EXPECT_EQ(free(alice, "USDC"), "10039.96");
  EXPECT_EQ(free(bob, "BTC"), "1.3996");
  EXPECT_EQ(all<AccountPosition>().size(), 2u);
  const auto trade = *exchange.last_trade(btcusdc);
  EXPECT_EQ(trade.buyer, bought.order.id);
  EXPECT_FALSE(trade.trade.buyer_is_maker);
}

TEST_F(ExchangeOrders, an_account_may_trade_with_itself_and_pays_both_commissions) {
  place(alice, limit(Side::SELL, "0.4", "100"));
  place(alice, limit(Side::BUY, "0.4", "100"));
  EXPECT_EQ(free(alice, "BTC"), "0.9996");
  EXPECT_EQ(free(alice, "USDC"), "9999.96");
  EXPECT_EQ(locked(alice, "BTC"), "0");
}

TEST_F(ExchangeOrders, a_stop_loss_waits_and_sells_at_the_books_real_price_through_a_gap) {
  const auto placed = place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.5", "95"));
  EXPECT_FALSE(placed.order.working);
  EXPECT_FALSE(placed.order.working_time);
  EXPECT_EQ(locked(alice, "BTC"), "0.5");
  EXPECT_EQ(exchange.depth(btcusdc, 5).asks.size(), 1u);
  print("95.01");
  EXPECT_TRUE(executions().empty());
  book({level("90", "0.25"), level("89", "5")}, {level("91", "5")});
  EXPECT_TRUE(executions().empty()) << "the book alone triggers nothing";
  print("90.5");
  EXPECT_EQ(executions(), (Names{"NEW/NEW STOP_LOSS", "TRADE/PARTIALLY_FILLED STOP_LOSS", "TRADE/FILLED STOP_LOSS"}));
  EXPECT_EQ(all<ExecutionReport>()[1].last_price, price("90"));
  EXPECT_EQ(all<ExecutionReport>()[2].last_price, price("89"));
  EXPECT_EQ(locked(alice, "BTC"), "0");
  EXPECT_EQ(order(alice, placed.order.id).working_time, now);
}

TEST_F(ExchangeOrders, a_stop_triggers_on_the_very_stop_price) {
  const auto placed = place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.5", "99.5"));
  print("99.5");
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::FILLED);
}

TEST_F(ExchangeOrders, a_stop_limit_becomes_a_limit_order_that_may_rest) {
  const auto placed = place(alice, stop_limit(OrderType::STOP_LOSS_LIMIT, Side::SELL, "0.5", "95", "94"));
  book({level("90", "5")}, {level("96", "5")});
  print("94.5");
  EXPECT_EQ(executions(), Names{"NEW/NEW STOP_LOSS_LIMIT"});
  EXPECT_TRUE(order(alice, placed.order.id).working);
  EXPECT_EQ(exchange.best(btcusdc, Side::SELL), level("94", "0.5"));
  book({level("94", "0.2")}, {level("96", "5")});
  EXPECT_EQ(order(alice, placed.order.id).executed, quantity("0.2"));
  EXPECT_TRUE(all<ExecutionReport>()[0].is_maker);
}

TEST_F(ExchangeOrders, a_take_profit_sells_when_the_price_rises_to_it) {
  const auto placed = place(alice, stop(OrderType::TAKE_PROFIT, Side::SELL, "0.5", "110"));
  book({level("109", "5")}, {level("111", "5")});
  print("110");
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::FILLED);
  EXPECT_EQ(order(alice, placed.order.id).executed_quote, money("54.5"));
}

TEST_F(ExchangeOrders, a_take_profit_limit_buys_when_the_price_falls_to_it) {
  const auto placed = place(alice, stop_limit(OrderType::TAKE_PROFIT_LIMIT, Side::BUY, "0.5", "90", "91"));
  EXPECT_EQ(locked(alice, "USDC"), "45.5");
  book({level("89", "5")}, {level("90", "5")});
  print("90");
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::FILLED);
  EXPECT_EQ(order(alice, placed.order.id).executed_quote, money("45"));
  EXPECT_EQ(locked(alice, "USDC"), "0");
}

TEST_F(ExchangeOrders, a_triggered_buy_stop_that_the_gap_made_unaffordable_expires) {
  const auto placed = place(alice, stop(OrderType::STOP_LOSS, Side::BUY, "90", "110"));
  EXPECT_EQ(locked(alice, "USDC"), "9900");
  book({level("119", "100")}, {level("120", "100")});
  print("120");
  EXPECT_EQ(executions(), Names{"EXPIRED/EXPIRED STOP_LOSS"});
  EXPECT_EQ(all<ExecutionReport>()[0].reject_reason, RejectReason::INSUFFICIENT_BALANCES);
  EXPECT_EQ(free(alice, "USDC"), "10000");
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::EXPIRED);
}

TEST_F(ExchangeOrders, one_stop_may_wake_the_next_by_the_price_it_makes) {
  place(alice, stop(OrderType::STOP_LOSS, Side::SELL, "0.5", "95"));
  const auto deeper = place(bob, stop(OrderType::STOP_LOSS, Side::SELL, "0.5", "85"));
  book({level("94", "0.25"), level("80", "5")}, {level("96", "5")});
  print("95");
  EXPECT_EQ(order(bob, deeper.order.id).status, OrderStatus::FILLED);
  EXPECT_EQ(order(bob, deeper.order.id).executed_quote, money("40"));
}

TEST_F(ExchangeOrders, a_capped_market_order_expires_after_the_cap) {
  exchange.cap_next_fill(alice, btcusdc, quantity("0.1"));
  const auto placed = place(alice, market(Side::SELL, "0.5"));
  EXPECT_EQ(placed.order.executed, quantity("0.1"));
  EXPECT_EQ(placed.order.status, OrderStatus::EXPIRED);
  EXPECT_EQ(place(alice, market(Side::SELL, "0.5")).order.executed, quantity("0.5")) << "one order only";
}

TEST_F(ExchangeOrders, a_capped_limit_order_rests_uncrossed_and_goes_on_with_the_next_book) {
  exchange.cap_next_fill(alice, btcusdc, quantity("0.1"));
  const auto placed = place(alice, limit(Side::BUY, "0.5", "100.05"));
  EXPECT_EQ(placed.order.executed, quantity("0.1"));
  EXPECT_EQ(placed.order.status, OrderStatus::PARTIALLY_FILLED);
  EXPECT_FALSE(exchange.best(btcusdc, Side::SELL));
  book({level("99.99", "10")}, {level("100.01", "10")});
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::FILLED);
}

TEST_F(ExchangeOrders, a_test_order_checks_parameters_and_filters_but_neither_money_nor_book) {
  EXPECT_TRUE(exchange.test(limit(Side::BUY, "5000", "100"), now));
  EXPECT_EQ(exchange.test(limit(Side::BUY, "0.000001", "100"), now).error().message, "Filter failure: LOT_SIZE");
  EXPECT_TRUE(exchange.open_orders(alice, btcusdc)->empty());
}

TEST_F(ExchangeOrders, generated_client_ids_are_unique_and_of_the_venues_form) {
  const auto one = place(alice, limit(Side::BUY, "1", "90")).order;
  const auto two = place(alice, limit(Side::BUY, "1", "90")).order;
  EXPECT_EQ(one.client_id.size(), 22u);
  EXPECT_FALSE(check_client_id(one.client_id, "newClientOrderId"));
  EXPECT_NE(one.client_id, two.client_id);
  EXPECT_GT(two.id, one.id);
}
