// What is watched: health every 5 s, drift and earnings at every look at the positions, prices, pegs, gas and chains.
#include <fmt/format.h>

#include <algorithm>

#include "hedge/earnings.hpp"
#include "hedge/health.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

using hedge::BreakerType;
using hedge::HealthStatus;
using hedge::Leg;

constexpr Rounding rounded = Rounding::half_away_from_zero;

hedge::Severity severity_of(HealthStatus health) {
  if (health == HealthStatus::healthy || health == HealthStatus::unknown) return hedge::Severity::info;
  return health == HealthStatus::warning ? hedge::Severity::warning : hedge::Severity::critical;
}

std::string shown(std::optional<Decimal> ratio) {
  return ratio ? ratio->text(4) : "none";
}

}  // namespace

void Turn::trip(BreakerType type, Leg venue, const std::string& reason) {
  if (!state_.config.bot.enable_circuit_breakers && type != BreakerType::manual) return;
  const auto tripped = state_.breakers.trip(type, venue, reason, now_);
  if (!tripped) return;
  const bool by_hand = type == BreakerType::manual;
  if (!by_hand) {
    state_.pauses.add({.scope = tripped->scope,
                       .source = hedge::PauseSource::breaker,
                       .breaker = type,
                       .reason = reason,
                       .by = "bot",
                       .at = now_,
                       .until = tripped->recovery_time});
  }
  tell({.type = hedge::BotEventType::breaker_triggered,
        .severity = hedge::Severity::critical,
        .text = fmt::format("Breaker {}: {}", json::name_of(type), reason),
        .data = fmt::format(R"({{"breaker_type":"{}","scope":"{}"}})", json::name_of(type),
                            json::name_of(tripped->scope))});
}

void Turn::end_pauses(const std::vector<hedge::Breaker>& breakers, const std::string& by) {
  for (const hedge::Breaker& one : breakers) {
    state_.pauses.end_breaker(one.breaker_type, one.scope);
    tell({.type = hedge::BotEventType::breaker_resolved,
          .text = fmt::format("Breaker {} was resolved by {}.", json::name_of(one.breaker_type), by),
          .data = fmt::format(R"({{"breaker_type":"{}","scope":"{}"}})", json::name_of(one.breaker_type),
                              json::name_of(one.scope))});
  }
}

void Turn::review(BreakerType type, hedge::PauseScope scope, std::optional<Timestamp> clear_since) {
  end_pauses(state_.breakers.review(type, scope, clear_since, now_), "auto");
  const hedge::Breaker* open = state_.breakers.open(type, scope);
  if (open == nullptr) return;
  for (hedge::Pause& pause : state_.pauses.pauses) {
    if (pause.breaker == type && pause.scope == scope) pause.until = open->recovery_time;
  }
}

void Turn::look_at_risk() {
  for (Book& book : state_.positions) {
    if (!is_over(book)) look_at_health(book);
  }
  look_at_markets();
  look_at_chains();
}

void Turn::look_at_health(Book& book) {
  const hedge::RiskConfig& risk = state_.config.risk;
  const bool held = book.asgard.entry_price && !book.asgard.proceeds_usd;
  const bool sold = book.hyperliquid.size.is_positive();
  if (!held && !sold) return;
  // What was written before this start may be long past: it exits nothing.
  const auto of = [this](Leg leg, bool at_risk, std::optional<Decimal> value, const hedge::Levels& levels) {
    if (!at_risk) return HealthStatus::healthy;
    return value && is_heard(leg) ? hedge::status_of(*value, levels) : HealthStatus::unknown;
  };
  const bool owes = held && !book.asgard.debt_usd.is_zero();
  const HealthStatus of_long = of(Leg::asgard, owes, book.asgard.health_factor, hedge::health_factor_levels(risk));
  const HealthStatus of_short =
      of(Leg::hyperliquid, sold, book.hyperliquid.margin_fraction, hedge::margin_fraction_levels(risk));
  const HealthStatus health = hedge::worse(of_long, of_short);
  const bool bad = health == HealthStatus::critical || health == HealthStatus::emergency;
  const bool all_heard = is_heard(Leg::asgard) && is_heard(Leg::hyperliquid);
  if (!bad && !all_heard) return;  // one that is bad does not wait for the other
  if (health != book.health) {
    tell(
        {.type = hedge::BotEventType::health_change,
         .severity = severity_of(health),
         .book = &book,
         .text = fmt::format("{} is {}: health factor {}, margin fraction {}.", book.position_id, json::name_of(health),
                             shown(book.asgard.health_factor), shown(book.hyperliquid.margin_fraction)),
         .data = fmt::format(R"({{"from":"{}","to":"{}"}})", json::name_of(book.health), json::name_of(health))});
    book.health = health;
  }
  if (!bad) {
    book.critical_since.reset();
    return;
  }
  if (!book.critical_since) book.critical_since = now_;
  const bool urgent = health == HealthStatus::emergency;
  if (!urgent && now_ - *book.critical_since < std::chrono::seconds(risk.critical_exit_seconds)) return;

  const std::string why = fmt::format("{} health: health factor {}, margin fraction {}.", json::name_of(health),
                                      shown(book.asgard.health_factor), shown(book.hyperliquid.margin_fraction));
  if (of_long == health) trip(BreakerType::asgard_health, Leg::asgard, book.position_id + ": " + why);
  if (of_short == health) trip(BreakerType::hyperliquid_margin, Leg::hyperliquid, book.position_id + ": " + why);
  if (urgent) return exit(book, hedge::Urgency::emergency, why, "bot");
  if (state_.pauses.against_exit(hedge::Urgency::ordinary) == nullptr) exit(book, hedge::Urgency::ordinary, why, "bot");
}

void Turn::look_at_positions() {
  const bool exits =
      state_.config.bot.enable_auto_exit && state_.pauses.against_exit(hedge::Urgency::ordinary) == nullptr;
  bool all_earn = true;  // and that is known
  for (Book& book : state_.positions) {
    if (book.status != hedge::PositionStatus::open || book.exit) continue;
    attend_drift(book);
    const LendingMarket* lent = lending(book);
    const PerpMarket* market = perp(book.hyperliquid.coin);
    if (lent == nullptr || market == nullptr || !is_fresh(Leg::asgard) || !is_fresh(Leg::hyperliquid)) {
      all_earn = false;
      continue;
    }
    const Decimal income = hedge::income_a_year(
        book.asgard.value_usd, multiply(book.hyperliquid.size, market->mark_price, rounded), book.asgard.debt_usd,
        {.funding = market->funding_rate, .staking = lent->staking_rate, .borrow = lent->borrow_rate});
    if (!income.is_negative()) {
      book.negative_since.reset();
      continue;
    }
    all_earn = false;
    if (!book.negative_since) book.negative_since = now_;
    const std::string why = fmt::format("{} would lose {} USD a year at a funding rate of {}.", book.position_id,
                                        abs(income).text(2), market->funding_rate.text());
    trip(BreakerType::negative_apy, Leg::hyperliquid, why);
    // A rate of one hour is no reason to pay the fees of four trades: it goes when it stays so for the whole cooldown.
    const bool lasts = now_ - *book.negative_since >= hedge::rule_of(BreakerType::negative_apy).cooldown;
    if (lasts && exits) exit(book, hedge::Urgency::ordinary, why, "bot");
  }
  review(BreakerType::negative_apy, hedge::PauseScope::entry, all_earn ? std::optional<Timestamp>(now_) : std::nullopt);
}

void Turn::look_at_markets() {
  if (!strategy_.lending_.last || !is_fresh(Leg::asgard)) return;
  const hedge::RiskConfig& risk = state_.config.risk;
  const bool exits =
      state_.config.bot.enable_auto_exit && state_.pauses.against_exit(hedge::Urgency::ordinary) == nullptr;
  bool apart = false;
  for (const LendingMarket& market : strategy_.lending_.last->markets) {
    const PerpMarket* coin = perp(market.asset);
    if (coin == nullptr) continue;
    if (is_fresh(Leg::hyperliquid)) {
      const Decimal deviation = hedge::price_deviation(coin->mark_price, market.oracle_price);
      if (deviation > risk.price_deviation_limit) {
        apart = true;
        trip(BreakerType::price_deviation, Leg::hyperliquid,
             fmt::format("{}: mark {} against {} at the lending venue.", market.asset, coin->mark_price.text(),
                         market.oracle_price.text()));
      }
    }
    const Decimal premium = hedge::premium_over_pool(market.token_market_price, market.pool_rate, market.oracle_price);
    if (!hedge::is_depegged(premium, risk.lst_premium_limit, risk.lst_discount_limit)) continue;
    const std::string why = fmt::format("{} trades {} of its pool's rate.", market.token, premium.text(4));
    trip(BreakerType::lst_depeg, Leg::asgard, why);
    for (Book& book : state_.positions) {
      if (exits && !is_over(book) && book.token == market.token && book.protocol == market.protocol)
        exit(book, hedge::Urgency::ordinary, why, "bot");
    }
  }
  const bool known = is_fresh(Leg::hyperliquid);
  review(BreakerType::price_deviation, hedge::PauseScope::entry,
         known && !apart ? std::optional<Timestamp>(now_) : std::nullopt);
}

void Turn::look_at_chains() {
  const bool known = are_chains_fresh();
  for (const ChainHealth& chain : strategy_.chains_) {
    if (chain.name != "solana" && chain.name != "arbitrum") continue;
    const Leg venue = chain.name == "solana" ? Leg::asgard : Leg::hyperliquid;
    const auto watch = [&](BreakerType type, bool stands, const std::string& why) {
      const std::string key = std::string(json::name_of(type)) + " " + chain.name;
      if (!known) {
        review(type, hedge::scope_of(venue), std::nullopt);
      } else if (stands) {
        strategy_.clear_since_.erase(key);
        trip(type, venue, why);
        review(type, hedge::scope_of(venue), std::nullopt);
      } else {
        review(type, hedge::scope_of(venue), strategy_.clear_since_.try_emplace(key, now_).first->second);
      }
    };
    watch(BreakerType::chain_outage, !chain.connected, chain.name + " is not connected.");
    const bool dear = chain.gas_usd && *chain.gas_usd > state_.config.risk.max_gas_usd;
    watch(BreakerType::high_gas, dear,
          fmt::format("{}: gas costs {} USD.", chain.name, chain.gas_usd.value_or(Decimal{}).text()));
  }
}

}  // namespace robson::reference_bot
