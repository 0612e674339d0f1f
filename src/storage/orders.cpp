#include "storage/orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define ORDER_COLUMNS                                                                                  \
  "id, client_id, operation_id, purpose, attempt, client_order_id, list_id, symbol, side, type, "      \
  "time_in_force, quantity, price, stop_price, status, live, filled, filled_quote, venue_id, reason, " \
  "created_at, sent_at, updated_at "
#define SELECT_ORDER "select " ORDER_COLUMNS "from orders where client_id = :client_id "
// Behind (at, id), going back in time, and what of the filter no index answers.
#define OLDER_FIRST                                                                                         \
  "and (created_at, id) < (:at, :id) and created_at >= :from and (:any_purpose = 1 or purpose = :purpose) " \
  "order by created_at desc, id desc limit :limit"

constexpr Sql upsert =
    "insert into orders (" ORDER_COLUMNS
    ") values (:id, :client_id, :operation_id, :purpose, :attempt, :client_order_id, :list_id, :symbol, :side, :type, "
    ":time_in_force, :quantity, :price, :stop_price, :status, :live, :filled, :filled_quote, :venue_id, :reason, "
    ":created_at, :sent_at, :updated_at) "
    "on conflict (id) do update set operation_id = excluded.operation_id, purpose = excluded.purpose, "
    "attempt = excluded.attempt, client_order_id = excluded.client_order_id, list_id = excluded.list_id, "
    "symbol = excluded.symbol, side = excluded.side, type = excluded.type, time_in_force = excluded.time_in_force, "
    "quantity = excluded.quantity, price = excluded.price, stop_price = excluded.stop_price, "
    "status = excluded.status, live = excluded.live, filled = excluded.filled, "
    "filled_quote = excluded.filled_quote, venue_id = excluded.venue_id, reason = excluded.reason, "
    "created_at = excluded.created_at, sent_at = excluded.sent_at, updated_at = excluded.updated_at "
    "where orders.client_id = excluded.client_id";
constexpr Sql select_one = SELECT_ORDER "and id = :id";
constexpr Sql select_by_client_id = SELECT_ORDER "and client_order_id = :client_order_id";
// The plus keeps SQLite from walking through all orders of the client in the order of their ids to find these few.
constexpr Sql select_of_operation = SELECT_ORDER "and operation_id = :operation_id order by +id limit 1000";
constexpr Sql page_of_all = SELECT_ORDER OLDER_FIRST;
constexpr Sql page_of_symbol = SELECT_ORDER "and symbol = :symbol " OLDER_FIRST;
constexpr Sql page_of_status = SELECT_ORDER "and status = :status " OLDER_FIRST;
constexpr Sql page_of_symbol_and_status = SELECT_ORDER "and symbol = :symbol and status = :status " OLDER_FIRST;
constexpr Sql select_last = "select id from orders order by id desc limit 1";

auto columns_of(Order& row) {
  return into(row.id, row.tenant, row.operation, row.purpose, row.attempt, row.client_id, row.list_id, row.symbol,
              row.side, row.type, row.time_in_force, row.quantity, row.price, row.stop_price, row.status, row.live,
              row.filled, row.filled_quote, row.venue_id, row.reason, row.created_at, row.sent_at, row.updated_at);
}

// What every page statement takes after its own parts of the filter.
struct Tail {
  Timestamp at{};
  OrderId id{};
  Timestamp from{};
  bool any_purpose = true;
  OrderPurpose purpose{};
  int limit = 0;
};

// Where the page starts: behind the cursor, or behind all that are young enough.
Tail tail_of(const OrderQuery& query) {
  constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
  const OrderFilter& filter = query.filter;
  Tail tail{.at = {farthest}, .id = {farthest}, .from = {std::numeric_limits<std::int64_t>::min()}};
  if (filter.to) tail.at = *filter.to, tail.id = {};
  if (query.after) tail.at = {std::stoll(query.after->value)}, tail.id = {query.after->id};
  if (filter.from) tail.from = *filter.from;
  tail.any_purpose = !filter.purpose.has_value();
  tail.purpose = filter.purpose.value_or(OrderPurpose{});
  tail.limit = query.limit + 1;  // one more, to see whether there is a next page
  return tail;
}

template <class... In>
void read_page(Session& session, Sql page, std::vector<Order>& found, const Tail& tail, const In&... in) {
  Order row;
  session.each(
      page, columns_of(row), [&] { found.push_back(row); }, in..., tail.at, tail.id, tail.from, tail.any_purpose,
      tail.purpose, tail.limit);
}

bool is_younger(const Order& a, const Order& b) {
  return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
}

// The orders of one operation are few: they are taken all, and looked through.
std::vector<Order> read_of_operation(Session& session, Tenant tenant, const OrderFilter& filter, const Tail& tail) {
  auto found = orders_of(session, tenant, *filter.operation);
  std::erase_if(found, [&](const Order& order) {
    const bool status = filter.statuses.empty() || std::ranges::count(filter.statuses, order.status) != 0;
    return !status || (filter.symbol && order.symbol != *filter.symbol) ||
           (filter.purpose && order.purpose != *filter.purpose) || order.created_at < tail.from ||
           std::pair(order.created_at, order.id) >= std::pair(tail.at, tail.id);
  });
  return found;
}

// Each status is a walk of its own along an index; together they are merged.
std::vector<Order> read_of_filter(Session& session, Tenant tenant, const OrderFilter& filter, const Tail& tail) {
  std::vector<Order> found;
  if (filter.statuses.empty()) {
    if (filter.symbol) {
      read_page(session, page_of_symbol, found, tail, tenant.id(), *filter.symbol);
    } else {
      read_page(session, page_of_all, found, tail, tenant.id());
    }
  }
  auto statuses = filter.statuses;
  std::ranges::sort(statuses);
  statuses.erase(std::unique(statuses.begin(), statuses.end()), statuses.end());
  for (const OrderStatus status : statuses) {
    if (filter.symbol) {
      read_page(session, page_of_symbol_and_status, found, tail, tenant.id(), *filter.symbol, status);
    } else {
      read_page(session, page_of_status, found, tail, tenant.id(), status);
    }
  }
  return found;
}

std::string question_of(const OrderQuery& query) {
  const OrderFilter& filter = query.filter;
  std::string text = "orders";
  for (const auto status : filter.statuses) text += fmt::format(" {}", spelled<OrderStatusSpellings>(status));
  if (filter.symbol) text += " symbol " + filter.symbol->text;
  if (filter.operation) text += fmt::format(" operation {}", filter.operation->value);
  if (filter.purpose) text += fmt::format(" purpose {}", spelled<OrderPurposeSpellings>(*filter.purpose));
  if (filter.from) text += fmt::format(" from {}", filter.from->us);
  if (filter.to) text += fmt::format(" to {}", filter.to->us);
  return text;
}

}  // namespace

void save_order(Session& session, Tenant tenant, const Order& row) {
  const auto touched = session.run(upsert, row.id, tenant.id(), row.operation, row.purpose, row.attempt, row.client_id,
                                   row.list_id, row.symbol, row.side, row.type, row.time_in_force, row.quantity,
                                   row.price, row.stop_price, row.status, row.live, row.filled, row.filled_quote,
                                   row.venue_id, row.reason, row.created_at, row.sent_at, row.updated_at);
  if (touched != 1) throw soci::soci_error("an order's number is another client's");
}

std::optional<Order> find_order(Session& session, Tenant tenant, OrderId id) {
  Order row;
  if (!session.first(select_one, columns_of(row), tenant.id(), id)) return {};
  return row;
}

std::optional<Order> find_order_by_client_id(Session& session, Tenant tenant, const std::string& client_id) {
  Order row;
  if (!session.first(select_by_client_id, columns_of(row), tenant.id(), client_id)) return {};
  return row;
}

std::vector<Order> orders_of(Session& session, Tenant tenant, OperationId operation) {
  std::vector<Order> found;
  Order row;
  session.each(
      select_of_operation, columns_of(row), [&] { found.push_back(row); }, tenant.id(), operation);
  return found;
}

std::vector<OrderStatus> open_statuses() {
  return {OrderStatus::PENDING, OrderStatus::PARTIALLY_FILLED, OrderStatus::UNKNOWN};
}

Result<Cursor, CursorFault> read_cursor(const OrderQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<Order> orders(Session& session, Tenant tenant, const OrderQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const Tail tail = tail_of(query);
  Page<Order> page;
  page.rows = query.filter.operation ? read_of_operation(session, tenant, query.filter, tail)
                                     : read_of_filter(session, tenant, query.filter, tail);
  std::ranges::sort(page.rows, is_younger);
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.resize(static_cast<std::size_t>(query.limit));
    const Order& last = page.rows.back();
    page.next = cursor_text(question_of(query), {std::to_string(last.created_at.us), last.id.value});
  }
  return page;
}

OrderId last_order(Session& session, Installation) {
  OrderId id;
  session.first(select_last, into(id));
  return id;
}

}  // namespace robson::storage
