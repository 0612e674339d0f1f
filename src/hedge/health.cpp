#include "hedge/health.hpp"

#include <algorithm>

#include "hedge/legs.hpp"

namespace robson::hedge {
namespace {

int badness(HealthStatus status) {
  switch (status) {
    case HealthStatus::healthy: return 0;
    case HealthStatus::unknown: return 1;
    case HealthStatus::warning: return 2;
    case HealthStatus::critical: return 3;
    case HealthStatus::emergency: return 4;
  }
  return 1;
}

}  // namespace

Levels health_factor_levels(const RiskConfig& risk) {
  return {risk.health_factor_warning, risk.health_factor_critical, risk.health_factor_emergency};
}

Levels margin_fraction_levels(const RiskConfig& risk) {
  return {risk.margin_fraction_warning, risk.margin_fraction_critical, risk.margin_fraction_emergency};
}

HealthStatus status_of(Decimal value, const Levels& levels) {
  if (value < levels.emergency) return HealthStatus::emergency;
  if (value < levels.critical) return HealthStatus::critical;
  if (value < levels.warning) return HealthStatus::warning;
  return HealthStatus::healthy;
}

HealthStatus worse(HealthStatus one, HealthStatus other) {
  return badness(one) >= badness(other) ? one : other;
}

HealthStatus health_of(std::optional<Decimal> health_factor, std::optional<Decimal> margin_fraction,
                       const RiskConfig& risk) {
  const auto of = [](std::optional<Decimal> value, const Levels& levels) {
    return value ? status_of(*value, levels) : HealthStatus::unknown;
  };
  return worse(of(health_factor, health_factor_levels(risk)), of(margin_fraction, margin_fraction_levels(risk)));
}

std::optional<Decimal> initial_health_factor(Decimal leverage, Decimal threshold) {
  return health_factor(leverage, leverage - Decimal::integer(1), threshold);
}

}  // namespace robson::hedge
