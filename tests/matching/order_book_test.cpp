#include "matching/order_book.hpp"

#include <gtest/gtest.h>

using namespace robson;
using namespace robson::literals;
using namespace robson::matching;

namespace {

Price price(const char* text) {
  return {*Decimal::parse(text)};
}
Quantity quantity(const char* text) {
  return {*Decimal::parse(text)};
}
Resting bid(std::int64_t id, const char* at, const char* amount) {
  return {matching::OrderId{id}, Side::BUY, price(at), quantity(amount)};
}
Resting ask(std::int64_t id, const char* at, const char* amount) {
  return {matching::OrderId{id}, Side::SELL, price(at), quantity(amount)};
}
Level level(const char* at, const char* amount) {
  return {price(at), quantity(amount)};
}
Fill fill(std::int64_t maker, const char* at, const char* amount, const char* left) {
  return {matching::OrderId{maker}, price(at), quantity(amount), quantity(left)};
}
void lay(OrderBook& book, std::vector<Level> bids, std::vector<Level> asks) {
  Fills fills;
  book.replace_anonymous(bids, asks, fills);
  EXPECT_TRUE(fills.empty());
}

}  // namespace

TEST(OrderBook, the_best_price_is_filled_first_and_at_one_price_the_earlier_order) {
  OrderBook book;
  book.rest(ask(1, "101", "1"));
  book.rest(ask(2, "100", "1"));
  book.rest(ask(3, "100", "2"));
  Fills fills;
  EXPECT_EQ(book.match({Side::BUY, quantity("3.5"), price("101")}, fills), quantity("0"));
  EXPECT_EQ(fills, (Fills{fill(2, "100", "1", "0"), fill(3, "100", "2", "0"), fill(1, "101", "0.5", "0.5")}));
  EXPECT_EQ(book.best(Side::SELL), level("101", "0.5"));
}

TEST(OrderBook, a_taker_never_pays_beyond_its_limit) {
  OrderBook book;
  book.rest(ask(1, "100", "1"));
  book.rest(ask(2, "100.01", "1"));
  Fills fills;
  EXPECT_EQ(book.match({Side::BUY, quantity("2"), price("100")}, fills), quantity("1"));
  EXPECT_EQ(fills, Fills{fill(1, "100", "1", "0")});
}

TEST(OrderBook, a_market_order_takes_all_there_is_and_says_what_was_missing) {
  OrderBook book;
  book.rest(bid(1, "100", "1"));
  book.rest(bid(2, "50", "1"));
  Fills fills;
  EXPECT_EQ(book.match({Side::SELL, quantity("5"), {}}, fills), quantity("3"));
  EXPECT_FALSE(book.best(Side::BUY));
}

TEST(OrderBook, a_cancelled_order_is_gone_and_a_reduced_one_keeps_its_place) {
  OrderBook book;
  book.rest(bid(1, "100", "5"));
  book.rest(bid(2, "100", "5"));
  book.rest(bid(3, "100", "5"));
  EXPECT_EQ(book.cancel(matching::OrderId{2}), quantity("5"));
  EXPECT_EQ(book.cancel(matching::OrderId{2}), std::nullopt);
  EXPECT_TRUE(book.reduce(matching::OrderId{1}, quantity("1")));
  EXPECT_FALSE(book.reduce(matching::OrderId{2}, quantity("1")));
  EXPECT_EQ(book.quantity_at(Side::BUY, price("100")), quantity("6"));
  Fills fills;
  book.match({Side::SELL, quantity("2"), {}}, fills);
  EXPECT_EQ(fills, (Fills{fill(1, "100", "1", "0"), fill(3, "100", "1", "4")}));
}

TEST(OrderBook, an_order_joins_the_queue_behind_the_liquidity_that_was_there_before) {
  OrderBook book;
  lay(book, {level("100", "3")}, {level("101", "3")});
  book.rest(bid(7, "100", "1"));
  lay(book, {level("100", "5")}, {level("101", "3")});  // two more came after #7
  Fills fills;
  EXPECT_EQ(book.match_at(Side::BUY, price("100"), quantity("4.5"), fills), quantity("0"));
  EXPECT_EQ(fills, (Fills{fill(0, "100", "3", "0"), fill(7, "100", "1", "0"), fill(0, "100", "0.5", "0")}));
  EXPECT_EQ(book.best(Side::BUY), level("100", "1.5"));
}

TEST(OrderBook, shrinking_liquidity_leaves_from_the_end_of_the_queue_first) {
  OrderBook book;
  lay(book, {level("100", "3")}, {});
  book.rest(bid(7, "100", "1"));
  lay(book, {level("100", "5")}, {});
  lay(book, {level("100", "2")}, {});
  Fills fills;
  book.match({Side::SELL, quantity("3"), {}}, fills);
  EXPECT_EQ(fills, (Fills{fill(0, "100", "2", "0"), fill(7, "100", "1", "0")}));
}

TEST(OrderBook, a_depth_that_crosses_an_order_fills_it_at_the_orders_price) {
  OrderBook book;
  lay(book, {level("99", "1")}, {level("101", "1")});
  book.rest(bid(7, "100", "3"));
  Fills fills;
  const std::vector<Level> bids = {level("97", "1")};
  const std::vector<Level> asks = {level("98", "1"), level("99", "1"), level("101", "4")};
  book.replace_anonymous(bids, asks, fills);
  EXPECT_EQ(fills, (Fills{fill(7, "100", "1", "2"), fill(7, "100", "1", "1")}));
  EXPECT_EQ(book.best(Side::BUY), level("100", "1"));
  EXPECT_EQ(book.best(Side::SELL), level("101", "4"));
  EXPECT_EQ(book.quantity_at(Side::BUY, price("97")), quantity("1"));
}

TEST(OrderBook, orders_that_the_price_went_past_are_filled_in_full_at_their_own_price) {
  OrderBook book;
  lay(book, {level("100", "5"), level("99", "5")}, {});
  book.rest(bid(1, "100", "1"));
  book.rest(bid(2, "99", "1"));
  Fills fills;
  book.fill_better_than(Side::BUY, price("99"), fills);
  EXPECT_EQ(fills, Fills{fill(1, "100", "1", "0")});
  EXPECT_EQ(book.best(Side::BUY), level("99", "6"));
  EXPECT_TRUE(book.contains(matching::OrderId{2}));
}

TEST(OrderBook, withdrawn_liquidity_leaves_the_worst_prices_first_and_never_orders) {
  OrderBook book;
  lay(book, {}, {level("100", "2"), level("101", "2"), level("103", "2")});
  book.rest(ask(7, "101", "1"));
  book.withdraw_anonymous({Side::BUY, quantity("9"), price("102")}, quantity("1"));
  EXPECT_EQ(book.depth(10).asks, (std::vector<Level>{level("100", "1"), level("101", "1"), level("103", "2")}));
}

TEST(OrderBook, a_walk_tells_the_cost_and_leaves_the_book_alone) {
  OrderBook book;
  lay(book, {}, {level("100", "1"), level("102", "2")});
  const Walk walk = book.walk({Side::BUY, quantity("2"), {}});
  EXPECT_EQ(walk.quantity, quantity("2"));
  EXPECT_EQ(walk.cost, Money{"202"_d});
  EXPECT_EQ(book.walk({Side::BUY, quantity("2"), price("101")}).quantity, quantity("1"));
  EXPECT_EQ(book.depth(5).asks.size(), 2u);
}

TEST(OrderBook, a_budget_buys_whole_steps_and_never_more_than_it_pays_for) {
  OrderBook book;
  lay(book, {}, {level("100", "1"), level("102", "2")});
  EXPECT_EQ(book.quantity_for(Side::BUY, Money{"151"_d}, "0.001"_d), quantity("1.5"));
  EXPECT_EQ(book.quantity_for(Side::BUY, Money{"150.99"_d}, "0.001"_d), quantity("1.499"));
  EXPECT_EQ(book.quantity_for(Side::BUY, Money{"99999"_d}, "0.001"_d), quantity("3"));
  EXPECT_EQ(book.quantity_for(Side::SELL, Money{"5"_d}, "0.001"_d), quantity("0"));
}

TEST(OrderBook, changes_name_each_level_once_with_its_sum_now) {
  OrderBook book;
  lay(book, {level("99", "1"), level("98", "1")}, {level("101", "1")});
  book.take_changes();
  book.rest(bid(1, "100", "1"));
  book.rest(bid(2, "97", "1"));
  book.cancel(matching::OrderId{2});
  Fills fills;
  book.match({Side::SELL, quantity("1.5"), {}}, fills);
  const auto changes = book.take_changes();
  EXPECT_EQ(changes.bids, (std::vector<Level>{level("99", "0.5")}));
  EXPECT_TRUE(changes.asks.empty());
  EXPECT_TRUE(book.take_changes().empty());
}

TEST(OrderBook, a_level_that_empties_is_reported_with_nothing_left) {
  OrderBook book;
  lay(book, {level("99", "1"), level("98", "1")}, {level("101", "1")});
  book.take_changes();
  lay(book, {level("98", "1")}, {level("102", "2")});
  const auto changes = book.take_changes();
  EXPECT_EQ(changes.bids, (std::vector<Level>{level("99", "0")}));
  EXPECT_EQ(changes.asks, (std::vector<Level>{level("101", "0"), level("102", "2")}));
}

TEST(OrderBookDeathTest, an_order_that_would_cross_must_be_matched_before_it_rests) {
  OrderBook book;
  book.rest(ask(1, "100", "1"));
  EXPECT_DEATH(book.rest(bid(2, "100", "1")), "does not cross");
}
