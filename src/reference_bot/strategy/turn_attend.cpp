// What a position needs next. Opening: long, then the short that balances it, by the deadline, or it is unwound.
// Closing: short, then long.
#include <fmt/format.h>

#include <algorithm>

#include "hedge/health.hpp"
#include "hedge/legs.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

bool is_long_live(const Book& book) {
  return book.asgard.entry_price.has_value() && !book.asgard.proceeds_usd;
}

bool is_short_live(const Book& book) {
  return book.hyperliquid.size.is_positive();
}

}  // namespace

// A position whose one leg stands alone is an emergency, whatever it is being done for.
bool Turn::may_act(const Book& book, hedge::Leg venue) const {
  const bool alone = is_long_live(book) != is_short_live(book);
  const bool urgent = alone || (book.exit && book.exit->urgency == hedge::Urgency::emergency);
  const auto urgency = urgent ? hedge::Urgency::emergency : hedge::Urgency::ordinary;
  if (book.exit && state_.pauses.against_exit(urgency) != nullptr) return false;
  return state_.pauses.against_act(venue, urgency) == nullptr;
}

bool Turn::is_due(const Book& book, hedge::Leg leg) const {
  const bool about_it = !book.stuck || book.stuck->leg == leg;
  return !about_it || !book.retry_at || now_ >= *book.retry_at;
}

void Turn::attend(Book& book) {
  ask_where_due(book);
  if (book.exit) return attend_exit(book);
  if (book.status == hedge::PositionStatus::opening) return attend_opening(book);
}

void Turn::ask_where_due(Book& book) {
  const auto ask = [&](hedge::Leg leg, std::optional<Intent>& intent) {
    if (!intent) return;
    if (!intent->unclear && now_ - intent->sent_at >= strategy_.rules_.ask_after) unclear(book, leg, "no answer");
    if (!intent->unclear || (intent->ask_at && now_ < *intent->ask_at)) return;
    ++intent->asked;
    intent->ask_at = now_ + delay(intent->asked);
    AskLeg question{.position_id = book.position_id, .leg = leg, .client_id = intent->client_id};
    if (leg == hedge::Leg::asgard && intent->purpose == Purpose::close) {
      question.close_id = intent->client_id;
      question.client_id = book.asgard.client_id;
    }
    out_.effects.emplace_back(std::move(question));
  };
  ask(hedge::Leg::asgard, book.asgard.intent);
  ask(hedge::Leg::hyperliquid, book.hyperliquid.intent);
}

void Turn::attend_opening(Book& book) {
  if (book.asgard.intent) return;
  if (!is_long_live(book)) return finish_position(book);  // it was refused, or never arrived
  ShortBook& leg = book.hyperliquid;
  const PerpMarket* market = perp(leg.coin);
  if (market != nullptr && !leg.intent && is_short_live(book)) {
    const Decimal missing = balanced_size(book, market->size_step) - leg.size;
    const Decimal drift = abs(hedge::delta_of(long_coins(book), leg.size, market->mark_price).ratio);
    if (!missing.is_positive() || drift <= state_.config.risk.delta_drift_warning) {
      book.opened_at = now_;
      book.capital_usd = book.asgard.collateral_usd +
                         divide(multiply(leg.size, leg.entry_price.value_or(Decimal{}), Rounding::half_away_from_zero),
                                leg.leverage, Rounding::half_away_from_zero);
      book.retries = 0;
      book.retry_at.reset();
      live(book, hedge::PositionStatus::open, "Both legs stand.");
      tell({.type = hedge::BotEventType::position_opened,
            .book = &book,
            .text = fmt::format("{} is open: {} {} against {} {} short.", book.position_id,
                                book.asgard.token_amount.text(), book.token, leg.size.text(), leg.coin)});
      return;
    }
  }
  if (now_ >= book.open_by) {
    exit(book, hedge::Urgency::emergency, "The short leg could not be opened in time.", "bot");
    return attend_exit(book);
  }
  if (leg.intent || market == nullptr || !is_fresh(hedge::Leg::hyperliquid)) return;
  if (!may_act(book, hedge::Leg::hyperliquid) || !is_due(book, hedge::Leg::hyperliquid)) return;
  const Decimal missing = balanced_size(book, market->size_step) - leg.size;
  if (!missing.is_positive()) return;
  const Decimal worst = multiply(market->bid, Decimal::integer(1) - strategy_.rules_.open_slippage, Rounding::ceiling);
  PerpOrderRequest order{.client_id = id_of(book, hedge::Leg::hyperliquid, Purpose::open, ++leg.attempts),
                         .coin = leg.coin,
                         .side = TradeSide::SELL,
                         .size = missing,
                         .leverage = leg.leverage,
                         .limit_price = round_to_step(worst, market->price_tick, Rounding::ceiling)};
  Intent intent{.client_id = order.client_id, .purpose = Purpose::open};
  intent.order = std::move(order);
  send(book, hedge::Leg::hyperliquid, std::move(intent));
}

void Turn::exit(Book& book, hedge::Urgency urgency, std::string reason, std::string by) {
  if (book.exit) {
    if (urgency == hedge::Urgency::emergency && book.exit->urgency != urgency) {
      book.exit->urgency = urgency;
      out_.durable = true;
    }
    return;
  }
  book.exit = Exit{.urgency = urgency, .reason = reason, .by = std::move(by), .at = now_};
  book.retries = 0;
  book.retry_at.reset();
  live(book, hedge::PositionStatus::closing, reason);
  tell({.type = hedge::BotEventType::position_closing,
        .severity = urgency == hedge::Urgency::emergency ? hedge::Severity::warning : hedge::Severity::info,
        .book = &book,
        .text = fmt::format("{} is being closed: {}", book.position_id, reason)});
}

void Turn::attend_exit(Book& book) {
  const bool short_out = book.hyperliquid.intent.has_value();
  const bool short_live = is_short_live(book);
  const bool long_live = is_long_live(book);
  if (!short_live && !long_live && !short_out && !book.asgard.intent) return finish_position(book);
  const bool short_fails =
      (book.stuck && book.stuck->leg == hedge::Leg::hyperliquid) || (short_out && book.hyperliquid.intent->unclear);
  if (short_live && !short_out) close_short(book);
  // A long leg about to be liquidated does not wait for a short leg that cannot be closed.
  const bool drowning = short_fails && is_heard(hedge::Leg::asgard) && book.asgard.health_factor &&
                        *book.asgard.health_factor < state_.config.risk.health_factor_emergency;
  if (long_live && !book.asgard.intent && ((!short_live && !short_out) || drowning)) close_long(book);
}

void Turn::close_short(Book& book) {
  if (!may_act(book, hedge::Leg::hyperliquid) || !is_due(book, hedge::Leg::hyperliquid)) return;
  ShortBook& leg = book.hyperliquid;
  PerpOrderRequest order{.client_id = id_of(book, hedge::Leg::hyperliquid, Purpose::close, ++leg.attempts),
                         .coin = leg.coin,
                         .side = TradeSide::BUY,
                         .size = leg.size,
                         .reduce_only = true};
  Intent intent{.client_id = order.client_id, .purpose = Purpose::close};
  intent.order = std::move(order);
  send(book, hedge::Leg::hyperliquid, std::move(intent));
}

void Turn::close_long(Book& book) {
  if (!may_act(book, hedge::Leg::asgard) || !is_due(book, hedge::Leg::asgard)) return;
  send(book, hedge::Leg::asgard,
       {.client_id = id_of(book, hedge::Leg::asgard, Purpose::close, ++book.asgard.attempts),
        .purpose = Purpose::close});
}

// Brings the short leg back to what the long one is worth in coins.
void Turn::attend_drift(Book& book) {
  ShortBook& leg = book.hyperliquid;
  const PerpMarket* market = perp(leg.coin);
  if (market == nullptr || book.status != hedge::PositionStatus::open || book.exit) return;
  const hedge::RiskConfig& risk = state_.config.risk;
  const hedge::Delta delta = hedge::delta_of(long_coins(book), leg.size, market->mark_price);
  if (abs(delta.ratio) <= risk.delta_drift_warning) {
    book.drift_told = false;
    book.critical_drift_told.reset();
    return;
  }
  const bool critical = abs(delta.ratio) > risk.delta_drift_critical;
  if (!book.drift_told || (critical && !book.critical_drift_told.value_or(false))) {
    book.drift_told = true;
    book.critical_drift_told = critical;
    tell({.type = hedge::BotEventType::delta_drift,
          .severity = critical ? hedge::Severity::critical : hedge::Severity::warning,
          .book = &book,
          .text = fmt::format("{} has drifted: delta {} USD, {} of its size.", book.position_id, delta.usd.text(2),
                              delta.ratio.text(4)),
          .data = fmt::format(R"({{"delta":{},"delta_ratio":{}}})", delta.usd.text(), delta.ratio.text())});
  }
  if (leg.intent || strategy_.shutting_down_ || !is_fresh(hedge::Leg::hyperliquid)) return;
  if (!may_act(book, hedge::Leg::hyperliquid) || !is_due(book, hedge::Leg::hyperliquid)) return;
  const Decimal change = balanced_size(book, market->size_step) - leg.size;
  if (change.is_zero()) return;
  PerpOrderRequest order{.client_id = id_of(book, hedge::Leg::hyperliquid, Purpose::rebalance, ++leg.attempts),
                         .coin = leg.coin,
                         .side = change.is_positive() ? TradeSide::SELL : TradeSide::BUY,
                         .size = abs(change),
                         .reduce_only = change.is_negative()};
  if (change.is_positive()) order.leverage = leg.leverage;
  Intent intent{.client_id = order.client_id, .purpose = Purpose::rebalance};
  intent.order = std::move(order);
  send(book, hedge::Leg::hyperliquid, std::move(intent));
}

void Turn::finish_position(Book& book) {
  const bool liquidated =
      book.asgard.state == hedge::LegState::liquidated || book.hyperliquid.state == hedge::LegState::liquidated;
  const hedge::Profit profit = profit_of(book);
  const bool ever = book.asgard.entry_price.has_value();
  book.realized_pnl = profit.total();
  book.closed_at = now_;
  book.stuck.reset();
  book.retry_at.reset();
  const std::string why = book.exit ? book.exit->reason : "It was not opened.";
  live(book, liquidated ? hedge::PositionStatus::liquidated : hedge::PositionStatus::closed,
       ever ? "No leg is left." : "It was not opened.");
  if (ever) {
    state_.totals.realized_pnl += profit.total();
    state_.totals.position_pnl += profit.total() - profit.funding;
    state_.totals.funding += profit.funding;
    ++state_.totals.closed_positions;
    if (profit.total().is_positive()) ++state_.totals.winning_positions;
  }
  const auto last = std::find_if(out_.trades.rbegin(), out_.trades.rend(),
                                 [&](const bot_api::Trade& trade) { return trade.position_id == book.position_id; });
  if (last != out_.trades.rend()) last->realized_pnl_usd = profit.total();
  tell({.type = hedge::BotEventType::position_closed,
        .severity = ever && !liquidated ? hedge::Severity::info : hedge::Severity::warning,
        .book = &book,
        .text = ever ? fmt::format("{} is closed with {} USD: {}", book.position_id, profit.total().text(2), why)
                     : fmt::format("{} was not opened: {}.", book.position_id,
                                   book.asgard.detail.value_or("the long leg never stood")),
        .data = fmt::format(R"({{"realized_pnl_usd":{}}})", profit.total().text())});
}

}  // namespace robson::reference_bot
