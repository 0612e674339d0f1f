// DECISIONS 8: one block of thresholds, and what a configuration may say.
#include "hedge/health.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace robson::hedge {
namespace {

constexpr Decimal hair = Decimal::from_units(1);

TEST(Health, defaults_are_those_of_the_product) {
  const RiskConfig risk;
  EXPECT_EQ(risk.health_factor_warning, "0.20"_d);
  EXPECT_EQ(risk.health_factor_critical, "0.15"_d);
  EXPECT_EQ(risk.health_factor_emergency, "0.10"_d);
  EXPECT_EQ(risk.margin_fraction_warning, "0.10"_d);
  EXPECT_EQ(risk.margin_fraction_critical, "0.08"_d);
  EXPECT_EQ(risk.margin_fraction_emergency, "0.05"_d);
  EXPECT_EQ(risk.liquidation_threshold, "0.90"_d);
  EXPECT_EQ(risk.maintenance_margin, "0.025"_d);
  EXPECT_EQ(risk.critical_exit_seconds, 20);
  EXPECT_FALSE(fault_of(risk).has_value());
  EXPECT_FALSE(fault_of(BotSettings{}).has_value());
}

TEST(Health, a_value_is_at_a_level_when_it_is_under_it) {
  using enum HealthStatus;
  const RiskConfig risk;
  for (const Levels& levels : {health_factor_levels(risk), margin_fraction_levels(risk)}) {
    EXPECT_EQ(status_of(levels.warning, levels), healthy);
    EXPECT_EQ(status_of(levels.warning - hair, levels), warning);
    EXPECT_EQ(status_of(levels.critical, levels), warning);
    EXPECT_EQ(status_of(levels.critical - hair, levels), critical);
    EXPECT_EQ(status_of(levels.emergency, levels), critical);
    EXPECT_EQ(status_of(levels.emergency - hair, levels), emergency);
    EXPECT_EQ(status_of("-1"_d, levels), emergency);
  }
}

TEST(Health, of_a_position_is_that_of_its_worse_leg) {
  using enum HealthStatus;
  const RiskConfig risk;
  EXPECT_EQ(health_of("0.25"_d, "0.3"_d, risk), healthy);
  EXPECT_EQ(health_of("0.25"_d, "0.09"_d, risk), warning);
  EXPECT_EQ(health_of("0.14"_d, "0.3"_d, risk), critical);
  EXPECT_EQ(health_of("0.14"_d, "0.04"_d, risk), emergency);
}

TEST(Health, unknown_hides_no_bad_news_and_is_no_good_news) {
  using enum HealthStatus;
  const RiskConfig risk;
  EXPECT_EQ(health_of("0.25"_d, {}, risk), unknown);
  EXPECT_EQ(health_of({}, {}, risk), unknown);
  EXPECT_EQ(health_of({}, "0.04"_d, risk), emergency);
  EXPECT_EQ(health_of("0.19"_d, {}, risk), warning);
}

TEST(Health, initial_health_follows_from_the_leverage) {
  EXPECT_EQ(initial_health_factor("3"_d, "0.9"_d), "0.259259259259"_d);
  EXPECT_EQ(initial_health_factor("4"_d, "0.9"_d), "0.166666666667"_d);  // under the warning level: refused
  EXPECT_EQ(initial_health_factor("1"_d, "0.9"_d), std::nullopt);
}

TEST(Limits, each_field_out_of_range_is_named) {
  const struct {
    const char* field;
    std::function<void(RiskConfig&)> spoil;
  } cases[] = {
      {"risk.max_leverage", [](RiskConfig& risk) { risk.max_leverage = "10.1"_d; }},
      {"risk.max_leverage", [](RiskConfig& risk) { risk.max_leverage = "0.9"_d; }},
      {"risk.default_leverage", [](RiskConfig& risk) { risk.default_leverage = "4.1"_d; }},
      {"risk.default_leverage", [](RiskConfig& risk) { risk.default_leverage = "0.9"_d; }},
      {"risk.min_position_usd", [](RiskConfig& risk) { risk.min_position_usd = "0"_d; }},
      {"risk.max_position_usd", [](RiskConfig& risk) { risk.max_position_usd = "999"_d; }},
      {"risk.health_factor_warning", [](RiskConfig& risk) { risk.health_factor_warning = "0.15"_d; }},
      {"risk.health_factor_warning", [](RiskConfig& risk) { risk.health_factor_warning = "1"_d; }},
      {"risk.health_factor_critical", [](RiskConfig& risk) { risk.health_factor_critical = "0.10"_d; }},
      {"risk.health_factor_emergency", [](RiskConfig& risk) { risk.health_factor_emergency = "0"_d; }},
      {"risk.margin_fraction_warning", [](RiskConfig& risk) { risk.margin_fraction_warning = "0.08"_d; }},
      {"risk.margin_fraction_critical", [](RiskConfig& risk) { risk.margin_fraction_critical = "0.05"_d; }},
      {"risk.margin_fraction_emergency", [](RiskConfig& risk) { risk.margin_fraction_emergency = "0"_d; }},
      {"risk.liquidation_threshold", [](RiskConfig& risk) { risk.liquidation_threshold = "1.01"_d; }},
      {"risk.liquidation_threshold", [](RiskConfig& risk) { risk.liquidation_threshold = "0"_d; }},
      {"risk.maintenance_margin", [](RiskConfig& risk) { risk.maintenance_margin = "0.05"_d; }},
      {"risk.maintenance_margin", [](RiskConfig& risk) { risk.maintenance_margin = "0"_d; }},
      {"risk.delta_drift_warning", [](RiskConfig& risk) { risk.delta_drift_warning = "0"_d; }},
      {"risk.delta_drift_critical", [](RiskConfig& risk) { risk.delta_drift_critical = "0.005"_d; }},
      {"risk.critical_exit_seconds", [](RiskConfig& risk) { risk.critical_exit_seconds = -1; }},
      {"risk.critical_exit_seconds", [](RiskConfig& risk) { risk.critical_exit_seconds = 3601; }},
      {"risk.price_deviation_limit", [](RiskConfig& risk) { risk.price_deviation_limit = "0"_d; }},
      {"risk.lst_premium_limit", [](RiskConfig& risk) { risk.lst_premium_limit = "1.1"_d; }},
      {"risk.lst_discount_limit", [](RiskConfig& risk) { risk.lst_discount_limit = "-0.01"_d; }},
      {"risk.max_gas_usd", [](RiskConfig& risk) { risk.max_gas_usd = "0"_d; }},
  };
  for (const auto& one : cases) {
    RiskConfig risk;
    one.spoil(risk);
    const auto fault = fault_of(risk);
    ASSERT_TRUE(fault.has_value()) << one.field;
    EXPECT_EQ(fault->field, one.field);
  }
}

TEST(Limits, bounds_of_the_settings_are_in) {
  BotSettings bot{.poll_interval_seconds = 1,
                  .scan_interval_seconds = 3600,
                  .max_concurrent_positions = 50,
                  .min_opportunity_apy = "10"_d};
  EXPECT_FALSE(fault_of(bot).has_value());
  bot.poll_interval_seconds = 0;
  EXPECT_EQ(fault_of(bot)->field, "bot.poll_interval_seconds");
  bot.poll_interval_seconds = 30;
  bot.scan_interval_seconds = 3601;
  EXPECT_EQ(fault_of(bot)->field, "bot.scan_interval_seconds");
  bot.scan_interval_seconds = 60;
  bot.max_concurrent_positions = 51;
  EXPECT_EQ(fault_of(bot)->field, "bot.max_concurrent_positions");
  bot.max_concurrent_positions = 1;
  bot.min_opportunity_apy = "-0.01"_d;
  EXPECT_EQ(fault_of(bot)->field, "bot.min_opportunity_apy");
}

}  // namespace
}  // namespace robson::hedge
