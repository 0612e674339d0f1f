#include "simulator/order_request.hpp"

#include <fmt/core.h>

namespace robson::simulator {
namespace {

constexpr std::string_view bad_side = "Invalid side.";
constexpr std::string_view bad_type = "Invalid orderType.";
constexpr std::string_view bad_time_in_force = "Invalid timeInForce.";

template <class Strong>
std::optional<Strong> strong(std::optional<Decimal> value) {
  if (!value) return {};
  return Strong{*value};
}

Side read_side(Parameters& parameters, std::string_view name = "side") {
  parameters.needed_text(name);
  return parameters.choice(name, side_of, -1117, bad_side).value_or(Side::BUY);
}

OrderType read_type(Parameters& parameters, std::string_view name) {
  parameters.needed_text(name);
  return parameters.choice(name, order_type_of, -1116, bad_type).value_or(OrderType::LIMIT);
}

Quantity read_quantity(Parameters& parameters, std::string_view name = "quantity") {
  parameters.needed_text(name);
  return {parameters.decimal(name).value_or(Decimal{})};
}

// The exchange knows neither other parties of an account nor another mode.
void refuse_self_trade_prevention(Parameters& parameters) {
  const auto mode = parameters.text("selfTradePreventionMode");
  if (mode && *mode != "NONE") {
    parameters.note({400, -1013, "This symbol does not allow the specified self-trade prevention mode.", {}});
  }
}

NewLeg read_leg(Parameters& parameters, const std::string& side) {
  NewLeg leg;
  leg.type = read_type(parameters, side + "Type");
  leg.client_id = parameters.text(side + "ClientOrderId").value_or("");
  leg.price = strong<Price>(parameters.decimal(side + "Price"));
  leg.stop_price = strong<Price>(parameters.decimal(side + "StopPrice"));
  leg.time_in_force = parameters.choice(side + "TimeInForce", time_in_force_of, -1115, bad_time_in_force);
  leg.trailing_delta = parameters.integer(side + "TrailingDelta");
  leg.iceberg_quantity = strong<Quantity>(parameters.decimal(side + "IcebergQty"));
  leg.strategy_id = parameters.integer(side + "StrategyId");
  leg.strategy_type = parameters.integer(side + "StrategyType");
  return leg;
}

}  // namespace

NewOrder read_new_order(Parameters& parameters) {
  NewOrder order;
  order.symbol = parameters.needed_symbol();
  order.side = read_side(parameters);
  order.type = read_type(parameters, "type");
  order.time_in_force = parameters.choice("timeInForce", time_in_force_of, -1115, bad_time_in_force);
  order.quantity = strong<Quantity>(parameters.decimal("quantity"));
  order.quote_quantity = strong<Money>(parameters.decimal("quoteOrderQty"));
  order.price = strong<Price>(parameters.decimal("price"));
  order.stop_price = strong<Price>(parameters.decimal("stopPrice"));
  order.trailing_delta = parameters.integer("trailingDelta");
  order.iceberg_quantity = strong<Quantity>(parameters.decimal("icebergQty"));
  order.client_id = parameters.text("newClientOrderId").value_or("");
  order.strategy_id = parameters.integer("strategyId");
  order.strategy_type = parameters.integer("strategyType");
  refuse_self_trade_prevention(parameters);
  return order;
}

NewOco read_new_oco(Parameters& parameters) {
  NewOco oco;
  oco.symbol = parameters.needed_symbol();
  oco.side = read_side(parameters);
  oco.quantity = read_quantity(parameters);
  oco.list_client_id = parameters.text("listClientOrderId").value_or("");
  oco.above = read_leg(parameters, "above");
  oco.below = read_leg(parameters, "below");
  refuse_self_trade_prevention(parameters);
  return oco;
}

OldOco read_old_oco(Parameters& parameters) {
  OldOco oco;
  oco.symbol = parameters.needed_symbol();
  oco.side = read_side(parameters);
  oco.quantity = read_quantity(parameters);
  parameters.needed_text("price");
  oco.price = {parameters.decimal("price").value_or(Decimal{})};
  parameters.needed_text("stopPrice");
  oco.stop_price = {parameters.decimal("stopPrice").value_or(Decimal{})};
  oco.stop_limit_price = strong<Price>(parameters.decimal("stopLimitPrice"));
  oco.stop_limit_time_in_force = parameters.choice("stopLimitTimeInForce", time_in_force_of, -1115, bad_time_in_force);
  oco.list_client_id = parameters.text("listClientOrderId").value_or("");
  oco.limit_client_id = parameters.text("limitClientOrderId").value_or("");
  oco.stop_client_id = parameters.text("stopClientOrderId").value_or("");
  refuse_self_trade_prevention(parameters);
  return oco;
}

NewOto read_new_oto(Parameters& parameters, OtoForm form) {
  NewOto oto;
  NewOrder& working = oto.working;
  working.symbol = parameters.needed_symbol();
  working.side = read_side(parameters, "workingSide");
  working.quantity = read_quantity(parameters, "workingQuantity");
  const NewLeg leg = read_leg(parameters, "working");
  working.type = leg.type;
  working.time_in_force = leg.time_in_force;
  working.price = leg.price;
  working.stop_price = leg.stop_price;
  working.iceberg_quantity = leg.iceberg_quantity;
  working.client_id = leg.client_id;
  working.strategy_id = leg.strategy_id;
  working.strategy_type = leg.strategy_type;
  oto.pending_side = read_side(parameters, "pendingSide");
  if (!form.pays) oto.pending_quantity = read_quantity(parameters, "pendingQuantity");
  if (form.pays && parameters.has("pendingQuantity")) {
    parameters.note({400, -1106, "Parameter 'pendingQuantity' sent when not required.", {}});
  }
  oto.pending = read_leg(parameters, form.pair ? "pendingAbove" : "pending");
  if (form.pair) oto.pending_below = read_leg(parameters, "pendingBelow");
  oto.list_client_id = parameters.text("listClientOrderId").value_or("");
  refuse_self_trade_prevention(parameters);
  return oto;
}

std::optional<ResponseType> read_response_type(Parameters& parameters) {
  return parameters.choice("newOrderRespType", response_type_of, -1100,
                           "Illegal characters found in parameter 'newOrderRespType'; legal range is "
                           "'ACK, RESULT, FULL'.");
}

OrderRef read_order_ref(Parameters& parameters, std::string_view id, std::string_view client_id) {
  OrderRef ref;
  if (const auto number = parameters.integer(id)) ref.id = OrderId{*number};
  ref.client_id = parameters.text(client_id);
  if (!ref.id && !ref.client_id) {
    parameters.note(
        {400, -1102, fmt::format("Param '{}' or '{}' must be sent, but both were empty/null!", client_id, id), {}});
  }
  return ref;
}

ListRef read_list_ref(Parameters& parameters, std::string_view client_id) {
  ListRef ref;
  if (const auto number = parameters.integer("orderListId")) ref.id = OrderListId{*number};
  ref.client_id = parameters.text(client_id);
  if (!ref.id && !ref.client_id) {
    parameters.note({400,
                     -1102,
                     fmt::format("Param '{}' or 'orderListId' must be sent, but both were empty/null!", client_id),
                     {}});
  }
  return ref;
}

Page read_page(Parameters& parameters, std::string_view from) {
  Page page;
  page.from_id = parameters.integer(from);
  page.start = parameters.time("startTime");
  page.end = parameters.time("endTime");
  page.limit = parameters.limit(500, 1000);
  const bool too_long = page.start && page.end && *page.end - *page.start > std::chrono::hours(24);
  if (too_long) parameters.note({400, -1127, "More than 24 hours between startTime and endTime.", {}});
  if (page.start && page.end && *page.end < *page.start) {
    parameters.note({400, -1127, "Start time is greater than end time.", {}});
  }
  return page;
}

}  // namespace robson::simulator
