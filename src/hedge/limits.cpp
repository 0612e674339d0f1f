#include "hedge/limits.hpp"

namespace robson::hedge {
namespace {

constexpr Decimal one = Decimal::integer(1);

std::optional<LimitFault> unless(bool right, const char* field, const char* expected) {
  if (right) return {};
  return LimitFault{field, expected};
}

bool within(Decimal value, Decimal lowest, Decimal highest) {
  return lowest <= value && value <= highest;
}

bool within(int value, int lowest, int highest) {
  return lowest <= value && value <= highest;
}

}  // namespace

std::optional<LimitFault> fault_of(const BotSettings& bot) {
  if (auto bad = unless(within(bot.poll_interval_seconds, 1, 3600), "bot.poll_interval_seconds", "1 to 3600"))
    return bad;
  if (auto bad = unless(within(bot.scan_interval_seconds, 1, 3600), "bot.scan_interval_seconds", "1 to 3600"))
    return bad;
  if (auto bad = unless(within(bot.max_concurrent_positions, 1, 50), "bot.max_concurrent_positions", "1 to 50"))
    return bad;
  return unless(within(bot.min_opportunity_apy, {}, Decimal::integer(10)), "bot.min_opportunity_apy", "0 to 10");
}

std::optional<LimitFault> fault_of(const RiskConfig& risk) {
  const struct {
    bool right;
    const char* field;
    const char* expected;
  } rules[] = {
      {within(risk.max_leverage, one, Decimal::integer(10)), "risk.max_leverage", "1 to 10"},
      {within(risk.default_leverage, one, risk.max_leverage), "risk.default_leverage", "1 to max_leverage"},
      {risk.min_position_usd.is_positive(), "risk.min_position_usd", "over 0"},
      {within(risk.max_position_usd, risk.min_position_usd, Decimal::integer(1'000'000'000)), "risk.max_position_usd",
       "min_position_usd to 1000000000"},
      {risk.health_factor_warning < one && risk.health_factor_warning > risk.health_factor_critical,
       "risk.health_factor_warning", "over health_factor_critical, under 1"},
      {risk.health_factor_critical > risk.health_factor_emergency, "risk.health_factor_critical",
       "over health_factor_emergency"},
      {risk.health_factor_emergency.is_positive(), "risk.health_factor_emergency", "over 0"},
      {risk.margin_fraction_warning < one && risk.margin_fraction_warning > risk.margin_fraction_critical,
       "risk.margin_fraction_warning", "over margin_fraction_critical, under 1"},
      {risk.margin_fraction_critical > risk.margin_fraction_emergency, "risk.margin_fraction_critical",
       "over margin_fraction_emergency"},
      {risk.margin_fraction_emergency.is_positive(), "risk.margin_fraction_emergency", "over 0"},
      {risk.liquidation_threshold.is_positive() && risk.liquidation_threshold <= one, "risk.liquidation_threshold",
       "over 0, up to 1"},
      {risk.maintenance_margin.is_positive() && risk.maintenance_margin < risk.margin_fraction_emergency,
       "risk.maintenance_margin", "over 0, under margin_fraction_emergency"},
      {risk.delta_drift_warning.is_positive(), "risk.delta_drift_warning", "over 0"},
      {risk.delta_drift_critical > risk.delta_drift_warning && risk.delta_drift_critical <= one,
       "risk.delta_drift_critical", "over delta_drift_warning, up to 1"},
      {within(risk.critical_exit_seconds, 0, 3600), "risk.critical_exit_seconds", "0 to 3600"},
      {risk.price_deviation_limit.is_positive() && risk.price_deviation_limit <= one, "risk.price_deviation_limit",
       "over 0, up to 1"},
      {risk.lst_premium_limit.is_positive() && risk.lst_premium_limit <= one, "risk.lst_premium_limit",
       "over 0, up to 1"},
      {risk.lst_discount_limit.is_positive() && risk.lst_discount_limit <= one, "risk.lst_discount_limit",
       "over 0, up to 1"},
      {risk.max_gas_usd.is_positive() && risk.max_gas_usd <= Decimal::integer(1'000'000), "risk.max_gas_usd",
       "over 0, up to 1000000"},
  };
  for (const auto& rule : rules) {
    if (auto bad = unless(rule.right, rule.field, rule.expected)) return bad;
  }
  return {};
}

}  // namespace robson::hedge
