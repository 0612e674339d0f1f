#pragma once
// /api/orders/.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {
using json::Fixed;

enum class OrderOrigin { robson, external };
BOOST_DESCRIBE_ENUM(OrderOrigin, robson, external)

struct Order {
  std::optional<std::int64_t> id{};
  std::string client_order_id{};
  OrderOrigin origin{};
  std::optional<std::int64_t> operation_id{};
  std::optional<OrderPurpose> purpose{};
  std::optional<int> attempt{};
  std::optional<std::string> list_id{};
  std::string symbol{};
  Side side{};
  std::string type{};
  std::optional<TimeInForce> time_in_force{};
  Decimal quantity{};
  std::optional<Fixed> price{};
  std::optional<Fixed> stop_price{};
  OrderStatus status{};
  bool live = false;
  Decimal filled{};
  Fixed filled_quote{};
  std::optional<Fixed> average_price{};
  Decimal left{};
  std::optional<std::int64_t> venue_order_id{};
  std::string reason{};
  bool can_cancel = false;
  Timestamp created_at{};
  std::optional<Timestamp> sent_at{};
  Timestamp updated_at{};
  std::string base_asset{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, client_order_id, origin, operation_id, purpose, attempt, list_id, symbol, side, type,
                       time_in_force, quantity, price, stop_price, status, live, filled, filled_quote, average_price,
                       left, venue_order_id, reason, can_cancel, created_at, sent_at, updated_at, base_asset,
                       contract_size))

struct Orders {
  std::vector<Order> orders{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(Orders, (), (orders, next_cursor))

}  // namespace robson::wire
