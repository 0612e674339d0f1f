#pragma once
#include "base/decimal.hpp"
#include "market/symbol.hpp"
namespace robson {
enum class Side { BUY, SELL };

// What can be traded and in which units; from the venue's exchangeInfo.
struct Instrument {
  Symbol symbol{};
  std::string base{};   // asset bought and sold: BTC
  std::string quote{};  // asset paid with: USDC
  Decimal tick{};       // prices are multiples of it (PRICE_FILTER tickSize), > 0
  Decimal step{};       // quantities are multiples of it (LOT_SIZE stepSize), > 0
  Decimal min_quantity{};
  Decimal max_quantity{};
  Decimal min_notional{};                       // price x quantity at least this
  Decimal contract_size = Decimal::integer(1);  // base units in one unit of quantity (XAUUSD: 100 oz a lot)
  int max_algo_orders = 0;                      // waiting stop orders an account may have (MAX_NUM_ALGO_ORDERS); 0: any
};
}  // namespace robson
