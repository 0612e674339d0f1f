#pragma once
// The documents of api/bot.yaml: what a bot serves and robsond reads. robson-bot writes them, with decimals as JSON
// numbers (json::Decimals::as_numbers); the bridge reads them with json::read and Unknown::ignored, since a bot may be
// newer than we are; and robsond's own API shows the same figures. Amounts are US dollars, rates fractions.
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
#include "bot_api/words.hpp"
#include "hedge/breakers.hpp"
#include "hedge/limits.hpp"
#include "hedge/pauses.hpp"
#include "json/write.hpp"

// Shapes that the bot's arithmetic has too: one type for both.
namespace robson::hedge {

BOOST_DESCRIBE_STRUCT(Pause, (), (id, scope, source, breaker, reason, by, at, until, including_emergency))
BOOST_DESCRIBE_STRUCT(Breaker, (),
                      (id, breaker_type, triggered_at, reason, scope, auto_recovery, cooldown_seconds, recovery_time,
                       resolved_at, resolved_by))
BOOST_DESCRIBE_STRUCT(BotSettings, (),
                      (poll_interval_seconds, scan_interval_seconds, max_concurrent_positions, min_opportunity_apy,
                       enable_auto_entry, enable_auto_exit, enable_circuit_breakers))
BOOST_DESCRIBE_STRUCT(RiskConfig, (),
                      (max_leverage, default_leverage, min_position_usd, max_position_usd, health_factor_warning,
                       health_factor_critical, health_factor_emergency, margin_fraction_warning,
                       margin_fraction_critical, margin_fraction_emergency, liquidation_threshold, maintenance_margin,
                       delta_drift_warning, delta_drift_critical, critical_exit_seconds, price_deviation_limit,
                       lst_premium_limit, lst_discount_limit, max_gas_usd))

}  // namespace robson::hedge

namespace robson::bot_api {

struct RecoveryProgress {
  std::string step{};
  int done = 0;
  int total = 0;
};
BOOST_DESCRIBE_STRUCT(RecoveryProgress, (), (step, done, total))

struct Health {
  std::string status{};  // "ok"
  hedge::BotState state{};
  std::string version{};
  Timestamp time{};
  std::optional<RecoveryProgress> recovery_progress{};
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, state, version, time, recovery_progress, detail))

struct Opportunity {
  std::string asset{};
  std::string protocol{};
  std::string token{};
  Decimal funding_rate{};           // an hour, as the venue has it
  Decimal funding_received_rate{};  // an hour, from our short's side
  Decimal borrow_rate{};            // a year, as the next ones
  Decimal supply_rate{};
  Decimal staking_rate{};
  Decimal net_apy{};  // on the capital that would really be used
  Decimal leverage{};
  bool acceptable = false;
  std::optional<std::string> why{};
};
BOOST_DESCRIBE_STRUCT(Opportunity, (),
                      (asset, protocol, token, funding_rate, funding_received_rate, borrow_rate, supply_rate,
                       staking_rate, net_apy, leverage, acceptable, why))

// What only the bot knows; counts and sums of positions are made from /internal/positions.
struct Stats {
  hedge::BotState state{};
  std::optional<RecoveryProgress> recovery_progress{};
  std::string environment{};  // "paper"
  Timestamp started_at{};
  Timestamp time{};
  Decimal realized_pnl_usd{};
  Decimal unrealized_pnl_usd{};
  Decimal funding_pnl_usd{};
  Decimal position_pnl_usd{};
  std::int64_t closed_positions = 0;
  std::int64_t winning_positions = 0;
  std::optional<Decimal> current_apy{};
  std::optional<std::int64_t> scans{};
  std::optional<Timestamp> last_scan_at{};
  std::optional<Timestamp> last_monitor_at{};
  std::optional<std::vector<Opportunity>> opportunities{};
};
BOOST_DESCRIBE_STRUCT(Stats, (),
                      (state, recovery_progress, environment, started_at, time, realized_pnl_usd, unrealized_pnl_usd,
                       funding_pnl_usd, position_pnl_usd, closed_positions, winning_positions, current_apy, scans,
                       last_scan_at, last_monitor_at, opportunities))

struct Sizing {
  Decimal deployed_usd{};
  Decimal position_size_usd{};
  Decimal collateral_usd{};
  Decimal borrowed_usd{};
  Decimal capital_usd{};  // collateral and margin
};
BOOST_DESCRIBE_STRUCT(Sizing, (), (deployed_usd, position_size_usd, collateral_usd, borrowed_usd, capital_usd))

struct LongLeg {
  hedge::LegState state{};
  std::optional<std::string> position_pda{};
  Decimal collateral_usd{};
  Decimal token_a_amount{};
  std::optional<Decimal> entry_price{};
  std::optional<Decimal> current_price{};
  Decimal debt_usd{};
  std::optional<Decimal> current_health_factor{};
  std::optional<Decimal> liquidation_price{};
  std::optional<Decimal> distance_to_liquidation{};
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(LongLeg, (),
                      (state, position_pda, collateral_usd, token_a_amount, entry_price, current_price, debt_usd,
                       current_health_factor, liquidation_price, distance_to_liquidation, detail))

struct ShortLeg {
  hedge::LegState state{};
  Decimal size{};                     // negative: short
  std::optional<Decimal> size_sol{};  // the same where the asset is SOL
  std::optional<Decimal> entry_px{};
  std::optional<Decimal> mark_px{};
  Decimal leverage{};
  Decimal margin_used{};
  std::optional<Decimal> margin_fraction{};
  std::optional<Decimal> liquidation_px{};
  std::optional<Decimal> distance_to_liquidation{};
  std::optional<Decimal> funding_rate{};
  std::optional<Decimal> funding_received_rate{};
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(ShortLeg, (),
                      (state, size, size_sol, entry_px, mark_px, leverage, margin_used, margin_fraction, liquidation_px,
                       distance_to_liquidation, funding_rate, funding_received_rate, detail))

struct Pnl {
  Decimal long_pnl{};
  Decimal short_pnl{};
  Decimal position_pnl{};
  Decimal funding_pnl{};
  Decimal borrow_cost{};
  Decimal staking_yield{};
  Decimal fees{};
  Decimal total_pnl{};
  Decimal total_pnl_pct{};  // a fraction of what is deployed
  std::optional<Decimal> apy{};
};
BOOST_DESCRIBE_STRUCT(Pnl, (),
                      (long_pnl, short_pnl, position_pnl, funding_pnl, borrow_cost, staking_yield, fees, total_pnl,
                       total_pnl_pct, apy))

struct Risk {
  Decimal delta{};
  Decimal delta_ratio{};
  hedge::HealthStatus health_status{};
  std::optional<Decimal> distance_to_liquidation{};
};
BOOST_DESCRIBE_STRUCT(Risk, (), (delta, delta_ratio, health_status, distance_to_liquidation))

struct LifeEvent {
  Timestamp at{};
  hedge::PositionStatus status{};
  std::string text{};
};
BOOST_DESCRIBE_STRUCT(LifeEvent, (), (at, status, text))

struct Stuck {
  Timestamp since{};
  hedge::Leg leg{};
  std::string why{};
  int attempts = 0;
  std::optional<Timestamp> next_attempt_at{};
};
BOOST_DESCRIBE_STRUCT(Stuck, (), (since, leg, why, attempts, next_attempt_at))

struct Position {
  std::string position_id{};
  std::string asset{};
  std::string token{};
  std::string protocol{};
  hedge::PositionStatus status{};
  Decimal leverage{};
  Timestamp created_at{};
  std::optional<Timestamp> opened_at{};
  std::optional<Timestamp> closed_at{};
  Sizing sizing{};
  LongLeg asgard{};
  ShortLeg hyperliquid{};
  Pnl pnl{};
  Risk risk{};
  std::vector<LifeEvent> lifecycle{};
  std::optional<Stuck> stuck{};
  Timestamp as_of{};
};
BOOST_DESCRIBE_STRUCT(Position, (),
                      (position_id, asset, token, protocol, status, leverage, created_at, opened_at, closed_at, sizing,
                       asgard, hyperliquid, pnl, risk, lifecycle, stuck, as_of))

using hedge::Pause;

struct PauseState {
  bool paused = false;
  std::optional<hedge::PauseScope> scope{};  // the widest in force
  std::optional<std::string> reason{};
  std::optional<Timestamp> paused_at{};
  std::optional<std::string> paused_by{};
  std::vector<hedge::BreakerType> active_breakers{};
  std::vector<Pause> pauses{};
};
BOOST_DESCRIBE_STRUCT(PauseState, (), (paused, scope, reason, paused_at, paused_by, active_breakers, pauses))

struct Chain {
  bool connected = false;
  std::optional<std::int64_t> block_height{};
  std::optional<std::int64_t> age_ms{};
};
BOOST_DESCRIBE_STRUCT(Chain, (), (connected, block_height, age_ms))

using hedge::Breaker;

enum class TradeSide { BUY, SELL };
BOOST_DESCRIBE_ENUM(TradeSide, BUY, SELL)

// A fill of a leg.
struct Trade {
  std::int64_t id = 0;  // grows within the bot
  std::string position_id{};
  std::string asset{};
  hedge::Leg leg{};
  hedge::TradeAction action{};
  TradeSide side{};
  Decimal quantity{};
  Decimal price{};
  Decimal value_usd{};
  Decimal fee_usd{};
  Timestamp at{};
  std::optional<Decimal> realized_pnl_usd{};  // of the whole position, on the fill that closed it
};
BOOST_DESCRIBE_STRUCT(Trade, (),
                      (id, position_id, asset, leg, action, side, quantity, price, value_usd, fee_usd, at,
                       realized_pnl_usd))

struct Payment {
  std::int64_t id = 0;  // grows within the bot
  std::string position_id{};
  std::string asset{};
  Timestamp at{};
  Decimal funding_rate{};
  Decimal funding_received_rate{};
  Decimal notional_usd{};
  Decimal amount_usd{};  // received; negative: paid
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (id, position_id, asset, at, funding_rate, funding_received_rate, notional_usd, amount_usd))

struct Event {
  std::int64_t id = 0;  // grows within the bot
  Timestamp at{};
  hedge::BotEventType type{};
  hedge::Severity severity{};
  std::optional<std::string> position_id{};
  std::optional<std::string> asset{};
  std::string text{};
  json::Raw data{"{}"};
};
BOOST_DESCRIBE_STRUCT(Event, (), (id, at, type, severity, position_id, asset, text, data))

using hedge::BotSettings;
using hedge::RiskConfig;

struct Config {
  BotSettings bot{};
  RiskConfig risk{};
  std::int64_t version = 0;
  Timestamp updated_at{};
  std::string updated_by{};
};
BOOST_DESCRIBE_STRUCT(Config, (), (bot, risk, version, updated_at, updated_by))

}  // namespace robson::bot_api
