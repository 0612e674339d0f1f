#pragma once
// /api/strategies/: the rules by which operations are sized, stopped and followed.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {

// Fractions, not percent.
struct RiskRules {
  int level = 0;
  int min_touches = 0;
  Decimal tolerance{};
  int candles = 0;
  int swing_window = 0;
  int swing_lookback = 0;
  int atr_period = 0;
  Decimal atr_multiple{};
  Decimal min_distance{};
  Decimal max_distance{};
  Decimal buffer{};
  Decimal risk_fraction{};
  Decimal max_notional_fraction{};
  bool include_costs = false;
  Decimal reward_risk{};
  Decimal max_drift{};
  Decimal taker_fee{};
  Decimal expected_slippage{};
  bool trailing = false;
};
BOOST_DESCRIBE_STRUCT(RiskRules, (),
                      (level, min_touches, tolerance, candles, swing_window, swing_lookback, atr_period, atr_multiple,
                       min_distance, max_distance, buffer, risk_fraction, max_notional_fraction, include_costs,
                       reward_risk, max_drift, taker_fee, expected_slippage, trailing))

// Those that are named; the others stay.
struct RiskRulesChange {
  std::optional<int> level{};
  std::optional<int> min_touches{};
  std::optional<Decimal> tolerance{};
  std::optional<int> candles{};
  std::optional<int> swing_window{};
  std::optional<int> swing_lookback{};
  std::optional<int> atr_period{};
  std::optional<Decimal> atr_multiple{};
  std::optional<Decimal> min_distance{};
  std::optional<Decimal> max_distance{};
  std::optional<Decimal> buffer{};
  std::optional<Decimal> risk_fraction{};
  std::optional<Decimal> max_notional_fraction{};
  std::optional<bool> include_costs{};
  std::optional<Decimal> reward_risk{};
  std::optional<Decimal> max_drift{};
  std::optional<Decimal> taker_fee{};
  std::optional<Decimal> expected_slippage{};
  std::optional<bool> trailing{};
};
BOOST_DESCRIBE_STRUCT(RiskRulesChange, (),
                      (level, min_touches, tolerance, candles, swing_window, swing_lookback, atr_period, atr_multiple,
                       min_distance, max_distance, buffer, risk_fraction, max_notional_fraction, include_costs,
                       reward_risk, max_drift, taker_fee, expected_slippage, trailing))

struct Strategy {
  std::int64_t id = 0;
  std::string name{};
  std::string description{};
  int version = 0;
  bool active = false;
  RiskRules rules{};
  Timestamp changed_at{};
  std::string changed_by{};
};
BOOST_DESCRIBE_STRUCT(Strategy, (), (id, name, description, version, active, rules, changed_at, changed_by))

struct StrategyTemplate {
  std::string name{};
  std::string description{};
  RiskRules rules{};
};
BOOST_DESCRIBE_STRUCT(StrategyTemplate, (), (name, description, rules))

struct Strategies {
  std::vector<Strategy> strategies{};
  std::vector<StrategyTemplate> templates{};
};
BOOST_DESCRIBE_STRUCT(Strategies, (), (strategies, templates))

struct StrategyHistory {
  std::vector<Strategy> versions{};
};
BOOST_DESCRIBE_STRUCT(StrategyHistory, (), (versions))

struct StrategyRequest {
  std::string name{};
  std::optional<std::string> description{};
  std::optional<bool> active{};
  std::optional<std::string> from_template{};
  std::optional<RiskRulesChange> rules{};
};
BOOST_DESCRIBE_STRUCT(StrategyRequest, (), (name, description, active, from_template, rules))

struct StrategyEdit {
  int version = 0;
  std::optional<std::string> name{};
  std::optional<std::string> description{};
  std::optional<bool> active{};
  std::optional<RiskRulesChange> rules{};
};
BOOST_DESCRIBE_STRUCT(StrategyEdit, (), (version, name, description, active, rules))

}  // namespace robson::wire
