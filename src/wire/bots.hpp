#pragma once
// The bots in the API: what a bot told (bot_api) with its name, its age and what follows from it. Figures are Decimals;
// a route writes them as numbers or as texts, the feed as texts.
#include <string>
#include <vector>

#include "bot_api/knowledge.hpp"
#include "engine/bot_noted.hpp"
#include "json/write.hpp"

namespace robson::wire {

enum class BotState { starting, recovering, running, degraded, shutdown, unavailable };
BOOST_DESCRIBE_ENUM(BotState, starting, recovering, running, degraded, shutdown, unavailable)
enum class BotSource { live, cache };
BOOST_DESCRIBE_ENUM(BotSource, live, cache)
enum class HedgeKind { hedge };
BOOST_DESCRIBE_ENUM(HedgeKind, hedge)

// How we reach a bot.
struct BotReach {
  BotState state = BotState::unavailable;
  bool healthy = false;
  std::optional<std::int64_t> age_ms{};  // of its positions as we know them
  std::optional<std::int64_t> latency_ms{};
  std::optional<std::int64_t> clock_skew_ms{};
  bot_api::Circuit circuit{};
  bot_api::Transport transport = bot_api::Transport::none;
  std::optional<Timestamp> last_seen{};
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(BotReach, (),
                      (state, healthy, age_ms, latency_ms, clock_skew_ms, circuit, transport, last_seen, detail))

struct BotLink : BotReach {
  std::string name{};
  bool is_default = false;
};
BOOST_DESCRIBE_STRUCT(BotLink, (BotReach), (name, is_default))
struct Bots {
  std::vector<BotLink> bots{};
};
BOOST_DESCRIBE_STRUCT(Bots, (), (bots))

struct BotRuntime : BotReach {
  std::optional<std::string> name{};
  bool running = false;
  std::optional<std::int64_t> uptime_seconds{};
  std::optional<std::string> uptime_formatted{};
  std::optional<std::string> environment{};
  std::optional<std::string> version{};
  std::optional<bot_api::RecoveryProgress> recovery_progress{};
};
BOOST_DESCRIBE_STRUCT(BotRuntime, (BotReach),
                      (name, running, uptime_seconds, uptime_formatted, environment, version, recovery_progress))

struct DashboardStatus {
  std::string status{};
  std::string version{};
};
BOOST_DESCRIBE_STRUCT(DashboardStatus, (), (status, version))
struct Status {
  DashboardStatus dashboard{};
  BotRuntime bot{};
  std::optional<bot_api::PauseState> pause_state{};
  std::optional<json::Raw> chains{};
  std::vector<std::string> bots{};
};
BOOST_DESCRIBE_STRUCT(Status, (), (dashboard, bot, pause_state, chains, bots))

struct BotStats {
  std::string bot{};
  std::int64_t open_positions = 0;
  std::int64_t opening_positions = 0;
  std::int64_t closing_positions = 0;
  std::int64_t stuck_positions = 0;
  std::int64_t closed_positions = 0;
  Decimal total_deployed_usd{};
  Decimal capital_usd{};
  Decimal realized_pnl_usd{};
  Decimal unrealized_pnl_usd{};
  Decimal funding_pnl_usd{};
  Decimal position_pnl_usd{};
  Decimal total_pnl_usd{};
  std::optional<Decimal> pnl_24h_usd{};
  std::optional<Decimal> current_apy{};
  std::optional<Decimal> win_rate{};
  hedge::HealthStatus worst_health = hedge::HealthStatus::unknown;
  std::optional<Decimal> worst_health_factor{};
  std::optional<Decimal> worst_margin_fraction{};
  std::int64_t scans = 0;
  std::optional<Timestamp> last_scan_at{};
  std::optional<Timestamp> last_monitor_at{};
  std::vector<bot_api::Opportunity> opportunities{};
  BotSource source{};
  Timestamp timestamp{};
  std::int64_t age_ms = 0;
};
BOOST_DESCRIBE_STRUCT(BotStats, (),
                      (bot, open_positions, opening_positions, closing_positions, stuck_positions, closed_positions,
                       total_deployed_usd, capital_usd, realized_pnl_usd, unrealized_pnl_usd, funding_pnl_usd,
                       position_pnl_usd, total_pnl_usd, pnl_24h_usd, current_apy, win_rate, worst_health,
                       worst_health_factor, worst_margin_fraction, scans, last_scan_at, last_monitor_at, opportunities,
                       source, timestamp, age_ms))

struct BotPosition {
  std::string position_id{};
  HedgeKind kind{};
  std::string bot{};
  std::string asset{};
  std::string token{};
  std::string protocol{};
  hedge::PositionStatus status{};
  Decimal leverage{};
  Decimal deployed_usd{};
  Decimal long_value_usd{};
  Decimal short_value_usd{};
  Decimal delta{};
  Decimal delta_ratio{};
  std::optional<Decimal> asgard_hf{};
  std::optional<Decimal> hyperliquid_mf{};
  hedge::HealthStatus health_status{};
  std::optional<Decimal> distance_to_liquidation{};
  Decimal position_pnl_usd{};
  Decimal funding_pnl_usd{};
  Decimal total_pnl_usd{};
  Decimal total_pnl_pct{};
  std::optional<Decimal> apy{};
  std::optional<Timestamp> opened_at{};
  std::optional<Timestamp> closed_at{};
  Decimal hold_duration_hours{};
  Timestamp as_of{};
};
BOOST_DESCRIBE_STRUCT(BotPosition, (),
                      (position_id, kind, bot, asset, token, protocol, status, leverage, deployed_usd, long_value_usd,
                       short_value_usd, delta, delta_ratio, asgard_hf, hyperliquid_mf, health_status,
                       distance_to_liquidation, position_pnl_usd, funding_pnl_usd, total_pnl_usd, total_pnl_pct, apy,
                       opened_at, closed_at, hold_duration_hours, as_of))
struct BotPositionsSummary {
  std::int64_t total_positions = 0;
  std::int64_t open_positions = 0;
  std::int64_t closed_positions = 0;
  Decimal total_pnl_usd{};
  Decimal total_deployed_usd{};
};
BOOST_DESCRIBE_STRUCT(BotPositionsSummary, (),
                      (total_positions, open_positions, closed_positions, total_pnl_usd, total_deployed_usd))
struct BotPositions {
  std::vector<BotPosition> positions{};
  BotPositionsSummary summary{};
  BotSource source{};
  Timestamp timestamp{};
  std::int64_t age_ms = 0;
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(BotPositions, (), (positions, summary, source, timestamp, age_ms, bot))

struct BotPositionDetail : bot_api::Position {
  HedgeKind kind{};
  std::string bot{};
  Decimal hold_duration_hours{};
  BotSource source{};
  std::int64_t age_ms = 0;
};
BOOST_DESCRIBE_STRUCT(BotPositionDetail, (bot_api::Position), (kind, bot, hold_duration_hours, source, age_ms))

struct BotConfig : bot_api::Config {
  BotSource source{};
  std::int64_t age_ms = 0;
};
BOOST_DESCRIBE_STRUCT(BotConfig, (bot_api::Config), (source, age_ms))

struct CircuitBreaker : bot_api::Breaker {
  CircuitBreaker() = default;
  CircuitBreaker(const bot_api::Breaker& breaker, std::string name) : Breaker(breaker), bot(std::move(name)) {}
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(CircuitBreaker, (bot_api::Breaker), (bot))
struct CircuitBreakers {
  std::vector<CircuitBreaker> circuit_breakers{};
};
BOOST_DESCRIBE_STRUCT(CircuitBreakers, (), (circuit_breakers))

struct BotEvent {
  std::int64_t id = 0;
  std::string bot{};
  Timestamp at{};
  hedge::BotEventType type{};
  hedge::Severity severity{};
  std::optional<std::string> position_id{};
  std::optional<std::string> asset{};
  std::string text{};
  json::Raw data{"{}"};
};
BOOST_DESCRIBE_STRUCT(BotEvent, (), (id, bot, at, type, severity, position_id, asset, text, data))
struct BotEvents {
  std::vector<BotEvent> events{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(BotEvents, (), (events, next_cursor))

enum class StopState { REQUESTED, CONFIRMED };
BOOST_DESCRIBE_ENUM(StopState, REQUESTED, CONFIRMED)
struct BotStop {
  std::string bot{};
  StopState state{};
  int attempts = 0;
  std::optional<Timestamp> confirmed_at{};
  std::optional<int> positions_left{};
  std::optional<std::string> detail{};
};
BOOST_DESCRIBE_STRUCT(BotStop, (), (bot, state, attempts, confirmed_at, positions_left, detail))
struct EmergencyStop {
  std::int64_t id = 0;
  hedge::StopMode mode{};
  std::string reason{};
  Timestamp requested_at{};
  std::string requested_by{};
  bool success = false;
  std::vector<BotStop> bots{};
  std::optional<bool> kill_switch{};
  std::optional<Timestamp> acknowledged_at{};
  std::optional<std::string> acknowledged_by{};
};
BOOST_DESCRIBE_STRUCT(EmergencyStop, (),
                      (id, mode, reason, requested_at, requested_by, success, bots, kill_switch, acknowledged_at,
                       acknowledged_by))
struct EmergencyStops {
  std::vector<EmergencyStop> stops{};
};
BOOST_DESCRIBE_STRUCT(EmergencyStops, (), (stops))

// In the feed.
struct BotView {
  std::string name{};
  BotRuntime runtime{};
  std::optional<BotStats> stats{};
  std::optional<json::Raw> chains{};
};
BOOST_DESCRIBE_STRUCT(BotView, (), (name, runtime, stats, chains))
struct BotPauseChange : bot_api::PauseState {
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(BotPauseChange, (bot_api::PauseState), (bot))
struct BotPositionClosed {
  std::string position_id{};
  std::string bot{};
  hedge::PositionStatus status{};
};
BOOST_DESCRIBE_STRUCT(BotPositionClosed, (), (position_id, bot, status))

BotLink link_view(const bot_api::Knowledge& bot, Timestamp now);
// None: no bot is attached.
BotRuntime runtime_view(const bot_api::Knowledge* bot, Timestamp now);
json::Raw chains_view(const bot_api::Chains& chains);
// Nothing while the bot never told its stats.
std::optional<BotStats> stats_view(const bot_api::Knowledge& bot, Timestamp now);
BotPosition bot_position_view(const bot_api::Position& position, const std::string& bot);
bool has_ended(hedge::PositionStatus status);
// Which positions are wanted; nothing: all of that kind.
struct BotPositionFilter {
  bool ended = false;  // with `status` unset: those that have ended too
  std::optional<hedge::PositionStatus> status{};
  std::optional<std::string> asset{};
};
// As last known; the bot's positions must be known.
BotPositions bot_positions_view(const bot_api::Knowledge& bot, const BotPositionFilter& filter, Timestamp now);
BotPositionDetail bot_position_detail(const bot_api::Knowledge& bot, const bot_api::Position& position, Timestamp now);
BotConfig config_view(const bot_api::Knowledge& bot, Timestamp now);
CircuitBreakers open_breakers_view(const std::vector<bot_api::Breaker>& breakers, const std::string& bot);
BotEvent bot_event_view(const engine::BotEvent& event);
EmergencyStop stop_view(const engine::EmergencyStop& stop);
bool is_confirmed(const engine::EmergencyStop& stop);  // by every bot
BotView bot_view(const bot_api::Knowledge& bot, Timestamp now);

// What readers of the feed get of it.
std::vector<engine::Told> told_of(const bot_api::Event& event, const std::string& bot);
engine::Told pause_told(const bot_api::PauseState& state, const std::string& bot);
engine::Told stop_told(const engine::EmergencyStop& stop);

}  // namespace robson::wire
