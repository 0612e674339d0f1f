#pragma once
// How the words of hedge/words.hpp are spelled in JSON.
#include "hedge/words.hpp"
#include "json/describe.hpp"

namespace robson::hedge {

BOOST_DESCRIBE_ENUM(BotState, starting, recovering, running, degraded, shutdown)
BOOST_DESCRIBE_ENUM(PositionStatus, opening, open, closing, stuck, closed, liquidated)
BOOST_DESCRIBE_ENUM(Leg, asgard, hyperliquid)
BOOST_DESCRIBE_ENUM(LegState, none, opening, open, closing, closed, failed, liquidated)
BOOST_DESCRIBE_ENUM(HealthStatus, healthy, warning, critical, emergency, unknown)
BOOST_DESCRIBE_ENUM(PauseScope, all, entry, exit, asgard, hyperliquid)
BOOST_DESCRIBE_ENUM(PauseSource, manual, breaker)
BOOST_DESCRIBE_ENUM(BreakerType, asgard_health, hyperliquid_margin, price_deviation, negative_apy, lst_depeg, high_gas,
                    chain_outage, manual)
BOOST_DESCRIBE_ENUM(StopMode, halt, flatten)
BOOST_DESCRIBE_ENUM(TradeAction, open, close, liquidation)
BOOST_DESCRIBE_ENUM(Severity, info, warning, critical)
BOOST_DESCRIBE_ENUM(BotEventType, state_change, position_opening, position_opened, position_closing, position_closed,
                    position_stuck, position_liquidated, leg_filled, leg_failed, funding_payment, funding_flip,
                    delta_drift, health_change, breaker_triggered, breaker_resolved, pause_added, pause_cleared,
                    emergency_stop, config_changed, chain_change)

}  // namespace robson::hedge
