#pragma once
// A strategy: the rules by which operations are sized, stopped and followed. Each change makes a new version; the
// earlier ones are kept, and an operation remembers the one it was planned with.
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "trading/sizing.hpp"
#include "trading/technical_stop.hpp"

namespace robson {
using literals::operator""_d;

// Fractions, not percent: 0.01 is 1 %.
struct RiskRules {
  StopRules stop{};
  SizeRules size{};
  Decimal reward_risk = "2"_d;    // target = entry + reward_risk x |entry - stop|; 0: no target
  Decimal max_drift = "0.003"_d;  // how far beyond the quote an entry may fill, and the price may move meanwhile
  Decimal taker_fee = "0.001"_d;  // of the venue, each side
  Decimal expected_slippage = "0.0005"_d;  // each side
  bool trailing = false;
};

struct Strategy {
  StrategyId id{};
  TenantId tenant{};
  std::string name{};  // 1 to 60 characters, unique in the tenant
  std::string description{};
  int version = 1;
  bool active = true;  // an inactive one plans nothing; its open operations go on
  RiskRules rules{};
  Timestamp changed_at{};
  std::string changed_by{};
};

// What is wrong with a strategy: the field by its name in the API, and what was expected.
struct StrategyFault {
  std::string field{};
  std::string expected{};
};
// Bounds: risk_fraction 0.0001 to 0.01 (the 1 % rule cannot be widened), max_notional_fraction to 0.5, distances
// 0.001 to 0.5 and in order, level 1 to 10, touches 2 to 10, tolerance 0.0001 to 0.05, windows 1 to 10, ATR period 2 to
// 100 and multiple 0.1 to 10, buffer 0 to 0.05, reward 0 to 20, drift 0 to 0.05, fee and slippage 0 to 0.05.
Result<void, StrategyFault> check(const Strategy& strategy);

// Ready to use, for a tenant that has none; ids are given by the engine.
std::vector<Strategy> strategy_templates();

}  // namespace robson
