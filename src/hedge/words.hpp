#pragma once
// The words of two-legged, delta-neutral positions. Enumerators are spelled as api/bot.yaml spells them.
//   long leg    "asgard":      a staked token held with borrowed money at a lending venue
//   short leg   "hyperliquid": a perpetual contract
#include <cstdint>

namespace robson::hedge {

enum class BotState : std::uint8_t { starting, recovering, running, degraded, shutdown };
enum class PositionStatus : std::uint8_t { opening, open, closing, stuck, closed, liquidated };
enum class Leg : std::uint8_t { asgard, hyperliquid };
enum class LegState : std::uint8_t { none, opening, open, closing, closed, failed, liquidated };
enum class HealthStatus : std::uint8_t { healthy, warning, critical, emergency, unknown };
enum class PauseScope : std::uint8_t { all, entry, exit, asgard, hyperliquid };
enum class PauseSource : std::uint8_t { manual, breaker };
enum class BreakerType : std::uint8_t {
  asgard_health,
  hyperliquid_margin,
  price_deviation,
  negative_apy,
  lst_depeg,
  high_gas,
  chain_outage,
  manual
};
enum class StopMode : std::uint8_t { halt, flatten };
enum class TradeAction : std::uint8_t { open, close, liquidation };
enum class Severity : std::uint8_t { info, warning, critical };
enum class BotEventType : std::uint8_t {
  state_change,
  position_opening,
  position_opened,
  position_closing,
  position_closed,
  position_stuck,
  position_liquidated,
  leg_filled,
  leg_failed,
  funding_payment,
  funding_flip,
  delta_drift,
  health_change,
  breaker_triggered,
  breaker_resolved,
  pause_added,
  pause_cleared,
  emergency_stop,
  config_changed,
  chain_change
};

}  // namespace robson::hedge
