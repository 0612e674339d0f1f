// What the venue says of orders, whichever way it says it. Doubled, late and reordered messages change nothing twice:
// orders follow their table.
#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.hpp"
#include "engine/desk.hpp"
#include "trading/position.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

constexpr auto longest_pause = std::chrono::seconds(60);
constexpr auto ask_again = std::chrono::seconds(2);
constexpr auto external_pause = std::chrono::seconds(5);  // between comparisons that other hands' orders cause

OrderEvent event_of(VenueOrderStatus status) {
  switch (status) {
    case VenueOrderStatus::PENDING_NEW:
    case VenueOrderStatus::NEW: return OrderEvent::accepted;
    case VenueOrderStatus::PARTIALLY_FILLED: return OrderEvent::part_filled;
    case VenueOrderStatus::FILLED: return OrderEvent::filled;
    case VenueOrderStatus::CANCELED: return OrderEvent::cancelled;
    case VenueOrderStatus::REJECTED: return OrderEvent::rejected;
    case VenueOrderStatus::EXPIRED: return OrderEvent::expired;
  }
  return OrderEvent::no_answer;
}

bool stands(VenueOrderStatus status) {
  return status == VenueOrderStatus::NEW || status == VenueOrderStatus::PARTIALLY_FILLED;
}

// 0.5 s, 1 s, 2 s ... 60 s.
Duration pause_after(int failures) {
  const int doublings = std::min(failures - 1, 7);
  return std::min<Duration>(std::chrono::milliseconds(500) * (1 << std::max(0, doublings)), longest_pause);
}

// Client ids of the orders that a request would make.
std::vector<std::string> made_by(const VenueRequest& request) {
  return std::visit(
      overloaded{
          [](const PlaceOrder& one) { return std::vector<std::string>{one.order.client_id}; },
          [](const PlacePair& pair) {
            return std::vector<std::string>{pair.stop.client_id, pair.target.client_id};
          },
          [](const PlaceEntryWithPair& list) {
            return std::vector<std::string>{list.entry.client_id, list.stop.client_id, list.target.client_id};
          },
          [](const ReplaceOrder& one) { return std::vector<std::string>{one.order.client_id}; },
          [](const CancelOrder&) { return std::vector<std::string>{}; },
          [](const AskOrder&) { return std::vector<std::string>{}; },
      },
      request);
}

// Client id of the order that a request would end.
std::string ended_by(const VenueRequest& request) {
  if (const auto* replace = std::get_if<ReplaceOrder>(&request)) return replace->cancel;
  if (const auto* cancel = std::get_if<CancelOrder>(&request)) return cancel->client_id;
  return {};
}

}  // namespace

void Desk::handle(const OrderSeen& seen) {
  const auto own = parse_client_id(engine_.installation_, seen.order.client_id);
  const auto found = own ? tenant_.operations.find(own->operation) : tenant_.operations.end();
  if (found == tenant_.operations.end() || found->second.find(seen.order.client_id) == nullptr) {
    // Not ours: the account changed by other hands, which the next comparison explains.
    if (now_ - tenant_.account.read_asked >= external_pause) {
      tenant_.account.read_asked = now_;
      output_.effects.emplace_back(ReadAccount{tenant_.desk.tenant});
    }
    return;
  }
  absorb(found->second, seen.order);
  attend(found->second);
}

void Desk::handle(const VenueAnswered& answer) {
  const auto request = engine_.requests_.find(answer.request);
  if (request == engine_.requests_.end()) return;
  const auto found = tenant_.operations.find(request->second);
  engine_.requests_.erase(request);
  if (found == tenant_.operations.end() || found->second.request != answer.request) return;
  Followed& followed = found->second;
  const VenueRequest asked = std::move(followed.asked);
  followed.request = 0;
  for (const std::string& client_id : made_by(asked)) {
    if (Order* order = followed.find(client_id)) {
      order->sent_at = answer.sent_at;
      save(*order);
    }
    for (Proof& proof : followed.proofs) {
      if (proof.client_id != client_id) continue;
      proof.committed_at = answer.committed_at;
      proof.sent_at = answer.sent_at;
      proof.answered_at = answer.answered_at;
      proof.answer = answer.outcome ? "accepted" : answer.outcome.error().text;
      save(proof);
    }
  }
  if (!answer.outcome) {
    refused(followed, asked, answer.outcome.error());
  } else {
    followed.failures = 0;
    for (const VenueOrder& told : *answer.outcome) absorb(followed, told);
    if (const auto* question = std::get_if<AskOrder>(&asked)) {
      // An answer that settles nothing is not asked for again at once.
      const Order* order = followed.find(question->client_id);
      const bool settled =
          order == nullptr || ((order->live || !order->is_open()) && order->filled <= followed.booked(*order));
      if (!settled) followed.not_before = now_ + ask_again;
    }
    for (const std::string& client_id : made_by(asked)) {
      const Order* order = followed.find(client_id);
      const bool named = std::ranges::find(*answer.outcome, client_id, &VenueOrder::client_id) != answer.outcome->end();
      if (order != nullptr && !named) doubt(followed, client_id);
    }
    const std::string ended = ended_by(asked);
    const Order* old = ended.empty() ? nullptr : followed.find(ended);
    if (old != nullptr && old->is_open()) doubt_list(followed, ended);
  }
  attend(followed);
}

// The venue says that the price has passed a level, and of a pair not which: the one that our price has crossed, or is
// nearer to.
Crossing Desk::passed(const Operation& operation) const {
  Crossing seen{.reason = ExitReason::STOP, .level = operation.stop, .at = now_};
  const Quote* quote = engine_.quote(operation.symbol);
  if (quote == nullptr) return seen;
  seen.tick = *quote;
  if (!operation.target) return seen;
  const Price current = closing_price(operation.side, *quote);
  const bool nearer_target = abs((*operation.target - current).value) < abs((current - operation.stop).value);
  if (crossed(operation, *quote).value_or(nearer_target ? ExitReason::TARGET : ExitReason::STOP) ==
      ExitReason::TARGET) {
    seen.reason = ExitReason::TARGET;
    seen.level = *operation.target;
  }
  return seen;
}

void Desk::refused(Followed& followed, const VenueRequest& asked, const VenueRefusal& refusal) {
  ++followed.failures;
  const bool through = refusal.kind == VenueRefusalKind::would_trigger;
  if (!through) followed.not_before = now_ + std::max(pause_after(followed.failures), refusal.retry_after);
  if (refusal.retry_after > Duration{}) followed.told_to_wait = now_ + refusal.retry_after;
  if (const auto* question = std::get_if<AskOrder>(&asked)) {
    Order* order = followed.find(question->client_id);
    if (refusal.kind == VenueRefusalKind::not_found && order != nullptr) not_there(followed, *order);
    return;
  }
  const bool lost = refusal.kind == VenueRefusalKind::unknown;
  for (const std::string& client_id : made_by(asked)) {
    Order* order = followed.find(client_id);
    if (order == nullptr) continue;
    if (lost) {
      doubt(followed, client_id);
    } else if (apply_event(*order, OrderEvent::rejected, refusal.text)) {
      save(*order);
      touch(followed);
    }
    // A wish for a part or at a limit is dropped when the venue says no, or the rest would stay bare for it.
    std::optional<Closing>& closing = followed.operation.closing;
    if (order->purpose == OrderPurpose::EXIT && refusal.kind == VenueRefusalKind::refused && !followed.exit_due &&
        closing && (closing->quantity || closing->limit)) {
      closing.reset();
    }
    if (through && order->purpose == OrderPurpose::STOP && followed.operation.status == OperationStatus::ACTIVE) {
      followed.exit_due = passed(followed.operation);
    }
  }
  // At the limit of waiting orders a stop cannot be replaced by another: the venue counts before it cancels.
  followed.no_room =
      std::holds_alternative<ReplaceOrder>(asked) && refusal.text.find("MAX_NUM_ALGO_ORDERS") != std::string::npos;
  if (followed.crossing) hurry(followed);  // the way out does not wait for what was refused
  // Whether the old order still stands is asked, unless nothing was sent.
  const std::string ended = ended_by(asked);
  if (!ended.empty() && refusal.kind != VenueRefusalKind::not_sent) doubt_list(followed, ended);
}

// The venue does not know the order. Too early to believe: it may still be on its way.
void Desk::not_there(Followed& followed, Order& order) {
  const Timestamp sent = std::max(order.created_at, order.sent_at.value_or(order.created_at));
  if (order.venue_id == 0 && now_ - sent < engine_.rules_.denial_after) {
    followed.not_before = now_ + ask_again;
    return doubt(followed, order.client_id);
  }
  if (order.venue_id != 0) {
    differ("order",
           fmt::format("The exchange does not know order {} any more, which it had confirmed.", order.client_id),
           followed.operation.id);
    order.filled = followed.booked(order);
    apply_event(order, OrderEvent::expired, "the exchange does not know it any more");
  } else {
    apply_event(order, OrderEvent::no_answer, "");
    apply_event(order, OrderEvent::denied, "never reached the exchange");
  }
  followed.not_before = {};
  followed.failures = 0;
  save(order);
  touch(followed);
}

void Desk::doubt(Followed& followed, const std::string& client_id) {
  Order* order = followed.find(client_id);
  if (order == nullptr || !apply_event(*order, OrderEvent::no_answer, "")) return;
  save(*order);
  touch(followed);
}

// An order and those that share its list.
void Desk::doubt_list(Followed& followed, const std::string& client_id) {
  const Order* order = followed.find(client_id);
  if (order == nullptr) return;
  const std::string list = order->list_id;
  doubt(followed, client_id);
  if (list.empty()) return;
  std::vector<std::string> members;
  for (const Order& other : followed.orders) {
    if (other.list_id == list && other.client_id != client_id) members.push_back(other.client_id);
  }
  for (const std::string& member : members) doubt(followed, member);
}

// True when the order changed.
bool Desk::apply_event(Order& order, OrderEvent event, const std::string& reason) {
  const auto status = next(order.status, event);
  if (!status) return false;
  const bool changed = *status != order.status || (!reason.empty() && reason != order.reason);
  order.status = *status;
  if (!order.is_open()) order.live = false;
  if (!reason.empty()) order.reason = reason;
  if (changed) order.updated_at = now_;
  return changed;
}

void Desk::absorb(Followed& followed, const VenueOrder& told) {
  Order* order = followed.find(told.client_id);
  if (order == nullptr) return;
  const Order before = *order;
  if (told.venue_id != 0) order->venue_id = told.venue_id;
  if (told.quantity.value.is_positive()) order->quantity = told.quantity;  // of a list's pair the venue says it
  // Of an order that only the emergency journal knew, the venue says at what it stands.
  if (told.stop_price && order->stop_price) order->stop_price = told.stop_price;
  if (told.price && order->price) order->price = told.price;
  if (told.filled > order->filled) {
    order->filled = told.filled;
    order->filled_quote = told.filled_quote;
  }
  // A late word of an earlier state must not call a filled order merely open.
  const bool behind = event_of(told.status) == OrderEvent::accepted && before.filled.value.is_positive() &&
                      order->status != OrderStatus::UNKNOWN;
  const bool changed = !behind && apply_event(*order, event_of(told.status), told.reason);
  if (order->is_open() && !behind && stands(told.status)) order->live = true;
  if (order->status == OrderStatus::PENDING && order->filled.value.is_positive()) {
    order->status = OrderStatus::PARTIALLY_FILLED;
  }
  for (const VenueFill& fill : told.fills) book(followed, *order, fill);
  const bool moved = changed || order->filled != before.filled || order->live != before.live ||
                     order->venue_id != before.venue_id || order->quantity != before.quantity;
  if (!moved) return;
  order->updated_at = now_;
  save(*order);
  touch(followed);
  Operation& operation = followed.operation;
  if (order->purpose != OrderPurpose::EXIT || order->is_open() || before.status == order->status) return;
  // A way out has ended. A wish for a part, or at a limit, is fulfilled as far as it could be.
  if (order->status != OrderStatus::REJECTED) {
    followed.exit_due.reset();
    if (operation.closing && (operation.closing->quantity || operation.closing->limit)) operation.closing.reset();
  }
}

}  // namespace robson::engine
