#pragma once
// Ratios of a row of periodic returns (fractions: 0.01 is one percent). Statistics, so double; `none` where a ratio
// does not exist. n is the number of returns, P the number of periods in a year (365 days, 35040 quarters of an hour).
#include <optional>
#include <vector>

#include "base/decimal.hpp"

namespace robson::analytics {

inline constexpr int days_a_year = 365;
inline constexpr std::size_t fewest_days_for_calmar = 7;

// mean / s x sqrt(P), where s is the sample deviation (divisor n - 1). None for fewer than two returns, or when all are
// the same (s = 0).
std::optional<double> sharpe(const std::vector<double>& returns, double periods_a_year);

// mean / d x sqrt(P), where d = sqrt(sum of min(r, 0)^2 / n): target 0, all returns count. None for fewer than two
// returns, or without one below 0.
std::optional<double> sortino(const std::vector<double>& returns, double periods_a_year);

// ((1 + total return)^(P / n) - 1) / largest drawdown. None for fewer than a week of days, without a drawdown, or when
// all was lost.
std::optional<double> calmar(double total_return, double largest_drawdown, std::size_t periods, double periods_a_year);

// For output: to so many places; none for what no Decimal holds.
std::optional<Decimal> rounded(std::optional<double> value, int places);

}  // namespace robson::analytics
