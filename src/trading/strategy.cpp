#include "trading/strategy.hpp"

#include <fmt/format.h>

#include <array>

namespace robson {
namespace {

struct Bound {
  std::string_view field{};
  Decimal value{};
  Decimal least{};
  Decimal most{};
};

std::string range_text(const Bound& bound) {
  return fmt::format("a number from {} to {}, got {}", bound.least.text(), bound.most.text(), bound.value.text());
}

Decimal whole(int number) {
  return Decimal::integer(number);
}

}  // namespace

Result<void, StrategyFault> check(const Strategy& strategy) {
  const RiskRules& rules = strategy.rules;
  const StopRules& stop = rules.stop;
  if (strategy.name.empty() || strategy.name.size() > 60) {
    return Unexpected(StrategyFault{"name", "1 to 60 characters"});
  }
  if (strategy.description.size() > 500) return Unexpected(StrategyFault{"description", "at most 500 characters"});
  const std::array<Bound, 17> bounds = {{
      {"risk_fraction", rules.size.risk_fraction, "0.0001"_d, "0.01"_d},
      {"max_notional_fraction", rules.size.max_notional_fraction, "0.01"_d, "0.5"_d},
      {"candles", whole(stop.candles), whole(50), whole(500)},
      {"level", whole(stop.level), whole(1), whole(10)},
      {"min_touches", whole(stop.min_touches), whole(2), whole(10)},
      {"tolerance", stop.tolerance, "0.0001"_d, "0.05"_d},
      {"swing_window", whole(stop.swing_window), whole(1), whole(10)},
      {"swing_lookback", whole(stop.swing_lookback), whole(2), whole(200)},
      {"atr_period", whole(stop.atr_period), whole(2), whole(100)},
      {"atr_multiple", stop.atr_multiple, "0.1"_d, "10"_d},
      {"min_distance", stop.min_distance, "0.001"_d, "0.5"_d},
      {"max_distance", stop.max_distance, "0.001"_d, "0.5"_d},
      {"buffer", stop.buffer, "0"_d, "0.05"_d},
      {"reward_risk", rules.reward_risk, "0"_d, "20"_d},
      {"max_drift", rules.max_drift, "0"_d, "0.05"_d},
      {"taker_fee", rules.taker_fee, "0"_d, "0.05"_d},
      {"expected_slippage", rules.expected_slippage, "0"_d, "0.05"_d},
  }};
  for (const Bound& bound : bounds) {
    if (bound.value < bound.least || bound.value > bound.most) {
      return Unexpected(StrategyFault{std::string(bound.field), range_text(bound)});
    }
  }
  if (stop.min_distance >= stop.max_distance) {
    return Unexpected(StrategyFault{"min_distance", "a number below max_distance"});
  }
  return {};
}

std::vector<Strategy> strategy_templates() {
  Strategy manual{.name = "BTC Spot Manual",
                  .description =
                      "The rules as they stand: second technical event on 15m, 1 % risk, target at twice "
                      "the risk."};
  Strategy careful{.name = "Careful",
                   .description = "Half the risk, costs counted into the size, a level with three touches or more."};
  careful.rules.size.risk_fraction = "0.005"_d;
  careful.rules.size.include_costs = true;
  careful.rules.stop.min_touches = 3;
  Strategy follower{.name = "Trend follower",
                    .description = "No target: the stop follows the price, one span of profit at a time."};
  follower.rules.reward_risk = "0"_d;
  follower.rules.trailing = true;
  return {manual, careful, follower};
}

}  // namespace robson
