#include "routes/bot_config_rules.hpp"

#include <array>

namespace robson::routes {
namespace {

using namespace literals;

struct Rule {
  const char* field;
  bool holds;
  const char* demand;
};

template <class T>
bool within(const T& value, const T& least, const T& most) {
  return least <= value && value <= most;
}

}  // namespace

std::optional<BrokenRule> broken_rule(const bot_api::BotSettings& bot, const bot_api::RiskConfig& risk) {
  const Decimal none{};
  const Decimal one = "1"_d;
  const Decimal most_usd = "1000000000"_d;
  const std::array rules = {
      Rule{"bot.poll_interval_seconds", within(bot.poll_interval_seconds, 1, 3600), "1 to 3600"},
      Rule{"bot.scan_interval_seconds", within(bot.scan_interval_seconds, 1, 3600), "1 to 3600"},
      Rule{"bot.max_concurrent_positions", within(bot.max_concurrent_positions, 1, 50), "1 to 50"},
      Rule{"bot.min_opportunity_apy", within(bot.min_opportunity_apy, none, "10"_d), "0 to 10"},
      Rule{"risk.max_leverage", within(risk.max_leverage, one, "10"_d), "1 to 10"},
      Rule{"risk.default_leverage", within(risk.default_leverage, one, risk.max_leverage), "1 to risk.max_leverage"},
      Rule{"risk.min_position_usd", none < risk.min_position_usd && risk.min_position_usd <= most_usd,
           "over 0, up to 10^9"},
      Rule{"risk.max_position_usd", within(risk.max_position_usd, risk.min_position_usd, most_usd),
           "risk.min_position_usd to 10^9"},
      Rule{"risk.health_factor_emergency", none < risk.health_factor_emergency && risk.health_factor_emergency < one,
           "over 0, under 1"},
      Rule{"risk.health_factor_critical", risk.health_factor_emergency < risk.health_factor_critical,
           "over risk.health_factor_emergency"},
      Rule{"risk.health_factor_warning",
           risk.health_factor_critical < risk.health_factor_warning && risk.health_factor_warning <= one,
           "over risk.health_factor_critical, up to 1"},
      Rule{"risk.margin_fraction_emergency",
           none < risk.margin_fraction_emergency && risk.margin_fraction_emergency < one, "over 0, under 1"},
      Rule{"risk.margin_fraction_critical", risk.margin_fraction_emergency < risk.margin_fraction_critical,
           "over risk.margin_fraction_emergency"},
      Rule{"risk.margin_fraction_warning",
           risk.margin_fraction_critical < risk.margin_fraction_warning && risk.margin_fraction_warning <= one,
           "over risk.margin_fraction_critical, up to 1"},
      Rule{"risk.liquidation_threshold", none < risk.liquidation_threshold && risk.liquidation_threshold <= one,
           "over 0, up to 1"},
      Rule{"risk.maintenance_margin",
           none < risk.maintenance_margin && risk.maintenance_margin < risk.margin_fraction_emergency,
           "over 0, under risk.margin_fraction_emergency"},
      Rule{"risk.delta_drift_warning", none < risk.delta_drift_warning && risk.delta_drift_warning <= one,
           "over 0, up to 1"},
      Rule{"risk.delta_drift_critical",
           risk.delta_drift_warning < risk.delta_drift_critical && risk.delta_drift_critical <= one,
           "over risk.delta_drift_warning, up to 1"},
      Rule{"risk.critical_exit_seconds", within(risk.critical_exit_seconds, 0, 3600), "0 to 3600"},
      Rule{"risk.price_deviation_limit", none < risk.price_deviation_limit && risk.price_deviation_limit <= one,
           "over 0, up to 1"},
      Rule{"risk.lst_premium_limit", none < risk.lst_premium_limit && risk.lst_premium_limit <= one, "over 0, up to 1"},
      Rule{"risk.lst_discount_limit", none < risk.lst_discount_limit && risk.lst_discount_limit <= one,
           "over 0, up to 1"},
      Rule{"risk.max_gas_usd", none < risk.max_gas_usd && risk.max_gas_usd <= most_usd, "over 0, up to 10^9"},
  };
  for (const Rule& rule : rules) {
    if (!rule.holds) return BrokenRule{rule.field, std::string(rule.field) + " must be " + rule.demand + "."};
  }
  return {};
}

}  // namespace robson::routes
