#include "analytics/ratios.hpp"

#include <gtest/gtest.h>

#include "analytics/books.hpp"

namespace robson::analytics {
namespace {

struct Case {
  const char* name;
  std::vector<double> returns;
  const char* sharpe;
  const char* sortino;
};
class RatiosOf : public testing::TestWithParam<Case> {};

TEST_P(RatiosOf, are_those_of_the_table) {
  EXPECT_EQ(shown(sharpe(GetParam().returns, days_a_year)), GetParam().sharpe);
  EXPECT_EQ(shown(sortino(GetParam().returns, days_a_year)), GetParam().sortino);
}

// Of {0.02, -0.01}: mean 0.005, sample deviation 0.0212132, downside sqrt(0.0001 / 2) = 0.0070711.
INSTANTIATE_TEST_SUITE_P(Rows, RatiosOf,
                         testing::Values(Case{"nothing", {}, "none", "none"}, Case{"one", {0.01}, "none", "none"},
                                         Case{"all_the_same", {0.01, 0.01, 0.01}, "none", "none"},
                                         Case{"all_zero", {0, 0}, "none", "none"},
                                         Case{"no_losses", {0.01, 0.02}, "40.5278", "none"},
                                         Case{"two", {0.02, -0.01}, "4.5031", "13.5093"},
                                         Case{"only_losses", {-0.01, -0.03}, "-27.0185", "-17.0880"}),
                         [](const auto& named) { return named.param.name; });

TEST(Ratios, sharpe_goes_with_the_root_of_the_periods_of_a_year) {
  const std::vector<double> returns{0.02, -0.01, 0.005};
  EXPECT_DOUBLE_EQ(*sharpe(returns, 4 * 365), 2 * *sharpe(returns, 365));
}

TEST(Ratios, calmar_is_the_years_return_by_the_largest_drawdown) {
  EXPECT_EQ(shown(calmar(0.1, 0.2, 365, 365)), "0.5000");
  EXPECT_EQ(shown(calmar(0.21, 0.1, 730, 365)), "1.0000");
  EXPECT_EQ(shown(calmar(-0.1, 0.2, 365, 365)), "-0.5000");
  EXPECT_EQ(shown(calmar(0.1, 0, 365, 365)), "none");   // no drawdown
  EXPECT_EQ(shown(calmar(-1, 1, 365, 365)), "none");    // nothing left to grow
  EXPECT_EQ(shown(calmar(0.1, 0.2, 6, 365)), "none");   // a few days say nothing of a year
  EXPECT_EQ(shown(calmar(9e9, 1e-9, 7, 365)), "none");  // more than any figure
}

}  // namespace
}  // namespace robson::analytics
