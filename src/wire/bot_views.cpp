#include <fmt/format.h>

#include <algorithm>

#include "wire/bots.hpp"

namespace robson::wire {
namespace {

constexpr Duration freshness = std::chrono::seconds(5);

std::int64_t age_of(Timestamp at, Timestamp now) {
  return std::max<std::int64_t>(0, (now - at).count() / 1000);
}

BotState state_of(const bot_api::Knowledge& bot) {
  if (!bot.answers || !bot.health) return BotState::unavailable;
  switch (bot.health->document.state) {
    case hedge::BotState::starting: return BotState::starting;
    case hedge::BotState::recovering: return BotState::recovering;
    case hedge::BotState::running: return BotState::running;
    case hedge::BotState::degraded: return BotState::degraded;
    case hedge::BotState::shutdown: break;
  }
  return BotState::shutdown;
}

// Live: it is what the bot shows now. Else it is what it showed last.
BotSource source_of(const bot_api::Knowledge& bot, Timestamp at, Timestamp now) {
  return bot.answers && now - at <= freshness ? BotSource::live : BotSource::cache;
}

void fill_reach(BotReach& reach, const bot_api::Knowledge& bot, Timestamp now) {
  const auto ms = [](Duration time) { return time.count() / 1000; };
  reach.state = state_of(bot);
  reach.healthy = reach.state == BotState::running && bot.is_current && bot.trouble.empty();
  if (bot.positions) reach.age_ms = age_of(bot.positions->at, now);
  if (bot.latency) reach.latency_ms = ms(*bot.latency);
  if (bot.skew) reach.clock_skew_ms = ms(*bot.skew);
  reach.circuit = bot.circuit;
  reach.transport = bot.transport;
  reach.last_seen = bot.last_seen;
  if (!bot.trouble.empty()) reach.detail = bot.trouble;
}

std::string in_hours(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// By the bot's own clock, to the hundredth.
Decimal held_hours(const bot_api::Position& position) {
  const Timestamp from = position.opened_at.value_or(position.created_at);
  const Duration held = std::max(Duration{}, position.closed_at.value_or(position.as_of) - from);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(held).count();
  const Decimal hours = divide(Decimal::integer(minutes), Decimal::integer(60), Rounding::half_away_from_zero);
  return round_to_places(hours, 2, Rounding::half_away_from_zero);
}

template <class T>
void keep_least(std::optional<T>& least, const std::optional<T>& value) {
  if (value && (!least || *value < *least)) least = value;
}

// unknown says less than anything that is known.
int weight(hedge::HealthStatus status) {
  switch (status) {
    case hedge::HealthStatus::unknown: return 0;
    case hedge::HealthStatus::healthy: return 1;
    case hedge::HealthStatus::warning: return 2;
    case hedge::HealthStatus::critical: return 3;
    case hedge::HealthStatus::emergency: break;
  }
  return 4;
}

void count(BotStats& stats, const bot_api::Position& position) {
  switch (position.status) {
    case hedge::PositionStatus::opening: ++stats.opening_positions; break;
    case hedge::PositionStatus::open: ++stats.open_positions; break;
    case hedge::PositionStatus::closing: ++stats.closing_positions; break;
    case hedge::PositionStatus::stuck: ++stats.stuck_positions; break;
    case hedge::PositionStatus::closed:
    case hedge::PositionStatus::liquidated: return;
  }
  stats.total_deployed_usd += position.sizing.deployed_usd;
  stats.capital_usd += position.sizing.capital_usd;
  if (weight(position.risk.health_status) > weight(stats.worst_health)) {
    stats.worst_health = position.risk.health_status;
  }
  keep_least(stats.worst_health_factor, position.asgard.current_health_factor);
  keep_least(stats.worst_margin_fraction, position.hyperliquid.margin_fraction);
}

// What is shown: amounts to the cent, fractions to the hundredth of a percent, half away from zero. Prices, sizes and
// rates stay as they are.
void to_cents(Decimal& amount) {
  amount = round_to_places(amount, 2, Rounding::half_away_from_zero);
}
void to_shown(Decimal& fraction) {
  fraction = round_to_places(fraction, 4, Rounding::half_away_from_zero);
}
void to_shown(std::optional<Decimal>& fraction) {
  if (fraction) to_shown(*fraction);
}

bot_api::Position as_shown(bot_api::Position position) {
  bot_api::Sizing& sizing = position.sizing;
  for (Decimal* amount : {&sizing.deployed_usd, &sizing.position_size_usd, &sizing.collateral_usd, &sizing.borrowed_usd,
                          &sizing.capital_usd}) {
    to_cents(*amount);
  }
  bot_api::LongLeg& held = position.asgard;
  to_cents(held.collateral_usd);
  to_cents(held.debt_usd);
  to_shown(held.current_health_factor);
  to_shown(held.distance_to_liquidation);
  bot_api::ShortLeg& sold = position.hyperliquid;
  to_cents(sold.margin_used);
  to_shown(sold.margin_fraction);
  to_shown(sold.distance_to_liquidation);
  bot_api::Pnl& pnl = position.pnl;
  for (Decimal* amount : {&pnl.long_pnl, &pnl.short_pnl, &pnl.position_pnl, &pnl.funding_pnl, &pnl.borrow_cost,
                          &pnl.staking_yield, &pnl.fees, &pnl.total_pnl}) {
    to_cents(*amount);
  }
  to_shown(pnl.total_pnl_pct);
  to_shown(pnl.apy);
  to_cents(position.risk.delta);
  to_shown(position.risk.delta_ratio);
  to_shown(position.risk.distance_to_liquidation);
  return position;
}

BotStats as_shown(BotStats stats) {
  for (Decimal* amount :
       {&stats.total_deployed_usd, &stats.capital_usd, &stats.realized_pnl_usd, &stats.unrealized_pnl_usd,
        &stats.funding_pnl_usd, &stats.position_pnl_usd, &stats.total_pnl_usd}) {
    to_cents(*amount);
  }
  if (stats.pnl_24h_usd) to_cents(*stats.pnl_24h_usd);
  to_shown(stats.current_apy);
  to_shown(stats.win_rate);
  to_shown(stats.worst_health_factor);
  to_shown(stats.worst_margin_fraction);
  for (bot_api::Opportunity& opportunity : stats.opportunities) to_shown(opportunity.net_apy);
  return stats;
}

Decimal short_value(const bot_api::ShortLeg& leg) {
  if (!leg.mark_px) return {};
  return round_to_places(multiply(abs(leg.size), *leg.mark_px, Rounding::half_even), 2, Rounding::half_away_from_zero);
}

engine::Told told(std::string channel, std::string type, std::string data, bool urgent) {
  return {.channel = std::move(channel), .type = std::move(type), .data = std::move(data), .urgent = urgent};
}

bool is_urgent(const bot_api::Event& event) {
  using enum hedge::BotEventType;
  return event.severity == hedge::Severity::critical || event.type == pause_added || event.type == pause_cleared ||
         event.type == breaker_triggered || event.type == breaker_resolved || event.type == emergency_stop;
}

}  // namespace

bool has_ended(hedge::PositionStatus status) {
  return status == hedge::PositionStatus::closed || status == hedge::PositionStatus::liquidated;
}

BotLink link_view(const bot_api::Knowledge& bot, Timestamp now) {
  BotLink view;
  fill_reach(view, bot, now);
  view.name = bot.name;
  view.is_default = bot.is_default;
  return view;
}

BotRuntime runtime_view(const bot_api::Knowledge* bot, Timestamp now) {
  BotRuntime view;
  if (bot == nullptr) {
    view.detail = "No bot is attached.";
    return view;
  }
  fill_reach(view, *bot, now);
  view.name = bot->name;
  view.running = view.state == BotState::running;
  if (bot->stats) view.environment = bot->stats->document.environment;
  if (bot->health) view.version = bot->health->document.version;
  if (!bot->answers || !bot->health) return view;
  view.recovery_progress = bot->health->document.recovery_progress;
  if (!bot->stats) return view;
  const Duration up = bot->health->document.time - bot->stats->document.started_at;
  view.uptime_seconds = std::max<std::int64_t>(0, up.count() / 1'000'000);
  view.uptime_formatted = in_hours(*view.uptime_seconds);
  return view;
}

json::Raw chains_view(const bot_api::Chains& chains) {
  std::string text = "{";
  for (const auto& [name, chain] : chains) {
    if (text.size() > 1) text += ',';
    json::write_text(text, name);
    text += ':';
    json::write(text, chain);
  }
  return {text + '}'};
}

std::optional<BotStats> stats_view(const bot_api::Knowledge& bot, Timestamp now) {
  if (!bot.stats) return {};
  const bot_api::Stats& told = bot.stats->document;
  BotStats view{.bot = bot.name,
                .closed_positions = told.closed_positions,
                .realized_pnl_usd = told.realized_pnl_usd,
                .unrealized_pnl_usd = told.unrealized_pnl_usd,
                .funding_pnl_usd = told.funding_pnl_usd,
                .position_pnl_usd = told.position_pnl_usd,
                .total_pnl_usd = told.realized_pnl_usd + told.unrealized_pnl_usd,
                .pnl_24h_usd = bot.pnl_24h,
                .current_apy = told.current_apy,
                .scans = told.scans.value_or(0),
                .last_scan_at = told.last_scan_at,
                .last_monitor_at = told.last_monitor_at,
                .opportunities = told.opportunities.value_or(std::vector<bot_api::Opportunity>{}),
                .source = source_of(bot, bot.stats->at, now),
                .timestamp = told.time,
                .age_ms = age_of(bot.stats->at, now)};
  if (told.closed_positions > 0) {
    view.win_rate = divide(Decimal::integer(told.winning_positions), Decimal::integer(told.closed_positions),
                           Rounding::half_away_from_zero);
  }
  if (bot.positions) {
    for (const auto& [id, position] : bot.positions->document) count(view, position);
  }
  return as_shown(std::move(view));
}

BotPosition bot_position_view(const bot_api::Position& told, const std::string& bot) {
  const bot_api::Position position = as_shown(told);
  return {.position_id = position.position_id,
          .bot = bot,
          .asset = position.asset,
          .token = position.token,
          .protocol = position.protocol,
          .status = position.status,
          .leverage = position.leverage,
          .deployed_usd = position.sizing.deployed_usd,
          .long_value_usd = position.asgard.collateral_usd,
          .short_value_usd = short_value(position.hyperliquid),
          .delta = position.risk.delta,
          .delta_ratio = position.risk.delta_ratio,
          .asgard_hf = position.asgard.current_health_factor,
          .hyperliquid_mf = position.hyperliquid.margin_fraction,
          .health_status = position.risk.health_status,
          .distance_to_liquidation = position.risk.distance_to_liquidation,
          .position_pnl_usd = position.pnl.position_pnl,
          .funding_pnl_usd = position.pnl.funding_pnl,
          .total_pnl_usd = position.pnl.total_pnl,
          .total_pnl_pct = position.pnl.total_pnl_pct,
          .apy = position.pnl.apy,
          .opened_at = position.opened_at,
          .closed_at = position.closed_at,
          .hold_duration_hours = held_hours(position),
          .as_of = position.as_of};
}

BotPositions bot_positions_view(const bot_api::Knowledge& bot, const BotPositionFilter& filter, Timestamp now) {
  const auto& known = *bot.positions;
  BotPositions view{
      .source = bot.is_current ? BotSource::live : BotSource::cache, .age_ms = age_of(known.at, now), .bot = bot.name};
  view.timestamp = known.at;
  for (const auto& [id, position] : known.document) {
    const bool wanted = filter.status ? position.status == *filter.status : filter.ended || !has_ended(position.status);
    if (!wanted || (filter.asset && position.asset != *filter.asset)) continue;
    view.positions.push_back(bot_position_view(position, bot.name));
    ++view.summary.total_positions;
    ++(has_ended(position.status) ? view.summary.closed_positions : view.summary.open_positions);
    view.summary.total_pnl_usd += position.pnl.total_pnl;
    view.summary.total_deployed_usd += position.sizing.deployed_usd;
  }
  to_cents(view.summary.total_pnl_usd);
  to_cents(view.summary.total_deployed_usd);
  return view;
}

BotPositionDetail bot_position_detail(const bot_api::Knowledge& bot, const bot_api::Position& position, Timestamp now) {
  BotPositionDetail view;
  static_cast<bot_api::Position&>(view) = as_shown(position);
  view.bot = bot.name;
  view.hold_duration_hours = held_hours(position);
  view.source = bot.is_current ? BotSource::live : BotSource::cache;
  view.age_ms = age_of(bot.positions->at, now);
  return view;
}

BotConfig config_view(const bot_api::Knowledge& bot, Timestamp now) {
  BotConfig view;
  static_cast<bot_api::Config&>(view) = bot.config->document;
  view.source = source_of(bot, bot.config->at, now);
  view.age_ms = age_of(bot.config->at, now);
  return view;
}

CircuitBreakers open_breakers_view(const std::vector<bot_api::Breaker>& breakers, const std::string& bot) {
  CircuitBreakers view;
  for (const bot_api::Breaker& breaker : breakers) {
    if (!breaker.resolved_at) view.circuit_breakers.emplace_back(breaker, bot);
  }
  return view;
}

BotEvent bot_event_view(const engine::BotEvent& event) {
  return {.id = event.id,
          .bot = event.bot,
          .at = event.at,
          .type = event.type,
          .severity = event.severity,
          .position_id = event.position,
          .asset = event.asset,
          .text = event.text,
          .data = {event.data}};
}

bool is_confirmed(const engine::EmergencyStop& stop) {
  return std::ranges::all_of(stop.bots, [](const engine::BotStop& bot) { return bot.confirmed_at.has_value(); });
}

EmergencyStop stop_view(const engine::EmergencyStop& stop) {
  EmergencyStop view{.id = stop.id,
                     .mode = stop.mode,
                     .reason = stop.reason,
                     .requested_at = stop.requested_at,
                     .requested_by = stop.requested_by,
                     .success = is_confirmed(stop) && stop.kill_switch.value_or(true),
                     .kill_switch = stop.kill_switch,
                     .acknowledged_at = stop.acknowledged_at,
                     .acknowledged_by = stop.acknowledged_by};
  for (const engine::BotStop& bot : stop.bots) {
    view.bots.push_back({.bot = bot.bot,
                         .state = bot.confirmed_at ? StopState::CONFIRMED : StopState::REQUESTED,
                         .attempts = bot.attempts,
                         .confirmed_at = bot.confirmed_at,
                         .positions_left = bot.positions_left,
                         .detail = bot.detail});
  }
  return view;
}

BotView bot_view(const bot_api::Knowledge& bot, Timestamp now) {
  BotView view{.name = bot.name, .runtime = runtime_view(&bot, now), .stats = stats_view(bot, now)};
  if (bot.chains) view.chains = chains_view(bot.chains->document);
  return view;
}

std::vector<engine::Told> told_of(const bot_api::Event& event, const std::string& bot) {
  const BotEvent view{.id = event.id,
                      .bot = bot,
                      .at = event.at,
                      .type = event.type,
                      .severity = event.severity,
                      .position_id = event.position_id,
                      .asset = event.asset,
                      .text = event.text,
                      .data = event.data};
  std::vector<engine::Told> all;
  all.push_back(told("bots", "bot_event", json::text_of(view), is_urgent(event)));
  using enum hedge::BotEventType;
  if ((event.type != position_closed && event.type != position_liquidated) || !event.position_id) return all;
  const auto status = event.type == position_closed ? hedge::PositionStatus::closed : hedge::PositionStatus::liquidated;
  all.push_back(
      told("positions", "position_closed", json::text_of(BotPositionClosed{*event.position_id, bot, status}), true));
  return all;
}

engine::Told pause_told(const bot_api::PauseState& state, const std::string& bot) {
  BotPauseChange change;
  static_cast<bot_api::PauseState&>(change) = state;
  change.bot = bot;
  return told("pause_state", "pause_state_change", json::text_of(change), true);
}

engine::Told stop_told(const engine::EmergencyStop& stop) {
  return told("bots", "emergency_stop", json::text_of(stop_view(stop)), true);
}

}  // namespace robson::wire
