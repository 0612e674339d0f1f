#include "venues/binance/parse_orders.hpp"

namespace robson::venues::binance {
namespace {

OrderFill read_fill(const Node& fill) {
  return {.price = fill.at("price").price(),
          .quantity = fill.at("qty").quantity(),
          .commission = fill.at("commission").money(),
          .commission_asset = fill.at("commissionAsset").text(),
          .trade_id = fill.at("tradeId").integer()};
}

OrderAnswer read_order(const Node& order) {
  OrderAnswer made{.symbol = order.at("symbol").symbol(),
                   .order_id = order.at("orderId").integer(),
                   .list_id = order.at("orderListId").integer(),
                   .client_order_id = order.at("clientOrderId").text(),
                   .status = order.at("status").text(),
                   .type = order.at("type").text(),
                   .side = order.at("side").text(),
                   .time_in_force = order.at("timeInForce").text(),
                   .price = order.at("price").price(),
                   .filled = order.at("executedQty").quantity(),
                   .filled_quote = order.at("cummulativeQuoteQty").money(),  // the venue's spelling
                   .time = order.at(order.has("time") ? "time" : "transactTime").time_ms()};
  // A pending order that sells what its working one buys has no quantity until that is known.
  const bool open_size = made.status == "PENDING_NEW" && !order.has("origQty");
  if (!open_size) made.quantity = order.at("origQty").quantity();
  if (order.has("origClientOrderId")) made.original_client_order_id = order.at("origClientOrderId").text();
  if (order.has("stopPrice")) made.stop_price = order.at("stopPrice").price();
  if (order.has("fills")) order.at("fills").each([&](const Node& fill) { made.fills.push_back(read_fill(fill)); });
  return made;
}

OrderListAnswer read_order_list(const Node& list) {
  OrderListAnswer made{.list_id = list.at("orderListId").integer(),
                       .contingency = list.at("contingencyType").text(),
                       .status_type = list.at("listStatusType").text(),
                       .order_status = list.at("listOrderStatus").text(),
                       .client_list_id = list.at("listClientOrderId").text(),
                       .time = list.at("transactionTime").time_ms(),
                       .symbol = list.at("symbol").symbol()};
  list.at("orders").each([&](const Node& order) {
    made.orders.push_back(
        {order.at("symbol").symbol(), order.at("orderId").integer(), order.at("clientOrderId").text()});
  });
  if (list.has("orderReports")) {
    list.at("orderReports").each([&](const Node& report) { made.reports.push_back(read_order(report)); });
  }
  return made;
}

OrderEntry read_entry(const Node& row) {
  if (row.has("contingencyType")) return read_order_list(row);
  return read_order(row);
}

// Each half is an order (or cancelled list), an error ({"code","msg"}), or null when it was not attempted.
bool has_order(const Node& answer, std::string_view member) {
  return answer.has(member) && !answer.at(member).has("code");
}
std::optional<ErrorBody> read_half_error(const Node& answer, std::string_view member) {
  if (!answer.has(member) || has_order(answer, member)) return {};
  return read_error(answer.at(member));
}

CancelReplaceAnswer read_cancel_replace(const Node& answer) {
  CancelReplaceAnswer made{.cancel_result = answer.at("cancelResult").text(),
                           .new_order_result = answer.at("newOrderResult").text(),
                           .cancel_error = read_half_error(answer, "cancelResponse"),
                           .place_error = read_half_error(answer, "newOrderResponse")};
  if (has_order(answer, "cancelResponse")) made.cancelled = read_entry(answer.at("cancelResponse"));
  if (has_order(answer, "newOrderResponse")) made.placed = read_order(answer.at("newOrderResponse"));
  return made;
}

OwnTrade read_own_trade(const Node& row) {
  OwnTrade made{.trade = {.symbol = row.at("symbol").symbol(),
                          .id = row.at("id").integer(),
                          .price = row.at("price").price(),
                          .quantity = row.at("qty").quantity(),
                          .time = row.at("time").time_ms()},
                .order_id = row.at("orderId").integer(),
                .list_id = row.at("orderListId").integer(),
                .commission = row.at("commission").money(),
                .commission_asset = row.at("commissionAsset").text(),
                .is_buyer = row.at("isBuyer").flag(),
                .is_maker = row.at("isMaker").flag()};
  made.trade.buyer_is_maker = made.is_buyer == made.is_maker;
  return made;
}

}  // namespace

Parsed<OrderAnswer> parse_order(std::string_view text) {
  return parse_with(text, rest_limits, read_order);
}

Parsed<OrderListAnswer> parse_order_list(std::string_view text) {
  return parse_with(text, rest_limits, read_order_list);
}

Parsed<std::vector<OrderEntry>> parse_orders(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    std::vector<OrderEntry> entries;
    root.each([&](const Node& row) { entries.push_back(read_entry(row)); });
    return entries;
  });
}

Parsed<OrderEntry> parse_cancelled(std::string_view text) {
  return parse_with(text, rest_limits, read_entry);
}

Parsed<CancelReplaceAnswer> parse_cancel_replace(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    return root.has("data") ? read_cancel_replace(root.at("data")) : read_cancel_replace(root);
  });
}

Parsed<std::vector<OwnTrade>> parse_own_trades(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    std::vector<OwnTrade> trades;
    root.each([&](const Node& row) { trades.push_back(read_own_trade(row)); });
    return trades;
  });
}

Parsed<OrderTestAnswer> parse_order_test(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    OrderTestAnswer made;
    if (!root.is_object()) root.refuse("an object");
    if (!root.has("standardCommissionForOrder")) return made;
    const Node rates = root.at("standardCommissionForOrder");
    made.maker = rates.at("maker").decimal();
    made.taker = rates.at("taker").decimal();
    return made;
  });
}

}  // namespace robson::venues::binance
