#include "simulator/order_text.hpp"

#include "base/overloaded.hpp"

namespace robson::simulator {
namespace {

void add_strategy(Object& object, const Order& order) {
  if (order.strategy_id) object.number("strategyId", *order.strategy_id);
  if (order.strategy_type) object.number("strategyType", *order.strategy_type);
}

void add_amounts(Object& object, const Order& order) {
  object.amount("price", order.price);
  // What waits for the coins to sell has no quantity yet.
  if (!order.is_pending() || !order.quantity.is_zero()) object.amount("origQty", order.quantity);
  object.amount("executedQty", order.executed)
      .amount("origQuoteOrderQty", order.quote_quantity)
      .amount("cummulativeQuoteQty", order.executed_quote)
      .text("status", name(order.status))
      .text("timeInForce", name(order.time_in_force))
      .text("type", name(order.type))
      .text("side", name(order.side));
}

std::int64_t working_time(const Order& order) {
  return order.working_time ? order.working_time->ms() : -1;
}

void append_cancelled_order(std::string& out, const CancelledOrder& cancelled, Timestamp now) {
  const Order& order = cancelled.order;
  Object object(out);
  object.text("symbol", order.symbol.text)
      .text("origClientOrderId", order.client_id)
      .number("orderId", order.id.value)
      .number("orderListId", wire_id(order.list))
      .text("clientOrderId", cancelled.client_id)
      .time("transactTime", now);
  add_amounts(object, order);
  if (is_conditional(order.type)) object.amount("stopPrice", order.stop_price);
  add_strategy(object, order);
  object.text("selfTradePreventionMode", "NONE").close();
}

void add_list(Object& object, const OrderList& list) {
  object.number("orderListId", list.id.value)
      .text("contingencyType", name(list.contingency))
      .text("listStatusType", name(list.status_type))
      .text("listOrderStatus", name(list.order_status))
      .text("listClientOrderId", list.client_id)
      .time("transactionTime", list.transaction_time)
      .text("symbol", list.symbol.text);
  append_array(object.member("orders"), list.legs, [&](std::string& text, const OrderList::Leg& leg) {
    Object(text)
        .text("symbol", list.symbol.text)
        .number("orderId", leg.order.value)
        .text("clientOrderId", leg.client_id)
        .close();
  });
}

}  // namespace

std::optional<ResponseType> response_type_of(std::string_view text) {
  if (text == "ACK") return ResponseType::ACK;
  if (text == "RESULT") return ResponseType::RESULT;
  if (text == "FULL") return ResponseType::FULL;
  return {};
}

ResponseType usual_response(OrderType type) {
  return type == OrderType::MARKET || type == OrderType::LIMIT ? ResponseType::FULL : ResponseType::ACK;
}

std::int64_t wire_id(OrderListId list) {
  return list ? list.value : -1;
}

void append_placed(std::string& out, const PlacedOrder& placed, ResponseType type, Timestamp now) {
  const Order& order = placed.order;
  Object object(out);
  object.text("symbol", order.symbol.text)
      .number("orderId", order.id.value)
      .number("orderListId", wire_id(order.list))
      .text("clientOrderId", order.client_id)
      .time("transactTime", now);
  if (type != ResponseType::ACK) {
    add_amounts(object, order);
    if (is_conditional(order.type)) object.amount("stopPrice", order.stop_price);
    object.number("workingTime", working_time(order));
    add_strategy(object, order);
    if (type == ResponseType::FULL) {
      append_array(object.member("fills"), placed.fills, [](std::string& text, const AccountTrade& fill) {
        Object(text)
            .amount("price", fill.price)
            .amount("qty", fill.quantity)
            .amount("commission", fill.commission)
            .text("commissionAsset", fill.commission_asset)
            .number("tradeId", fill.id)
            .close();
      });
    }
    object.text("selfTradePreventionMode", "NONE");
  }
  object.close();
}

void append_cancelled(std::string& out, const Cancelled& cancelled, Timestamp now) {
  std::visit(overloaded{[&](const CancelledOrder& one) { append_cancelled_order(out, one, now); },
                        [&](const CancelledList& both) {
                          Object object(out);
                          add_list(object, both.list);
                          append_array(object.member("orderReports"), both.orders,
                                       [&](std::string& text, const CancelledOrder& leg) {
                                         append_cancelled_order(text, leg, now);
                                       });
                          object.close();
                        }},
             cancelled);
}

void append_queried(std::string& out, const Order& order) {
  Object object(out);
  object.text("symbol", order.symbol.text)
      .number("orderId", order.id.value)
      .number("orderListId", wire_id(order.list))
      .text("clientOrderId", order.client_id)
      .amount("price", order.price)
      .amount("origQty", order.quantity)
      .amount("executedQty", order.executed)
      .amount("cummulativeQuoteQty", order.executed_quote)
      .text("status", name(order.status))
      .text("timeInForce", name(order.time_in_force))
      .text("type", name(order.type))
      .text("side", name(order.side))
      .amount("stopPrice", order.stop_price)
      .amount("icebergQty", Decimal{})
      .time("time", order.created)
      .time("updateTime", order.updated)
      .flag("isWorking", order.working)
      .number("workingTime", working_time(order))
      .amount("origQuoteOrderQty", order.quote_quantity);
  add_strategy(object, order);
  object.text("selfTradePreventionMode", "NONE").close();
}

void append_order_list(std::string& out, const OrderList& list) {
  Object object(out);
  add_list(object, list);
  object.close();
}

void append_placed_list(std::string& out, const PlacedList& placed, ResponseType type, Timestamp now) {
  Object object(out);
  add_list(object, placed.list);
  append_array(object.member("orderReports"), placed.orders, [&](std::string& text, const Order& order) {
    PlacedOrder one{order, {}};
    for (const AccountTrade& fill : placed.fills) {
      if (fill.order == order.id) one.fills.push_back(fill);
    }
    append_placed(text, one, type, now);
  });
  object.close();
}

void append_account_trade(std::string& out, const AccountTrade& trade) {
  Object(out)
      .text("symbol", trade.symbol.text)
      .number("id", trade.id)
      .number("orderId", trade.order.value)
      .number("orderListId", wire_id(trade.list))
      .amount("price", trade.price)
      .amount("qty", trade.quantity)
      .amount("quoteQty", trade.quote_quantity)
      .amount("commission", trade.commission)
      .text("commissionAsset", trade.commission_asset)
      .time("time", trade.time)
      .flag("isBuyer", trade.is_buyer)
      .flag("isMaker", trade.is_maker)
      .flag("isBestMatch", true)
      .close();
}

}  // namespace robson::simulator
