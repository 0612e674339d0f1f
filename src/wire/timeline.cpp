// The story of an operation, told from its orders, fills and proofs: each of them carries the times that it had.
#include <fmt/format.h>

#include <algorithm>

#include "market/contract.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

// "0.003 BTC", a bare number while the market is not known; where one trades in lots, with what they hold: "0.11 lots
// (11 XAU)".
std::string in_words(Quantity quantity, const Instrument& units) {
  if (units.base.empty()) return quantity.value.text();
  if (!counts_contracts(units)) return fmt::format("{} {}", quantity.value.text(), units.base);
  return fmt::format("{} lots ({} {})", quantity.value.text(), base_units(units, quantity).value.text(), units.base);
}

std::string in_words(const robson::Order& order, const Instrument& units) {
  std::string text = fmt::format("{}: {} {} {}", json::name_of(order.purpose), json::name_of(order.type),
                                 json::name_of(order.side), in_words(order.quantity, units));
  if (order.price) text += fmt::format(" at {}", order.price->value.text());
  if (order.stop_price) text += fmt::format(" stop {}", order.stop_price->value.text());
  return text;
}

bool has_ended(const robson::Order& order) {
  return order.status != OrderStatus::PENDING && order.status != OrderStatus::PARTIALLY_FILLED &&
         order.status != OrderStatus::UNKNOWN;
}

// What came first when the clock does not tell: causes before their effects.
int rank_of(TimelineKind kind) {
  switch (kind) {
    case TimelineKind::planned: return 0;
    case TimelineKind::exit_triggered: return 1;
    case TimelineKind::exit_decided: return 2;
    case TimelineKind::order_sent: return 3;
    case TimelineKind::fill: return 4;
    case TimelineKind::order_ended: return 5;
    case TimelineKind::opened: return 6;
    case TimelineKind::stop_moved: return 7;
    case TimelineKind::order_created: return 8;
    case TimelineKind::closed:
    case TimelineKind::cancelled: break;
  }
  return 9;
}

class Timeline {
 public:
  explicit Timeline(const Instrument& units) : units_(units) {}

  void add(Timestamp at, TimelineKind kind, std::string text) {
    events_.push_back({.at = at, .kind = kind, .text = std::move(text)});
  }
  void add(Timestamp at, TimelineKind kind, std::string text, const robson::Order& order) {
    add(at, kind, std::move(text));
    events_.back().order_id = id_of(order.id);
    events_.back().client_order_id = order.client_id;
    events_.back().price = at_tick(order.price ? order.price : order.stop_price, units_.tick);
    events_.back().quantity = order.quantity.value;
  }
  void add(const Fill& fill) {
    add(fill.booked_at, TimelineKind::fill,
        fmt::format("{} filled {} at {}, fee {} {}", json::name_of(fill.purpose), in_words(fill.quantity, units_),
                    fill.price.value.text(), fill.fee.value.text(), fill.fee_asset));
    events_.back().order_id = id_of(fill.order);
    events_.back().client_order_id = fill.client_id;
    events_.back().price = average_at(fill.price, units_.tick);
    events_.back().quantity = fill.quantity.value;
  }
  void add(const robson::Proof& proof) {
    const auto told = [&](Timestamp at, TimelineKind kind, std::string text) {
      add(at, kind, std::move(text));
      events_.back().client_order_id = text_or_none(proof.client_id);
      events_.back().price = at_tick(proof.level, units_.tick);
    };
    if (proof.trigger) {
      told(proof.trigger->received, TimelineKind::exit_triggered,
           fmt::format("{} at {} crossed: bid {}, ask {}", json::name_of(proof.reason), proof.level.value.text(),
                       proof.trigger->bid.value.text(), proof.trigger->ask.value.text()));
    }
    if (proof.decided_at) told(*proof.decided_at, TimelineKind::exit_decided, proof.request);
  }
  std::vector<TimelineEvent> sorted() {
    std::ranges::stable_sort(events_, {},
                             [](const TimelineEvent& event) { return std::pair(event.at, rank_of(event.kind)); });
    return std::move(events_);
  }
  std::vector<TimelineEvent>& events() { return events_; }

 private:
  const Instrument& units_;
  std::vector<TimelineEvent> events_;
};

void add_beginning(Timeline& timeline, const OperationParts& parts, const Instrument& units) {
  const robson::Operation& operation = parts.operation;
  const std::string what =
      fmt::format("{} {} {} with its stop at {}", json::name_of(operation.side), in_words(operation.quantity, units),
                  operation.symbol.text, operation.initial_stop.value.text());
  if (operation.source == OperationSource::adopted) {
    return timeline.add(operation.opened_at, TimelineKind::opened, "Taken into care: " + what);
  }
  const Timestamp decided =
      parts.orders.empty() ? operation.opened_at : std::min(operation.opened_at, parts.orders.front().created_at);
  timeline.add(decided, TimelineKind::planned, "Executed: " + what);
  const auto first = std::ranges::find(parts.fills, OrderPurpose::ENTRY, &Fill::purpose);
  if (first != parts.fills.end()) timeline.add(first->booked_at, TimelineKind::opened, "The position is open");
}

void add_end(Timeline& timeline, const robson::Operation& operation) {
  if (!operation.closed_at) return;
  if (operation.status == OperationStatus::CANCELLED) {
    return timeline.add(*operation.closed_at, TimelineKind::cancelled, "Ended without a position");
  }
  timeline.add(
      *operation.closed_at, TimelineKind::closed,
      fmt::format("Closed{}: {}",
                  operation.exit_reason ? fmt::format(" ({})", json::name_of(*operation.exit_reason)) : std::string{},
                  operation.realized_pnl.value.text(money_places)));
}

}  // namespace

// A stop is moved by a new order at the venue, so the STOP orders tell the moves.
std::vector<StopMove> stop_moves_of(const OperationParts& parts, Decimal tick) {
  std::vector<StopMove> moves;
  robson::Price last = parts.operation.initial_stop;
  for (const robson::Order& order : parts.orders) {
    if (order.purpose != OrderPurpose::STOP || !order.stop_price || *order.stop_price == last) continue;
    moves.push_back({.at = order.created_at,
                     .from = at_tick(last, tick),
                     .to = at_tick(*order.stop_price, tick),
                     .order_id = id_of(order.id)});
    last = *order.stop_price;
  }
  return moves;
}

std::vector<TimelineEvent> timeline_of(const OperationParts& parts, const Instrument& units) {
  Timeline timeline(units);
  add_beginning(timeline, parts, units);
  for (const robson::Order& order : parts.orders) {
    timeline.add(order.created_at, TimelineKind::order_created, in_words(order, units), order);
    if (order.sent_at) timeline.add(*order.sent_at, TimelineKind::order_sent, "Sent to the exchange", order);
    if (!has_ended(order)) continue;
    timeline.add(order.updated_at, TimelineKind::order_ended,
                 fmt::format("{} {}{}", json::name_of(order.purpose), json::name_of(order.status),
                             order.reason.empty() ? "" : ": " + order.reason),
                 order);
  }
  for (const StopMove& move : stop_moves_of(parts, units.tick)) {
    timeline.add(move.at, TimelineKind::stop_moved,
                 fmt::format("Stop moved from {} to {}", move.from.value.text(), move.to.value.text()));
    timeline.events().back().price = move.to;
    timeline.events().back().order_id = move.order_id;
  }
  for (const Fill& fill : parts.fills) timeline.add(fill);
  for (const robson::Proof& proof : parts.proofs) timeline.add(proof);
  add_end(timeline, parts.operation);
  return timeline.sorted();
}

}  // namespace robson::wire
