#include "engine/awaited_prices.hpp"

#include <algorithm>

namespace robson::engine {
namespace {
constexpr auto prices_awaited = std::chrono::seconds(60);
}

bool awaits_prices(const Portfolio& portfolio, const Engine& engine, const Account& account, Timestamp now) {
  if (now - account.known_since >= prices_awaited) return false;
  const std::string& currency = engine.rules().currency;
  return std::ranges::any_of(portfolio.assets, [&](const Asset& asset) {
    return !asset.price && (engine.instrument({asset.name + currency}) != nullptr ||
                            engine.instrument({currency + asset.name}) != nullptr);
  });
}

}  // namespace robson::engine
