#include "storage/operations.hpp"

#include <array>
#include <limits>

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define SELECT_OPERATION                                                                                    \
  "select id, client_id, symbol, side, quantity, entry_price, stop_loss_price, take_profit_price, status, " \
  "opened_at, closed_at, exit_price, realized_pnl, fees, source, strategy from operations "

constexpr Sql insert =
    "insert into operations (client_id, symbol, side, quantity, entry_price, stop_loss_price, take_profit_price, "
    "status, opened_at, closed_at, exit_price, realized_pnl, fees, source, strategy) "
    "values (:client_id, :symbol, :side, :quantity, :entry_price, :stop_loss_price, :take_profit_price, "
    ":status, :opened_at, :closed_at, :exit_price, :realized_pnl, :fees, :source, :strategy) returning id";
constexpr Sql select_one = SELECT_OPERATION "where client_id = :client_id and id = :id";
constexpr Sql select_page =
    SELECT_OPERATION "where client_id = :client_id and id < :before order by id desc limit :limit";
constexpr Sql select_page_with_status =
    SELECT_OPERATION "where client_id = :client_id and status = :status and id < :before order by id desc limit :limit";
constexpr Sql update_closed =
    "update operations set status = 'CLOSED', closed_at = :closed_at, exit_price = :exit_price, "
    "realized_pnl = :realized_pnl, fees = :fees where client_id = :client_id and id = :id and status = 'ACTIVE'";

struct SideSpellings {
  static constexpr std::array<std::pair<Side, std::string_view>, 2> all = {{{Side::BUY, "BUY"}, {Side::SELL, "SELL"}}};
};
struct StatusSpellings {
  static constexpr std::array<std::pair<OperationStatus, std::string_view>, 4> all = {
      {{OperationStatus::PLANNED, "PLANNED"},
       {OperationStatus::ACTIVE, "ACTIVE"},
       {OperationStatus::CLOSED, "CLOSED"},
       {OperationStatus::CANCELLED, "CANCELLED"}}};
};
struct SourceSpellings {
  static constexpr std::array<std::pair<OperationSource, std::string_view>, 2> all = {
      {{OperationSource::adopted, "adopted"}, {OperationSource::executed, "executed"}}};
};

}  // namespace
}  // namespace robson::storage

namespace soci {
using namespace robson::storage;  // NOLINT: of this file's spellings
template <>
struct type_conversion<robson::Side> : SpelledColumn<robson::Side, SideSpellings> {};
template <>
struct type_conversion<robson::OperationStatus> : SpelledColumn<robson::OperationStatus, StatusSpellings> {};
template <>
struct type_conversion<robson::OperationSource> : SpelledColumn<robson::OperationSource, SourceSpellings> {};
}  // namespace soci

namespace robson::storage {
namespace {

// In the order of the select lists.
auto columns_of(Operation& row) {
  return into(row.id, row.tenant, row.symbol, row.side, row.quantity, row.entry, row.stop, row.target, row.status,
              row.opened_at, row.closed_at, row.exit, row.realized_pnl, row.fees, row.source, row.strategy);
}

// The id that a page starts below.
OperationId start_of(const OperationPage& page) {
  ensure(page.limit >= 1 && page.limit <= 1000, "a page has 1 to 1000 rows");
  return page.before.value_or(OperationId{std::numeric_limits<std::int64_t>::max()});
}

}  // namespace

OperationId insert_operation(Session& session, Tenant tenant, const Operation& operation) {
  OperationId id;
  session.first(insert, into(id), tenant.id(), operation.symbol, operation.side, operation.quantity, operation.entry,
                operation.stop, operation.target, operation.status, operation.opened_at, operation.closed_at,
                operation.exit, operation.realized_pnl, operation.fees, operation.source, operation.strategy);
  return id;
}

std::optional<Operation> find_operation(Session& session, Tenant tenant, OperationId id) {
  Operation row;
  if (!session.first(select_one, columns_of(row), tenant.id(), id)) return {};
  return row;
}

std::vector<Operation> operations(Session& session, Tenant tenant, OperationPage page) {
  std::vector<Operation> found;
  Operation row;
  session.each(
      select_page, columns_of(row), [&] { found.push_back(row); }, tenant.id(), start_of(page), page.limit);
  return found;
}

std::vector<Operation> operations_with(Session& session, Tenant tenant, OperationStatus status, OperationPage page) {
  std::vector<Operation> found;
  Operation row;
  session.each(
      select_page_with_status, columns_of(row), [&] { found.push_back(row); }, tenant.id(), status, start_of(page),
      page.limit);
  return found;
}

bool close_operation(Session& session, Tenant tenant, OperationId id, const OperationEnd& end) {
  return session.run(update_closed, end.at, end.exit, end.realized_pnl, end.fees, tenant.id(), id) == 1;
}

}  // namespace robson::storage
