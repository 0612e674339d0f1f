#pragma once
// Table orders: every order of every operation, by its number and by its client id, which is unique in a tenant.
#include <optional>
#include <string>
#include <vector>

#include "storage/cursor.hpp"
#include "storage/scope.hpp"
#include "trading/order.hpp"

namespace robson::storage {

class Session;

// Writes the whole row, new or over the one with this id. Fails as `duplicate` when another order has its client id,
// as `violated` when the tenant has no such operation.
void save_order(Session& session, Tenant tenant, const Order& order);

std::optional<Order> find_order(Session& session, Tenant tenant, OrderId id);
std::optional<Order> find_order_by_client_id(Session& session, Tenant tenant, const std::string& client_id);
// By id, at most 1000.
std::vector<Order> orders_of(Session& session, Tenant tenant, OperationId operation);

struct OrderFilter {
  std::vector<OrderStatus> statuses{};  // none: all
  std::optional<Symbol> symbol{};
  std::optional<OperationId> operation{};
  std::optional<OrderPurpose> purpose{};
  std::optional<Timestamp> from{};  // created at or after
  std::optional<Timestamp> to{};    // created before
};
// PENDING, PARTIALLY_FILLED and UNKNOWN.
std::vector<OrderStatus> open_statuses();

// Newest first.
struct OrderQuery {
  OrderFilter filter{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const OrderQuery& query, std::string_view text);
Page<Order> orders(Session& session, Tenant tenant, const OrderQuery& query);

// 0 when there is none.
OrderId last_order(Session& session, Installation);

}  // namespace robson::storage
