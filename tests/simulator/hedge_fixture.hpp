#pragma once
// A perpetual of SOL at a price that the test says, and a pool that lends against jitoSOL.
#include <gtest/gtest.h>

#include "simulator/hedge/lending_pool.hpp"
#include "simulator/hedge/perp_exchange.hpp"

namespace robson::simulator::hedge_test {
using namespace literals;

inline const Timestamp midnight = Timestamp::from_seconds(1'767'052'800);  // 2025-12-30T00:00:00Z
inline const std::string key = "demo-hedge-key";

inline Money usd(std::string_view text) {
  return {*Decimal::parse(text)};
}
inline Price at(std::string_view text) {
  return {*Decimal::parse(text)};
}
inline Quantity coins(std::string_view text) {
  return {*Decimal::parse(text)};
}

inline PerpPrices sol_at(std::string_view oracle, std::string_view mark) {
  PerpPrices prices;
  prices.coin = "SOL";
  prices.oracle = at(oracle);
  prices.mark = prices.bid = prices.ask = at(mark);
  return prices;
}
inline PerpPrices sol_at(std::string_view price) {
  return sol_at(price, price);
}
inline PerpPrices recorded(PerpPrices prices, std::optional<Decimal> rate) {
  prices.recorded = PerpPrices::Recorded{rate};
  return prices;
}

inline PerpExchange sol_exchange(std::string_view deposit = "10000", Decimal fee = {}) {
  PerpContract sol{.coin = "SOL", .taker_fee = fee};
  PerpExchange exchange({sol});
  exchange.add_account(key, usd(deposit));
  exchange.advance(midnight, {sol_at("100")});
  return exchange;
}
inline PerpOrderRequest buy(std::string id, std::string_view size, Decimal leverage = "1"_d) {
  return {.client_id = std::move(id), .coin = "SOL", .side = Side::BUY, .size = coins(size), .leverage = leverage};
}
inline PerpOrderRequest sell(std::string id, std::string_view size, Decimal leverage = "1"_d) {
  return {.client_id = std::move(id), .coin = "SOL", .side = Side::SELL, .size = coins(size), .leverage = leverage};
}

inline LendingRates jito_at(std::string_view oracle, std::string_view token, std::string_view borrow = "0.06") {
  LendingRates rates;
  rates.asset = "SOL";
  rates.token = "jitoSOL";
  rates.oracle = at(oracle);
  rates.token_market = at(token);
  rates.pool_rate = "1.2"_d;
  rates.borrow_rate = *Decimal::parse(borrow);
  return rates;
}
inline LendingPool jito_pool(std::string_view deposit = "10000", Decimal fee = {}) {
  LendingMarket market{.asset = "SOL", .protocol = "marginfi", .token = "jitoSOL", .swap_fee = fee};
  LendingPool pool({market});
  pool.add_account(key, usd(deposit));
  pool.advance(midnight, {jito_at("100", "120")});
  return pool;
}
inline LendingRequest lend(std::string id, std::string_view collateral, Decimal leverage) {
  return {std::move(id), "SOL", "jitoSOL", usd(collateral), leverage};
}

}  // namespace robson::simulator::hedge_test
