// DECISIONS 8: funding from our side, APY on the capital really used, P&L apart.
#include "hedge/earnings.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace robson::hedge {
namespace {
using namespace literals;

TEST(Funding, a_short_receives_a_positive_rate) {
  EXPECT_EQ(funding_received_rate("0.0001"_d), "0.0001"_d);
  EXPECT_EQ(funding_received_rate("-0.0001"_d), "-0.0001"_d);
}

TEST(Funding, flips_when_it_turns_from_receiving_to_paying) {
  EXPECT_TRUE(is_funding_flip(true, "-0.0001"_d));
  EXPECT_FALSE(is_funding_flip(true, "0"_d));
  EXPECT_FALSE(is_funding_flip(true, "0.0001"_d));
  EXPECT_FALSE(is_funding_flip(false, "-0.0001"_d));
  EXPECT_FALSE(is_funding_flip(false, "0.0001"_d));
  EXPECT_FALSE(is_funding_flip({}, "-0.0001"_d));  // never received: nothing turned
}

TEST(NetApy, is_on_collateral_and_margin) {
  // 1,000 at 3x against a short at 3x: 3,000 earn 0.00003 x 8760 = 26.28 % and 7 %, 2,000 cost 6 %, on 2,000.
  EXPECT_EQ(net_apy("3"_d, "3"_d, {.funding = "0.00003"_d, .staking = "0.07"_d, .borrow = "0.06"_d}), "0.4392"_d);
  // Without leverage at the lending venue nothing is borrowed.
  EXPECT_EQ(net_apy("1"_d, "1"_d, {.funding = "0.00001"_d, .staking = "0"_d, .borrow = "0.5"_d}), "0.0438"_d);
}

TEST(NetApy, is_that_of_the_income_of_such_a_position) {
  const Rates rates{.funding = "0.00002"_d, .staking = "0.065"_d, .borrow = "0.055"_d};
  const Decimal income = income_a_year("3000"_d, "3000"_d, "2000"_d, rates);
  EXPECT_EQ(divide(income, "2000"_d, Rounding::half_even), net_apy("3"_d, "3"_d, rates));
}

RC_GTEST_PROP(NetApy, rises_with_funding_and_staking_and_falls_with_borrowing, ()) {
  const auto rate = [](int from, int to) {
    return Decimal::from_units(static_cast<Int128>(*rc::gen::inRange(from, to)) * 1'000'000);
  };
  const Decimal leverage = Decimal::integer(*rc::gen::inRange(1, 11));
  const Rates rates{.funding = rate(-400, 400), .staking = rate(0, 200'000), .borrow = rate(0, 500'000)};
  Rates better = rates;
  better.funding += rate(0, 100);
  better.staking += rate(0, 10'000);
  RC_ASSERT((net_apy(leverage, leverage, better) >= net_apy(leverage, leverage, rates)));
  Rates dearer = rates;
  dearer.borrow += rate(0, 10'000);
  RC_ASSERT((net_apy(leverage, leverage, dearer) <= net_apy(leverage, leverage, rates)));
}

TEST(Annualised, needs_capital_and_time) {
  EXPECT_EQ(annualised("10"_d, "1000"_d, "87.6"_d), "1"_d);
  EXPECT_EQ(annualised("10"_d, "0"_d, "1"_d), std::nullopt);
  EXPECT_EQ(annualised("10"_d, "1000"_d, "0"_d), std::nullopt);
}

TEST(Profit, is_position_and_funding_and_staking_less_costs) {
  const Profit profit{.of_long = "40.38"_d,
                      .of_short = "-40.38"_d,
                      .funding = "45.30"_d,
                      .staking_yield = "2"_d,
                      .borrow_cost = "1.5"_d,
                      .fees = "0.8"_d};
  EXPECT_EQ(profit.position(), "0"_d);
  EXPECT_EQ(profit.total(), "45"_d);
}

TEST(LongChange, staking_yield_is_what_the_pool_rate_gained) {
  // 10 tokens bought at 180 (rate 1.2, asset 150); now the rate is 1.21, the asset 160, the token 193.6.
  const LongChange change = long_change("10"_d, "180"_d, "193.6"_d, "1.2"_d, "1.21"_d, "160"_d);
  EXPECT_EQ(change.by_staking, "16"_d);
  EXPECT_EQ(change.by_price, "120"_d);  // 10 x 1.2 x (160 - 150)
}

RC_GTEST_PROP(LongChange, parts_sum_to_the_whole, ()) {
  const auto value = [](int to) {
    return Decimal::from_units(static_cast<Int128>(*rc::gen::inRange(1, to)) * 1'000'000'007);
  };
  const Decimal tokens = value(100'000);
  const Decimal from = value(100'000);
  const Decimal to = value(100'000);
  const LongChange change = long_change(tokens, from, to, value(2'000), value(2'000), value(100'000));
  const auto worth = [&](Decimal price) { return multiply(tokens, price, Rounding::half_away_from_zero); };
  RC_ASSERT((change.by_price + change.by_staking == worth(to) - worth(from)));
}

}  // namespace
}  // namespace robson::hedge
