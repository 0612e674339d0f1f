#include "market/order_book.hpp"

#include <gtest/gtest.h>

namespace robson {
namespace {
using namespace literals;

using Applied = OrderBook::Applied;
using State = OrderBook::State;

Level level(const char* price, const char* quantity) {
  return {{*Decimal::parse(price)}, {*Decimal::parse(quantity)}};
}
Depth snapshot(std::int64_t id) {
  return {id, {level("99", "1"), level("98", "2")}, {level("101", "1"), level("102", "2")}};
}
BookDiff diff(std::int64_t first, std::int64_t last, std::vector<Level> bids = {}, std::vector<Level> asks = {}) {
  return {first, last, std::move(bids), std::move(asks)};
}

TEST(OrderBook, quantities_are_absolute_and_zero_removes_the_level) {
  OrderBook book;
  ASSERT_TRUE(book.load(snapshot(100)));
  EXPECT_EQ(book.apply(diff(101, 102, {level("99", "0"), level("98", "5")}, {level("100.5", "3")})), Applied::used);
  EXPECT_EQ(book.best_bid(), level("98", "5"));
  EXPECT_EQ(book.best_ask(), level("100.5", "3"));
  EXPECT_EQ(book.last_update_id(), 102);
  EXPECT_EQ(book.top(1).asks.size(), 1U);
  EXPECT_EQ(book.ask_levels(), 3U);
}

TEST(OrderBook, differences_before_the_snapshot_are_held_and_run_over_it) {
  OrderBook book;
  EXPECT_EQ(book.apply(diff(95, 100, {level("99", "7")})), Applied::held);   // old: already in the snapshot
  EXPECT_EQ(book.apply(diff(101, 105, {level("99", "8")})), Applied::held);  // spans 101
  EXPECT_EQ(book.state(), State::waiting);
  ASSERT_TRUE(book.load(snapshot(103)));
  EXPECT_EQ(book.best_bid(), level("99", "8"));
  EXPECT_EQ(book.last_update_id(), 105);
}

TEST(OrderBook, a_snapshot_older_than_the_held_differences_is_refused) {
  OrderBook book;
  EXPECT_EQ(book.apply(diff(110, 112)), Applied::held);
  EXPECT_FALSE(book.load(snapshot(108)));
  EXPECT_TRUE(book.load(snapshot(109)));
}

TEST(OrderBook, a_difference_already_in_the_book_changes_nothing) {
  OrderBook book;
  ASSERT_TRUE(book.load(snapshot(100)));
  EXPECT_EQ(book.apply(diff(90, 100, {level("99", "9")})), Applied::old);
  EXPECT_EQ(book.best_bid(), level("99", "1"));
}

TEST(OrderBook, a_missing_update_id_needs_a_new_snapshot) {
  OrderBook book;
  ASSERT_TRUE(book.load(snapshot(100)));
  EXPECT_EQ(book.apply(diff(102, 103, {level("99", "9")})), Applied::gap);
  EXPECT_EQ(book.state(), State::broken);
  EXPECT_EQ(book.best_bid(), std::nullopt);  // a wrong book shows no price
  EXPECT_EQ(book.apply(diff(104, 105, {level("97", "4")})), Applied::held);
  ASSERT_TRUE(book.load(snapshot(102)));  // the difference that showed the hole is of use again
  EXPECT_EQ(book.last_update_id(), 105);
  EXPECT_EQ(book.bid_levels(), 3U);
}

TEST(OrderBook, a_crossed_book_is_a_wrong_book) {
  OrderBook book;
  ASSERT_TRUE(book.load(snapshot(100)));
  EXPECT_EQ(book.apply(diff(101, 101, {level("101", "1")})), Applied::gap);
  EXPECT_EQ(book.state(), State::broken);
  EXPECT_FALSE(book.load({200, {level("101", "1")}, {level("101", "1")}}));
  EXPECT_EQ(book.state(), State::broken);
  EXPECT_EQ(book.best_ask(), std::nullopt);
}

TEST(OrderBook, what_is_held_while_no_snapshot_comes_is_bounded) {
  OrderBook book;
  constexpr auto many = static_cast<std::int64_t>(OrderBook::max_held) + 10;
  for (std::int64_t id = 1; id <= many; ++id) book.apply(diff(id, id));
  EXPECT_FALSE(book.load(snapshot(5)));  // the run it would need was let go
  EXPECT_TRUE(book.load(snapshot(many - 1)));
  EXPECT_EQ(book.last_update_id(), many);
}

TEST(OrderBook, the_farthest_levels_are_forgotten_first) {
  OrderBook book;
  ASSERT_TRUE(book.load({1, {}, {}}));
  std::vector<Level> bids;
  for (std::int64_t i = 1; i <= static_cast<std::int64_t>(OrderBook::max_levels_per_side) + 5; ++i) {
    bids.push_back({{Decimal::integer(i)}, {"1"_d}});
  }
  EXPECT_EQ(book.apply(diff(2, 2, std::move(bids))), Applied::used);
  EXPECT_EQ(book.bid_levels(), OrderBook::max_levels_per_side);
  EXPECT_EQ(book.best_bid()->price.value, Decimal::integer(20'005));
}

}  // namespace
}  // namespace robson
