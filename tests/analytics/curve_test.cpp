#include "analytics/curve.hpp"

#include <gtest/gtest.h>

#include "analytics/books.hpp"

namespace robson::analytics {
namespace {

std::string percent(const std::optional<Decimal>& fraction) {
  if (!fraction) return "none";
  return multiply(*fraction, Decimal::integer(100), Rounding::half_away_from_zero).text(2);
}

std::string changes(const Curve& curve) {
  std::string text;
  for (const CurvePoint& point : curve.points()) text += (text.empty() ? "" : " ") + percent(point.change);
  return text;
}
std::string drawdowns(const Curve& curve) {
  std::string text;
  for (const CurvePoint& point : curve.points()) text += (text.empty() ? "" : " ") + percent(point.drawdown);
  return text;
}

TEST(Curve, starts_at_the_initial_equity_and_not_at_the_end_of_day_one) {
  const Curve curve = curve_of("1000", {{{"900"}}, {{"990"}}});
  EXPECT_EQ(changes(curve), "-10.00 10.00");
  EXPECT_EQ(percent(curve.total_return()), "-1.00");
  EXPECT_EQ(drawdowns(curve), "10.00 1.00");  // from the initial equity
  EXPECT_EQ(shown(curve.max_drawdown()), "100.00");
}

TEST(Curve, a_day_without_a_measurement_is_there_and_unchanged) {
  const Curve curve = curve_of("1000", {{{"1100"}}, {}, {{"1210"}}});
  EXPECT_EQ(changes(curve), "10.00 0.00 10.00");
  EXPECT_EQ(curve.points().size(), 3U);
  EXPECT_EQ(shown(curve.points()[1].equity), "1100.00");
  EXPECT_EQ(percent(curve.total_return()), "21.00");
}

TEST(Curve, only_the_last_measurement_of_a_day_counts) {
  const Curve curve = curve_of("1000", {{{"500"}, {"2000"}, {"1010"}}});
  EXPECT_EQ(changes(curve), "1.00");
  EXPECT_EQ(drawdowns(curve), "0.00");
}

TEST(Curve, a_deposit_is_no_gain) {
  const Curve curve = curve_of("1000", {{{"2000", "1000"}}});
  EXPECT_EQ(changes(curve), "0.00");
  EXPECT_EQ(percent(curve.total_return()), "0.00");
  EXPECT_EQ(shown(curve.profit()), "0.00");
  EXPECT_EQ(shown(curve.deposits()), "1000.00");
}

// 1000 falls to 800 (-20 %), 1000 come, and 1800 falls to 1710 (-5 %): 24 % below the peak, not above it.
TEST(Curve, a_deposit_in_the_middle_of_a_drawdown_does_not_end_it) {
  const Curve curve = curve_of("1000", {{{"800"}}, {{"1800", "1000"}}, {{"1710"}}, {{"2300"}}});
  EXPECT_EQ(changes(curve), "-20.00 0.00 -5.00 34.50");
  EXPECT_EQ(drawdowns(curve), "20.00 20.00 24.00 0.00");
  EXPECT_EQ(shown(curve.max_drawdown()), "290.00");
  EXPECT_EQ(curve.longest_drawdown(), 4);  // to the day that is above the peak again
}

TEST(Curve, a_withdrawal_is_no_loss) {
  const Curve curve = curve_of("1000", {{{"1100"}}, {{"600", "-500"}}, {{"660"}}});
  EXPECT_EQ(changes(curve), "10.00 0.00 10.00");
  EXPECT_EQ(drawdowns(curve), "0.00 0.00 0.00");
  EXPECT_EQ(shown(curve.withdrawals()), "500.00");
  EXPECT_EQ(shown(curve.profit()), "160.00");
}

// Gains before and after a large deposit of the same day are each measured on what was there.
TEST(Curve, a_day_is_cut_where_something_came) {
  const Curve curve = curve_of("100", {{{"10110", "10000"}, {"10211.1"}}});  // 10 % of 100, then 1 % of 10110
  EXPECT_EQ(changes(curve), "11.10");
}

TEST(Curve, drawdown_lasts_from_the_peak_to_recovery) {
  const Curve curve = curve_of("100", {{{"110"}}, {{"99"}}, {{"105"}}, {{"110"}}, {{"120"}}, {{"110"}}});
  EXPECT_EQ(curve.longest_drawdown(), 3);  // day 1 to day 4, where the peak is reached again
  EXPECT_EQ(percent(curve.max_drawdown_fraction()), "10.00");
  EXPECT_EQ(percent(curve.current_drawdown()), "8.33");
}

TEST(Curve, drawdown_that_does_not_recover_lasts_to_the_end) {
  const Curve curve = curve_of("100", {{{"90"}}, {{"100"}}, {{"95"}}, {}, {}, {{"99.99"}}});
  EXPECT_EQ(curve.longest_drawdown(), 4);
}

TEST(Curve, the_same_equity_again_is_a_recovery_to_the_last_digit) {
  const Curve curve = curve_of("7", {{{"3"}}, {{"6.99"}}, {{"7"}}, {{"7"}}});
  EXPECT_EQ(curve.points()[2].drawdown, Decimal{});
  EXPECT_EQ(curve.longest_drawdown(), 3);
}

TEST(Curve, what_begins_with_nothing_has_no_return) {
  const Curve curve = curve_of("100", {{{"110"}}, {{"0", "-110"}}, {}, {{"200", "200"}}, {{"220"}}});
  EXPECT_EQ(changes(curve), "10.00 0.00 none none 10.00");
  EXPECT_EQ(percent(curve.total_return()), "21.00");
  EXPECT_EQ(curve.returns().size(), 3U);
}

TEST(Curve, what_was_lost_is_not_won_back_by_a_deposit) {
  const Curve curve = curve_of("100", {{{"0"}}, {{"1000", "1000"}}, {{"2000"}}});
  EXPECT_EQ(percent(curve.total_return()), "-100.00");
  EXPECT_EQ(drawdowns(curve), "100.00 100.00 100.00");
}

TEST(Curve, nothing_measured_has_no_figures) {
  const Curve curve = curve_of("0", {{}});
  EXPECT_FALSE(curve.total_return().has_value());
  EXPECT_EQ(changes(curve), "none");
  EXPECT_EQ(percent(curve.max_drawdown_fraction()), "0.00");
  EXPECT_TRUE(Curve(money("5")).returns().empty());
}

}  // namespace
}  // namespace robson::analytics
