#pragma once
#include "engine/portfolio.hpp"

namespace robson::engine {
// Whether an asset's price is still to come: at a start the balances may be there before it, and equity without its
// coins is none. One that does not come within a minute is not waited for.
bool awaits_prices(const Portfolio& portfolio, const Engine& engine, const Account& account, Timestamp now);
}  // namespace robson::engine
