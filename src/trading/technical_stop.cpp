#include "trading/technical_stop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace robson {
namespace {

void require_sane(const StopInput& input, const StopRules& rules) {
  if (!input.tick.is_positive()) throw std::invalid_argument("tick must be positive");
  if (rules.candles < 1 || rules.level < 1 || rules.swing_lookback < 1 || rules.atr_period < 1) {
    throw std::invalid_argument("counts of a stop's rules must be at least 1");
  }
  if (rules.atr_multiple.is_negative() || rules.min_distance.is_negative() || rules.max_distance.is_negative() ||
      rules.buffer.is_negative() || input.taker_fee.is_negative() || input.spread < Price{}) {
    throw std::invalid_argument("fractions of a stop's rules, fee and spread must not be negative");
  }
}

// The last `count` closed candles; nothing when there are fewer or they do not follow each other without a hole.
std::optional<std::span<const Candle>> closed_history(std::span<const Candle> candles, std::size_t count) {
  while (!candles.empty() && !candles.back().closed) candles = candles.first(candles.size() - 1);
  if (candles.size() < count) return {};
  candles = candles.last(count);
  for (std::size_t i = 0; i < candles.size(); ++i) {
    if (!candles[i].closed) return {};
    if (i > 0 && candles[i].open_time - candles[i - 1].open_time != length(Interval::m15)) return {};
  }
  return candles;
}

// How far a stop may be from the entry in price, each bound on the side that no rounding widens. An offset is on the
// grid of 10^-12, so that comparing it with a rounded bound decides as the exact bound would.
struct Bounds {
  Price least{};
  Price most{};
};

Price share(Decimal fraction, Price entry, Rounding how) {
  return {multiply(fraction, entry.value, how)};
}

// Bounds of the gap between the entry and what the stop leans on, when `buffer` of the entry lies beyond that.
Bounds bounds_of(const StopInput& input, const StopRules& rules, Decimal buffer) {
  const Decimal both_fees = input.taker_fee + input.taker_fee;
  const Price least = share(rules.min_distance - buffer, input.entry, Rounding::ceiling);
  const Price costs = share(both_fees - buffer, input.entry, Rounding::ceiling) + input.spread;
  return {.least = std::max(least, costs), .most = share(rules.max_distance - buffer, input.entry, Rounding::floor)};
}

enum class Fit { fits, too_near, too_far };

Fit fit(Price gap, const Bounds& bounds) {
  if (gap < bounds.least) return Fit::too_near;
  return gap > bounds.most ? Fit::too_far : Fit::fits;
}

// How far `price` is on the side where the stop belongs; below 0 on the other.
Price gap_to(const StopInput& input, Price price) {
  return input.side == Side::BUY ? input.entry - price : price - input.entry;
}

// The entry moved by `offset` (rounded up at 10^-12, which no tick is finer than), to the tick away from the entry.
// A coarse tick can take a tiny price down to 0, which is no price and no stop.
Price stop_at(const StopInput& input, Price offset) {
  if (input.side == Side::BUY) {
    return {round_to_step((input.entry - offset).value, input.tick, Rounding::floor)};
  }
  return {round_to_step((input.entry + offset).value, input.tick, Rounding::ceiling)};
}

Price with_buffer(const StopInput& input, const StopRules& rules, Price gap) {
  return gap + share(rules.buffer, input.entry, Rounding::ceiling);
}

Decimal distance_of(const StopInput& input, Price offset) {
  return divide(offset.value, input.entry.value, Rounding::half_away_from_zero);
}

std::string percent(Decimal fraction) {
  const Decimal of_hundred = multiply(fraction, Decimal::integer(100), Rounding::half_away_from_zero);
  return round_to_places(of_hundred, 6, Rounding::half_away_from_zero).text_at_least(2) + " %";
}

std::vector<ConsideredLevel> all_levels(const StopInput& input, const StopRules& rules,
                                        std::span<const Candle> candles) {
  const LevelKind kind = input.side == Side::BUY ? LevelKind::support : LevelKind::resistance;
  std::vector<ConsideredLevel> all;
  for (const PriceLevel& level :
       levels(candles, input.entry, kind,
              {.swing_window = rules.swing_window, .tolerance = rules.tolerance, .min_touches = rules.min_touches})) {
    const Price offset = with_buffer(input, rules, gap_to(input, level.price));
    all.push_back({.level = level, .stop = stop_at(input, offset), .distance = distance_of(input, offset)});
  }
  return all;
}

// A stop that is within its bounds, before it is rounded to the tick.
struct Candidate {
  Price offset{};  // from the entry
  StopMethod method{};
  StopConfidence confidence{};
  int level = 0;
  std::string warning{};
};

// Index of the level that is taken; says of each that was looked at and is not why.
std::optional<std::size_t> choose(const StopInput& input, const StopRules& rules, std::vector<ConsideredLevel>& all) {
  if (all.empty()) return {};
  const Bounds bounds = bounds_of(input, rules, rules.buffer);
  const std::size_t asked = static_cast<std::size_t>(rules.level) - 1;
  for (std::size_t i = std::min(asked, all.size() - 1); i < all.size(); ++i) {
    ConsideredLevel& at = all[i];
    const Fit found = fit(gap_to(input, at.level.price), bounds);
    if (found == Fit::fits && at.stop > Price{}) return i;
    if (found != Fit::too_near) {
      at.skipped_because = found == Fit::too_far
                               ? fmt::format("its stop is {} from the entry, beyond the maximum of {}",
                                             percent(at.distance), percent(rules.max_distance))
                               : "its stop would not be above 0";
      return {};
    }
    at.skipped_because =
        fmt::format("its stop is {} from the entry, nearer than the minimum of {}", percent(at.distance),
                    percent(distance_of(input, with_buffer(input, rules, bounds.least))));
  }
  return {};
}

std::optional<Candidate> by_level(const StopInput& input, const StopRules& rules, std::vector<ConsideredLevel>& all) {
  const auto chosen = choose(input, rules, all);
  if (!chosen) return {};
  const PriceLevel& level = all[*chosen].level;
  Candidate found{.offset = with_buffer(input, rules, gap_to(input, level.price)),
                  .method = StopMethod::support_resistance,
                  .confidence = level.touches >= 3 ? StopConfidence::HIGH : StopConfidence::MEDIUM,
                  .level = static_cast<int>(*chosen) + 1};
  if (found.level > rules.level) {
    found.warning = fmt::format("level {} is too near; level {} was taken", rules.level, found.level);
  }
  return found;
}

std::optional<Candidate> by_swing(const StopInput& input, const StopRules& rules, std::span<const Candle> candles) {
  candles = candles.last(std::min(candles.size(), static_cast<std::size_t>(rules.swing_lookback)));
  Price gap{};  // an extreme that is not beyond the entry is none
  for (const Candle& candle : candles) {
    gap = std::max(gap, gap_to(input, input.side == Side::BUY ? candle.low : candle.high));
  }
  if (gap.is_zero() || fit(gap, bounds_of(input, rules, rules.buffer)) != Fit::fits) return {};
  const Price offset = with_buffer(input, rules, gap);
  if (stop_at(input, offset) <= Price{}) return {};
  return Candidate{
      .offset = offset,
      .method = StopMethod::swing_point,
      .confidence = StopConfidence::MEDIUM,
      .warning = fmt::format("no level fits; the extreme of the last {} candles was taken", rules.swing_lookback)};
}

// The mean is not rounded before it is multiplied; what 10^-12 cannot hold is cut for the nearer bound and rounded up
// for the farther one.
std::optional<Candidate> by_atr(const StopInput& input, const StopRules& rules, std::span<const Candle> candles) {
  const auto total = true_range_total(candles, rules.atr_period);
  if (!total) return {};
  const Decimal multiple = multiply(total->value, rules.atr_multiple, Rounding::ceiling);
  const Decimal period = Decimal::integer(rules.atr_period);
  const Price below{divide(multiple, period, Rounding::floor)};
  const Price above{divide(multiple, period, Rounding::ceiling)};
  const Bounds bounds = bounds_of(input, rules, Decimal{});
  if (below <= Price{} || fit(below, bounds) == Fit::too_near || fit(above, bounds) == Fit::too_far) return {};
  if (stop_at(input, above) <= Price{}) return {};
  return Candidate{
      .offset = above,
      .method = StopMethod::atr,
      .confidence = StopConfidence::LOW,
      .warning = fmt::format("neither a level nor a swing fits; ATR x {} was taken", rules.atr_multiple.text())};
}

std::string shortfall(const StopRules& rules, std::size_t levels) {
  return levels == 0 ? fmt::format("no level exists; level {} was asked for", rules.level)
                     : fmt::format("only {} of the {} levels asked for exist", levels, rules.level);
}

}  // namespace

Result<TechnicalStop, StopRefusal> technical_stop(const StopInput& input, const StopRules& rules) {
  require_sane(input, rules);
  if (input.entry <= Price{}) return Unexpected{StopRefusal{StopFault::no_technical_stop, "entry is not above 0", {}}};
  const auto candles = closed_history(input.candles, static_cast<std::size_t>(rules.candles));
  if (!candles) {
    return Unexpected{
        StopRefusal{StopFault::insufficient_history,
                    fmt::format("a technical stop needs the last {} closed 15m candles without a hole", rules.candles),
                    {}}};
  }

  TechnicalStop found{.level_asked = rules.level,
                      .levels = all_levels(input, rules, *candles),
                      .atr = average_true_range(*candles, rules.atr_period)};
  if (found.levels.size() < static_cast<std::size_t>(rules.level)) {
    found.warnings.push_back(shortfall(rules, found.levels.size()));
  }
  auto candidate = by_level(input, rules, found.levels);
  if (!candidate) candidate = by_swing(input, rules, *candles);
  if (!candidate) candidate = by_atr(input, rules, *candles);
  if (!candidate) {
    return Unexpected{StopRefusal{StopFault::no_technical_stop,
                                  "no level, swing or ATR gives a stop within the bounds of distance",
                                  std::move(found.levels)}};
  }
  found.stop = stop_at(input, candidate->offset);
  found.distance = distance_of(input, candidate->offset);
  found.method = candidate->method;
  found.confidence = candidate->confidence;
  found.level_chosen = candidate->level;
  if (!candidate->warning.empty()) found.warnings.push_back(std::move(candidate->warning));
  return found;
}

}  // namespace robson
