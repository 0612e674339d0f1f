#include <gtest/gtest.h>

#include "hedge_fixture.hpp"

namespace robson::simulator {
namespace {
using namespace hedge_test;
using namespace std::chrono_literals;

TEST(Lending, collateral_and_what_is_borrowed_buy_the_token) {
  LendingPool pool = jito_pool("10000", "0.0005"_d);
  const auto position = pool.open(key, lend("one", "1000", "3"_d));
  ASSERT_TRUE(position);
  EXPECT_EQ(position->status, LendingStatus::OPEN);
  EXPECT_EQ(position->fee, usd("1.5"));
  EXPECT_EQ(position->tokens, coins("24.9875"));
  EXPECT_EQ(position->principal, usd("2000"));
  EXPECT_EQ(pool.account(key)->usd, usd("9000"));
  const LendingValue worth = pool.value_of(*position);
  EXPECT_EQ(worth.debt, usd("2000"));
  EXPECT_EQ(worth.value, usd("2998.5"));
  EXPECT_EQ(worth.health, health_factor(usd("2000"), usd("2998.5"), "0.9"_d));
  EXPECT_EQ(pool.available(pool.markets().front()), usd("4998000"));
}

TEST(Lending, interest_is_linear_and_does_not_ask_how_often_one_looks) {
  LendingPool seldom = jito_pool();
  LendingPool often = jito_pool();
  for (LendingPool* each : {&seldom, &often}) ASSERT_TRUE(each->open(key, lend("one", "1000", "3"_d)));
  seldom.advance(midnight + 24h * 365, {jito_at("100", "120")});
  for (int day = 1; day <= 365; ++day) often.advance(midnight + 24h * day, {jito_at("100", "120")});
  EXPECT_EQ(seldom.value_of(*seldom.position_of(key, "one")).debt, usd("2120"));
  EXPECT_EQ(often.value_of(*often.position_of(key, "one")).debt, usd("2120"));
  seldom.advance(midnight + 24h * 365 + 1s, {jito_at("100", "120")});
  EXPECT_EQ(seldom.value_of(*seldom.position_of(key, "one")).debt.value - "2120"_d,
            divide("120"_d, "31536000"_d, Rounding::half_away_from_zero));
}

TEST(Lending, a_new_borrow_rate_counts_from_when_it_came) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "2"_d)));
  pool.advance(midnight + 24h * 73, {jito_at("100", "120", "0.1")});
  pool.advance(midnight + 24h * 146, {jito_at("100", "120", "0.1")});
  EXPECT_EQ(pool.value_of(*pool.position_of(key, "one")).debt, usd("1032"));  // a fifth of 6 % and of 10 %
}

TEST(Lending, closing_sells_repays_and_gives_back_the_rest_once) {
  LendingPool pool = jito_pool("10000", "0.0005"_d);
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "3"_d)));
  pool.advance(midnight + 24h * 73, {jito_at("110", "132")});
  const auto closed = pool.close(key, "one", "c1");
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->status, LendingStatus::CLOSED);
  EXPECT_EQ(closed->interest, usd("24"));
  // 24.9875 x 132 = 3298.35; less 0.05 % of it, 2000 and 24
  EXPECT_EQ(closed->proceeds, usd("1272.700825"));
  EXPECT_EQ(closed->fee, usd("3.149175"));
  EXPECT_EQ(closed->exit_price, at("132"));
  EXPECT_EQ(pool.account(key)->usd, usd("10272.700825"));
  EXPECT_EQ(pool.close(key, "one", "c1")->proceeds, closed->proceeds);
  EXPECT_EQ(pool.account(key)->usd, usd("10272.700825"));
  EXPECT_EQ(pool.close(key, "one", "c2").error().code, RefusalCode::POSITION_CLOSED);
  EXPECT_EQ(pool.close(key, "two", "c1").error().code, RefusalCode::UNKNOWN_POSITION);
  EXPECT_EQ(pool.value_of(*closed).debt, Money{});
}

TEST(Lending, the_same_client_id_is_one_position) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "3"_d)));
  pool.advance(midnight + 1h, {jito_at("101", "121")});
  EXPECT_EQ(pool.open(key, lend("one", "1000", "3"_d))->opened, midnight);
  EXPECT_EQ(pool.account(key)->usd, usd("9000"));
  EXPECT_EQ(pool.open(key, lend("one", "1000", "2"_d)).error().code, RefusalCode::CLIENT_ID_IN_USE);
}

TEST(Lending, what_an_account_may_not_do_is_rejected_and_changes_nothing) {
  LendingPool pool = jito_pool("10000000");
  EXPECT_EQ(pool.open(key, lend("a", "1000", "5.01"_d))->reason, LendingReason::LEVERAGE_OUT_OF_RANGE);
  EXPECT_EQ(pool.open(key, lend("b", "10000001", "1"_d))->reason, LendingReason::INSUFFICIENT_FUNDS);
  EXPECT_EQ(pool.open(key, lend("c", "9.99", "1"_d))->reason, LendingReason::BELOW_MIN_COLLATERAL);
  EXPECT_EQ(pool.open(key, lend("d", "2000000", "4"_d))->reason, LendingReason::NOTHING_TO_BORROW);
  EXPECT_EQ(pool.reject(key, lend("e", "1000", "2"_d))->reason, LendingReason::ON_REQUEST);
  EXPECT_EQ(pool.account(key)->usd, usd("10000000"));
  EXPECT_EQ(pool.close(key, "e", "c").error().code, RefusalCode::POSITION_CLOSED);
  EXPECT_EQ(pool.open(key, {"f", "SOL", "mSOL", usd("100"), "1"_d}).error().code, RefusalCode::UNKNOWN_MARKET);
}

TEST(Lending, at_a_health_factor_of_0_it_is_liquidated_and_just_above_it_is_not) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "3"_d)));  // 25 tokens, owes 2000: 0 at a token price of 88.888..
  const auto worth = pool.value_of(*pool.position_of(key, "one"));
  ASSERT_TRUE(worth.liquidation_price);
  EXPECT_EQ(worth.liquidation_price->value, "74.074074074074"_d);
  pool.advance(midnight, {jito_at("74.08", "88.888889")});
  EXPECT_EQ(pool.position_of(key, "one")->status, LendingStatus::OPEN);
  pool.advance(midnight, {jito_at("74.07", "88.888888")});
  const auto gone = pool.position_of(key, "one");
  EXPECT_EQ(gone->status, LendingStatus::LIQUIDATED);
  EXPECT_EQ(gone->reason, LendingReason::LIQUIDATION);
  // 25 x 88.888888 = 2222.2222; less 5 % of it and 2000
  EXPECT_EQ(gone->proceeds, usd("111.11109"));
  EXPECT_EQ(pool.account(key)->usd, usd("9111.11109"));
  EXPECT_EQ(pool.state().books.penalties, usd("111.11111"));
}

TEST(Lending, a_depeg_counts_against_the_health_factor) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "4"_d)));
  pool.advance(midnight, {jito_at("100", "99.9")});  // the asset stands, the token costs less than owed / 0.9
  EXPECT_EQ(pool.position_of(key, "one")->status, LendingStatus::LIQUIDATED);
}

TEST(Lending, what_a_sale_does_not_cover_is_bad_debt_not_the_accounts) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "5"_d)));
  pool.advance(midnight, {jito_at("50", "60")});
  EXPECT_EQ(pool.position_of(key, "one")->proceeds, Money{});
  EXPECT_EQ(pool.account(key)->usd, usd("9000"));
  EXPECT_TRUE(pool.state().books.bad_debt > usd("1500"));
}

TEST(Lending, without_a_loan_there_is_nothing_to_liquidate) {
  LendingPool pool = jito_pool();
  ASSERT_TRUE(pool.open(key, lend("one", "1000", "1"_d)));
  pool.advance(midnight + 24h * 365, {jito_at("1", "1.2")});
  const auto worth = pool.value_of(*pool.position_of(key, "one"));
  EXPECT_EQ(worth.health, "1"_d);
  EXPECT_FALSE(worth.liquidation_price);
}

}  // namespace
}  // namespace robson::simulator
