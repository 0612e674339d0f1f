// Acts at the venues: what goes out, what came of it, and what it means for the books.
#include <fmt/format.h>

#include <algorithm>

#include "reference_bot/strategy/sanity.hpp"
#include "reference_bot/strategy/turn.hpp"

namespace robson::reference_bot {
namespace {

constexpr Rounding rounded = Rounding::half_away_from_zero;
constexpr int asked_in_vain = 2;  // then it is called stuck

std::optional<Intent>& intent_of(Book& book, hedge::Leg leg) {
  return leg == hedge::Leg::asgard ? book.asgard.intent : book.hyperliquid.intent;
}

std::optional<std::string>& detail_of(Book& book, hedge::Leg leg) {
  return leg == hedge::Leg::asgard ? book.asgard.detail : book.hyperliquid.detail;
}

hedge::LegState& state_of(Book& book, hedge::Leg leg) {
  return leg == hedge::Leg::asgard ? book.asgard.state : book.hyperliquid.state;
}

hedge::LegState while_out(Purpose purpose, hedge::LegState now) {
  switch (purpose) {
    case Purpose::open: return now == hedge::LegState::open ? now : hedge::LegState::opening;
    case Purpose::close: return hedge::LegState::closing;
    case Purpose::rebalance: return now;
  }
  return now;
}

}  // namespace

std::string Turn::id_of(const Book& book, hedge::Leg leg, Purpose purpose, int attempt) const {
  return fmt::format("{}-{}-{}-{}-{}", state_.installation, book.position_id,
                     leg == hedge::Leg::asgard ? "long" : "short", json::name_of(purpose), attempt);
}

void Turn::send(Book& book, hedge::Leg leg, Intent intent) {
  intent.made_at = now_;
  intent.sent_at = now_;
  state_of(book, leg) = while_out(intent.purpose, state_of(book, leg));
  emit(book, leg, intent);
  intent_of(book, leg) = std::move(intent);
  out_.durable = true;
}

void Turn::resend(Book& book, hedge::Leg leg) {
  Intent& intent = *intent_of(book, leg);
  intent.unclear = false;
  intent.sent_at = now_;
  intent.ask_at.reset();
  emit(book, leg, intent);
  out_.durable = true;
}

void Turn::emit(const Book& book, hedge::Leg leg, const Intent& intent) {
  if (leg == hedge::Leg::asgard && intent.lending) {
    out_.effects.emplace_back(OpenLong{book.position_id, *intent.lending});
  } else if (leg == hedge::Leg::asgard) {
    out_.effects.emplace_back(CloseLong{book.position_id, book.asgard.client_id, intent.client_id});
  } else if (intent.order && intent.order->reduce_only) {
    out_.effects.emplace_back(CloseShort{book.position_id, *intent.order});
  } else if (intent.order) {
    out_.effects.emplace_back(OpenShort{book.position_id, *intent.order});
  }
}

// The act is over, for better or worse.
void Turn::settle(Book& book, hedge::Leg leg) {
  if (auto& intent = intent_of(book, leg)) strategy_.doubtful_.erase(intent->client_id);
  intent_of(book, leg).reset();
  (leg == hedge::Leg::asgard ? book.asgard.settled_at : book.hyperliquid.settled_at) = now_;
  out_.durable = true;
}

Duration Turn::delay(int failures) const {
  Duration span = strategy_.rules_.retry_first;
  for (int i = 1; i < failures && span < strategy_.rules_.retry_longest; ++i) span *= 2;
  return std::min(span, strategy_.rules_.retry_longest);
}

// It was not done, and will not be under this id.
void Turn::fail(Book& book, hedge::Leg leg, const std::string& why) {
  const bool closes = intent_of(book, leg)->purpose == Purpose::close;
  settle(book, leg);
  detail_of(book, leg) = why;
  ++book.retries;
  book.retry_at = now_ + delay(book.retries);
  tell({.type = hedge::BotEventType::leg_failed,
        .severity = hedge::Severity::warning,
        .book = &book,
        .text = fmt::format("{}: the {} failed: {}.", book.position_id, leg_word(leg), why)});
  if (closes) stick(book, leg, why, book.retry_at);
}

void Turn::stick(Book& book, hedge::Leg leg, const std::string& why, std::optional<Timestamp> next) {
  const bool news = !book.stuck || book.stuck->leg != leg;
  if (news) book.stuck = bot_api::Stuck{.since = now_, .leg = leg};
  book.stuck->why = why;
  ++book.stuck->attempts;
  book.stuck->next_attempt_at = next;
  state_of(book, leg) = hedge::LegState::failed;
  out_.durable = true;
  if (!news) return;
  live(book, hedge::PositionStatus::stuck, fmt::format("The {} could not be closed: {}.", leg_word(leg), why));
  tell({.type = hedge::BotEventType::position_stuck,
        .severity = hedge::Severity::critical,
        .book = &book,
        .text = fmt::format("{} is stuck: its {} could not be closed: {}.", book.position_id, leg_word(leg), why)});
}

// It may have been done.
void Turn::unclear(Book& book, hedge::Leg leg, const std::string& why) {
  Intent& intent = *intent_of(book, leg);
  if (!intent.unclear) intent.ask_at = intent.asked == 0 ? now_ : now_ + delay(intent.asked);
  intent.unclear = true;
  detail_of(book, leg) = why;
  out_.durable = true;
  if (book.exit && intent.asked >= asked_in_vain) stick(book, leg, why, intent.ask_at);
}

// The venue does not know the id. The same act under the same id can do no harm, so it is sent again where it is still
// wanted; where it is not, it is given up when it can no longer arrive.
void Turn::denied(Book& book, hedge::Leg leg) {
  Intent& intent = *intent_of(book, leg);
  if (!intent.unclear) return;  // sent again meanwhile
  const bool opens = intent.purpose == Purpose::open;
  const bool wanted = opens ? !book.exit && now_ < book.open_by : intent.purpose == Purpose::close;
  if (wanted) {
    if (may_act(book, leg)) resend(book, leg);
    return;
  }
  const Timestamp given_up = intent.sent_at + strategy_.rules_.denial_after;
  if (now_ < given_up) {
    intent.ask_at = given_up;
    return;
  }
  settle(book, leg);
  const bool nothing = leg == hedge::Leg::asgard || book.hyperliquid.size.is_zero();
  if (opens && nothing) state_of(book, leg) = hedge::LegState::none;
}

void Turn::note_trade(const Book& book, bot_api::Trade trade) {
  trade.id = ++state_.last_trade;
  trade.position_id = book.position_id;
  trade.asset = book.asset;
  trade.value_usd = multiply(trade.quantity, trade.price, rounded);
  trade.at = now_;
  if (trade.action != hedge::TradeAction::liquidation) {
    tell({.type = hedge::BotEventType::leg_filled,
          .book = &book,
          .text = fmt::format("{}: {} {} {} at {}.", book.position_id, leg_word(trade.leg),
                              trade.side == TradeSide::BUY ? "bought" : "sold", trade.quantity.text(),
                              trade.price.text())});
  }
  out_.trades.push_back(std::move(trade));
}

void Turn::take_short(Book& book, const PerpOrder& order) {
  ShortBook& leg = book.hyperliquid;
  const Purpose purpose = leg.intent->purpose;
  if (order.filled_size.is_positive() && order.average_price) {
    const Decimal value = multiply(order.filled_size, *order.average_price, rounded);
    const bool sold = order.side == TradeSide::SELL;
    if (sold) {
      const Decimal before = multiply(leg.size, leg.entry_price.value_or(Decimal{}), rounded);
      leg.size += order.filled_size;
      leg.cash += value;
      // A liquidation that we heard of first leaves nothing of it.
      if (leg.size.is_positive()) leg.entry_price = divide(before + value, leg.size, rounded);
      leg.opened_size += order.filled_size;
      leg.margin += divide(value, leg.leverage, rounded);  // until the account says it
    } else {
      const Decimal left = leg.size - order.filled_size;
      leg.margin = leg.size.is_zero() ? Decimal{} : divide(multiply(leg.margin, left, rounded), leg.size, rounded);
      leg.size -= order.filled_size;
      leg.cash -= value;
    }
    leg.fees += order.fee;
    if (!leg.first_fill_at) leg.first_fill_at = order.time;
    leg.last_fill_at = order.time;
    leg.last_mark = leg.last_mark.value_or(*order.average_price);
    leg.detail.reset();
    note_trade(book, {.leg = hedge::Leg::hyperliquid,
                      .action = sold ? hedge::TradeAction::open : hedge::TradeAction::close,
                      .side = order.side,
                      .quantity = order.filled_size,
                      .price = *order.average_price,
                      .fee_usd = order.fee});
  }
  if (leg.state != hedge::LegState::liquidated) {
    leg.state = leg.size.is_positive()      ? hedge::LegState::open
                : leg.opened_size.is_zero() ? hedge::LegState::none
                                            : hedge::LegState::closed;
  }
  if (order.filled_size.is_zero() && !(purpose == Purpose::close && leg.size.is_zero())) {
    fail(book, hedge::Leg::hyperliquid, shortened(order.reason.value_or("nothing was filled")));
    return;
  }
  settle(book, hedge::Leg::hyperliquid);
  book.retries = 0;
  book.retry_at.reset();
  if (purpose == Purpose::close && leg.size.is_zero() && book.stuck && book.stuck->leg == hedge::Leg::hyperliquid) {
    book.stuck.reset();
    live(book, hedge::PositionStatus::closing, "The short leg is closed.");
  }
}

void Turn::take_long(Book& book, const LendingPosition& position) {
  const Intent intent = *book.asgard.intent;
  const bool over = position.status == LendingStatus::CLOSED || position.status == LendingStatus::LIQUIDATED;
  if (position.status == LendingStatus::REJECTED) {
    book.asgard.state = intent.purpose == Purpose::open ? hedge::LegState::failed : hedge::LegState::open;
    fail(book, hedge::Leg::asgard, shortened(position.reason.value_or("rejected")));
    return;
  }
  if (intent.purpose == Purpose::close && !over) {
    if (intent.unclear) return denied(book, hedge::Leg::asgard);
    book.asgard.state = hedge::LegState::open;
    return fail(book, hedge::Leg::asgard, "the venue left it open");
  }
  settle(book, hedge::Leg::asgard);
  if (intent.purpose == Purpose::open) long_opened(book, position);
  if (over) long_ended(book, position);
}

void Turn::long_opened(Book& book, const LendingPosition& position) {
  LongBook& leg = book.asgard;
  leg.state = hedge::LegState::open;
  leg.position_pda = position.position_pda;
  leg.collateral_usd = position.collateral_usd;
  leg.debt_usd = position.debt_usd;
  leg.value_usd = position.value_usd;
  leg.token_amount = position.token_amount;
  leg.entry_price = position.entry_price;
  leg.last_price = position.entry_price;
  leg.fees = position.fee;
  leg.detail.reset();
  if (const LendingMarket* market = lending(book)) {
    leg.entry_pool_rate = market->pool_rate;
    leg.last_pool_rate = market->pool_rate;
    leg.last_asset_price = market->oracle_price;
  }
  book.retries = 0;
  book.retry_at.reset();
  note_trade(book, {.leg = hedge::Leg::asgard,
                    .action = hedge::TradeAction::open,
                    .side = TradeSide::BUY,
                    .quantity = position.token_amount,
                    .price = position.entry_price,
                    .fee_usd = position.fee});
}

void Turn::long_ended(Book& book, const LendingPosition& position) {
  LongBook& leg = book.asgard;
  if (leg.proceeds_usd) return;
  const bool liquidated = position.status == LendingStatus::LIQUIDATED;
  leg.state = liquidated ? hedge::LegState::liquidated : hedge::LegState::closed;
  leg.proceeds_usd = position.proceeds_usd.value_or(Decimal{});
  leg.last_price = position.exit_price.value_or(leg.last_price.value_or(Decimal{}));
  leg.interest = position.interest_paid;
  const Decimal fee = position.fee - leg.fees;
  leg.fees = position.fee;
  leg.debt_usd = {};
  leg.value_usd = {};
  leg.health_factor.reset();
  leg.detail.reset();
  if (book.stuck && book.stuck->leg == hedge::Leg::asgard) book.stuck.reset();
  book.retries = 0;
  book.retry_at.reset();
  note_trade(book, {.leg = hedge::Leg::asgard,
                    .action = liquidated ? hedge::TradeAction::liquidation : hedge::TradeAction::close,
                    .side = TradeSide::SELL,
                    .quantity = leg.token_amount,
                    .price = *leg.last_price,
                    .fee_usd = fee});
  if (!liquidated) return;
  tell({.type = hedge::BotEventType::position_liquidated,
        .severity = hedge::Severity::critical,
        .book = &book,
        .text = fmt::format("{}: the long leg was liquidated; the short leg is being closed.", book.position_id)});
  exit(book, hedge::Urgency::emergency, "The long leg was liquidated.", "bot");
}

void Turn::handle(const LongAnswered& fact) {
  const std::string& id = fact.close_id ? *fact.close_id : fact.client_id;
  Book* book = with_client_id(hedge::Leg::asgard, id);
  if (book == nullptr) return;  // answered already
  switch (fact.outcome) {
    case Outcome::told:
      if (fact.position && answers(*fact.position, *book)) return take_long(*book, *fact.position);
      return unclear(*book, hedge::Leg::asgard, "an answer that cannot be");
    case Outcome::refused: {
      const bool opens = book->asgard.intent->purpose == Purpose::open;
      book->asgard.state = opens ? hedge::LegState::failed : hedge::LegState::open;
      return fail(*book, hedge::Leg::asgard, shortened(fact.why));
    }
    case Outcome::unknown_id: return denied(*book, hedge::Leg::asgard);
    case Outcome::unclear: return unclear(*book, hedge::Leg::asgard, shortened(fact.why));
  }
}

void Turn::handle(const ShortAnswered& fact) {
  Book* book = with_client_id(hedge::Leg::hyperliquid, fact.client_id);
  if (book == nullptr) return;
  switch (fact.outcome) {
    case Outcome::told:
      if (fact.order && answers(*fact.order, *book->hyperliquid.intent)) return take_short(*book, *fact.order);
      return unclear(*book, hedge::Leg::hyperliquid, "an answer that cannot be");
    case Outcome::refused: {
      ShortBook& leg = book->hyperliquid;
      leg.state = leg.size.is_positive() ? hedge::LegState::open : hedge::LegState::none;
      return fail(*book, hedge::Leg::hyperliquid, shortened(fact.why));
    }
    case Outcome::unknown_id: return denied(*book, hedge::Leg::hyperliquid);
    case Outcome::unclear: return unclear(*book, hedge::Leg::hyperliquid, shortened(fact.why));
  }
}

}  // namespace robson::reference_bot
