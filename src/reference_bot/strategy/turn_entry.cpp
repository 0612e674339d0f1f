// What could be entered, what it would earn, and why not.
#include <fmt/format.h>

#include <algorithm>

#include "hedge/earnings.hpp"
#include "hedge/health.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

using hedge::Leg;

constexpr std::size_t most_opportunities = 50;
constexpr Rounding rounded = Rounding::half_away_from_zero;
// Of what is free, so that fees and a moving price find room.
const Decimal used_of_free = Decimal::from_units(950'000'000'000);

Refused refused(int status, std::string code, std::string detail, std::optional<std::string> field = {}) {
  return {status, std::move(code), std::move(detail), std::move(field)};
}

std::string day_of(Timestamp now) {  // 20250204
  const std::string text = to_rfc3339(now);
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}

}  // namespace

// The collateral that both accounts can carry.
Decimal Turn::affordable(Decimal leverage, Decimal short_leverage) const {
  if (!strategy_.lending_usd_ || !strategy_.perp_account_) return {};
  const Decimal for_long = *strategy_.lending_usd_;
  const Decimal for_short =
      divide(multiply(strategy_.perp_account_->free, short_leverage, Rounding::floor), leverage, Rounding::floor);
  return multiply(std::min(for_long, for_short), used_of_free, Rounding::floor);
}

// An opportunity as it is now, with the first thing that stands against it. `automatic`: what the bot enters by itself
// must also earn enough, and takes an even share of what is free; a person may ask for less.
Turn::Entry Turn::weigh(const LendingMarket& market, std::optional<Decimal> size, std::optional<Decimal> leverage,
                        bool automatic) const {
  const hedge::RiskConfig& risk = state_.config.risk;
  const hedge::BotSettings& bot = state_.config.bot;
  const PerpMarket& coin = *perp(market.asset);
  const Decimal used = leverage.value_or(risk.default_leverage);
  Entry entry;
  entry.short_leverage = std::max(std::min(used, coin.max_leverage), Decimal::integer(1));
  entry.opportunity = {.asset = market.asset,
                       .protocol = market.protocol,
                       .token = market.token,
                       .funding_rate = coin.funding_rate,
                       .funding_received_rate = hedge::funding_received_rate(coin.funding_rate),
                       .borrow_rate = market.borrow_rate,
                       .supply_rate = market.supply_rate,
                       .staking_rate = market.staking_rate,
                       .leverage = used};
  if (used >= Decimal::integer(1) && used <= Decimal::integer(100)) {
    entry.opportunity.net_apy =
        hedge::net_apy(used, entry.short_leverage,
                       {.funding = coin.funding_rate, .staking = market.staking_rate, .borrow = market.borrow_rate});
  }

  const auto against = [&]() -> std::optional<Refused> {
    if (strategy_.shutting_down_ || strategy_.bot_state_ != hedge::BotState::running)
      return refused(409, "BOT_NOT_RUNNING", fmt::format("the bot is {}", json::name_of(strategy_.bot_state_)));
    if (const hedge::Pause* pause = state_.pauses.against_entry())
      return refused(409, "PAUSED", "entry is paused: " + pause->reason);
    for (const Leg venue : {Leg::asgard, Leg::hyperliquid}) {
      if (!is_fresh(venue)) return refused(409, "STALE_MARKET", "the market data are old");
      if (!is_connected(venue)) return refused(409, "CHAIN_DOWN", "a chain is not known to be connected");
    }
    const Decimal highest = std::min(risk.max_leverage, market.max_leverage);
    if (used < Decimal::integer(1) || used > highest)
      return refused(422, "LEVERAGE_OUT_OF_RANGE", "the leverage must be 1 to " + highest.text(), "leverage");
    const Decimal threshold = std::min(risk.liquidation_threshold, market.liquidation_threshold);
    const auto health = hedge::initial_health_factor(used, threshold);
    if (health && *health < risk.health_factor_warning)
      return refused(422, "HEALTH_TOO_LOW", "it would begin with a health factor of " + health->text(4), "leverage");
    const Decimal margin = divide(Decimal::integer(1), entry.short_leverage, Rounding::floor);
    if (margin < risk.margin_fraction_warning)
      return refused(422, "HEALTH_TOO_LOW", "it would begin with a margin fraction of " + margin.text(4), "leverage");
    if (live_positions() >= bot.max_concurrent_positions)
      return refused(409, "TOO_MANY_POSITIONS", "as many positions are open as may be");
    if (std::ranges::any_of(state_.positions,
                            [&](const Book& book) { return !is_over(book) && book.asset == market.asset; }))
      return refused(409, "ASSET_IN_USE", "there is a position in " + market.asset + " already");
    const Decimal premium = hedge::premium_over_pool(market.token_market_price, market.pool_rate, market.oracle_price);
    if (hedge::is_depegged(premium, risk.lst_premium_limit, risk.lst_discount_limit))
      return refused(409, "DEPEGGED", market.token + " is away from its pool's rate");
    if (hedge::price_deviation(coin.mark_price, market.oracle_price) > risk.price_deviation_limit)
      return refused(409, "PRICE_DEVIATION", "the venues' prices are too far apart");
    if (automatic && entry.opportunity.net_apy < bot.min_opportunity_apy)
      return refused(409, "APY_TOO_LOW", "the net APY is under " + bot.min_opportunity_apy.text());

    const Decimal most = affordable(used, entry.short_leverage);
    const int free_coins =
        static_cast<int>(std::ranges::count_if(strategy_.perp_.last->markets, [&](const PerpMarket& one) {
          return std::ranges::none_of(state_.positions,
                                      [&](const Book& book) { return !is_over(book) && book.asset == one.coin; });
        }));
    const int shares = std::max(1, std::min(bot.max_concurrent_positions - live_positions(), free_coins));
    const Decimal share = divide(most, Decimal::integer(shares), Rounding::floor);
    entry.collateral = round_to_places(size.value_or(std::min(share, risk.max_position_usd)), 2, Rounding::floor);
    if (size && (entry.collateral < risk.min_position_usd || entry.collateral > risk.max_position_usd))
      return refused(
          422, "SIZE_OUT_OF_RANGE",
          fmt::format("the size must be {} to {}", risk.min_position_usd.text(), risk.max_position_usd.text()),
          "size_usd");
    if (entry.collateral > most || entry.collateral < risk.min_position_usd)
      return refused(409, "INSUFFICIENT_FUNDS", "the accounts have room for " + most.text(2) + " USD");
    const Decimal borrowed = multiply(entry.collateral, used - Decimal::integer(1), Rounding::ceiling);
    if (borrowed > market.available_usd)
      return refused(409, "NOTHING_TO_BORROW", "the lending market has not that much to lend");
    const Decimal notional = multiply(entry.collateral, used, rounded);
    if (multiply(coin.size_step, coin.mark_price, rounded) > multiply(notional, risk.delta_drift_warning, rounded))
      return refused(409, "STEP_TOO_COARSE", "the contract's step is too coarse to balance a position this small");
    return {};
  };
  entry.refused = against();
  entry.opportunity.acceptable = !entry.refused;
  if (entry.refused) entry.opportunity.why = entry.refused->detail;
  return entry;
}

void Turn::scan() {
  if (!strategy_.lending_.last || !strategy_.perp_.last) return;
  ++strategy_.scans_;
  std::vector<Entry> entries;
  for (const LendingMarket& market : strategy_.lending_.last->markets) {
    if (perp(market.asset) != nullptr && entries.size() < most_opportunities)
      entries.push_back(weigh(market, {}, {}, true));
  }
  std::ranges::stable_sort(entries, std::ranges::greater{},
                           [](const Entry& entry) { return entry.opportunity.net_apy; });
  strategy_.opportunities_.clear();
  for (const Entry& entry : entries) strategy_.opportunities_.push_back(entry.opportunity);
  if (!state_.config.bot.enable_auto_entry) return;
  // What is being opened has not left the accounts yet: one at a time.
  if (std::ranges::any_of(state_.positions,
                          [](const Book& book) { return book.status == hedge::PositionStatus::opening; }))
    return;
  const auto best = std::ranges::find_if(entries, [](const Entry& entry) { return !entry.refused; });
  if (best == entries.end()) return;
  const Decimal percent = multiply(best->opportunity.net_apy, Decimal::integer(100), Rounding::half_away_from_zero);
  enter(*best, fmt::format("Net APY {} %.", percent.text(2)));
}

Book& Turn::enter(const Entry& entry, const std::string& why) {
  const bot_api::Opportunity& found = entry.opportunity;
  Book book{.position_id = fmt::format("pos_{}{:06}", day_of(now_), ++state_.last_position),
            .asset = found.asset,
            .token = found.token,
            .protocol = found.protocol,
            .leverage = found.leverage,
            .created_at = now_,
            .open_by = now_ + strategy_.rules_.open_deadline};
  book.hyperliquid.coin = found.asset;
  book.hyperliquid.leverage = entry.short_leverage;
  book.asgard.collateral_usd = entry.collateral;
  book.asgard.borrowed_usd = multiply(entry.collateral, found.leverage - Decimal::integer(1), rounded);
  book.asgard.client_id = id_of(book, Leg::asgard, Purpose::open, ++book.asgard.attempts);
  state_.positions.push_back(std::move(book));
  Book& made = state_.positions.back();
  live(made, hedge::PositionStatus::opening, why);
  tell({.type = hedge::BotEventType::position_opening,
        .book = &made,
        .text = fmt::format("{} is being opened: {} USD in {} at {}x. {}", made.position_id, entry.collateral.text(2),
                            made.token, made.leverage.text(), why)});
  LendingOpenRequest request{.client_id = made.asgard.client_id,
                             .asset = made.asset,
                             .token = made.token,
                             .collateral_usd = entry.collateral,
                             .leverage = made.leverage};
  Intent intent{.client_id = request.client_id, .purpose = Purpose::open};
  intent.lending = std::move(request);
  send(made, Leg::asgard, std::move(intent));
  return made;
}

}  // namespace robson::reference_bot
