#pragma once
// What the two venues and the chains say, spelled as they spell it, so that the shell reads it with json::read and
// Unknown::ignored. Amounts are US dollars; `size` of perpetuals in coins; rates as fractions, of funding an hour, of
// lending a year. Times are the venue's own clock, which need not be ours.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "bot_api/documents.hpp"

namespace robson::reference_bot {
using bot_api::TradeSide;

struct PerpMarket {
  std::string coin{};
  Decimal mark_price{};
  Decimal oracle_price{};
  Decimal bid{};
  Decimal ask{};
  Decimal funding_rate{};  // predicted for the running hour; positive: longs pay shorts
  Decimal max_leverage{};
  Decimal maintenance_margin{};
  Decimal size_step{};
  Decimal price_tick{};
};
BOOST_DESCRIBE_STRUCT(PerpMarket, (),
                      (coin, mark_price, oracle_price, bid, ask, funding_rate, max_leverage, maintenance_margin,
                       size_step, price_tick))
struct PerpMarkets {  // GET /perp/v1/markets
  Timestamp time{};
  std::vector<PerpMarket> markets{};
};
BOOST_DESCRIBE_STRUCT(PerpMarkets, (), (time, markets))

struct PerpPosition {
  std::string coin{};
  Decimal size{};  // negative: short
  Decimal entry_price{};
  Decimal mark_price{};
  Decimal leverage{};
  Decimal margin{};  // with the funding that was booked into it
  Decimal unrealized_pnl{};
  Decimal funding{};
  Decimal margin_fraction{};
  std::optional<Decimal> liquidation_price{};
};
BOOST_DESCRIBE_STRUCT(PerpPosition, (),
                      (coin, size, entry_price, mark_price, leverage, margin, unrealized_pnl, funding, margin_fraction,
                       liquidation_price))
struct PerpAccount {  // GET /perp/v1/account
  Timestamp time{};
  Decimal account_value{};
  Decimal free{};
  Decimal margin_used{};
  std::vector<PerpPosition> positions{};
};
BOOST_DESCRIBE_STRUCT(PerpAccount, (), (time, account_value, free, margin_used, positions))

struct PerpPayment {  // of GET /perp/v1/payments
  std::int64_t id = 0;
  std::string coin{};
  Timestamp time{};
  Decimal size{};
  Decimal mark_price{};  // that it was counted at
  Decimal rate{};
  Decimal amount{};  // received; negative: paid
};
BOOST_DESCRIBE_STRUCT(PerpPayment, (), (id, coin, time, size, mark_price, rate, amount))

// Of GET /perp/v1/liquidations: the position was closed at the mark, and what was left of its margin is gone.
struct PerpLiquidation {
  std::int64_t id = 0;
  std::string coin{};
  Timestamp time{};
  Decimal size{};
  Decimal mark_price{};
  Decimal margin_lost{};
};
BOOST_DESCRIBE_STRUCT(PerpLiquidation, (), (id, coin, time, size, mark_price, margin_lost))

enum class PerpOrderStatus { FILLED, PARTIALLY_FILLED, CANCELLED, REJECTED };
BOOST_DESCRIBE_ENUM(PerpOrderStatus, FILLED, PARTIALLY_FILLED, CANCELLED, REJECTED)

struct PerpOrder {  // the answer to POST /perp/v1/orders and GET /perp/v1/orders/{client_id}
  std::string client_id{};
  std::string coin{};
  TradeSide side{};
  Decimal size{};
  Decimal filled_size{};
  std::optional<Decimal> average_price{};
  Decimal fee{};
  PerpOrderStatus status{};
  std::optional<std::string> reason{};
  Timestamp time{};
};
BOOST_DESCRIBE_STRUCT(PerpOrder, (),
                      (client_id, coin, side, size, filled_size, average_price, fee, status, reason, time))

// What we send. Immediate or cancel.
struct PerpOrderRequest {
  std::string client_id{};
  std::string coin{};
  TradeSide side{};
  Decimal size{};
  std::optional<Decimal> leverage{};
  bool reduce_only = false;
  std::optional<Decimal> limit_price{};
};
BOOST_DESCRIBE_STRUCT(PerpOrderRequest, (), (client_id, coin, side, size, leverage, reduce_only, limit_price))

struct LendingMarket {
  std::string asset{};
  std::string protocol{};
  std::string token{};
  Decimal oracle_price{};        // USD for one of the asset
  Decimal token_market_price{};  // USD for one token
  Decimal pool_rate{};           // of the asset for one token; grows with staking
  Decimal borrow_rate{};
  Decimal supply_rate{};
  Decimal staking_rate{};
  Decimal liquidation_threshold{};
  Decimal available_usd{};
  Decimal max_leverage{};
};
BOOST_DESCRIBE_STRUCT(LendingMarket, (),
                      (asset, protocol, token, oracle_price, token_market_price, pool_rate, borrow_rate, supply_rate,
                       staking_rate, liquidation_threshold, available_usd, max_leverage))
struct LendingMarkets {  // GET /lending/v1/markets
  Timestamp time{};
  std::vector<LendingMarket> markets{};
};
BOOST_DESCRIBE_STRUCT(LendingMarkets, (), (time, markets))

enum class LendingStatus { OPEN, CLOSED, LIQUIDATED, REJECTED };
BOOST_DESCRIBE_ENUM(LendingStatus, OPEN, CLOSED, LIQUIDATED, REJECTED)

struct LendingPosition {  // of GET /lending/v1/positions, and the answer to opening, closing and asking
  std::string client_id{};
  std::string position_pda{};
  std::string asset{};
  std::string token{};
  std::string protocol{};
  Decimal token_amount{};
  Decimal entry_price{};     // USD for one token
  Decimal collateral_usd{};  // that was put in
  Decimal debt_usd{};        // with interest so far
  Decimal value_usd{};
  std::optional<Decimal> health_factor{};
  std::optional<Decimal> liquidation_price{};
  LendingStatus status{};
  std::optional<std::string> reason{};
  Decimal fee{};
  Decimal interest_paid{};
  std::optional<Timestamp> opened_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Decimal> proceeds_usd{};  // what came back to the account
  std::optional<Decimal> exit_price{};    // USD for one token
};
BOOST_DESCRIBE_STRUCT(LendingPosition, (),
                      (client_id, position_pda, asset, token, protocol, token_amount, entry_price, collateral_usd,
                       debt_usd, value_usd, health_factor, liquidation_price, status, reason, fee, interest_paid,
                       opened_at, closed_at, proceeds_usd, exit_price))

// What we send.
struct LendingOpenRequest {
  std::string client_id{};
  std::string asset{};
  std::string token{};
  Decimal collateral_usd{};
  Decimal leverage{};
};
BOOST_DESCRIBE_STRUCT(LendingOpenRequest, (), (client_id, asset, token, collateral_usd, leverage))

struct ChainHealth {   // of GET /chains/v1
  std::string name{};  // solana: the lending venue's; arbitrum: the perpetuals'
  bool connected = false;
  std::optional<std::int64_t> block_height{};
  std::optional<std::int64_t> age_ms{};
  std::optional<Decimal> gas_usd{};
};
BOOST_DESCRIBE_STRUCT(ChainHealth, (), (name, connected, block_height, age_ms, gas_usd))

}  // namespace robson::reference_bot
