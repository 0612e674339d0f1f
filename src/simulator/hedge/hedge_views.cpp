#include "simulator/hedge/hedge_views.hpp"

namespace robson::simulator {
namespace {

template <class Reason>
std::optional<std::string> text_of(const std::optional<Reason>& reason) {
  if (!reason) return {};
  return std::string(name(*reason));
}

}  // namespace

PerpMarketsView markets_view(const PerpExchange& exchange, Timestamp wall) {
  PerpMarketsView view{wall, {}};
  for (const auto& [coin, contract] : exchange.contracts()) {
    const PerpPrices* now = exchange.prices(coin);
    if (now == nullptr) continue;
    PerpMarketView market;
    market.coin = coin;
    market.mark_price = now->mark;
    market.oracle_price = now->oracle;
    market.bid = now->bid;
    market.ask = now->ask;
    market.funding_rate = exchange.predicted_rate(coin);
    market.premium = exchange.premium(coin);
    market.open_interest = exchange.open_interest(coin);
    market.next_funding_time = next_hour(*exchange.state().now);
    market.max_leverage = contract.max_leverage;
    market.maintenance_margin = contract.maintenance_margin;
    market.size_step = contract.size_step;
    market.price_tick = contract.price_tick;
    view.markets.push_back(std::move(market));
  }
  return view;
}

PerpAccountView account_view(const PerpExchange& exchange, const PerpAccount& account, Timestamp wall) {
  PerpAccountView view{wall, exchange.account_value(account), account.free, {}, {}};
  for (const auto& [coin, position] : account.positions) {
    view.margin_used += position.margin;
    const PerpPrices* now = exchange.prices(coin);
    const PerpContract* contract = exchange.contract(coin);
    if (now == nullptr || contract == nullptr) continue;
    PerpPositionView one;
    one.coin = coin;
    one.size = position.size;
    one.entry_price = entry_price(position);
    one.mark_price = now->mark;
    one.leverage = position.leverage;
    one.margin = position.margin;
    one.unrealized_pnl = unrealized_at(position, now->mark);
    one.funding = position.funding;
    one.margin_fraction = margin_fraction_at(position, now->mark);
    one.liquidation_price = liquidation_price(position, contract->maintenance_margin);
    view.positions.push_back(std::move(one));
  }
  return view;
}

PerpOrderView view_of(const PerpOrder& order) {
  const PerpOrderRequest& asked = order.request;
  return {asked.client_id,
          asked.coin,
          asked.side == Side::BUY ? "BUY" : "SELL",
          asked.size,
          order.filled,
          order.average_price,
          order.fee,
          std::string(name(order.status)),
          text_of(order.reason),
          order.time};
}

FundingPaymentView view_of(const FundingPayment& payment) {
  return {payment.id, payment.coin, payment.time, payment.size, payment.oracle, payment.rate, payment.amount};
}

LiquidationView view_of(const Liquidation& liquidation) {
  return {liquidation.id,   "liquidation-" + std::to_string(liquidation.id),
          liquidation.coin, liquidation.time,
          liquidation.size, liquidation.mark,
          liquidation.lost};
}

LendingMarketsView markets_view(const LendingPool& pool, Timestamp wall) {
  LendingMarketsView view{wall, {}};
  for (const LendingMarket& market : pool.markets()) {
    const LendingRates* now = pool.rates(market.asset, market.token);
    if (now == nullptr) continue;
    view.markets.push_back({market.asset, market.protocol, market.token, now->oracle, now->token_market, now->pool_rate,
                            now->borrow_rate, now->supply_rate, now->staking_rate, market.liquidation_threshold,
                            pool.available(market), market.max_leverage});
  }
  return view;
}

LendingPositionView view_of(const LendingPool& pool, const LendingPosition& position) {
  const LendingValue worth = pool.value_of(position);
  const LendingMarket* market = pool.market(position.request.asset, position.request.token);
  LendingPositionView view;
  view.client_id = position.request.client_id;
  view.position_pda = position.pda;
  view.asset = position.request.asset;
  view.token = position.request.token;
  if (market != nullptr) view.protocol = market->protocol;
  view.token_amount = position.tokens;
  view.entry_price = position.entry_price;
  view.collateral_usd = position.request.collateral;
  view.debt_usd = worth.debt;
  view.value_usd = worth.value;
  view.health_factor = worth.health;
  view.liquidation_price = worth.liquidation_price;
  view.status = name(position.status);
  view.reason = text_of(position.reason);
  view.fee = position.fee;
  view.interest_paid = position.interest;
  view.opened_at = position.opened;
  view.closed_at = position.closed;
  view.proceeds_usd = position.proceeds;
  view.exit_price = position.exit_price;
  return view;
}

}  // namespace robson::simulator
