#pragma once
// What an account asks of the exchange, and the answers. The protocol layer has checked that values parse; which of
// them an order type needs or forbids, precision, filters and money are checked here.
#include <variant>

#include "simulator/exchange_types.hpp"

namespace robson::simulator {

// POST order. Members not sent stay empty. trailing_delta and iceberg_quantity are known only to be refused.
struct NewOrder {
  Symbol symbol{};
  Side side{};
  OrderType type{};
  std::optional<TimeInForce> time_in_force{};
  std::optional<Quantity> quantity{};
  std::optional<Money> quote_quantity{};  // quoteOrderQty
  std::optional<Price> price{};
  std::optional<Price> stop_price{};
  std::optional<std::int64_t> trailing_delta{};
  std::optional<Quantity> iceberg_quantity{};
  std::string client_id{};  // newClientOrderId; empty: generated
  std::optional<std::int64_t> strategy_id{};
  std::optional<std::int64_t> strategy_type{};
};
struct PlacedOrder {
  Order order{};
  std::vector<AccountTrade> fills{};  // at once, at placement
};

// One leg of POST orderList/oco (above..., below...).
struct NewLeg {
  OrderType type{};
  std::string client_id{};
  std::optional<Price> price{};
  std::optional<Price> stop_price{};
  std::optional<TimeInForce> time_in_force{};
  std::optional<std::int64_t> trailing_delta{};
  std::optional<Quantity> iceberg_quantity{};
  std::optional<std::int64_t> strategy_id{};
  std::optional<std::int64_t> strategy_type{};
};
struct NewOco {
  Symbol symbol{};
  Side side{};
  Quantity quantity{};
  NewLeg above{};
  NewLeg below{};
  std::string list_client_id{};  // empty: generated
};
// The older POST order/oco: a LIMIT_MAKER at `price` and a STOP_LOSS (or, with stop_limit_price, a STOP_LOSS_LIMIT).
struct OldOco {
  Symbol symbol{};
  Side side{};
  Quantity quantity{};
  Price price{};
  Price stop_price{};
  std::optional<Price> stop_limit_price{};
  std::optional<TimeInForce> stop_limit_time_in_force{};  // mandatory with stop_limit_price
  std::string list_client_id{};
  std::string limit_client_id{};
  std::string stop_client_id{};
};
NewOco in_present_form(const OldOco& old);
// POST orderList/oto, otoco (with pending_below), opo, opoco (without pending_quantity).
struct NewOto {
  NewOrder working{};  // LIMIT or LIMIT_MAKER; its symbol is the list's
  Side pending_side{};
  std::optional<Quantity> pending_quantity{};  // none: what the working order buys
  NewLeg pending{};                            // the only one, or the one above
  std::optional<NewLeg> pending_below{};
  std::string list_client_id{};  // empty: generated

  bool pays() const { return !pending_quantity; }
};
struct PlacedList {
  OrderList list{};
  std::vector<AccountTrade> fills{};  // of the working order, at once
  std::vector<Order> orders{};        // in the order of list.legs; `orders` and `orderReports` of the answer
};

// By exchange id, by client id, or by both (then both must name the same order).
struct OrderRef {
  std::optional<OrderId> id{};
  std::optional<std::string> client_id{};  // origClientOrderId
};
struct ListRef {
  std::optional<OrderListId> id{};
  std::optional<std::string> client_id{};  // listClientOrderId
};
struct CancelOrder {
  Symbol symbol{};
  OrderRef order{};
  std::string client_id{};  // newClientOrderId: the cancel's own name; empty: generated
  std::optional<CancelRestrictions> restrictions{};
};
struct CancelledOrder {
  Order order{};            // order.client_id is the wire's origClientOrderId
  std::string client_id{};  // the wire's clientOrderId: the cancel's own
};
struct CancelledList {
  OrderList list{};
  std::vector<CancelledOrder> orders{};  // those that were open still
};
// An answer to DELETE order or an entry of that to DELETE openOrders: a leg takes its list with it.
using Cancelled = std::variant<CancelledOrder, CancelledList>;

struct CancelReplace {
  CancelReplaceMode mode{};
  CancelOrder cancel{};  // its symbol is the new order's
  NewOrder replacement{};
};
// Exactly one of each pair is there; neither of placed and place_error: the new order was not attempted.
struct CancelReplaced {
  std::optional<Cancelled> cancelled{};
  std::optional<Rejection> cancel_error{};
  std::optional<PlacedOrder> placed{};
  std::optional<Rejection> place_error{};
  // 0: both succeeded (200); -2021 partially failed (409); -2022 failed (400).
  int code() const;
};

// Pages of history, oldest first. With from_id: those with that id and later; else with start: from that moment;
// else the latest. `limit` is 1 to 1000.
struct Page {
  std::optional<std::int64_t> from_id{};
  std::optional<Timestamp> start{};
  std::optional<Timestamp> end{};  // inclusive
  std::size_t limit = 500;
};

}  // namespace robson::simulator
