#pragma once
// Signed order answers of /api/v3: orders, order lists, cancel-replace, own trades. Pure.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "market/quote.hpp"
#include "venues/binance/parse_account.hpp"
#include "venues/binance/parse_reply.hpp"

namespace robson::venues::binance {

struct OrderFill {
  Price price{};
  Quantity quantity{};
  Money commission{};
  std::string commission_asset{};
  std::int64_t trade_id = 0;
};
// An order as placed, asked for, or cancelled. Enumerated fields keep the venue's spelling.
struct OrderAnswer {
  Symbol symbol{};
  std::int64_t order_id = 0;
  std::int64_t list_id = -1;  // -1: belongs to no order list
  std::string client_order_id{};
  std::string original_client_order_id{};  // of a cancel: the id that the order had
  std::string status{}, type{}, side{}, time_in_force{};
  Price price{};
  Price stop_price{};  // 0: none
  Quantity quantity{};
  Quantity filled{};
  // Negative for very old orders: the venue does not know it.
  Money filled_quote{};
  Timestamp time{};  // of the transaction, or of the order when it was asked for
  std::vector<OrderFill> fills{};
};
Parsed<OrderAnswer> parse_order(std::string_view text);

struct OrderListAnswer {
  std::int64_t list_id = 0;
  std::string contingency{}, status_type{}, order_status{}, client_list_id{};
  Timestamp time{};
  Symbol symbol{};
  std::vector<ListedOrder> orders{};
  std::vector<OrderAnswer> reports{};  // not given when a list is only asked for
};
Parsed<OrderListAnswer> parse_order_list(std::string_view text);

// What openOrders and allOrders list; DELETE openOrders also lists cancelled order lists.
using OrderEntry = std::variant<OrderAnswer, OrderListAnswer>;
Parsed<std::vector<OrderEntry>> parse_orders(std::string_view text);

// DELETE order: the order, or the whole list when the order was of one.
Parsed<OrderEntry> parse_cancelled(std::string_view text);

struct CancelReplaceAnswer {
  std::string cancel_result{}, new_order_result{};  // SUCCESS, FAILURE, NOT_ATTEMPTED
  std::optional<OrderEntry> cancelled{};
  std::optional<OrderAnswer> placed{};
  std::optional<ErrorBody> cancel_error{};
  std::optional<ErrorBody> place_error{};
};
Parsed<CancelReplaceAnswer> parse_cancel_replace(std::string_view text);  // bare, or within "data"

struct OwnTrade {
  Trade trade{};
  std::int64_t order_id = 0;
  std::int64_t list_id = -1;
  Money commission{};
  std::string commission_asset{};
  bool is_buyer = false;
  bool is_maker = false;
};
Parsed<std::vector<OwnTrade>> parse_own_trades(std::string_view text);

// Fee rates that a tested order would pay; none when they were not asked for ("{}").
struct OrderTestAnswer {
  std::optional<Decimal> maker{};
  std::optional<Decimal> taker{};
};
Parsed<OrderTestAnswer> parse_order_test(std::string_view text);

}  // namespace robson::venues::binance
