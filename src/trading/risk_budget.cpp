#include "trading/risk_budget.hpp"

#include <algorithm>

namespace robson {

Budget budget_of(const BudgetInput& input, const BudgetRules& rules) {
  const Decimal base = std::max(input.month_base.value, Decimal{});
  Budget budget;
  budget.limit = {multiply(base, rules.monthly_fraction, Rounding::floor)};
  budget.realized_loss = std::max(-input.realized, Money{});
  for (const Money& worst : input.worst_cases) budget.reserved += std::max(worst, Money{});
  budget.available = budget.limit - budget.realized_loss - budget.reserved;
  // A loss is a whole number of units: it reaches the exact limit when it reaches the limit rounded up. Without a
  // loss nothing is hit, though a month that began with nothing has a limit of nothing.
  const Money exact{multiply(base, rules.monthly_fraction, Rounding::ceiling)};
  budget.loss_limit_hit = budget.realized_loss > Money{} && budget.realized_loss >= exact;
  return budget;
}

}  // namespace robson
