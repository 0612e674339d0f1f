#include "storage/closed_trades.hpp"

#include <limits>

#include "storage/operation_row.hpp"
#include "storage/operations.hpp"

namespace robson::storage {
namespace {

#define BEHIND "from operations where client_id = :client_id and (ends_at, number) > (:after, :after_number) "
#define BY_END "order by ends_at, number limit :limit"
#define ENTERED "status in ('ACTIVE', 'CLOSED') "

constexpr Sql select_ended =
    "select number, symbol, side, quantity, entry_price, stop_loss_price, exit_price, status, opened_at, ends_at, "
    "realized_pnl, fees, strategy_id, strategy " BEHIND "and ends_at < :to " BY_END;
constexpr Sql select_spans = "select number, status, opened_at, ends_at " BEHIND BY_END;
constexpr Sql select_closed = "select " OPERATION_COLUMNS
                              "from operations where client_id = :client_id and ends_at >= :from and ends_at < :to and "
                              "status = 'CLOSED' order by ends_at, number limit :limit";
constexpr Sql select_opened = "select " OPERATION_COLUMNS
                              "from operations where client_id = :client_id and opened_at >= :from and "
                              "opened_at < :to and " ENTERED "order by opened_at, number limit :limit";

struct EndedRow {
  Operation row{};
  Timestamp ends{};
  std::optional<StrategyId> strategy{};

  auto columns() {
    return into(row.id, row.symbol, row.side, row.quantity, row.entry, row.initial_stop, row.exit, row.status,
                row.opened_at, ends, row.realized_pnl, row.fees, strategy, row.strategy);
  }
};

std::vector<Operation> read_some(Session& session, Tenant tenant, Sql sql, Timestamp from, Timestamp to, int limit) {
  std::vector<Operation> found;
  OperationRow row;
  session.each(
      sql, row.columns(), [&] { found.push_back(row.operation()); }, tenant.id(), from, to, limit);
  return found;
}

constexpr std::int64_t behind_all = std::numeric_limits<std::int64_t>::max();

}  // namespace

MarketTerms AllTerms::of(const Symbol& symbol) const {
  if (const auto found = markets.find(symbol); found != markets.end()) return found->second;
  return symbol.text.ends_with(currency) ? MarketTerms{} : MarketTerms{.rate = std::nullopt};
}

bool is_trade(const Operation& operation) {
  return operation.status == OperationStatus::CLOSED && operation.exit.has_value();
}

std::optional<analytics::Trade> trade_of(const Operation& operation, const AllTerms& terms) {
  const auto [contract_size, rate] = terms.of(operation.symbol);
  if (!rate) return {};
  const auto risk = analytics::initial_risk(operation.entry, operation.initial_stop, operation.quantity, contract_size);
  return analytics::Trade{.operation = operation.id,
                          .symbol = operation.symbol,
                          .side = operation.side,
                          .strategy_id = operation.strategy_id,
                          .strategy = operation.strategy,
                          .opened_at = operation.opened_at,
                          .closed_at = operation.closed_at.value_or(operation.opened_at),
                          .net = valued(operation.realized_pnl, *rate),
                          .fees = valued(operation.fees, *rate),
                          .risk = risk ? std::optional(valued(*risk, *rate)) : std::nullopt};
}

bool read_on(Session& session, Tenant tenant, ClosedTrades& trades,
             const std::function<void(const analytics::Trade&)>& on_trade) {
  if (!trades.begun) trades.after = trades.from - Duration(1), trades.after_number = behind_all;
  trades.begun = true;
  int rows = 0;
  EndedRow ended;
  const auto take = [&] {
    ++rows;
    Operation& one = ended.row;
    trades.after = ended.ends;
    trades.after_number = one.id.value;
    one.closed_at = ended.ends;
    one.strategy_id = id_or_none(ended.strategy);
    if (!is_trade(one)) return;
    if (trades.symbol && one.symbol != *trades.symbol) return;
    if (trades.strategy && one.strategy_id != *trades.strategy) return;
    if (const auto trade = trade_of(one, trades.terms)) return on_trade(*trade);
    ++trades.unvalued;
  };
  session.each(select_ended, ended.columns(), take, tenant.id(), Timestamp(trades.after),
               std::int64_t{trades.after_number}, trades.to, trades.step);
  return rows == trades.step;
}

std::vector<Operation> closed_within(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit) {
  return read_some(session, tenant, select_closed, from, to, limit);
}
std::vector<Operation> opened_within(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit) {
  return read_some(session, tenant, select_opened, from, to, limit);
}

bool read_on(Session& session, Tenant tenant, OpenAt& open) {
  if (!open.begun) open.after = open.moment - Duration(1), open.after_number = behind_all;
  open.begun = true;
  int rows = 0;
  Operation span;
  Timestamp ends;
  std::vector<OperationId> ids;
  const auto take = [&] {
    ++rows;
    open.after = ends;
    open.after_number = span.id.value;
    const bool entered = span.status == OperationStatus::ACTIVE || span.status == OperationStatus::CLOSED;
    if (entered && span.opened_at < open.moment) ids.push_back(span.id);
  };
  session.each(select_spans, into(span.id, span.status, span.opened_at, ends), take, tenant.id(), Timestamp(open.after),
               std::int64_t{open.after_number}, open.step);
  for (const OperationId id : ids) {
    if (open.found.size() >= open.limit) return false;
    if (auto found = find_operation(session, tenant, id)) open.found.push_back(std::move(*found));
  }
  return rows == open.step;
}

}  // namespace robson::storage
