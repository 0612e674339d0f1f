#include "simulator/path.hpp"

#include <array>
#include <bit>

namespace robson::simulator {
namespace {

// Walks from prices[from] to prices[to], which are set, within the bar.
void bridge(std::vector<std::int64_t>& prices, std::size_t from, std::size_t to, const Bar& bar, std::int64_t noise,
            Rng& rng) {
  for (std::size_t i = from + 1; i < to; ++i) {
    const std::int64_t left = prices[to] - prices[i - 1];
    const std::int64_t drift = left / static_cast<std::int64_t>(to - i + 1);
    prices[i] = std::clamp(prices[i - 1] + drift + rng.between(-noise, noise), bar.low, bar.high);
  }
}

// At least the square root of `n`, at most twice it: a walk of n steps of size 1 gets about that far.
std::int64_t root(std::size_t n) {
  return static_cast<std::int64_t>(1ULL << ((std::bit_width(n) + 1U) / 2U));
}

}  // namespace

std::vector<std::int64_t> prices_within(const Bar& bar, std::size_t points, Rng& rng) {
  points = std::max<std::size_t>(points, 4);
  std::vector<std::int64_t> prices(points);
  const std::size_t last = points - 1;
  const auto inner = static_cast<std::int64_t>(last) - 1;  // places 1 .. last-1
  const std::int64_t a = rng.below(inner);
  const std::int64_t b = (a + 1 + rng.below(inner - 1)) % inner;
  const auto first = static_cast<std::size_t>(1 + std::min(a, b));
  const auto second = static_cast<std::size_t>(1 + std::max(a, b));
  // A bar that closes higher saw its low first, more often than not.
  const bool low_first = (bar.close >= bar.open) == (rng.below(10) < 7);
  prices[0] = bar.open;
  prices[first] = low_first ? bar.low : bar.high;
  prices[second] = low_first ? bar.high : bar.low;
  prices[last] = bar.close;
  const std::int64_t noise = (bar.high - bar.low) / root(points);
  bridge(prices, 0, first, bar, noise, rng);
  bridge(prices, first, second, bar, noise, rng);
  bridge(prices, second, last, bar, noise, rng);
  return prices;
}

std::vector<std::int64_t> shares_of(std::int64_t total, std::size_t parts, Rng& rng) {
  std::vector<std::int64_t> shares(parts);
  std::int64_t left = total;
  for (std::size_t i = 0; i + 1 < parts; ++i) {
    const auto waiting = static_cast<std::int64_t>(parts - i);
    const std::int64_t fair = left / waiting;
    // Few lots: one each while they last. Many: up to twice the fair share, never so much that others get none.
    std::int64_t share = fair == 0 ? std::min<std::int64_t>(left, rng.below(2)) : rng.between(1, 2 * fair - 1);
    share = std::min(share, fair == 0 ? left : left - (waiting - 1));
    shares[i] = share;
    left -= share;
  }
  shares[parts - 1] = left;
  return shares;
}

std::vector<Bar> split(const Bar& bar, std::size_t parts, Rng rng) {
  if (parts == 1) return {bar};
  constexpr std::size_t points = 4;  // prices a part
  const auto prices = prices_within(bar, parts * points, rng);
  const auto volumes = shares_of(bar.volume, parts, rng);
  std::vector<Bar> bars(parts);
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t at = i * points;
    Bar& part = bars[i];
    part.open = i == 0 ? bar.open : prices[at - 1];
    part.high = part.low = part.open;
    for (std::size_t j = at; j < at + points; ++j) {
      part.high = std::max(part.high, prices[j]);
      part.low = std::min(part.low, prices[j]);
    }
    part.close = prices[at + points - 1];
    part.volume = volumes[i];
  }
  return bars;
}

std::vector<Tick> ticks_of(const Bar& bar, std::size_t count, Rng rng) {
  const auto prices = prices_within(bar, count, rng);
  const auto volumes = shares_of(bar.volume, prices.size(), rng);
  std::vector<Tick> ticks(prices.size());
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const bool fell = i > 0 && prices[i] < prices[i - 1];
    const bool same = i == 0 || prices[i] == prices[i - 1];
    ticks[i] = {prices[i], volumes[i], same ? rng.below(2) == 0 : fell};
  }
  return ticks;
}

void complete(Bar& bar, std::int64_t trades, Rng rng) {
  bar.trades = bar.trades > 0 ? bar.trades : std::min(trades, bar.volume);
  bar.buys = static_cast<std::int64_t>(static_cast<Int128>(bar.volume) * rng.between(420, 580) / 1000);
  const Int128 middle = (static_cast<Int128>(bar.open) + bar.high + bar.low + bar.close) / 4;
  bar.turnover = middle * bar.volume;
  bar.buys_turnover = middle * bar.buys;
}

}  // namespace robson::simulator
