#include "analytics/ratios.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace robson::analytics {
namespace {

double mean_of(const std::vector<double>& returns) {
  return std::accumulate(returns.begin(), returns.end(), 0.0) / static_cast<double>(returns.size());
}

}  // namespace

std::optional<double> sharpe(const std::vector<double>& returns, double periods_a_year) {
  if (returns.size() < 2) return {};
  const auto [least, most] = std::ranges::minmax_element(returns);
  if (*least == *most) return {};
  const double mean = mean_of(returns);
  double squares = 0;
  for (const double one : returns) squares += (one - mean) * (one - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(returns.size() - 1));
  return mean / deviation * std::sqrt(periods_a_year);
}

std::optional<double> sortino(const std::vector<double>& returns, double periods_a_year) {
  if (returns.size() < 2) return {};
  double squares = 0;
  for (const double one : returns) squares += std::min(one, 0.0) * std::min(one, 0.0);
  if (squares == 0) return {};
  return mean_of(returns) / std::sqrt(squares / static_cast<double>(returns.size())) * std::sqrt(periods_a_year);
}

std::optional<double> calmar(double total_return, double largest_drawdown, std::size_t periods, double periods_a_year) {
  if (periods < fewest_days_for_calmar || largest_drawdown <= 0 || total_return <= -1) return {};
  const double yearly = std::pow(1 + total_return, periods_a_year / static_cast<double>(periods)) - 1;
  return yearly / largest_drawdown;
}

std::optional<Decimal> rounded(std::optional<double> value, int places) {
  constexpr double largest = 1e15;
  if (!value || !std::isfinite(*value) || std::abs(*value) > largest) return {};
  char text[64];
  const int size = std::snprintf(text, sizeof text, "%.*f", places, *value);
  return Decimal::parse({text, static_cast<std::size_t>(size)});
}

}  // namespace robson::analytics
