// Single orders: place, test, query, cancel, replace; and what an account has open, had, and traded.
#include "simulator/api.hpp"
#include "simulator/order_request.hpp"

namespace robson::simulator {
namespace {

// The moment that answers print as transactTime: the last change of the order.
Answer place(Call& call) {
  const NewOrder order = read_new_order(call.parameters);
  const auto type = read_response_type(call.parameters);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto placed = call.market.exchange().place(call.account, order, call.now, call.events);
  if (!placed) return Unexpected(error_of(placed.error()));
  std::string out;
  append_placed(out, *placed, type.value_or(usual_response(order.type)), call.now);
  return out;
}

Answer test(Call& call) {
  const NewOrder order = read_new_order(call.parameters);
  const bool rates = call.parameters.flag("computeCommissionRates").value_or(false);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto sound = call.market.exchange().test(order, call.now);
  if (!sound) return Unexpected(error_of(sound.error()));
  if (!rates) return std::string("{}");
  const auto view = call.market.exchange().account(call.account);
  const auto add = [&](Object& to, std::string_view key, Decimal maker, Decimal taker) {
    Object(to.member(key)).amount("maker", maker).amount("taker", taker).close();
  };
  std::string out;
  Object object(out);
  add(object, "standardCommissionForOrder", view->rates.maker, view->rates.taker);
  add(object, "specialCommissionForOrder", {}, {});
  add(object, "taxCommissionForOrder", {}, {});
  Object(object.member("discount"))
      .flag("enabledForAccount", false)
      .flag("enabledForSymbol", false)
      .null("discountAsset")
      .amount("discount", Decimal{})
      .close();
  object.close();
  return out;
}

Answer query(Call& call) {
  const Symbol symbol = call.parameters.needed_symbol();
  const OrderRef ref = read_order_ref(call.parameters);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto order = call.market.exchange().order(call.account, symbol, ref);
  if (!order) return Unexpected(error_of(order.error()));
  std::string out;
  append_queried(out, *order);
  return out;
}

Answer cancel(Call& call) {
  CancelOrder request;
  request.symbol = call.parameters.needed_symbol();
  request.order = read_order_ref(call.parameters);
  request.client_id = call.parameters.text("newClientOrderId").value_or("");
  request.restrictions =
      call.parameters.choice("cancelRestrictions", cancel_restrictions_of, -1145, "Invalid cancelRestrictions");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto cancelled = call.market.exchange().cancel(call.account, request, call.now, call.events);
  if (!cancelled) return Unexpected(error_of(cancelled.error()));
  std::string out;
  append_cancelled(out, *cancelled, call.now);
  return out;
}

Answer cancel_all(Call& call) {
  const Symbol symbol = call.parameters.needed_symbol();
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto cancelled = call.market.exchange().cancel_all(call.account, symbol, call.now, call.events);
  if (!cancelled) return Unexpected(error_of(cancelled.error()));
  std::string out;
  append_array(out, *cancelled,
               [&](std::string& text, const Cancelled& each) { append_cancelled(text, each, call.now); });
  return out;
}

// One half of a cancelReplace's answer: the body of what worked, the error of what did not, null for not attempted.
template <class Done, class Append>
void add_half(Object& to, std::string_view key, const std::optional<Done>& done, const std::optional<Rejection>& error,
              Append append) {
  if (done) {
    append(to.member(key), *done);
  } else if (error) {
    to.raw(key, error_of(*error).body());
  } else {
    to.null(key);
  }
}

std::string_view result_of(bool done, bool failed) {
  return done ? "SUCCESS" : failed ? "FAILURE" : "NOT_ATTEMPTED";
}

Answer cancel_replace(Call& call) {
  Parameters& parameters = call.parameters;
  CancelReplace request;
  request.replacement = read_new_order(parameters);
  parameters.needed_text("cancelReplaceMode");
  request.mode = parameters
                     .choice("cancelReplaceMode", cancel_replace_mode_of, -1100,
                             "Illegal characters found in parameter 'cancelReplaceMode'; legal range is "
                             "'STOP_ON_FAILURE, ALLOW_FAILURE'.")
                     .value_or(CancelReplaceMode::STOP_ON_FAILURE);
  request.cancel.symbol = request.replacement.symbol;
  request.cancel.order = read_order_ref(parameters, "cancelOrderId", "cancelOrigClientOrderId");
  request.cancel.client_id = parameters.text("cancelNewClientOrderId").value_or("");
  request.cancel.restrictions =
      parameters.choice("cancelRestrictions", cancel_restrictions_of, -1145, "Invalid cancelRestrictions");
  const auto type = read_response_type(parameters).value_or(usual_response(request.replacement.type));
  if (parameters.fault()) return Unexpected(*parameters.fault());
  const auto done = call.market.exchange().cancel_replace(call.account, request, call.now, call.events);
  if (!done) return Unexpected(error_of(done.error()));
  std::string out;
  Object object(out);
  object.text("cancelResult", result_of(done->cancelled.has_value(), done->cancel_error.has_value()))
      .text("newOrderResult", result_of(done->placed.has_value(), done->place_error.has_value()));
  add_half(object, "cancelResponse", done->cancelled, done->cancel_error,
           [&](std::string& text, const Cancelled& each) { append_cancelled(text, each, call.now); });
  add_half(object, "newOrderResponse", done->placed, done->place_error,
           [&](std::string& text, const PlacedOrder& each) { append_placed(text, each, type, call.now); });
  object.close();
  const int code = done->code();
  if (code == 0) return out;
  const bool partly = code == -2021;
  return Unexpected(ApiError{partly ? 409 : 400, code,
                             partly ? "Order cancel-replace partially failed." : "Order cancel-replace failed.", out});
}

Answer list_of_orders(const Result<std::vector<Order>, Rejection>& orders) {
  if (!orders) return Unexpected(error_of(orders.error()));
  std::string out;
  append_array(out, *orders, append_queried);
  return out;
}

Answer open_orders(Call& call) {
  const auto symbol = call.parameters.symbol();
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  return list_of_orders(call.market.exchange().open_orders(call.account, symbol));
}

Answer all_orders(Call& call) {
  const Symbol symbol = call.parameters.needed_symbol();
  const Page page = read_page(call.parameters, "orderId");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  return list_of_orders(call.market.exchange().all_orders(call.account, symbol, page));
}

Answer my_trades(Call& call) {
  const Symbol symbol = call.parameters.needed_symbol();
  const auto order = call.parameters.integer("orderId");
  const Page page = read_page(call.parameters, "fromId");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto trades = call.market.exchange().my_trades(call.account, symbol,
                                                       order ? std::optional(OrderId{*order}) : std::nullopt, page);
  if (!trades) return Unexpected(error_of(trades.error()));
  std::string out;
  append_array(out, *trades, append_account_trade);
  return out;
}

std::int64_t open_orders_weight(const Parameters& parameters) {
  return parameters.has("symbol") ? 6 : 80;
}
std::int64_t my_trades_weight(const Parameters& parameters) {
  return parameters.has("orderId") ? 5 : 20;
}

}  // namespace

void add_order_endpoints(Endpoints& to) {
  using net::Method;
  constexpr auto with = Access::signature;
  to.push_back({Method::POST, "/api/v3/order", "order.place", with, fixed_weight<1>, place, 1});
  to.push_back({Method::POST, "/api/v3/order/test", "order.test", with, fixed_weight<1>, test});
  to.push_back({Method::GET, "/api/v3/order", "order.status", with, fixed_weight<4>, query});
  to.push_back({Method::DELETE, "/api/v3/order", "order.cancel", with, fixed_weight<1>, cancel});
  to.push_back(
      {Method::POST, "/api/v3/order/cancelReplace", "order.cancelReplace", with, fixed_weight<1>, cancel_replace, 1});
  to.push_back({Method::GET, "/api/v3/openOrders", "openOrders.status", with, open_orders_weight, open_orders});
  to.push_back({Method::DELETE, "/api/v3/openOrders", "openOrders.cancelAll", with, fixed_weight<1>, cancel_all});
  to.push_back({Method::GET, "/api/v3/allOrders", "allOrders", with, fixed_weight<20>, all_orders});
  to.push_back({Method::GET, "/api/v3/myTrades", "myTrades", with, my_trades_weight, my_trades});
}

}  // namespace robson::simulator
