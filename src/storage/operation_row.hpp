#pragma once
// An operation as its row: for the .cpp files that read the table operations.
#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {

// The order of OperationRow::columns().
#define OPERATION_COLUMNS                                                                             \
  "id, client_id, symbol, side, quantity, held, entry_price, stop_loss_price, stop_price, "           \
  "take_profit_price, status, opened_at, closed_at, exit_price, exit_reason, realized_pnl, fees, "    \
  "fees_unvalued, source, plan_id, strategy_id, strategy, trailing, trailing_steps, closing_reason, " \
  "closing_quantity, closing_limit, closing_by, closing_at, unprotected_us, unprotected_since, note "

struct OperationRow {
  Operation row{};
  std::optional<PlanId> plan{};
  std::optional<StrategyId> strategy{};
  std::optional<ExitReason> closing_reason{};
  std::optional<Quantity> closing_quantity{};
  std::optional<Price> closing_limit{};
  std::optional<std::string> closing_by{};
  std::optional<Timestamp> closing_at{};

  auto columns() {
    return into(row.id, row.tenant, row.symbol, row.side, row.quantity, row.held, row.entry, row.initial_stop, row.stop,
                row.target, row.status, row.opened_at, row.closed_at, row.exit, row.exit_reason, row.realized_pnl,
                row.fees, row.fees_unvalued, row.source, plan, strategy, row.strategy, row.trailing, row.trailing_steps,
                closing_reason, closing_quantity, closing_limit, closing_by, closing_at, row.unprotected,
                row.unprotected_since, row.note);
  }
  // Once a row was read.
  Operation operation() const {
    Operation whole = row;
    whole.plan = id_or_none(plan);
    whole.strategy_id = id_or_none(strategy);
    whole.closing.reset();
    if (closing_at) {
      whole.closing = Closing{.reason = closing_reason.value_or(ExitReason::MANUAL),
                              .quantity = closing_quantity,
                              .limit = closing_limit,
                              .by = closing_by.value_or(""),
                              .at = *closing_at};
    }
    return whole;
  }
};

}  // namespace robson::storage
