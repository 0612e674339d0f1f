#include "storage/realized.hpp"

#include <limits>

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

constexpr Sql select_fills =
    "select fills.id, fills.symbol, fills.purpose, fills.price, fills.quantity, fills.fee_quote, fills.booked_at, "
    "operations.side, operations.entry_price from fills join operations on operations.client_id = fills.client_id and "
    "operations.id = fills.operation_id where fills.client_id = :client_id and (fills.booked_at, fills.id) > (:after, "
    ":after_id) and fills.booked_at < :to order by fills.booked_at, fills.id limit :limit";

}  // namespace

bool read_on(Session& session, Tenant tenant, Realized& realized) {
  if (!realized.begun) {
    realized.after = realized.from - Duration(1);
    realized.after_id = std::numeric_limits<std::int64_t>::max();
  }
  realized.begun = true;
  int rows = 0;
  std::int64_t id = 0;
  Fill fill;
  Side side{};
  Price entry;
  const auto take = [&] {
    ++rows;
    realized.after = fill.booked_at;
    realized.after_id = id;
    const auto [contract_size, rate] = realized.terms.of(fill.symbol);
    if (!rate) return;
    const Money fee = valued(fill.fee_quote.value_or(Money{}), *rate);
    realized.fees += fee;
    realized.net -= fee;
    if (fill.purpose == OrderPurpose::ENTRY) return;
    const Price gained = side == Side::BUY ? fill.price - entry : entry - fill.price;
    const Decimal units = multiply(fill.quantity.value, contract_size, Rounding::half_away_from_zero);
    realized.net += valued(notional(gained, Quantity{units}), *rate);
  };
  session.each(
      select_fills,
      into(id, fill.symbol, fill.purpose, fill.price, fill.quantity, fill.fee_quote, fill.booked_at, side, entry), take,
      tenant.id(), Timestamp(realized.after), std::int64_t{realized.after_id}, realized.to, realized.step);
  return rows == realized.step;
}

}  // namespace robson::storage
