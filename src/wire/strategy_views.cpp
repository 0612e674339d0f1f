#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

RiskRules rules_view(const robson::RiskRules& rules) {
  return {.level = rules.stop.level,
          .min_touches = rules.stop.min_touches,
          .tolerance = rules.stop.tolerance,
          .candles = rules.stop.candles,
          .swing_window = rules.stop.swing_window,
          .swing_lookback = rules.stop.swing_lookback,
          .atr_period = rules.stop.atr_period,
          .atr_multiple = rules.stop.atr_multiple,
          .min_distance = rules.stop.min_distance,
          .max_distance = rules.stop.max_distance,
          .buffer = rules.stop.buffer,
          .risk_fraction = rules.size.risk_fraction,
          .max_notional_fraction = rules.size.max_notional_fraction,
          .include_costs = rules.size.include_costs,
          .reward_risk = rules.reward_risk,
          .max_drift = rules.max_drift,
          .taker_fee = rules.taker_fee,
          .expected_slippage = rules.expected_slippage,
          .trailing = rules.trailing};
}

template <class T>
void take(T& into, const std::optional<T>& wanted) {
  if (wanted) into = *wanted;
}

}  // namespace

void change(robson::RiskRules& rules, const RiskRulesChange& wanted) {
  take(rules.stop.level, wanted.level);
  take(rules.stop.min_touches, wanted.min_touches);
  take(rules.stop.tolerance, wanted.tolerance);
  take(rules.stop.candles, wanted.candles);
  take(rules.stop.swing_window, wanted.swing_window);
  take(rules.stop.swing_lookback, wanted.swing_lookback);
  take(rules.stop.atr_period, wanted.atr_period);
  take(rules.stop.atr_multiple, wanted.atr_multiple);
  take(rules.stop.min_distance, wanted.min_distance);
  take(rules.stop.max_distance, wanted.max_distance);
  take(rules.stop.buffer, wanted.buffer);
  take(rules.size.risk_fraction, wanted.risk_fraction);
  take(rules.size.max_notional_fraction, wanted.max_notional_fraction);
  take(rules.size.include_costs, wanted.include_costs);
  take(rules.reward_risk, wanted.reward_risk);
  take(rules.max_drift, wanted.max_drift);
  take(rules.taker_fee, wanted.taker_fee);
  take(rules.expected_slippage, wanted.expected_slippage);
  take(rules.trailing, wanted.trailing);
}

Strategy strategy_view(const robson::Strategy& strategy) {
  return {.id = strategy.id.value,
          .name = strategy.name,
          .description = strategy.description,
          .version = strategy.version,
          .active = strategy.active,
          .rules = rules_view(strategy.rules),
          .changed_at = strategy.changed_at,
          .changed_by = strategy.changed_by};
}

Strategies strategies_view(const engine::TenantState* tenant) {
  Strategies view;
  if (tenant != nullptr) {
    for (const auto& [id, strategy] : tenant->strategies) view.strategies.push_back(strategy_view(strategy));
  }
  for (const robson::Strategy& one : strategy_templates()) {
    view.templates.push_back({one.name, one.description, rules_view(one.rules)});
  }
  return view;
}

}  // namespace robson::wire
