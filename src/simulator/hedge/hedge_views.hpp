#pragma once
// What the hedge venues answer, member by member as their API spells it (docs/guide/simulator.md). Money, prices and
// rates are exact; hedge_text.hpp makes JSON of them.
#include <string>
#include <vector>

#include "simulator/hedge/chains.hpp"
#include "simulator/hedge/lending_pool.hpp"
#include "simulator/hedge/perp_exchange.hpp"

namespace robson::simulator {

struct PerpMarketView {
  std::string coin{};
  Price mark_price{};
  Price oracle_price{};
  Price bid{};
  Price ask{};
  Decimal funding_rate{};  // predicted, an hour
  Decimal premium{};
  Quantity open_interest{};
  Timestamp next_funding_time{};
  Decimal max_leverage{};
  Decimal maintenance_margin{};
  Decimal size_step{};
  Decimal price_tick{};
};
struct PerpMarketsView {
  Timestamp time{};  // wall clock: of when this is
  std::vector<PerpMarketView> markets{};
};
struct PerpPositionView {
  std::string coin{};
  Quantity size{};
  Price entry_price{};
  Price mark_price{};
  Decimal leverage{};
  Money margin{};
  Money unrealized_pnl{};
  Money funding{};
  Decimal margin_fraction{};
  std::optional<Price> liquidation_price{};
};
struct PerpAccountView {
  Timestamp time{};
  Money account_value{};
  Money free{};
  Money margin_used{};
  std::vector<PerpPositionView> positions{};
};
struct PerpOrderView {
  std::string client_id{};
  std::string coin{};
  std::string side{};
  Quantity size{};
  Quantity filled_size{};
  std::optional<Price> average_price{};
  Money fee{};
  std::string status{};
  std::optional<std::string> reason{};
  Timestamp time{};
};
struct FundingPaymentView {
  std::int64_t id = 0;
  std::string coin{};
  Timestamp time{};
  Quantity size{};
  Price mark_price{};  // the oracle price that was used
  Decimal rate{};
  Money amount{};
};
struct LiquidationView {
  std::int64_t id = 0;
  std::string client_id{};  // of its order
  std::string coin{};
  Timestamp time{};
  Quantity size{};
  Price mark_price{};
  Money margin_lost{};
};

struct LendingMarketView {
  std::string asset{};
  std::string protocol{};
  std::string token{};
  Price oracle_price{};
  Price token_market_price{};
  Decimal pool_rate{};
  Decimal borrow_rate{};
  Decimal supply_rate{};
  Decimal staking_rate{};
  Decimal liquidation_threshold{};
  Money available_usd{};
  Decimal max_leverage{};
};
struct LendingMarketsView {
  Timestamp time{};
  std::vector<LendingMarketView> markets{};
};
struct LendingPositionView {
  std::string client_id{};
  std::string position_pda{};
  std::string asset{};
  std::string token{};
  std::string protocol{};
  Quantity token_amount{};
  Price entry_price{};
  Money collateral_usd{};
  Money debt_usd{};
  Money value_usd{};
  Decimal health_factor{};
  std::optional<Price> liquidation_price{};
  std::string status{};
  std::optional<std::string> reason{};
  Money fee{};
  Money interest_paid{};
  Timestamp opened_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Money> proceeds_usd{};
  std::optional<Price> exit_price{};
};
struct LendingAccountView {
  Timestamp time{};
  Money usd{};
};

// `wall` is the time that they carry.
PerpMarketsView markets_view(const PerpExchange& exchange, Timestamp wall);
PerpAccountView account_view(const PerpExchange& exchange, const PerpAccount& account, Timestamp wall);
PerpOrderView view_of(const PerpOrder& order);
FundingPaymentView view_of(const FundingPayment& payment);
LiquidationView view_of(const Liquidation& liquidation);
LendingMarketsView markets_view(const LendingPool& pool, Timestamp wall);
LendingPositionView view_of(const LendingPool& pool, const LendingPosition& position);

}  // namespace robson::simulator
