// What the venues say unasked: prices, accounts, payments, liquidations, chains.
#include <fmt/format.h>

#include <algorithm>

#include "hedge/earnings.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/sanity.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

// An account that differs from the books for less than this may only not have been asked in time.
constexpr Duration believed_after = std::chrono::seconds(10);
constexpr Rounding rounded = Rounding::half_away_from_zero;

bool holds(const Book& book, const std::string& coin) {
  return !is_over(book) && book.hyperliquid.coin == coin;
}

void value_long(Book& book, const hedge::RiskConfig& risk, const LendingMarket* market) {
  LongBook& leg = book.asgard;
  if (!leg.entry_price || leg.proceeds_usd) return;
  leg.liquidation_threshold = market == nullptr ? risk.liquidation_threshold
                                                : std::min(risk.liquidation_threshold, market->liquidation_threshold);
  if (market != nullptr) {
    leg.last_price = market->token_market_price;
    leg.last_pool_rate = market->pool_rate;
    leg.last_asset_price = market->oracle_price;
    if (!leg.entry_pool_rate) leg.entry_pool_rate = market->pool_rate;
    leg.value_usd = multiply(leg.token_amount, market->token_market_price, rounded);
  }
  leg.health_factor = hedge::health_factor(leg.value_usd, leg.debt_usd, leg.liquidation_threshold);
}

void value_short(Book& book) {
  ShortBook& leg = book.hyperliquid;
  if (leg.last_mark) leg.margin_fraction = hedge::margin_fraction(short_leg(book), *leg.last_mark);
}

}  // namespace

template <class T>
void Strategy::hear(Heard<T>& heard, const T& seen, Duration near, Timestamp now) {
  const bool moved = heard.last && seen.time > heard.last->time;
  const Duration apart = now > seen.time ? now - seen.time : seen.time - now;
  // A first answer may be an old one that is told again and again: it counts when its time is about ours.
  if (moved || (!heard.last && apart <= near)) heard.fresh_at = now;
  heard.last = seen;
}

void Turn::handle(const PerpMarketsSeen& fact) {
  PerpMarkets seen = fact.seen;
  std::erase_if(seen.markets, [](const PerpMarket& market) { return !is_sane(market); });
  Strategy::hear(strategy_.perp_, seen, strategy_.rules_.market_stale, now_);
  strategy_.perp_silence_ = {};
  for (Book& book : state_.positions) {
    if (is_over(book)) continue;
    if (const PerpMarket* market = perp(book.hyperliquid.coin)) {
      book.hyperliquid.last_mark = market->mark_price;
      book.hyperliquid.last_rate = market->funding_rate;
    }
    value_short(book);
  }
}

void Turn::handle(const LendingMarketsSeen& fact) {
  LendingMarkets seen = fact.seen;
  std::erase_if(seen.markets, [](const LendingMarket& market) { return !is_sane(market); });
  Strategy::hear(strategy_.lending_, seen, strategy_.rules_.market_stale, now_);
  strategy_.lending_silence_ = {};
  for (Book& book : state_.positions) {
    if (!is_over(book)) value_long(book, state_.config.risk, lending(book));
  }
}

void Turn::handle(const PerpAccountSeen& fact) {
  if (!is_sane(fact.seen)) return handle(VenueSilent{hedge::Leg::hyperliquid, "an account that cannot be"});
  strategy_.perp_silence_ = {};
  strategy_.perp_account_ = fact.seen;
  strategy_.perp_asked_at_ = fact.asked_at;
  for (Book& book : state_.positions) {
    ShortBook& leg = book.hyperliquid;
    if (is_over(book) || leg.intent || fact.asked_at <= leg.settled_at) continue;
    const auto& all = fact.seen.positions;
    const auto found = std::ranges::find(all, leg.coin, &PerpPosition::coin);
    const Decimal size = found == all.end() ? Decimal{} : -found->size;
    if (found != all.end()) {
      leg.margin = found->margin;
      value_short(book);
    }
    if (size == leg.size) {
      strategy_.differs_since_.erase(leg.coin);
      continue;
    }
    const auto [since, begins] = strategy_.differs_since_.try_emplace(leg.coin, now_);
    if (begins || now_ - since->second < believed_after || size.is_negative()) continue;
    // The venue's word holds; what is missing or too much is booked at the mark.
    tell({.type = hedge::BotEventType::leg_failed,
          .severity = hedge::Severity::critical,
          .book = &book,
          .text = fmt::format("{}: the venue has {} {} short, the books {}; the venue's figure is taken over.",
                              book.position_id, size.text(), leg.coin, leg.size.text())});
    const Decimal mark = leg.last_mark.value_or(leg.entry_price.value_or(Decimal{}));
    leg.cash += multiply(size - leg.size, mark, rounded);
    leg.entry_price = found == all.end() ? leg.entry_price : std::optional(found->entry_price);
    leg.size = size;
    leg.state = size.is_zero() ? hedge::LegState::closed : hedge::LegState::open;
    strategy_.differs_since_.erase(leg.coin);
    if (size.is_zero() && book.status == hedge::PositionStatus::open)
      exit(book, hedge::Urgency::emergency, "The short leg is gone.", "bot");
  }
}

void Turn::handle(const LendingAccountSeen& fact) {
  if (!is_sane_amount(fact.usd)) return handle(VenueSilent{hedge::Leg::asgard, "an account that cannot be"});
  strategy_.lending_silence_ = {};
  strategy_.lending_usd_ = fact.usd;
  strategy_.lending_asked_at_ = fact.asked_at;
  for (Book& book : state_.positions) {
    LongBook& leg = book.asgard;
    if (is_over(book) || !leg.entry_price || leg.proceeds_usd || fact.asked_at <= leg.settled_at) continue;
    const auto found = std::ranges::find(fact.positions, leg.client_id, &LendingPosition::client_id);
    if (found == fact.positions.end() || !answers(*found, book)) continue;
    if (found->status == LendingStatus::LIQUIDATED) {
      if (leg.intent) settle(book, hedge::Leg::asgard);  // its close came too late
      long_ended(book, *found);
      continue;
    }
    if (leg.intent || found->status == LendingStatus::REJECTED) continue;
    if (found->status == LendingStatus::CLOSED) {
      long_ended(book, *found);
      exit(book, hedge::Urgency::emergency, "The long leg was closed by somebody else.", "bot");
      continue;
    }
    leg.debt_usd = found->debt_usd;
    leg.value_usd = found->value_usd;
    leg.token_amount = found->token_amount;
    leg.interest = found->debt_usd - leg.borrowed_usd;
    value_long(book, state_.config.risk, lending(book));
  }
}

// To whom a payment belongs: the position that held the coin at that moment of the venue's clock.
void Turn::handle(const PaymentsSeen& fact) {
  for (const PerpPayment& paid : fact.payments) {
    if (paid.id <= state_.payment_cursor) continue;  // booked
    if (!is_sane(paid)) return handle(VenueSilent{hedge::Leg::hyperliquid, "a payment that cannot be"});
    state_.payment_cursor = paid.id;
    out_.durable = true;
    Book* owner = nullptr;
    for (Book& book : state_.positions) {
      const ShortBook& leg = book.hyperliquid;
      const bool ended = leg.size.is_zero() && !leg.intent;
      if (leg.coin != paid.coin || !leg.first_fill_at || paid.time < *leg.first_fill_at) continue;
      if (ended && leg.last_fill_at && paid.time > *leg.last_fill_at) continue;
      owner = &book;
    }
    // An act whose outcome is not known yet may have made the position that was paid for.
    for (Book& book : state_.positions) {
      if (owner == nullptr && holds(book, paid.coin)) owner = &book;
    }
    if (owner == nullptr) {
      state_.totals.unassigned_funding += paid.amount;
      continue;
    }
    owner->funding += paid.amount;
    if (owner->realized_pnl) {
      *owner->realized_pnl += paid.amount;
      state_.totals.realized_pnl += paid.amount;
      state_.totals.funding += paid.amount;
    }
    out_.payments.push_back({.id = ++state_.last_payment,
                             .position_id = owner->position_id,
                             .asset = owner->asset,
                             .at = paid.time,
                             .funding_rate = paid.rate,
                             .funding_received_rate = hedge::funding_received_rate(paid.rate),
                             .notional_usd = multiply(abs(paid.size), paid.mark_price, rounded),
                             .amount_usd = paid.amount});
    const bool received = !paid.amount.is_negative();
    tell({.type = hedge::BotEventType::funding_payment,
          .book = owner,
          .text = fmt::format("{}: funding {} {} USD.", owner->position_id, received ? "received" : "paid",
                              abs(paid.amount).text(2)),
          .data = fmt::format(R"({{"amount_usd":{},"funding_rate":{}}})", paid.amount.text(), paid.rate.text())});
    if (hedge::is_funding_flip(owner->receiving, paid.rate)) {
      tell({.type = hedge::BotEventType::funding_flip,
            .severity = hedge::Severity::warning,
            .book = owner,
            .text = fmt::format("{} turned from receiving funding to paying it: {} an hour.", owner->position_id,
                                paid.rate.text()),
            .data = fmt::format(R"({{"funding_rate":{}}})", paid.rate.text())});
    }
    owner->receiving = !hedge::funding_received_rate(paid.rate).is_negative();
  }
}

void Turn::handle(const LiquidationsSeen& fact) {
  for (const PerpLiquidation& one : fact.liquidations) {
    if (one.id <= state_.liquidation_cursor) continue;
    if (!is_sane(one)) return handle(VenueSilent{hedge::Leg::hyperliquid, "a liquidation that cannot be"});
    state_.liquidation_cursor = one.id;
    out_.durable = true;
    for (Book& book : state_.positions) {
      ShortBook& leg = book.hyperliquid;
      if (!holds(book, one.coin) || (!leg.size.is_positive() && !leg.intent)) continue;
      if (leg.first_fill_at && one.time < *leg.first_fill_at) continue;
      // The venue's size, not ours: of an act that is still out we learn later, and it then makes up the difference.
      const Decimal size = abs(one.size);
      leg.cash -= multiply(size, one.mark_price, rounded);
      leg.size -= size;
      leg.fees += one.margin_lost;
      leg.last_fill_at = one.time;
      leg.last_mark = one.mark_price;
      note_trade(book, {.leg = hedge::Leg::hyperliquid,
                        .action = hedge::TradeAction::liquidation,
                        .side = TradeSide::BUY,
                        .quantity = size,
                        .price = one.mark_price,
                        .fee_usd = one.margin_lost});
      leg.margin = {};
      leg.margin_fraction.reset();
      leg.state = hedge::LegState::liquidated;
      leg.settled_at = now_;
      if (book.stuck && book.stuck->leg == hedge::Leg::hyperliquid) book.stuck.reset();
      tell({.type = hedge::BotEventType::position_liquidated,
            .severity = hedge::Severity::critical,
            .book = &book,
            .text = fmt::format("{}: the short leg was liquidated at {}; the long leg is being closed.",
                                book.position_id, one.mark_price.text())});
      exit(book, hedge::Urgency::emergency, "The short leg was liquidated.", "bot");
    }
  }
}

void Turn::handle(const ChainsSeen& fact) {
  for (const ChainHealth& chain : fact.chains) {
    const auto before = std::ranges::find(strategy_.chains_, chain.name, &ChainHealth::name);
    const bool was = before == strategy_.chains_.end() || before->connected;
    if (was == chain.connected) continue;
    tell({.type = hedge::BotEventType::chain_change,
          .severity = chain.connected ? hedge::Severity::info : hedge::Severity::critical,
          .text = fmt::format("{} is {}connected.", chain.name, chain.connected ? "" : "not "),
          .data = fmt::format(R"({{"connected":{}}})", chain.connected)});
  }
  if (!are_chains_fresh()) strategy_.clear_since_.clear();  // nobody saw whether they stayed so
  strategy_.chains_ = fact.chains;
  strategy_.chains_at_ = now_;
  look_at_chains();
}

void Turn::handle(const VenueSilent& fact) {
  auto& silence = fact.venue == hedge::Leg::asgard ? strategy_.lending_silence_ : strategy_.perp_silence_;
  silence = {true, shortened(fact.why)};
}

void Turn::handle(const ShuttingDown&) {
  strategy_.shutting_down_ = true;
}

void Turn::handle(const TimePassed&) {
  const auto due = [&](std::optional<Timestamp> last, Duration interval) { return !last || now_ - *last >= interval; };
  if (due(strategy_.last_risk_at_, strategy_.rules_.risk_interval)) {
    strategy_.last_risk_at_ = now_;
    look_at_risk();
    prune();
  }
  const hedge::BotSettings& bot = state_.config.bot;
  if (due(strategy_.last_monitor_at_, std::chrono::seconds(bot.poll_interval_seconds))) {
    strategy_.last_monitor_at_ = now_;
    look_at_positions();
  }
  if (due(strategy_.last_scan_at_, std::chrono::seconds(bot.scan_interval_seconds))) {
    strategy_.last_scan_at_ = now_;
    scan();
  }
}

}  // namespace robson::reference_bot
