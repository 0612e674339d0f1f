#pragma once
#include "routes/gate.hpp"
#include "runtime/market_desk.hpp"
#include "wire/views.hpp"

namespace robson::routes {
// /api/market/... and /api/historical-data/: prices, books and candles.
void add_market_routes(Gate& gate, runtime::Runtime& runtime, runtime::MarketDesk& desk, const wire::VenueLabel& venue);
}  // namespace robson::routes
