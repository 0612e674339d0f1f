#pragma once
// The rules of a symbol (exchangeInfo's filters) and the checks that need neither book nor account: parameters of an
// order type, precision, filters. Pure functions. Codes and messages are Binance's (errors.md, filters.md).
#include "simulator/exchange_requests.hpp"

namespace robson::simulator {

// A limit of 0 switches that rule off, as in the venue's own filters.
struct SymbolRules {
  Instrument instrument{};  // tick, step, min and max quantity, min notional, contract size
  SymbolStatus status = SymbolStatus::TRADING;
  Price min_price{};  // PRICE_FILTER
  Price max_price{};
  Quantity market_min_quantity{};  // MARKET_LOT_SIZE
  Quantity market_max_quantity{};
  Decimal market_step{};
  Money max_notional{};  // NOTIONAL
  bool apply_min_to_market = true;
  bool apply_max_to_market = false;
  int average_price_minutes = 5;  // avgPriceMins of NOTIONAL and PERCENT_PRICE_BY_SIDE, 0: the last price
  Decimal bid_multiplier_up{};    // PERCENT_PRICE_BY_SIDE
  Decimal bid_multiplier_down{};
  Decimal ask_multiplier_up{};
  Decimal ask_multiplier_down{};
  int max_orders = 200;                // MAX_NUM_ORDERS
  int max_algo_orders = 5;             // MAX_NUM_ALGO_ORDERS
  int max_order_lists = 20;            // MAX_NUM_ORDER_LISTS
  static constexpr int precision = 8;  // base and quote asset and commissions
};
// Sound defaults around an instrument: price from one tick to 1,000,000 (or more for tiny ticks), multipliers 5 / 0.2.
SymbolRules standard_rules(Instrument instrument);

// The combination of parameters that the type needs and allows, values above zero, precision. Nothing: all is well.
// Of a list's leg ("above", "below") the messages name its own parameters (abovePrice).
std::optional<Rejection> check_parameters(const NewOrder& order, std::string_view leg = {});
// Filters that look at the order alone. `average` is the average (or last) price, none before the first trade.
std::optional<Rejection> check_filters(const SymbolRules& rules, const NewOrder& order, std::optional<Price> average);
// Types and sides of the legs (-1158 ... -1199), and that the prices stand on the right sides of `last`.
std::optional<Rejection> check_oco_shape(const NewOco& oco);
std::optional<Rejection> check_oco_prices(const NewOco& oco, std::optional<Price> last);
// The working order is a limit order; a pair's legs as in an OCO; only bought coins pay for a sale.
std::optional<Rejection> check_oto_shape(const NewOto& oto);
// The pending orders as the single orders that they are, in the order of their legs, each with the prefix of its
// parameters. Of a list that pays they have no quantity yet.
struct PendingLeg {
  NewOrder order{};
  std::string_view prefix{};
};
std::vector<PendingLeg> pending_orders(const NewOto& oto);
// A client order id: 1 to 36 of A-Z a-z 0-9 . : / _ -
std::optional<Rejection> check_client_id(std::string_view id, std::string_view parameter);
// A leg as the single order that it is.
NewOrder as_order(const NewOco& oco, const NewLeg& leg);

}  // namespace robson::simulator
