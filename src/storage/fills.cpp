#include "storage/fills.hpp"

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define FILL_COLUMNS                                                                                            \
  "client_id, operation_id, order_id, client_order_id, purpose, symbol, side, trade_id, price, quantity, fee, " \
  "fee_asset, fee_quote, is_maker, venue_time, booked_at"

constexpr Sql insert =
    "insert into fills (" FILL_COLUMNS
    ") values (:client_id, :operation_id, :order_id, :client_order_id, :purpose, :symbol, :side, :trade_id, :price, "
    ":quantity, :fee, :fee_asset, :fee_quote, :is_maker, :venue_time, :booked_at)";
constexpr Sql select_of_operation = "select " FILL_COLUMNS
                                    " from fills where client_id = :client_id and operation_id = :operation_id "
                                    "order by id limit 10000";

auto columns_of(Fill& row) {
  return into(row.tenant, row.operation, row.order, row.client_id, row.purpose, row.symbol, row.side, row.trade_id,
              row.price, row.quantity, row.fee, row.fee_asset, row.fee_quote, row.is_maker, row.venue_time,
              row.booked_at);
}

}  // namespace

void insert_fill(Session& session, Tenant tenant, const Fill& row) {
  session.run(insert, tenant.id(), row.operation, row.order, row.client_id, row.purpose, row.symbol, row.side,
              row.trade_id, row.price, row.quantity, row.fee, row.fee_asset, row.fee_quote, row.is_maker,
              row.venue_time, row.booked_at);
}

std::vector<Fill> fills_of(Session& session, Tenant tenant, OperationId operation) {
  std::vector<Fill> found;
  Fill row;
  session.each(
      select_of_operation, columns_of(row), [&] { found.push_back(row); }, tenant.id(), operation);
  return found;
}

}  // namespace robson::storage
