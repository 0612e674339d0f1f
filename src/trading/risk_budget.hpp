#pragma once
// What may still be lost this month: a fraction of the capital the month began with, less what was lost, less what
// open operations can still lose. Unrealised profit funds nothing, and a month in profit has no more than its limit.
//
//   available = limit + min(0, realized) - sum of max(0, worst case)
//
// Nothing left keeps new plans out (BUDGET_RESERVED); only a realised loss of the whole limit pauses trading.
// Pure, any thread.
#include <vector>

#include "base/decimal.hpp"

namespace robson {
using literals::operator""_d;

struct BudgetRules {
  Decimal monthly_fraction = "0.04"_d;
  int trades_a_day = 50;
};

struct BudgetInput {
  Money month_base{};                // capital at the month's start
  Money realized{};                  // this month, signed
  std::vector<Money> worst_cases{};  // of open operations, loss > 0; below 0 counts as 0
};

struct Budget {
  Money limit{};
  Money realized_loss{};  // >= 0
  Money reserved{};       // sum of worst cases
  Money available{};      // may be below 0
  bool loss_limit_hit = false;
};

// May throw DecimalOverflow.
Budget budget_of(const BudgetInput& input, const BudgetRules& rules);

}  // namespace robson
