#include "hedge/breakers.hpp"

#include <algorithm>

namespace robson::hedge {
namespace {

constexpr Duration cooldown_of_entry = std::chrono::minutes(30);
constexpr Duration healthy_for = std::chrono::seconds(60);
constexpr Duration kept_for = std::chrono::hours(24);

std::int64_t seconds_of(Duration span) {
  return std::chrono::duration_cast<std::chrono::seconds>(span).count();
}

void close(Breaker& breaker, const std::string& by, Timestamp now) {
  breaker.resolved_at = now;
  breaker.resolved_by = by;
}

}  // namespace

BreakerRule rule_of(BreakerType type) {
  switch (type) {
    case BreakerType::asgard_health:
    case BreakerType::hyperliquid_margin:
    case BreakerType::lst_depeg: return {.scope = PauseScope::entry, .exits = true};
    case BreakerType::price_deviation:
    case BreakerType::negative_apy:
      return {.scope = PauseScope::entry, .auto_recovery = true, .cooldown = cooldown_of_entry};
    case BreakerType::high_gas: return {.auto_recovery = true, .waits_for_clear = true};
    case BreakerType::chain_outage: return {.auto_recovery = true, .cooldown = healthy_for, .waits_for_clear = true};
    case BreakerType::manual: return {.scope = PauseScope::all};
  }
  return {.scope = PauseScope::all};
}

PauseScope scope_of(Leg venue) {
  return venue == Leg::asgard ? PauseScope::asgard : PauseScope::hyperliquid;
}

std::optional<Breaker> BreakerSet::trip(BreakerType type, Leg venue, std::string reason, Timestamp now) {
  const BreakerRule rule = rule_of(type);
  const PauseScope scope = rule.scope.value_or(scope_of(venue));
  if (open(type, scope) != nullptr) return {};
  Breaker made{.id = ++last_id,
               .breaker_type = type,
               .triggered_at = now,
               .reason = std::move(reason),
               .scope = scope,
               .auto_recovery = rule.auto_recovery};
  if (rule.cooldown > Duration{}) made.cooldown_seconds = seconds_of(rule.cooldown);
  if (rule.auto_recovery && !rule.waits_for_clear) made.recovery_time = now + rule.cooldown;
  breakers.push_back(made);
  return made;
}

std::vector<Breaker> BreakerSet::review(BreakerType type, PauseScope scope, std::optional<Timestamp> clear_since,
                                        Timestamp now) {
  std::vector<Breaker> recovered;
  const BreakerRule rule = rule_of(type);
  if (!rule.auto_recovery) return recovered;
  for (Breaker& one : breakers) {
    if (one.resolved_at || one.breaker_type != type || one.scope != scope) continue;
    if (rule.waits_for_clear) {
      one.recovery_time.reset();
      if (clear_since) one.recovery_time = *clear_since + rule.cooldown;
    } else if (!clear_since && now >= one.recovery_time.value_or(now)) {
      one.recovery_time = now + rule.cooldown;  // its cause still stands
    }
    if (!clear_since || now < one.recovery_time.value_or(now)) continue;
    close(one, "auto", now);
    recovered.push_back(one);
  }
  return recovered;
}

std::vector<Breaker> BreakerSet::resolve(BreakerType type, const std::string& by, Timestamp now) {
  std::vector<Breaker> resolved;
  for (Breaker& one : breakers) {
    if (one.resolved_at || one.breaker_type != type) continue;
    close(one, by, now);
    resolved.push_back(one);
  }
  return resolved;
}

void BreakerSet::forget(Timestamp now) {
  std::erase_if(breakers, [&](const Breaker& one) { return one.resolved_at && now - *one.resolved_at > kept_for; });
}

const Breaker* BreakerSet::open(BreakerType type, PauseScope scope) const {
  const auto found = std::ranges::find_if(
      breakers, [&](const Breaker& one) { return !one.resolved_at && one.breaker_type == type && one.scope == scope; });
  return found == breakers.end() ? nullptr : &*found;
}

std::vector<BreakerType> BreakerSet::active() const {
  std::vector<BreakerType> types;
  for (const Breaker& one : breakers) {
    if (!one.resolved_at && std::ranges::find(types, one.breaker_type) == types.end())
      types.push_back(one.breaker_type);
  }
  return types;
}

}  // namespace robson::hedge
