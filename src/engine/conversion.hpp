#pragma once
// Amounts of one asset in another, by the venue's own markets. Pure: reads the engine's quotes.
#include <optional>
#include <string>

#include "engine/engine.hpp"

namespace robson::engine {

struct Converted {
  Money amount{};
  bool stale = false;  // a price in it is old
};

// What `amount` of asset `from` brings in `to` (below zero: costs), by the market FROM+TO, by TO+FROM, or by a market
// of `from` whose quote asset has one of these. Nothing when no market tells: two assets are never taken for equal,
// whatever both are called.
std::optional<Converted> convert(const Engine& engine, Money amount, const std::string& from, const std::string& to,
                                 Timestamp now);

}  // namespace robson::engine
