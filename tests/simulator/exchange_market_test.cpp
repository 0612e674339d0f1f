// The rest of the world: its book and trades, the tape, the numbering of changes, the average.
#include "simulator/exchange_fixture.hpp"

using namespace robson;
using namespace robson::simulator;
class ExchangeMarket : public ExchangeTest {};

TEST_F(ExchangeMarket, an_outside_trade_is_printed_and_moves_the_last_price) {
  print("100.01", "2");
  const auto trades = all<PublicTrade>();
  ASSERT_EQ(trades.size(), 1u);
  EXPECT_EQ(trades[0].trade.price, price("100.01"));
  EXPECT_EQ(trades[0].trade.quantity, quantity("2"));
  EXPECT_FALSE(trades[0].trade.buyer_is_maker);
  EXPECT_EQ(trades[0].buyer, simulator::OrderId{});
  EXPECT_EQ(exchange.last_trade(btcusdc)->trade.id, trades[0].trade.id);
  EXPECT_EQ(exchange.best(btcusdc, Side::SELL), level("100.01", "8")) << "it took from the queue";
}

TEST_F(ExchangeMarket, a_resting_order_is_filled_when_the_price_trades_through_it_at_its_own_price) {
  const auto placed = place(alice, limit(Side::BUY, "2", "99.5"));
  print("99.4", "0.001", true);
  const auto trades = all<PublicTrade>();
  ASSERT_EQ(trades.size(), 2u);
  EXPECT_EQ(trades[0].trade.price, price("99.5"));
  EXPECT_EQ(trades[0].buyer, placed.order.id);
  EXPECT_TRUE(trades[0].trade.buyer_is_maker);
  EXPECT_EQ(trades[1].trade.price, price("99.4"));
  EXPECT_EQ(order(alice, placed.order.id).status, OrderStatus::FILLED);
}

TEST_F(ExchangeMarket, an_order_at_the_very_price_waits_for_its_turn_in_the_queue) {
  const auto placed = place(alice, limit(Side::BUY, "2", "99.99"));
  print("99.99", "9", true);
  EXPECT_EQ(order(alice, placed.order.id).executed, quantity("0"));
  print("99.99", "1.5", true);
  EXPECT_EQ(order(alice, placed.order.id).executed, quantity("0.5"));
  const auto trades = all<PublicTrade>();
  ASSERT_EQ(trades.size(), 2u) << "one print for the outside's part, one for the account's";
  EXPECT_EQ(trades[0].trade.quantity, quantity("1"));
  EXPECT_EQ(trades[1].trade.quantity, quantity("0.5"));
  EXPECT_EQ(trades[0].aggregate_id, trades[1].aggregate_id);
}

TEST_F(ExchangeMarket, a_book_that_crosses_a_resting_order_fills_it_and_is_never_shown_crossed) {
  const auto placed = place(alice, limit(Side::SELL, "1", "101"));
  book({level("102", "0.4"), level("101.5", "0.3")}, {level("102.5", "5")});
  EXPECT_EQ(order(alice, placed.order.id).executed, quantity("0.7"));
  EXPECT_EQ(order(alice, placed.order.id).executed_quote, money("70.7"));
  EXPECT_EQ(exchange.best(btcusdc, Side::SELL), level("101", "0.3"));
  EXPECT_FALSE(exchange.best(btcusdc, Side::BUY));
  EXPECT_EQ(exchange.last_trade(btcusdc)->trade.price, price("101"));
}

TEST_F(ExchangeMarket, trades_that_the_book_causes_wake_stops) {
  place(alice, limit(Side::SELL, "0.5", "101"));
  const auto placed = place(bob, stop(OrderType::STOP_LOSS, Side::BUY, "1", "101"));
  book({level("101", "1")}, {level("101.5", "5")});
  EXPECT_EQ(order(bob, placed.order.id).executed_quote, money("101.5"));
}

TEST_F(ExchangeMarket, book_changes_have_strictly_consecutive_ids_and_name_only_what_changed) {
  const std::int64_t start = exchange.depth(btcusdc, 1).last_update_id;
  book({level("99.99", "10"), level("99.98", "1")}, {level("100.02", "3")});
  auto changes = all<BookChange>();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].first_id, start + 1);
  EXPECT_EQ(changes[0].final_id, start + 3);
  EXPECT_EQ(changes[0].bids, (std::vector<Level>{level("99.98", "1")}));
  EXPECT_EQ(changes[0].asks, (std::vector<Level>{level("100.01", "0"), level("100.02", "3")}));
  EXPECT_EQ(changes[0].best_ask, level("100.02", "3"));
  const std::int64_t last = changes[0].final_id;
  book({level("99.99", "10"), level("99.98", "1")}, {level("100.02", "3")});
  EXPECT_TRUE(all<BookChange>().empty());
  place(alice, limit(Side::BUY, "1", "99.99"));
  changes = all<BookChange>();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].first_id, last + 1);
  EXPECT_EQ(changes[0].bids, (std::vector<Level>{level("99.99", "11")}));
  EXPECT_EQ(exchange.depth(btcusdc, 5).last_update_id, changes[0].final_id);
}

TEST_F(ExchangeMarket, a_takers_fills_at_one_price_are_one_aggregate_and_trade_ids_are_consecutive) {
  place(bob, limit(Side::SELL, "0.5", "100.01"));
  book({level("99.99", "10")}, {level("100.01", "1"), level("100.02", "10")});
  place(alice, market(Side::BUY, "2"));
  const auto trades = all<PublicTrade>();
  ASSERT_EQ(trades.size(), 3u);
  EXPECT_EQ(trades[0].aggregate_id, trades[1].aggregate_id);
  EXPECT_EQ(trades[2].aggregate_id, trades[1].aggregate_id + 1);
  EXPECT_EQ(trades[2].trade.id, trades[0].trade.id + 2);
}

TEST_F(ExchangeMarket, the_average_weighs_by_volume_over_five_minutes) {
  now = now + std::chrono::minutes{10};
  EXPECT_EQ(exchange.average_price(btcusdc, now), price("100")) << "nothing traded: the last price";
  print("100", "1");
  now = now + std::chrono::seconds{10};
  print("104", "3");
  EXPECT_EQ(exchange.average_price(btcusdc, now), price("103"));
  now = now + std::chrono::minutes{5} - std::chrono::seconds{5};
  EXPECT_EQ(exchange.average_price(btcusdc, now), price("104"));
}

TEST_F(ExchangeMarket, the_tape_is_kept_to_its_bound_and_read_from_any_id) {
  Exchange small{{.public_trades = 5}};
  small.add_symbol(btc_rules());
  Events out;
  for (int i = 0; i < 8; ++i) small.external_trade(btcusdc, {price("100"), quantity("1"), false}, tick(), out);
  EXPECT_EQ(small.trades(btcusdc, {}, 100).size(), 5u);
  EXPECT_EQ(small.trades(btcusdc, {}, 2)[0].trade.id, 7);
  EXPECT_EQ(small.trades(btcusdc, 6, 2)[0].trade.id, 6);
  EXPECT_EQ(small.trades(btcusdc, 1, 100)[0].trade.id, 4);
  EXPECT_TRUE(small.trades(btcusdc, 9, 100).empty());
}

TEST_F(ExchangeMarket, a_deposit_is_told_and_a_withdrawal_is_bounded_by_what_is_free) {
  events.clear();
  EXPECT_TRUE(exchange.deposit(alice, "ETH", money("3"), tick(), events));
  ASSERT_EQ(all<BalanceUpdate>().size(), 1u);
  EXPECT_EQ(all<BalanceUpdate>()[0].delta, money("3"));
  EXPECT_EQ(all<AccountPosition>()[0].balances[0].free, money("3"));
  EXPECT_EQ(exchange.deposit(alice, "ETH", money("-3.1"), tick(), events).error().code, -2010);
  EXPECT_TRUE(exchange.deposit(alice, "ETH", money("-3"), tick(), events));
  EXPECT_EQ(free(alice, "ETH"), "0");
}

TEST_F(ExchangeMarket, rules_that_cannot_be_exact_are_refused_at_the_start) {
  auto rules = btc_rules();
  rules.instrument.tick = *Decimal::parse("0.00000001");
  EXPECT_THROW(exchange.add_symbol(rules), std::invalid_argument);
  rules.instrument.tick = Decimal{};
  EXPECT_THROW(exchange.add_symbol(rules), std::invalid_argument);
}
