#pragma once
// From options to a market: reads replay files, finds their present, moves their times to now.
#include "simulator/live_market.hpp"
#include "simulator/options.hpp"

namespace robson::simulator {

struct MarketSetup {
  std::vector<SymbolSetup> symbols{};
  MarketClock clock{};
  std::vector<std::string> notes{};  // for the log: gaps, where the present lies
};

// The error is one sentence: a file that cannot be read or has a broken row, a start outside of it.
Result<MarketSetup, OptionError> set_up_market(const Options& options, Timestamp now);

}  // namespace robson::simulator
