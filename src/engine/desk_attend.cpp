// What an operation needs next. attend() looks at what is there and at what should be, and sends at most one request;
// its outcome leads here again. So a restart needs nothing special: the difference is looked at anew.
#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.hpp"
#include "engine/desk.hpp"
#include "market/contract.hpp"
#include "trading/position.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

constexpr auto supervision_delay = std::chrono::seconds(2);  // after a crossing, before the venue is asked

Side opposite(Side side) {
  return side == Side::BUY ? Side::SELL : Side::BUY;
}

std::string_view spelled(OrderType type) {
  switch (type) {
    case OrderType::MARKET: return "MARKET";
    case OrderType::LIMIT: return "LIMIT";
    case OrderType::LIMIT_MAKER: return "LIMIT_MAKER";
    case OrderType::STOP_LOSS: return "STOP_LOSS";
  }
  return "";
}

// Whether the other half of its list has ended a moment ago: the venue then ends this one by itself, and says so.
bool ends_by_itself(const Followed& followed, const Order& order, Timestamp now) {
  return std::ranges::any_of(followed.orders, [&](const Order& other) {
    const bool pair = &other != &order && !order.list_id.empty() && other.list_id == order.list_id &&
                      other.purpose != OrderPurpose::ENTRY;
    return pair && !other.is_open() && now - other.updated_at < supervision_delay;
  });
}

std::string in_words(const Order& order) {
  std::string words = fmt::format("{} {} {} {}", spelled(order.type), order.side == Side::BUY ? "BUY" : "SELL",
                                  order.quantity.value.text(), order.symbol.text);
  if (order.price) words += " at " + order.price->value.text();
  if (order.stop_price) words += " stop " + order.stop_price->value.text();
  return words;
}

}  // namespace

void Desk::attend(Followed& followed) {
  const Operation& operation = followed.operation;
  const bool open = operation.status == OperationStatus::PLANNED || operation.status == OperationStatus::ACTIVE;
  if (!open && std::ranges::none_of(followed.orders, &Order::is_open)) return account_protection(followed);
  const Instrument* instrument = engine_.instrument(operation.symbol);
  const bool free = followed.request == 0 && now_ >= followed.not_before;
  if (free && tenant_.account.open && instrument != nullptr && !attend_doubt(followed) &&
      !attend_entry(followed, *instrument) && !attend_exit(followed, *instrument)) {
    attend_protection(followed, *instrument);
  }
  account_protection(followed);
}

// Orders whose state is not sure, and fills that we have not seen, are asked for before anything else is done.
bool Desk::attend_doubt(Followed& followed) {
  for (Order& order : followed.orders) {
    const bool entry_stands = [&] {
      const Order* entry = followed.open_order(OrderPurpose::ENTRY);
      return entry != nullptr && entry->list_id == order.list_id && !order.list_id.empty() && &order != entry;
    }();
    const bool unsure = order.status == OrderStatus::UNKNOWN || (order.is_open() && !order.live && !entry_stands);
    if (!unsure && order.filled <= followed.booked(order)) continue;
    ask(followed, order);
    return true;
  }
  return false;
}

// An entry that still stands is left alone, unless it must not stand any more.
bool Desk::attend_entry(Followed& followed, const Instrument&) {
  const Order* entry = followed.open_order(OrderPurpose::ENTRY);
  Operation& operation = followed.operation;
  if (entry != nullptr) {
    const bool unwanted = tenant_.desk.kill_switch || operation.closing || followed.exit_due || followed.crossing;
    if (unwanted) {
      send(followed, CancelOrder{entry->symbol, entry->client_id}, false);
      return true;
    }
    return operation.status == OperationStatus::PLANNED;
  }
  if (operation.status != OperationStatus::PLANNED) return false;
  // Nothing was bought: the operation never began.
  if (std::ranges::any_of(followed.orders, &Order::is_open)) return true;
  operation.status = OperationStatus::CANCELLED;
  operation.closed_at = now_;
  const auto last = std::ranges::find(followed.orders, OrderPurpose::ENTRY, &Order::purpose);
  if (last != followed.orders.end() && !last->reason.empty()) operation.note = last->reason;
  touch(followed, "operation_cancelled");
  engine_.unwatch(followed);
  return true;
}

bool Desk::is_dust(const Followed& followed, const Instrument& instrument, Quantity quantity) const {
  if (quantity.is_zero() || quantity.value < instrument.min_quantity) return true;
  const Operation& operation = followed.operation;
  const Quote* quote = engine_.quote(operation.symbol);
  const Price price =
      quote != nullptr ? std::max(closing_price(operation.side, *quote), operation.stop) : operation.stop;
  return quote_amount(instrument, price, quantity).value < instrument.min_notional;
}

// Leaves the position when it is to be left; ends the operation when nothing is left of it.
bool Desk::attend_exit(Followed& followed, const Instrument& instrument) {
  Operation& operation = followed.operation;
  if (operation.status != OperationStatus::ACTIVE) return false;
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  const Order* target = followed.open_order(OrderPurpose::TARGET);
  const Order* standing = stop != nullptr ? stop : target;
  const bool empty = is_dust(followed, instrument, sellable(operation, instrument));
  const bool detached = operation.closing && operation.closing->reason == ExitReason::DETACHED;
  if (followed.open_order(OrderPurpose::EXIT) != nullptr) return true;
  if (empty || detached) {
    if (followed.open_order(OrderPurpose::ENTRY) != nullptr) return false;  // more may still come
    if (standing == nullptr) {
      end(followed);
    } else if (!ends_by_itself(followed, *standing, now_)) {
      send(followed, CancelOrder{standing->symbol, standing->client_id}, true);
    }
    return true;
  }
  if (settle_crossing(followed)) return true;
  if (!operation.closing && !followed.exit_due) return false;
  leave(followed, instrument);
  return true;
}

// A crossing that was seen while a stop stood at the venue. The venue's stop goes first; when it has not gone after a
// while, the venue is asked, and only then is the position left by our own order. True when something was asked.
bool Desk::settle_crossing(Followed& followed) {
  if (!followed.crossing || followed.exit_due) return false;
  const Order* standing = followed.open_order(OrderPurpose::STOP);
  if (followed.crossing->reason == ExitReason::TARGET && followed.open_order(OrderPurpose::TARGET) != nullptr) {
    standing = followed.open_order(OrderPurpose::TARGET);
  }
  if (standing == nullptr || followed.supervised) {
    followed.exit_due = followed.crossing;
    followed.crossing.reset();
    return false;
  }
  if (now_ - followed.crossing->at < supervision_delay) return false;
  followed.supervised = true;
  ask(followed, *standing);
  return true;
}

// One order out: in place of the protection that stands, or by itself when none does.
void Desk::leave(Followed& followed, const Instrument& instrument) {
  Operation& operation = followed.operation;
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  const Order* target = followed.open_order(OrderPurpose::TARGET);
  if (stop == nullptr && target != nullptr) {
    // Its stop has ended, so the target has most likely begun to fill, and we have not heard of all of it. A
    // replacement would sell that much again, of whatever the account holds: it goes first, and tells what it sold.
    return send(followed, CancelOrder{target->symbol, target->client_id}, true);
  }
  Quantity quantity = sellable(operation, instrument);
  std::optional<Price> limit;
  Crossing why;
  if (followed.exit_due) {
    why = *followed.exit_due;
  } else {
    const Closing& closing = *operation.closing;
    if (closing.quantity) quantity = std::min(quantity, *closing.quantity);
    limit = closing.limit;
    why = {.reason = closing.reason, .level = limit.value_or(Price{}), .at = closing.at};
    if (const Quote* quote = engine_.quote(operation.symbol)) {
      why.tick = *quote;
      if (!limit) why.level = closing_price(operation.side, *quote);
    }
  }
  const NewOrder out{.client_id = client_id_of(engine_.installation_, operation.id, OrderPurpose::EXIT,
                                               followed.attempts(OrderPurpose::EXIT) + 1),
                     .symbol = operation.symbol,
                     .side = opposite(operation.side),
                     .type = limit ? OrderType::LIMIT : OrderType::MARKET,
                     .time_in_force = limit ? TimeInForce::IOC : TimeInForce::GTC,
                     .quantity = quantity,
                     .price = limit};
  const std::string replaced = stop != nullptr ? stop->client_id : "";
  const Order& made = make_order(followed, out, OrderPurpose::EXIT, "");
  begin_proof(followed, made, why, ExitActor::SERVER);
  if (replaced.empty()) {
    send(followed, PlaceOrder{out}, true);
  } else {
    send(followed, ReplaceOrder{replaced, out}, true);
  }
}

NewOrder Desk::protective_stop(const Followed& followed, Quantity quantity) const {
  const Operation& operation = followed.operation;
  return {.client_id = client_id_of(engine_.installation_, operation.id, OrderPurpose::STOP,
                                    followed.attempts(OrderPurpose::STOP) + 1),
          .symbol = operation.symbol,
          .side = opposite(operation.side),
          .type = OrderType::STOP_LOSS,
          .quantity = quantity,
          .stop_price = operation.stop};
}

NewOrder Desk::protective_target(const Followed& followed, Quantity quantity) const {
  const Operation& operation = followed.operation;
  return {.client_id = client_id_of(engine_.installation_, operation.id, OrderPurpose::TARGET,
                                    followed.attempts(OrderPurpose::TARGET) + 1),
          .symbol = operation.symbol,
          .side = opposite(operation.side),
          .type = OrderType::LIMIT_MAKER,
          .quantity = quantity,
          .price = operation.target};
}

// The stop at the venue is to be at the operation's stop and for all of it. It is moved by one replacement, after
// which the target, if there is one, is watched by us: the venue replaces a list only by a single order.
void Desk::attend_protection(Followed& followed, const Instrument& instrument) {
  const Operation& operation = followed.operation;
  if (operation.status != OperationStatus::ACTIVE) return;
  const Quantity quantity = sellable(operation, instrument);
  const Order* entry = followed.open_order(OrderPurpose::ENTRY);
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  const Order* target = followed.open_order(OrderPurpose::TARGET);
  // A stop that came with the entry waits for the whole of it, and is then the venue's to place.
  if (entry != nullptr && stop != nullptr && !stop->list_id.empty() && stop->list_id == entry->list_id) return;
  // So little has come that the venue takes no order for it: more may follow.
  if (is_dust(followed, instrument, quantity)) return;
  if (stop == nullptr && target != nullptr) {  // half a list is none
    if (ends_by_itself(followed, *target, now_)) return;
    return send(followed, CancelOrder{target->symbol, target->client_id}, true);
  }
  if (stop != nullptr) {
    const bool target_moved = target != nullptr && target->price != operation.target;
    const bool fits = stop->stop_price == operation.stop && stop->left() == quantity && !target_moved;
    if (fits || followed.crossing) return;
    if (followed.no_room) {
      followed.no_room = false;
      return send(followed, CancelOrder{stop->symbol, stop->client_id}, true);
    }
    const std::string replaced = stop->client_id;
    const NewOrder moved = protective_stop(followed, quantity);
    make_order(followed, moved, OrderPurpose::STOP, "");
    return send(followed, ReplaceOrder{replaced, moved}, true);
  }
  const Quote* quote = engine_.quote(operation.symbol);
  const bool fresh = quote != nullptr && !is_stale(*quote, now_);
  const auto through = fresh ? crossed(operation, *quote) : std::nullopt;
  if (through) {  // no order can protect it any more
    followed.exit_due =
        Crossing{*through, *through == ExitReason::STOP ? operation.stop : *operation.target, *quote, now_};
    return leave(followed, instrument);
  }
  const NewOrder first = protective_stop(followed, quantity);
  if (!operation.target) {
    make_order(followed, first, OrderPurpose::STOP, "");
    return send(followed, PlaceOrder{first}, true);
  }
  const NewOrder second = protective_target(followed, quantity);
  const std::string list = list_id_of(engine_.installation_, operation.id, followed.attempts(OrderPurpose::STOP) + 1);
  make_order(followed, first, OrderPurpose::STOP, list);
  make_order(followed, second, OrderPurpose::TARGET, list);
  send(followed, PlacePair{list, first, second}, true);
}

void Desk::on_price(Followed& followed, const Quote& quote) {
  Operation& operation = followed.operation;
  if (operation.status != OperationStatus::ACTIVE || operation.closing || followed.exit_due || followed.crossing)
    return;
  const Instrument* instrument = engine_.instrument(operation.symbol);
  if (instrument == nullptr) return;
  const auto reason = crossed(operation, quote);
  if (!reason) {
    const auto move = trail(operation, *instrument, quote);
    if (!move) return;
    operation.stop = move->stop;
    operation.trailing_steps = move->steps;
    touch(followed, "stop_trailed");
    return attend(followed);
  }
  const Price level = *reason == ExitReason::STOP ? operation.stop : *operation.target;
  const Crossing seen{*reason, level, quote, now_};
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  const bool venue_acts =
      stop != nullptr && (*reason == ExitReason::STOP || followed.open_order(OrderPurpose::TARGET) != nullptr);
  if (venue_acts) {
    followed.crossing = seen;
    followed.supervised = false;
  } else {
    followed.exit_due = seen;
  }
  touch(followed, *reason == ExitReason::STOP ? "stop_crossed" : "target_crossed");
  hurry(followed);
  attend(followed);
}

// Something new happened: a pause of our own making, after a refusal or a question, is over. One that the venue asked
// for is kept.
void Desk::hurry(Followed& followed) {
  followed.not_before = std::min(followed.not_before, followed.told_to_wait);
}

// The operation is over: nothing is held that could be sold, and no order stands.
void Desk::end(Followed& followed) {
  Operation& operation = followed.operation;
  ExitReason reason = ExitReason::EXTERNAL;
  if (operation.closing && operation.closing->reason == ExitReason::DETACHED) {
    reason = ExitReason::DETACHED;
  } else if (!followed.proofs.empty()) {
    reason = followed.proofs.back().reason;
  }
  if (reason == ExitReason::EXTERNAL) operation.note = "what is left is too small to be sold";
  operation.status = OperationStatus::CLOSED;
  operation.closed_at = now_;
  operation.exit_reason = reason;
  operation.closing.reset();
  followed.exit_due.reset();
  followed.crossing.reset();
  account_protection(followed);
  tenant_.desk.unprotected += operation.unprotected;
  save_desk("operation_counted");
  touch(followed, reason == ExitReason::DETACHED ? "operation_detached" : "operation_closed");
  engine_.unwatch(followed);
}

// Time without a confirmed stop at the venue, counted from the moment it began.
void Desk::account_protection(Followed& followed) {
  Operation& operation = followed.operation;
  const Instrument* instrument = engine_.instrument(operation.symbol);
  const bool open = operation.status == OperationStatus::ACTIVE && operation.held.value.is_positive();
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  const bool confirmed = stop != nullptr && stop->live && stop->status != OrderStatus::UNKNOWN;
  const bool covers = confirmed && instrument != nullptr && stop->left() >= sellable(operation, *instrument);
  const bool bare = open && !covers;
  if (bare == operation.unprotected_since.has_value()) return;
  if (bare) {
    operation.unprotected_since = now_;
  } else {
    operation.unprotected += now_ - *operation.unprotected_since;
    operation.unprotected_since.reset();
  }
  touch(followed, bare ? "protection_lost" : "protected");
}

Order& Desk::make_order(Followed& followed, const NewOrder& order, OrderPurpose purpose, std::string list_id) {
  followed.orders.push_back({.id = {++engine_.last_order_.value},
                             .tenant = tenant_.desk.tenant,
                             .operation = followed.operation.id,
                             .purpose = purpose,
                             .attempt = followed.attempts(purpose) + 1,
                             .client_id = order.client_id,
                             .list_id = std::move(list_id),
                             .symbol = order.symbol,
                             .side = order.side,
                             .type = order.type,
                             .time_in_force = order.time_in_force,
                             .quantity = order.quantity,
                             .price = order.price,
                             .stop_price = order.stop_price,
                             .created_at = now_,
                             .updated_at = now_});
  save(followed.orders.back());
  touch(followed);
  return followed.orders.back();
}

void Desk::send(Followed& followed, VenueRequest request, bool protective) {
  const std::int64_t number = ++engine_.last_request_;
  followed.request = number;
  followed.asked = request;
  engine_.requests_.emplace(number, followed.operation.id);
  output_.effects.emplace_back(
      Effect{tenant_.desk.tenant, number, followed.operation.id, protective, std::move(request)});
}

void Desk::ask(Followed& followed, const Order& order) {
  send(followed, AskOrder{order.symbol, order.client_id}, false);
}

void Desk::begin_proof(Followed& followed, const Order& order, const Crossing& why, ExitActor actor) {
  Proof proof{.tenant = tenant_.desk.tenant,
              .operation = followed.operation.id,
              .client_id = order.client_id,
              .reason = why.reason,
              .actor = actor,
              .level = why.level,
              .decided_at = now_,
              .request = in_words(order)};
  if (!why.tick.symbol.text.empty()) proof.trigger = why.tick;
  followed.proofs.push_back(proof);
  save(proof);
}

}  // namespace robson::engine
