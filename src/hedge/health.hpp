#pragma once
// How well a position is, by the thresholds of its configuration. A value under a level is at that level; equal to it,
// it is not yet. Pure, any thread.
#include <optional>

#include "base/decimal.hpp"
#include "hedge/limits.hpp"
#include "hedge/words.hpp"

namespace robson::hedge {

struct Levels {
  Decimal warning{};
  Decimal critical{};
  Decimal emergency{};
};
Levels health_factor_levels(const RiskConfig& risk);
Levels margin_fraction_levels(const RiskConfig& risk);

HealthStatus status_of(Decimal value, const Levels& levels);
// emergency, critical, warning, healthy; what is unknown says nothing against what is known to be bad, but makes what
// is known to be healthy unknown.
HealthStatus worse(HealthStatus one, HealthStatus other);
// Of a position with debt and a short leg. None: not known.
HealthStatus health_of(std::optional<Decimal> health_factor, std::optional<Decimal> margin_fraction,
                       const RiskConfig& risk);

// The health factor with which a leverage begins: borrowed / (value x threshold) with value = leverage x collateral,
// so 1 - (leverage - 1) / (leverage x threshold). None at leverage 1, without debt. `leverage` >= 1.
std::optional<Decimal> initial_health_factor(Decimal leverage, Decimal threshold);

}  // namespace robson::hedge
