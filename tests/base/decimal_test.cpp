#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace robson {
namespace {
using namespace literals;

TEST(Decimal, reads_and_writes_the_same_text) {
  for (const char* text :
       {"0", "-1.5", "187.43", "88837.92", "0.000000000001", "-0.1", "170141183460469231731687303.715884105727"}) {
    ASSERT_TRUE(Decimal::parse(text)) << text;
    EXPECT_EQ(Decimal::parse(text)->text(), text);
  }
}

TEST(Decimal, refuses_what_it_cannot_hold) {
  for (const char* text :
       {"", "-", "+1", " 1", "1 ", "1.", ".5", "1e5", "1E400000000", "NaN", "inf", "0x10", "1,5", "0.0000000000001",
        "170141183460469231731687303.715884105728", "1000000000000000000000000000", "--1", "1.2.3", "\xff"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, operation_one_profit_is_exact) {
  const auto pnl = multiply("89245.00"_d - "88837.92"_d, "0.00033"_d, Rounding::half_away_from_zero);
  EXPECT_EQ(pnl.text(), "0.1343364");
  EXPECT_EQ(pnl.text(2), "0.13");
}

TEST(Decimal, overflow_throws_and_never_wraps) {
  const auto big = "170000000000000000000000000"_d;
  EXPECT_THROW(static_cast<void>(big + big), DecimalOverflow);
  EXPECT_THROW(static_cast<void>(multiply(big, big, Rounding::floor)), DecimalOverflow);
  EXPECT_THROW(static_cast<void>(divide(big, "0"_d, Rounding::floor)), DecimalOverflow);
}

TEST(Decimal, rounds_each_way_the_call_says) {
  EXPECT_EQ(round_to_places("2.345"_d, 2, Rounding::half_away_from_zero), "2.35"_d);
  EXPECT_EQ(round_to_places("-2.345"_d, 2, Rounding::half_away_from_zero), "-2.35"_d);
  EXPECT_EQ(round_to_places("2.345"_d, 2, Rounding::half_even), "2.34"_d);
  EXPECT_EQ(round_to_places("-2.341"_d, 2, Rounding::floor), "-2.35"_d);
  EXPECT_EQ(round_to_places("-2.349"_d, 2, Rounding::ceiling), "-2.34"_d);
  EXPECT_EQ(round_to_places("-2.349"_d, 2, Rounding::toward_zero), "-2.34"_d);
  EXPECT_EQ(round_to_places("2.341"_d, 2, Rounding::away_from_zero), "2.35"_d);
  EXPECT_EQ(round_to_step("10.37"_d, "0.25"_d, Rounding::floor), "10.25"_d);
}

TEST(Decimal, text_keeps_at_least_the_places_asked) {
  EXPECT_EQ("89245.5"_d.text_at_least(2), "89245.50");
  EXPECT_EQ("0.125"_d.text_at_least(2), "0.125");
  EXPECT_EQ("5"_d.text(0), "5");
  EXPECT_EQ("0.00033"_d.places(), 5);
}

}  // namespace
}  // namespace robson
