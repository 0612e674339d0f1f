#include "storage/operations.hpp"

#include <algorithm>
#include <limits>

#include "storage/operation_row.hpp"

namespace robson::storage {
namespace {

#define SELECT_OPERATION "select " OPERATION_COLUMNS "from operations "

// planned_price is what the first row says and stays; the checks look at the row before they see that it is there.
// Another tenant's row of that number is left alone, and then no row is touched.
constexpr Sql upsert =
    "insert into operations (" OPERATION_COLUMNS
    ", planned_price, ends_at, number) values (:id, :client_id, :symbol, :side, :quantity, :held, :entry_price, "
    ":stop_loss_price, "
    ":stop_price, "
    ":take_profit_price, :status, :opened_at, :closed_at, :exit_price, :exit_reason, :realized_pnl, :fees, "
    ":fees_unvalued, :source, :plan_id, :strategy_id, :strategy, :trailing, :trailing_steps, :closing_reason, "
    ":closing_quantity, :closing_limit, :closing_by, :closing_at, :unprotected_us, :unprotected_since, :note, "
    "coalesce((select planned_price from operations where client_id = :same_client and id = :same), :planned_price), "
    ":ends_at, :number) "
    "on conflict (id) do update set symbol = excluded.symbol, side = excluded.side, quantity = excluded.quantity, "
    "held = excluded.held, entry_price = excluded.entry_price, stop_loss_price = excluded.stop_loss_price, "
    "stop_price = excluded.stop_price, take_profit_price = excluded.take_profit_price, status = excluded.status, "
    "opened_at = excluded.opened_at, closed_at = excluded.closed_at, exit_price = excluded.exit_price, "
    "exit_reason = excluded.exit_reason, realized_pnl = excluded.realized_pnl, fees = excluded.fees, "
    "fees_unvalued = excluded.fees_unvalued, source = excluded.source, plan_id = excluded.plan_id, "
    "strategy_id = excluded.strategy_id, strategy = excluded.strategy, trailing = excluded.trailing, "
    "trailing_steps = excluded.trailing_steps, closing_reason = excluded.closing_reason, "
    "closing_quantity = excluded.closing_quantity, closing_limit = excluded.closing_limit, "
    "closing_by = excluded.closing_by, closing_at = excluded.closing_at, unprotected_us = excluded.unprotected_us, "
    "unprotected_since = excluded.unprotected_since, note = excluded.note, ends_at = excluded.ends_at "
    "where operations.client_id = excluded.client_id";
constexpr Timestamp never{std::numeric_limits<std::int64_t>::max()};  // ends_at of what has not ended
constexpr Sql select_one = SELECT_OPERATION "where client_id = :client_id and id = :id";
constexpr Sql select_with_status =
    SELECT_OPERATION "where client_id = :client_id and status = :status and number > :after order by number limit 1000";
constexpr Sql select_ended = SELECT_OPERATION
    "where client_id = :client_id and ends_at >= :since and ends_at < 9223372036854775807 "
    "limit 1000000";
constexpr Sql select_last = "select id from operations order by id desc limit 1";

void read_with(Session& session, Tenant tenant, OperationStatus status, std::vector<Operation>& found) {
  OperationRow row;
  OperationId after{};
  for (bool more = true; more;) {
    const std::size_t before = found.size();
    session.each(
        select_with_status, row.columns(), [&] { found.push_back(row.operation()); }, tenant.id(), status, after);
    more = found.size() - before == 1000;
    if (more) after = found.back().id;
  }
}

}  // namespace

void save_operation(Session& session, Tenant tenant, const Operation& row) {
  const Closing closing = row.closing.value_or(Closing{});
  const bool leaves = row.closing.has_value();
  const auto touched = session.run(
      upsert, row.id, tenant.id(), row.symbol, row.side, row.quantity, row.held, row.entry, row.initial_stop, row.stop,
      row.target, row.status, row.opened_at, row.closed_at, row.exit, row.exit_reason, row.realized_pnl, row.fees,
      row.fees_unvalued, row.source, some_id(row.plan), some_id(row.strategy_id), row.strategy, row.trailing,
      row.trailing_steps, leaves ? std::optional(closing.reason) : std::nullopt, closing.quantity, closing.limit,
      leaves ? std::optional(closing.by) : std::nullopt, leaves ? std::optional(closing.at) : std::nullopt,
      row.unprotected, row.unprotected_since, row.note, tenant.id(), row.id, row.entry, row.closed_at.value_or(never),
      row.id);
  if (touched != 1) throw soci::soci_error("an operation's number is another client's");
}

OperationId insert_operation(Session& session, Tenant tenant, const Operation& operation) {
  Operation numbered = operation;
  numbered.id = {last_operation(session, Installation{}).value + 1};
  save_operation(session, tenant, numbered);
  return numbered.id;
}

std::optional<Operation> find_operation(Session& session, Tenant tenant, OperationId id) {
  OperationRow row;
  if (!session.first(select_one, row.columns(), tenant.id(), id)) return {};
  return row.operation();
}

std::vector<Operation> operations_since(Session& session, Tenant tenant, Timestamp since) {
  std::vector<Operation> found;
  read_with(session, tenant, OperationStatus::PLANNED, found);
  read_with(session, tenant, OperationStatus::ACTIVE, found);
  OperationRow row;
  session.each(
      select_ended, row.columns(), [&] { found.push_back(row.operation()); }, tenant.id(), since);
  std::ranges::sort(found, {}, &Operation::id);
  return found;
}

OperationId last_operation(Session& session, Installation) {
  OperationId id;
  session.first(select_last, into(id));
  return id;
}

}  // namespace robson::storage
