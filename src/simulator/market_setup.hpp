#pragma once
// From options to a market: reads replay files, finds their present, moves their times to now.
#include "simulator/kept_text.hpp"
#include "simulator/live_market.hpp"
#include "simulator/options.hpp"

namespace robson::simulator {

struct MarketSetup {
  std::vector<SymbolSetup> symbols{};
  MarketClock clock{};
  HedgeSetup hedge{};
  std::optional<KeptState> kept{};   // what an earlier run left, without fault
  std::vector<std::string> notes{};  // for the log: gaps, where the present lies
};

// The error is one sentence: a file that cannot be read or has a broken row, a start outside of it, an earlier run that
// cannot be gone on from. Symbols on which that one left something are traded though no flag names them, synthetic
// prices go on from where they stood, and market time does not go back.
Result<MarketSetup, OptionError> set_up_market(const Options& options, Timestamp now,
                                               std::optional<KeptState> kept = {});

}  // namespace robson::simulator
