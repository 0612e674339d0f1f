#include "venues/binance/backoff.hpp"

#include <algorithm>

namespace robson::venues::binance {

Duration Backoff::next() {
  constexpr Duration first = std::chrono::milliseconds(100);
  constexpr Duration base = std::chrono::milliseconds(250);
  const int doublings = std::min(attempts_ - 1, 10);
  const Duration full = attempts_ == 0 ? first : std::min(cap, base * (1 << std::max(doublings, 0)));
  ++attempts_;
  std::uniform_int_distribution<std::int64_t> jitter(full.count() / 2, full.count());
  return Duration{jitter(random_)};
}

}  // namespace robson::venues::binance
