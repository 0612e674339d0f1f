#include "storage/movements.hpp"

#include <fmt/format.h>

#include <limits>

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

#define MOVEMENT_COLUMNS "client_id, asset, amount, cause, operation_id, order_id, trade_id, note, at"
#define SELECT_MOVEMENT "select id, " MOVEMENT_COLUMNS " from movements where client_id = :client_id "
// Behind (at, id), going back in time.
#define OLDER_FIRST "and (at, id) < (:at, :id) and at >= :from order by at desc, id desc limit :limit"

constexpr Sql insert =
    "insert into movements (" MOVEMENT_COLUMNS
    ") values (:client_id, :asset, :amount, :cause, :operation_id, :order_id, :trade_id, :note, :at) returning id";
constexpr Sql page_of_all = SELECT_MOVEMENT OLDER_FIRST;
constexpr Sql page_of_asset = SELECT_MOVEMENT "and asset = :asset " OLDER_FIRST;
constexpr Sql page_of_cause = SELECT_MOVEMENT "and cause = :cause " OLDER_FIRST;
constexpr Sql page_of_asset_and_cause = SELECT_MOVEMENT "and asset = :asset and cause = :cause " OLDER_FIRST;
constexpr Sql page_of_operation = SELECT_MOVEMENT
    "and operation_id = :operation_id and (:any_asset = 1 or asset = :asset) "
    "and (:any_cause = 1 or cause = :cause) " OLDER_FIRST;
constexpr Sql select_sum = "select amount from ledger where client_id = :client_id and asset = :asset";
constexpr Sql upsert_sum =
    "insert into ledger (client_id, asset, amount) values (:client_id, :asset, :amount) "
    "on conflict (client_id, asset) do update set amount = excluded.amount";
constexpr Sql select_ledger =
    "select asset, amount from ledger where client_id = :client_id order by asset limit 10000";

struct MovementRow {
  Movement row{};
  std::optional<OperationId> operation{};
  std::optional<OrderId> order{};

  auto columns() {
    return into(row.id, row.tenant, row.asset, row.amount, row.cause, operation, order, row.trade_id, row.note, row.at);
  }
  Movement movement() const {
    Movement whole = row;
    whole.operation = id_or_none(operation);
    whole.order = id_or_none(order);
    return whole;
  }
};

std::string question_of(const MovementQuery& query) {
  const MovementFilter& filter = query.filter;
  std::string text = "movements";
  if (filter.asset) text += " asset " + *filter.asset;
  if (filter.operation) text += fmt::format(" operation {}", filter.operation->value);
  if (filter.cause) text += fmt::format(" cause {}", spelled<MovementCauseSpellings>(*filter.cause));
  if (filter.from) text += fmt::format(" from {}", filter.from->us);
  if (filter.to) text += fmt::format(" to {}", filter.to->us);
  return text;
}

struct Tail {
  Timestamp at{};
  std::int64_t id = 0;
  Timestamp from{};
  int limit = 0;
};
Tail tail_of(const MovementQuery& query) {
  constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
  Tail tail{.at = {farthest}, .id = farthest, .from = {std::numeric_limits<std::int64_t>::min()}};
  if (query.filter.to) tail.at = *query.filter.to, tail.id = 0;
  if (query.after) tail.at = {std::stoll(query.after->value)}, tail.id = query.after->id;
  if (query.filter.from) tail.from = *query.filter.from;
  tail.limit = query.limit + 1;  // one more, to see whether there is a next page
  return tail;
}

template <class... In>
std::vector<Movement> read_page(Session& session, Sql page, const Tail& tail, const In&... in) {
  std::vector<Movement> found;
  MovementRow row;
  session.each(
      page, row.columns(), [&] { found.push_back(row.movement()); }, in..., tail.at, tail.id, tail.from, tail.limit);
  return found;
}

std::vector<Movement> read_of_filter(Session& session, Tenant tenant, const MovementFilter& filter, const Tail& tail) {
  const std::string asset = filter.asset.value_or("");
  const MovementCause cause = filter.cause.value_or(MovementCause{});
  if (filter.operation) {
    return read_page(session, page_of_operation, tail, tenant.id(), *filter.operation, !filter.asset.has_value(), asset,
                     !filter.cause.has_value(), cause);
  }
  if (filter.asset && filter.cause) return read_page(session, page_of_asset_and_cause, tail, tenant.id(), asset, cause);
  if (filter.asset) return read_page(session, page_of_asset, tail, tenant.id(), asset);
  if (filter.cause) return read_page(session, page_of_cause, tail, tenant.id(), cause);
  return read_page(session, page_of_all, tail, tenant.id());
}

}  // namespace

std::int64_t insert_movement(Session& session, Tenant tenant, const Movement& movement) {
  std::int64_t id = 0;
  session.first(insert, into(id), tenant.id(), movement.asset, movement.amount, movement.cause,
                some_id(movement.operation), some_id(movement.order), movement.trade_id, movement.note, movement.at);
  Money sum{};
  session.first(select_sum, into(sum), tenant.id(), movement.asset);
  session.run(upsert_sum, tenant.id(), movement.asset, sum + movement.amount);
  return id;
}

Result<Cursor, CursorFault> read_cursor(const MovementQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<Movement> movements(Session& session, Tenant tenant, const MovementQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  Page<Movement> page{.rows = read_of_filter(session, tenant, query.filter, tail_of(query))};
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    const Movement& last = page.rows.back();
    page.next = cursor_text(question_of(query), {std::to_string(last.at.us), last.id});
  }
  return page;
}

Balances ledger(Session& session, Tenant tenant) {
  Balances sums;
  std::string asset;
  Money amount;
  session.each(
      select_ledger, into(asset, amount), [&] { sums[asset].free = amount; }, tenant.id());
  return sums;
}

}  // namespace robson::storage
