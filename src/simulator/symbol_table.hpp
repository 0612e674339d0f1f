#pragma once
// What a symbol is like by default: assets, grid, price level and usual volume. A table for well-known assets, sound
// guesses for others.
#include "market/instrument.hpp"
#include "simulator/ladder.hpp"
#include "simulator/price_source.hpp"

namespace robson::simulator {

struct SymbolTraits {
  Instrument instrument{};
  Grid grid{};
  std::int64_t centre = 0;      // ticks
  std::int64_t row_volume = 0;  // lots in 15 minutes
  std::int64_t swing = 1000;    // per mille of Bitcoin's
};

SymbolTraits traits_of(const Symbol& symbol);
// The same on another grid, its minimum quantities with it.
void set_grid(SymbolTraits& traits, const Grid& grid);
// The book around a price of `centre` ticks in a market of that volume.
LadderShape ladder_shape(std::uint64_t seed, std::int64_t centre, std::int64_t row_volume);

}  // namespace robson::simulator
