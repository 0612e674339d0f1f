// The documents of api/bot.yaml out of the books.
#include <algorithm>

#include "hedge/earnings.hpp"
#include "hedge/health.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/strategy.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

constexpr Rounding rounded = Rounding::half_away_from_zero;

Decimal times(Decimal a, Decimal b) {
  return multiply(a, b, rounded);
}

Decimal hours_between(Timestamp from, Timestamp to) {
  return divide(Decimal::integer((to - from).count()), Decimal::integer(3'600'000'000), rounded);
}

bot_api::LongLeg long_leg(const Book& book) {
  const LongBook& held = book.asgard;
  bot_api::LongLeg leg{.state = held.state,
                       .position_pda = held.position_pda,
                       .token_a_amount = held.token_amount,
                       .entry_price = held.entry_price,
                       .current_price = held.last_price,
                       .debt_usd = held.debt_usd,
                       .current_health_factor = held.health_factor,
                       .detail = held.detail};
  if (!held.entry_price || held.proceeds_usd) return leg;
  const auto mark = book.hyperliquid.last_mark ? book.hyperliquid.last_mark : held.last_asset_price;
  if (mark) leg.collateral_usd = times(long_coins(book), *mark);
  if (!held.last_price) return leg;
  // In prices of the token, as the two beside it; its asset moves by the same fraction.
  leg.liquidation_price =
      hedge::long_liquidation_price(*held.last_price, held.value_usd, held.debt_usd, held.liquidation_threshold);
  if (leg.liquidation_price)
    leg.distance_to_liquidation = hedge::distance_down(*held.last_price, *leg.liquidation_price);
  return leg;
}

bot_api::ShortLeg short_leg_of(const Book& book, Decimal maintenance) {
  const ShortBook& sold = book.hyperliquid;
  bot_api::ShortLeg leg{.state = sold.state,
                        .size = -sold.size,
                        .entry_px = sold.entry_price,
                        .mark_px = sold.last_mark,
                        .leverage = sold.leverage,
                        .margin_used = sold.margin,
                        .margin_fraction = sold.margin_fraction,
                        .funding_rate = sold.last_rate,
                        .detail = sold.detail};
  if (book.asset == "SOL") leg.size_sol = leg.size;
  if (sold.last_rate) leg.funding_received_rate = hedge::funding_received_rate(*sold.last_rate);
  leg.liquidation_px = hedge::short_liquidation_price(short_leg(book), maintenance);
  if (leg.liquidation_px && sold.last_mark)
    leg.distance_to_liquidation = hedge::distance_up(*sold.last_mark, *leg.liquidation_px);
  return leg;
}

bot_api::Pnl pnl_of(const Book& book, Timestamp now) {
  const hedge::Profit profit = profit_of(book);
  bot_api::Pnl pnl{.long_pnl = profit.of_long,
                   .short_pnl = profit.of_short,
                   .position_pnl = profit.position(),
                   .funding_pnl = profit.funding,
                   .borrow_cost = profit.borrow_cost,
                   .staking_yield = profit.staking_yield,
                   .fees = profit.fees,
                   .total_pnl = profit.total()};
  if (book.asgard.collateral_usd.is_positive())
    pnl.total_pnl_pct = divide(profit.total(), book.asgard.collateral_usd, rounded);
  if (!book.opened_at) return pnl;
  const Decimal hours = hours_between(*book.opened_at, book.closed_at.value_or(now));
  if (hours >= Decimal::integer(1)) pnl.apy = hedge::annualised(profit.total(), book.capital_usd, hours);
  return pnl;
}

bot_api::Position document(const Book& book, const hedge::RiskConfig& risk, Timestamp as_of, Timestamp now) {
  bot_api::Position made{.position_id = book.position_id,
                         .asset = book.asset,
                         .token = book.token,
                         .protocol = book.protocol,
                         .status = book.status,
                         .leverage = book.leverage,
                         .created_at = book.created_at,
                         .opened_at = book.opened_at,
                         .closed_at = book.closed_at};
  const Decimal collateral = book.asgard.collateral_usd;
  made.sizing = {.deployed_usd = collateral,
                 .position_size_usd = times(collateral, book.leverage),
                 .collateral_usd = collateral,
                 .borrowed_usd = book.asgard.borrowed_usd,
                 .capital_usd = book.capital_usd.is_zero() ? collateral : book.capital_usd};
  made.asgard = long_leg(book);
  made.hyperliquid = short_leg_of(book, risk.maintenance_margin);
  made.pnl = pnl_of(book, now);
  if (book.hyperliquid.last_mark && !is_over(book)) {
    const hedge::Delta delta = hedge::delta_of(long_coins(book), book.hyperliquid.size, *book.hyperliquid.last_mark);
    made.risk.delta = delta.usd;
    made.risk.delta_ratio = delta.ratio;
  }
  made.risk.health_status = book.health;
  made.risk.distance_to_liquidation =
      hedge::nearer(made.asgard.distance_to_liquidation, made.hyperliquid.distance_to_liquidation);
  made.lifecycle = book.lifecycle;
  made.stuck = book.stuck;
  made.as_of = is_over(book) ? book.closed_at.value_or(now) : as_of;
  return made;
}

}  // namespace

bot_api::Health Strategy::health(Timestamp now) const {
  bot_api::Health made{
      .status = "ok", .state = bot_state_, .version = rules_.version, .time = now, .recovery_progress = recovery_};
  if (!detail_.empty()) made.detail = detail_;
  return made;
}

std::vector<bot_api::Position> Strategy::positions(Timestamp now) const {
  std::vector<bot_api::Position> made;
  made.reserve(state_.positions.size());
  const Timestamp as_of = std::min(perp_.fresh_at.value_or(started_at_), lending_.fresh_at.value_or(started_at_));
  for (const Book& book : state_.positions) made.push_back(document(book, state_.config.risk, as_of, now));
  return made;
}

std::optional<bot_api::Position> Strategy::position(const std::string& id, Timestamp now) const {
  for (bot_api::Position& one : positions(now)) {
    if (one.position_id == id) return std::move(one);
  }
  return {};
}

bot_api::Stats Strategy::stats(Timestamp now) const {
  bot_api::Stats made{.state = bot_state_,
                      .recovery_progress = recovery_,
                      .environment = rules_.environment,
                      .started_at = started_at_,
                      .time = now,
                      .realized_pnl_usd = state_.totals.realized_pnl + state_.totals.unassigned_funding,
                      .funding_pnl_usd = state_.totals.funding + state_.totals.unassigned_funding,
                      .position_pnl_usd = state_.totals.position_pnl,
                      .closed_positions = state_.totals.closed_positions,
                      .winning_positions = state_.totals.winning_positions,
                      .scans = scans_,
                      .last_scan_at = last_scan_at_,
                      .last_monitor_at = last_monitor_at_,
                      .opportunities = opportunities_};
  Decimal income;
  Decimal capital;
  for (const Book& book : state_.positions) {
    if (is_over(book)) continue;
    const hedge::Profit profit = profit_of(book);
    made.realized_pnl_usd += profit.funding;
    made.funding_pnl_usd += profit.funding;
    made.unrealized_pnl_usd += profit.total() - profit.funding;
    made.position_pnl_usd += profit.total() - profit.funding;
    if (book.status != hedge::PositionStatus::open || !lending_.last || !book.hyperliquid.last_mark) continue;
    for (const LendingMarket& market : lending_.last->markets) {
      if (market.asset != book.asset || market.token != book.token || market.protocol != book.protocol) continue;
      income += hedge::income_a_year(book.asgard.value_usd, times(book.hyperliquid.size, *book.hyperliquid.last_mark),
                                     book.asgard.debt_usd,
                                     {.funding = book.hyperliquid.last_rate.value_or(Decimal{}),
                                      .staking = market.staking_rate,
                                      .borrow = market.borrow_rate});
      capital += book.capital_usd;
    }
  }
  if (capital.is_positive()) made.current_apy = divide(income, capital, rounded);
  return made;
}

bot_api::PauseState Strategy::pause_state() const {
  bot_api::PauseState made{.paused = !state_.pauses.pauses.empty(),
                           .active_breakers = state_.breakers.active(),
                           .pauses = state_.pauses.pauses};
  if (const hedge::Pause* widest = state_.pauses.widest()) {
    made.scope = widest->scope;
    made.reason = widest->reason;
    made.paused_at = widest->at;
    made.paused_by = widest->by;
  }
  return made;
}

std::vector<std::pair<std::string, bot_api::Chain>> Strategy::chains() const {
  std::vector<std::pair<std::string, bot_api::Chain>> made;
  for (const ChainHealth& chain : chains_)
    made.emplace_back(chain.name, bot_api::Chain{chain.connected, chain.block_height, chain.age_ms});
  return made;
}

}  // namespace robson::reference_bot
