#include "venues/binance/order_request.hpp"

#include "base/overloaded.hpp"

namespace robson::venues::binance {
namespace {

using net::Method;

std::string name_of(Side side) {
  return side == Side::BUY ? "BUY" : "SELL";
}

std::string name_of(OrderType type) {
  switch (type) {
    case OrderType::MARKET: return "MARKET";
    case OrderType::LIMIT: return "LIMIT";
    case OrderType::LIMIT_MAKER: return "LIMIT_MAKER";
    case OrderType::STOP_LOSS: return "STOP_LOSS";
  }
  return {};
}

std::string name_of(TimeInForce time_in_force) {
  return time_in_force == TimeInForce::IOC ? "IOC" : "GTC";
}

void add_prices(Parameters& to, const NewOrder& order, const std::string& price, const std::string& stop_price) {
  if (order.price) to.emplace_back(price, order.price->value.text());
  if (order.stop_price) to.emplace_back(stop_price, order.stop_price->value.text());
}

// The order by itself, as POST order and cancelReplace take it.
Parameters single(const NewOrder& order) {
  Parameters made{{"symbol", order.symbol.text}, {"side", name_of(order.side)}, {"type", name_of(order.type)}};
  if (order.type == OrderType::LIMIT) made.emplace_back("timeInForce", name_of(order.time_in_force));
  made.emplace_back("quantity", order.quantity.value.text());
  add_prices(made, order, "price", "stopPrice");
  made.emplace_back("newClientOrderId", order.client_id);
  made.emplace_back("newOrderRespType", "FULL");
  return made;
}

// One leg of a list; `place` is "above", "below", "pendingAbove" or "pendingBelow".
void add_leg(Parameters& to, const std::string& place, const NewOrder& leg) {
  to.emplace_back(place + "Type", name_of(leg.type));
  to.emplace_back(place + "ClientOrderId", leg.client_id);
  add_prices(to, leg, place + "Price", place + "StopPrice");
}

// What sells stands above the price as target and below it as stop; what buys the other way round.
const NewOrder& upper(const NewOrder& stop, const NewOrder& target) {
  return stop.side == Side::SELL ? target : stop;
}
const NewOrder& lower(const NewOrder& stop, const NewOrder& target) {
  return stop.side == Side::SELL ? stop : target;
}

SignedCall place(const PlaceOrder& request) {
  return {.method = Method::POST, .path = "/api/v3/order", .parameters = single(request.order)};
}

SignedCall place_pair(const PlacePair& request) {
  Parameters made{{"symbol", request.stop.symbol.text},
                  {"listClientOrderId", request.list_id},
                  {"side", name_of(request.stop.side)},
                  {"quantity", request.stop.quantity.value.text()}};
  add_leg(made, "above", upper(request.stop, request.target));
  add_leg(made, "below", lower(request.stop, request.target));
  made.emplace_back("newOrderRespType", "FULL");
  return {.method = Method::POST, .path = "/api/v3/orderList/oco", .parameters = std::move(made)};
}

SignedCall place_entry(const PlaceEntryWithPair& request) {
  const NewOrder& entry = request.entry;
  Parameters made{{"symbol", entry.symbol.text},
                  {"listClientOrderId", request.list_id},
                  {"workingType", name_of(entry.type)},
                  {"workingSide", name_of(entry.side)},
                  {"workingClientOrderId", entry.client_id},
                  {"workingQuantity", entry.quantity.value.text()}};
  add_prices(made, entry, "workingPrice", "workingStopPrice");
  if (entry.type == OrderType::LIMIT) made.emplace_back("workingTimeInForce", name_of(entry.time_in_force));
  made.emplace_back("pendingSide", name_of(request.stop.side));
  add_leg(made, "pendingAbove", upper(request.stop, request.target));
  add_leg(made, "pendingBelow", lower(request.stop, request.target));
  made.emplace_back("newOrderRespType", "FULL");
  return {.method = Method::POST, .path = "/api/v3/orderList/opoco", .parameters = std::move(made)};
}

SignedCall replace(const ReplaceOrder& request) {
  Parameters made = single(request.order);
  made.emplace_back("cancelReplaceMode", "STOP_ON_FAILURE");
  made.emplace_back("cancelOrigClientOrderId", request.cancel);
  return {.method = Method::POST, .path = "/api/v3/order/cancelReplace", .parameters = std::move(made)};
}

Parameters named(const Symbol& symbol, const std::string& client_id) {
  return {{"symbol", symbol.text}, {"origClientOrderId", client_id}};
}

SignedCall cancel(const CancelOrder& request) {
  return {.method = Method::DELETE, .path = "/api/v3/order", .parameters = named(request.symbol, request.client_id)};
}

SignedCall ask(const AskOrder& request) {
  return {.path = "/api/v3/order", .parameters = named(request.symbol, request.client_id), .weight = 4};
}

}  // namespace

SignedCall call_of(const VenueRequest& request) {
  SignedCall call = std::visit(
      overloaded{[](const PlaceOrder& one) { return place(one); }, [](const PlacePair& one) { return place_pair(one); },
                 [](const PlaceEntryWithPair& one) { return place_entry(one); },
                 [](const ReplaceOrder& one) { return replace(one); },
                 [](const CancelOrder& one) { return cancel(one); }, [](const AskOrder& one) { return ask(one); }},
      request);
  call.use = Use::acting;  // to know how an order stands is part of acting
  return call;
}

SignedCall trades_call(const Symbol& symbol, std::int64_t order_id, std::int64_t from_trade_id) {
  Parameters made{{"symbol", symbol.text}, {"orderId", std::to_string(order_id)}};
  if (from_trade_id > 0) made.emplace_back("fromId", std::to_string(from_trade_id));
  made.emplace_back("limit", std::to_string(trades_page));
  return {.path = "/api/v3/myTrades", .parameters = std::move(made), .weight = 5, .use = Use::acting};
}

}  // namespace robson::venues::binance
