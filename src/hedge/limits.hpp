#pragma once
// What an operator may set about a bot: how often it looks, what it may take on, where it gets out. The defaults are
// the product's; `fault_of` names the first field that is out of its range. Amounts are US dollars, ratios fractions.
// Pure, any thread.
#include <optional>
#include <string>

#include "base/decimal.hpp"

namespace robson::hedge {
using literals::operator""_d;

struct BotSettings {
  int poll_interval_seconds = 30;          // 1 to 3,600: between two looks at the positions
  int scan_interval_seconds = 60;          // 1 to 3,600: between two looks for opportunities
  int max_concurrent_positions = 5;        // 1 to 50
  Decimal min_opportunity_apy = "0.01"_d;  // 0 to 10
  bool enable_auto_entry = true;
  bool enable_auto_exit = true;  // of what no longer earns, and of a depeg; bad health is left whatever this says
  bool enable_circuit_breakers = true;
};

struct RiskConfig {
  Decimal max_leverage = "4"_d;          // 1 to 10
  Decimal default_leverage = "3"_d;      // 1 to max_leverage
  Decimal min_position_usd = "1000"_d;   // over 0; of what is deployed, that is, of the long leg's own collateral
  Decimal max_position_usd = "50000"_d;  // at least min_position_usd
  // warning > critical > emergency > 0, of both. A value *under* a level is at that level.
  Decimal health_factor_warning = "0.20"_d;
  Decimal health_factor_critical = "0.15"_d;
  Decimal health_factor_emergency = "0.10"_d;
  Decimal margin_fraction_warning = "0.10"_d;
  Decimal margin_fraction_critical = "0.08"_d;
  Decimal margin_fraction_emergency = "0.05"_d;
  Decimal liquidation_threshold = "0.90"_d;  // over 0, up to 1
  Decimal maintenance_margin = "0.025"_d;    // over 0, under margin_fraction_emergency
  Decimal delta_drift_warning = "0.005"_d;   // over 0; the short leg is put right beyond it
  Decimal delta_drift_critical = "0.02"_d;   // over delta_drift_warning
  int critical_exit_seconds = 20;            // 0 to 3,600: how long critical health may last
  Decimal price_deviation_limit = "0.02"_d;  // over 0, up to 1: of the venues' prices from each other
  Decimal lst_premium_limit = "0.05"_d;      // over 0, up to 1: of the staked token over its pool's rate
  Decimal lst_discount_limit = "0.02"_d;     // over 0, up to 1: under it
  Decimal max_gas_usd = "5"_d;               // over 0
};

// Which field is wrong, by its path in the configuration ("risk.max_leverage"), and what it should be.
struct LimitFault {
  std::string field{};
  std::string expected{};
};
std::optional<LimitFault> fault_of(const BotSettings& bot);
std::optional<LimitFault> fault_of(const RiskConfig& risk);

}  // namespace robson::hedge
