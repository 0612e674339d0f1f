#pragma once
// What a tenant owns and what it is worth now, in one currency. Pure: reads the engine's state.
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace robson::engine {

struct Asset {
  std::string name{};
  Balance held{};
  std::optional<Price> price{};  // of one in the currency, see convert; none when no market tells
  std::optional<Money> value{};
  Money total() const { return held.free + held.locked; }
};

struct Portfolio {
  bool account_known = false;              // false: nothing below but the positions' part is known
  std::vector<Asset> assets{};             // by name
  Money total{};                           // of the assets that have a price
  Money available{};                       // free amount of the currency
  std::optional<Money> positions_value{};  // none while a position has no price
  std::optional<Money> unrealized{};
  Money realized{};
  Money worst_case{};  // sum of the losses at the stops
  std::size_t positions = 0;
  Timestamp as_of{};          // of the balances
  bool account_stale = true;  // balances not confirmed for 60 s, or the account's stream is not live
  bool prices_stale = false;  // a price that went into it is older than 5 s, or missing
};

Portfolio portfolio_of(const Engine& engine, TenantId tenant, const std::string& currency, Timestamp now);

}  // namespace robson::engine
