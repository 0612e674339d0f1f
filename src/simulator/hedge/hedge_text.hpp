#pragma once
// JSON of the hedge venues: answers with exact numbers, and the bodies that are read.
#include "json/read.hpp"
#include "json/write.hpp"
#include "simulator/hedge/hedge_views.hpp"

namespace robson::simulator {

BOOST_DESCRIBE_STRUCT(PerpMarketView, (),
                      (coin, mark_price, oracle_price, bid, ask, funding_rate, premium, open_interest,
                       next_funding_time, max_leverage, maintenance_margin, size_step, price_tick))
BOOST_DESCRIBE_STRUCT(PerpMarketsView, (), (time, markets))
BOOST_DESCRIBE_STRUCT(PerpPositionView, (),
                      (coin, size, entry_price, mark_price, leverage, margin, unrealized_pnl, funding, margin_fraction,
                       liquidation_price))
BOOST_DESCRIBE_STRUCT(PerpAccountView, (), (time, account_value, free, margin_used, positions))
BOOST_DESCRIBE_STRUCT(PerpOrderView, (),
                      (client_id, coin, side, size, filled_size, average_price, fee, status, reason, time))
BOOST_DESCRIBE_STRUCT(FundingRate, (), (coin, time, rate, premium))
BOOST_DESCRIBE_STRUCT(FundingPaymentView, (), (id, coin, time, size, mark_price, rate, amount))
BOOST_DESCRIBE_STRUCT(LiquidationView, (), (id, client_id, coin, time, size, mark_price, margin_lost))
BOOST_DESCRIBE_STRUCT(LendingMarketView, (),
                      (asset, protocol, token, oracle_price, token_market_price, pool_rate, borrow_rate, supply_rate,
                       staking_rate, liquidation_threshold, available_usd, max_leverage))
BOOST_DESCRIBE_STRUCT(LendingMarketsView, (), (time, markets))
BOOST_DESCRIBE_STRUCT(LendingPositionView, (),
                      (client_id, position_pda, asset, token, protocol, token_amount, entry_price, collateral_usd,
                       debt_usd, value_usd, health_factor, liquidation_price, status, reason, fee, interest_paid,
                       opened_at, closed_at, proceeds_usd, exit_price))
BOOST_DESCRIBE_STRUCT(LendingAccountView, (), (time, usd))
BOOST_DESCRIBE_STRUCT(ChainHead, (), (connected, block_height, age_ms, gas_usd))

template <class T>
std::string exact_json(const T& value) {
  return json::text_of<json::Decimals::as_numbers>(value);
}

// The body of POST /perp/v1/orders, /lending/v1/positions, and of a position's close. The error names the field.
Result<PerpOrderRequest, std::string> read_order(std::string_view body);
Result<LendingRequest, std::string> read_position(std::string_view body);
Result<std::string, std::string> read_close(std::string_view body);  // the close_id

}  // namespace robson::simulator
