#pragma once
// The offers of the rest of the world around a price: a seeded ladder of levels on both sides. It depends only on
// price, second and seed, and a level keeps its place while the price moves, as in a real book.
#include <cstdint>
#include <vector>

#include "base/timestamp.hpp"

namespace robson::simulator {

struct LadderShape {
  std::uint64_t seed = 0;
  std::int64_t spread = 2;         // ticks between best bid and best ask, which stand on multiples of it
  std::size_t levels = 50;         // a side
  std::int64_t usual_lots = 1000;  // of a level
};

struct Rung {
  std::int64_t price = 0;  // ticks
  std::int64_t lots = 0;
  friend bool operator==(const Rung&, const Rung&) = default;
};

struct Ladder {
  std::vector<Rung> bids{};  // from the highest down
  std::vector<Rung> asks{};  // from the lowest up
};

// The ladder while the last price is `last`: best bid <= last < best ask.
Ladder ladder_at(const LadderShape& shape, std::int64_t last, Timestamp moment);

}  // namespace robson::simulator
