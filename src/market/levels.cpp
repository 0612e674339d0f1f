#include "market/levels.hpp"

#include <algorithm>
#include <stdexcept>

namespace robson {
namespace {

struct Swing {
  Price price{};
  Timestamp time{};
};

// How much worse `price` is than `other` for one who relies on this side: below a support, above a resistance.
Price beyond(Price price, Price other, LevelKind kind) {
  return kind == LevelKind::support ? other - price : price - other;
}

Price extreme_of(const Candle& candle, LevelKind kind) {
  return kind == LevelKind::support ? candle.low : candle.high;
}

bool is_swing(std::span<const Candle> candles, std::size_t at, std::size_t window, LevelKind kind) {
  const Price here = extreme_of(candles[at], kind);
  for (std::size_t i = at - window; i <= at + window; ++i) {
    if (i == at) continue;
    const Price there = extreme_of(candles[i], kind);
    if (kind == LevelKind::support ? there <= here : there >= here) return false;
  }
  return true;
}

// Swings strictly on the level's side of `entry`, nearest first.
std::vector<Swing> swings(std::span<const Candle> candles, Price entry, LevelKind kind, std::size_t window) {
  std::vector<Swing> found;
  for (std::size_t at = window; at + window < candles.size(); ++at) {
    const Price price = extreme_of(candles[at], kind);
    const bool on_its_side = kind == LevelKind::support ? price < entry : price > entry;
    if (on_its_side && is_swing(candles, at, window, kind)) found.push_back({price, candles[at].open_time});
  }
  std::stable_sort(found.begin(), found.end(), [kind](const Swing& a, const Swing& b) {
    return kind == LevelKind::support ? a.price > b.price : a.price < b.price;
  });
  return found;
}

// Members come nearest first, so the last of them is the adverse extreme.
PriceLevel level_of(std::span<const Swing> members, LevelKind kind) {
  const auto [first, last] = std::minmax_element(members.begin(), members.end(),
                                                 [](const Swing& a, const Swing& b) { return a.time < b.time; });
  const int touches = static_cast<int>(members.size());
  return {.price = members.back().price,
          .kind = kind,
          .touches = touches,
          .strength = std::min(100, 20 * std::min(touches, 5)),
          .first_time = first->time,
          .last_time = last->time};
}

}  // namespace

std::vector<PriceLevel> levels(std::span<const Candle> candles, Price entry, LevelKind kind, const LevelRules& rules) {
  if (rules.swing_window < 1) throw std::invalid_argument("swing window must be at least 1");
  if (rules.min_touches < 1) throw std::invalid_argument("touches must be at least 1");
  if (rules.tolerance.is_negative()) throw std::invalid_argument("tolerance must not be negative");
  const std::vector<Swing> found = swings(candles, entry, kind, static_cast<std::size_t>(rules.swing_window));
  // A whole number of units is within the exact width when it is within the width rounded down.
  const Price width{multiply(rules.tolerance, entry.value, Rounding::floor)};
  std::vector<PriceLevel> made;
  for (std::size_t begin = 0; begin < found.size();) {
    std::size_t end = begin + 1;
    while (end < found.size() && beyond(found[end].price, found[begin].price, kind) <= width) ++end;
    const auto members = std::span(found).subspan(begin, end - begin);
    if (members.size() >= static_cast<std::size_t>(rules.min_touches)) made.push_back(level_of(members, kind));
    begin = end;
  }
  return made;
}

std::optional<Price> true_range_total(std::span<const Candle> candles, int period) {
  if (period < 1 || candles.size() <= static_cast<std::size_t>(period)) return {};
  Price total{};
  for (std::size_t i = candles.size() - static_cast<std::size_t>(period); i < candles.size(); ++i) {
    const Price before = candles[i - 1].close;
    total += std::max(candles[i].high, before) - std::min(candles[i].low, before);
  }
  return total;
}

std::optional<Price> average_true_range(std::span<const Candle> candles, int period) {
  const auto total = true_range_total(candles, period);
  if (!total) return {};
  return Price{divide(total->value, Decimal::integer(period), Rounding::half_away_from_zero)};
}

}  // namespace robson
