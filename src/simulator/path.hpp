#pragma once
// From a coarse bar to finer ones and to single ticks, such that the fine ones add up to the coarse one exactly:
// first price its open, last its close, highest its high, lowest its low, volumes sum to its volume.
//
//   row of a file (15m, say) --split--> 15 minutes --ticks_of--> the minute's ticks
//
// All of it depends on nothing but the bar and the seed.
#include <cstdint>
#include <vector>

#include "simulator/bar.hpp"
#include "simulator/random.hpp"

namespace robson::simulator {

struct Tick {
  std::int64_t price = 0;  // ticks of the grid
  std::int64_t lots = 0;   // 0 where the bar has fewer lots than ticks: the price moved without a trade
  bool buyer_is_maker = false;
};

// `points` (at least 4) prices within the bar that begin at its open, end at its close and touch high and low.
std::vector<std::int64_t> prices_within(const Bar& bar, std::size_t points, Rng& rng);
// `total` >= 0 in `parts` (at least 1) uneven shares, none of them negative.
std::vector<std::int64_t> shares_of(std::int64_t total, std::size_t parts, Rng& rng);
// The bar in `parts` bars of equal length; each opens where the one before closed.
std::vector<Bar> split(const Bar& bar, std::size_t parts, Rng rng);
// The bar in `count` ticks (at least 4 are made).
std::vector<Tick> ticks_of(const Bar& bar, std::size_t count, Rng rng);
// Fills in what a file does not tell, plausibly: trades (unless known), turnover and the buyers' part of it.
void complete(Bar& bar, std::int64_t trades, Rng rng);

}  // namespace robson::simulator
