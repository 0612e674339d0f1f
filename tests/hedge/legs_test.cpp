// DECISIONS 8: health factor, margin fraction, liquidation prices, delta, deviation, depeg.
#include "hedge/legs.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace robson::hedge {
namespace {
using namespace literals;

const Decimal hair = "0.000000001"_d;

// A decimal of `from` to `to` hundredths.
Decimal hundredths(int from, int to) {
  return Decimal::from_units(static_cast<Int128>(*rc::gen::inRange(from, to + 1)) * 10'000'000'000);
}

TEST(HealthFactor, is_one_less_debt_over_weighted_value) {
  // CC's sample position: 15,000 held, 10,000 owed, threshold 0.9.
  EXPECT_EQ(health_factor("15000"_d, "10000"_d, "0.9"_d), "0.259259259259"_d);
  EXPECT_EQ(health_factor("100"_d, "90"_d, "0.9"_d), "0"_d);
  EXPECT_EQ(health_factor("100"_d, "99"_d, "0.9"_d), "-0.1"_d);
}

TEST(HealthFactor, is_none_without_debt) {
  EXPECT_EQ(health_factor("100"_d, "0"_d, "0.9"_d), std::nullopt);
}

TEST(HealthFactor, of_debt_against_nothing_is_minus_one) {
  EXPECT_EQ(health_factor("0"_d, "1"_d, "0.9"_d), "-1"_d);
  EXPECT_EQ(health_factor("0.000000000001"_d, "100000000"_d, "0.9"_d), "-1"_d);
}

RC_GTEST_PROP(HealthFactor, is_zero_at_the_liquidation_price, ()) {
  const Decimal price = hundredths(100, 20'000'000);
  const Decimal coins = hundredths(100, 100'000);
  const Decimal threshold = hundredths(50, 100);
  const Decimal value = multiply(price, coins, Rounding::half_even);
  const Decimal debt = multiply(value, hundredths(1, 80), Rounding::half_even);
  const auto liquidation = long_liquidation_price(price, value, debt, threshold);
  RC_ASSERT(liquidation.has_value());
  const auto health = health_factor(multiply(*liquidation, coins, Rounding::half_even), debt, threshold);
  RC_ASSERT(abs(*health) < hair);
}

RC_GTEST_PROP(HealthFactor, falls_with_the_price_and_with_debt, ()) {
  const Decimal value = hundredths(10'000, 10'000'000);
  const Decimal debt = hundredths(100, 10'000'000);
  const Decimal more = hundredths(100, 100'000);
  RC_ASSERT((health_factor(value + more, debt, "0.9"_d) >= health_factor(value, debt, "0.9"_d)));
  RC_ASSERT((health_factor(value, debt + more, "0.9"_d) <= health_factor(value, debt, "0.9"_d)));
}

TEST(MarginFraction, is_margin_and_unrealised_over_notional) {
  const ShortLeg leg{.size = "100"_d, .entry = "150"_d, .margin = "5000"_d};
  EXPECT_EQ(unrealised(leg, "160"_d), "-1000"_d);
  EXPECT_EQ(margin_fraction(leg, "160"_d), "0.25"_d);
  EXPECT_EQ(margin_fraction(leg, "150"_d), "0.333333333333"_d);
  EXPECT_EQ(margin_fraction({}, "150"_d), std::nullopt);
}

TEST(MarginFraction, is_never_under_minus_one) {
  EXPECT_EQ(margin_fraction({.size = "1"_d, .entry = "-5"_d, .margin = "0"_d}, "1"_d), "-1"_d);
}

RC_GTEST_PROP(MarginFraction, is_maintenance_at_the_liquidation_price, ()) {
  const ShortLeg leg{
      .size = hundredths(1, 100'000), .entry = hundredths(100, 20'000'000), .margin = hundredths(100, 5'000'000)};
  const Decimal maintenance = hundredths(1, 10);
  const auto liquidation = short_liquidation_price(leg, maintenance);
  RC_ASSERT(liquidation.has_value());
  RC_ASSERT(abs(*margin_fraction(leg, *liquidation) - maintenance) < hair);
}

RC_GTEST_PROP(MarginFraction, falls_as_the_price_rises, ()) {
  const ShortLeg leg{
      .size = hundredths(1, 10'000), .entry = hundredths(100, 2'000'000), .margin = hundredths(100, 500'000)};
  const Decimal mark = hundredths(100, 2'000'000);
  RC_ASSERT((margin_fraction(leg, mark + hundredths(1, 1'000)) <= margin_fraction(leg, mark)));
}

TEST(Liquidation, distance_is_a_fraction_of_the_price_in_the_direction_that_hurts) {
  EXPECT_EQ(distance_down("100"_d, "75"_d), "0.25"_d);
  EXPECT_EQ(distance_down("100"_d, "110"_d), "-0.1"_d);
  EXPECT_EQ(distance_up("100"_d, "132"_d), "0.32"_d);
  EXPECT_EQ(nearer("0.25"_d, "0.32"_d), "0.25"_d);
  EXPECT_EQ(nearer({}, "0.32"_d), "0.32"_d);
  EXPECT_EQ(nearer("0.25"_d, {}), "0.25"_d);
  EXPECT_EQ(nearer({}, {}), std::nullopt);
}

TEST(Liquidation, needs_debt_or_a_short) {
  EXPECT_EQ(long_liquidation_price("100"_d, "100"_d, "0"_d, "0.9"_d), std::nullopt);
  EXPECT_EQ(short_liquidation_price({}, "0.025"_d), std::nullopt);
}

TEST(Delta, is_long_less_short_at_mark_and_its_ratio_of_the_larger) {
  const Delta delta = delta_of("100.5"_d, "100"_d, "150"_d);
  EXPECT_EQ(delta.usd, "75"_d);
  EXPECT_EQ(delta.ratio, "0.004975124378"_d);
  EXPECT_EQ(delta_of("0"_d, "100"_d, "150"_d).ratio, "-1"_d);
  EXPECT_EQ(delta_of("0"_d, "0"_d, "150"_d).ratio, "0"_d);
}

RC_GTEST_PROP(Delta, of_balanced_legs_does_not_move_with_the_price, ()) {
  const Decimal coins = hundredths(1, 1'000'000);
  RC_ASSERT(delta_of(coins, coins, hundredths(1, 10'000'000)).usd.is_zero());
}

TEST(Depeg, is_against_the_pools_rate_and_not_against_one) {
  EXPECT_EQ(premium_over_pool("180"_d, "1.2"_d, "150"_d), "0"_d);
  EXPECT_EQ(premium_over_pool("176.4"_d, "1.2"_d, "150"_d), "-0.02"_d);
  EXPECT_EQ(premium_over_pool("189"_d, "1.2"_d, "150"_d), "0.05"_d);
}

TEST(Depeg, is_beyond_the_limit_and_not_at_it) {
  EXPECT_FALSE(is_depegged("0.05"_d, "0.05"_d, "0.02"_d));
  EXPECT_TRUE(is_depegged("0.050000000001"_d, "0.05"_d, "0.02"_d));
  EXPECT_FALSE(is_depegged("-0.02"_d, "0.05"_d, "0.02"_d));
  EXPECT_TRUE(is_depegged("-0.020000000001"_d, "0.05"_d, "0.02"_d));
}

TEST(PriceDeviation, is_a_fraction_of_the_second) {
  EXPECT_EQ(price_deviation("102"_d, "100"_d), "0.02"_d);
  EXPECT_EQ(price_deviation("98"_d, "100"_d), "0.02"_d);
  EXPECT_EQ(price_deviation("98"_d, "0"_d), "1"_d);
}

}  // namespace
}  // namespace robson::hedge
