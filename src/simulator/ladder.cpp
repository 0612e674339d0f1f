#include "simulator/ladder.hpp"

#include <algorithm>

#include "simulator/random.hpp"

namespace robson::simulator {
namespace {

constexpr std::uint64_t refresh_seconds = 8;  // how long a level keeps its quantity

std::int64_t lots_at(const LadderShape& shape, std::uint64_t place, std::uint64_t second) {
  const std::uint64_t own = mix(shape.seed, place);
  const std::uint64_t turn = (second + own % refresh_seconds) / refresh_seconds;
  return 1 + scale(mix(own, turn), 2 * shape.usual_lots);
}

}  // namespace

Ladder ladder_at(const LadderShape& shape, std::int64_t last, Timestamp moment) {
  Ladder ladder;
  ladder.bids.reserve(shape.levels);
  ladder.asks.reserve(shape.levels);
  const std::int64_t best = last / shape.spread;  // of the bids, in spreads
  const auto second = static_cast<std::uint64_t>(moment.seconds());
  for (std::size_t k = 0; k < shape.levels; ++k) {
    const auto depth = static_cast<std::int64_t>(k);
    for (const bool bid : {true, false}) {
      const std::int64_t index = bid ? best - depth : best + 1 + depth;
      if (index <= 0) continue;
      const auto place = static_cast<std::uint64_t>(index) * 2 + (bid ? 1 : 0);
      // The best stand on round prices, the deeper ones a little behind theirs.
      const std::int64_t behind = k == 0 ? 0 : scale(mix(shape.seed ^ 1U, place), shape.spread / 2 + 1);
      const std::int64_t price = index * shape.spread + (bid ? -behind : behind);
      if (price > 0) (bid ? ladder.bids : ladder.asks).push_back({price, lots_at(shape, place, second)});
    }
  }
  return ladder;
}

}  // namespace robson::simulator
