#pragma once
// What a proposal needs from the market, gathered so that the engine only has to reckon.
#include "routes/trading.hpp"

namespace robson::routes {

// The wish with its candles, once a fresh quote is there. 404 and 503 name the symbol.
net::Task<Result<engine::Wanted, Failure>> with_market(const TradingDesk& desk, engine::Wanted wanted);

}  // namespace robson::routes
