#include "simulator/hedge/chains.hpp"

#include <algorithm>

namespace robson::simulator {

std::string_view name(Chain chain) {
  return chain == Chain::solana ? "solana" : "arbitrum";
}

std::optional<Chain> chain_of(std::string_view text) {
  for (const Chain each : {Chain::solana, Chain::arbitrum}) {
    if (name(each) == text) return each;
  }
  return {};
}

ChainHead Chains::head(Chain chain, Timestamp wall) const {
  const State& state = of(chain);
  const Timestamp alive = std::min(state.down_since.value_or(wall), wall);
  const std::int64_t height = std::max<std::int64_t>(0, alive.us / state.block.count());
  const Timestamp block{height * state.block.count()};
  return {!state.down_since, height, (wall - block).count() / 1000, state.gas_usd};
}

void Chains::set_down(Chain chain, bool down, Timestamp wall) {
  State& state = of(chain);
  if (!down) {
    state.down_since.reset();
  } else if (!state.down_since) {
    state.down_since = wall;
  }
}

}  // namespace robson::simulator
