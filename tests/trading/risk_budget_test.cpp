// DECISIONS 5: what may still be lost this month.
#include "trading/risk_budget.hpp"

#include <gtest/gtest.h>

namespace robson {
namespace {

Budget budget(Decimal base, Decimal realized, std::vector<Money> worst_cases = {}) {
  return budget_of({.month_base = {base}, .realized = {realized}, .worst_cases = std::move(worst_cases)}, {});
}

TEST(RiskBudget, is_four_percent_of_what_the_month_began_with) {
  const Budget untouched = budget("10000"_d, "0"_d);
  EXPECT_EQ(untouched.limit.value, "400"_d);
  EXPECT_EQ(untouched.available.value, "400"_d);
  EXPECT_EQ(untouched.realized_loss.value, "0"_d);
  EXPECT_FALSE(untouched.loss_limit_hit);
}

TEST(RiskBudget, shrinks_by_realised_losses_and_by_the_worst_case_of_open_operations) {
  const Budget used = budget("10000"_d, "-120.5"_d, {{"99.5"_d}, {"80"_d}});
  EXPECT_EQ(used.realized_loss.value, "120.5"_d);
  EXPECT_EQ(used.reserved.value, "179.5"_d);
  EXPECT_EQ(used.available.value, "100"_d);
}

TEST(RiskBudget, realised_profit_adds_nothing) {
  const Budget winning = budget("10000"_d, "900"_d, {{"100"_d}});
  EXPECT_EQ(winning.realized_loss.value, "0"_d);
  EXPECT_EQ(winning.available.value, "300"_d);
}

TEST(RiskBudget, an_operation_whose_stop_is_in_profit_frees_nothing) {
  const Budget trailing = budget("10000"_d, "0"_d, {{"-250"_d}, {"100"_d}});
  EXPECT_EQ(trailing.reserved.value, "100"_d);
  EXPECT_EQ(trailing.available.value, "300"_d);
}

TEST(RiskBudget, reservations_can_take_it_below_nothing_without_pausing) {
  const Budget reserved = budget("10000"_d, "-399.99"_d, {{"100"_d}});
  EXPECT_EQ(reserved.available.value, "-99.99"_d);
  EXPECT_FALSE(reserved.loss_limit_hit);
}

TEST(RiskBudget, only_a_realised_loss_of_the_limit_pauses_and_the_bound_counts) {
  EXPECT_FALSE(budget("10000"_d, "-399.999999999999"_d).loss_limit_hit);
  EXPECT_TRUE(budget("10000"_d, "-400"_d).loss_limit_hit);
  EXPECT_TRUE(budget("10000"_d, "-401"_d).loss_limit_hit);
  EXPECT_FALSE(budget("10000"_d, "401"_d).loss_limit_hit);
  EXPECT_FALSE(budget("10000"_d, "0"_d, {{"5000"_d}}).loss_limit_hit);
}

TEST(RiskBudget, a_limit_finer_than_a_decimal_is_rounded_down_and_hit_exactly) {
  const Budget fine = budget("0.000000000060"_d, "-0.000000000002"_d);  // 2.4 units
  EXPECT_EQ(fine.limit.value, "0.000000000002"_d);
  EXPECT_FALSE(fine.loss_limit_hit);
  EXPECT_TRUE(budget("0.000000000060"_d, "-0.000000000003"_d).loss_limit_hit);
}

TEST(RiskBudget, a_month_that_began_with_nothing_has_nothing_and_pauses_at_the_first_loss) {
  EXPECT_EQ(budget("0"_d, "0"_d).available.value, "0"_d);
  EXPECT_FALSE(budget("0"_d, "0"_d).loss_limit_hit);
  EXPECT_TRUE(budget("0"_d, "-0.01"_d).loss_limit_hit);
  EXPECT_EQ(budget("-50"_d, "0"_d).limit.value, "0"_d);
}

TEST(RiskBudget, the_fraction_is_a_rule_and_so_are_the_trades_a_day) {
  BudgetRules rules;
  EXPECT_EQ(rules.trades_a_day, 50);
  rules.monthly_fraction = "0.1"_d;
  EXPECT_EQ(budget_of({.month_base = {"10000"_d}}, rules).limit.value, "1000"_d);
}

}  // namespace
}  // namespace robson
