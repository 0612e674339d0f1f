#pragma once
// The two chains through which acts reach their venues: lending through Solana, perpetuals through Arbitrum. A chain
// makes blocks as time passes, until it is taken down; then it stands. Times here are of the wall clock.
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

enum class Chain { solana, arbitrum };
std::string_view name(Chain chain);
std::optional<Chain> chain_of(std::string_view name);

struct ChainHead {
  bool connected = true;
  std::int64_t block_height = 0;
  std::int64_t age_ms = 0;  // since the last block
  Decimal gas_usd{};        // of one act
};

class Chains {
 public:
  ChainHead head(Chain chain, Timestamp wall) const;
  void set_down(Chain chain, bool down, Timestamp wall);
  // Since when; nothing while it is up.
  std::optional<Timestamp> down_since(Chain chain) const { return of(chain).down_since; }
  void set_gas(Chain chain, Decimal usd) { of(chain).gas_usd = usd; }

 private:
  struct State {
    Duration block{};
    Decimal gas_usd{};
    std::optional<Timestamp> down_since{};
  };
  State& of(Chain chain) { return chain == Chain::solana ? solana_ : arbitrum_; }
  const State& of(Chain chain) const { return chain == Chain::solana ? solana_ : arbitrum_; }
  State solana_{std::chrono::milliseconds(400), Decimal::from_units(10'000'000'000), {}};    // 0.01
  State arbitrum_{std::chrono::milliseconds(250), Decimal::from_units(50'000'000'000), {}};  // 0.05
};

}  // namespace robson::simulator
