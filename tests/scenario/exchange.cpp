#include "scenario/exchange.hpp"

#include "base/overloaded.hpp"
#include "scenario/fault.hpp"

namespace robson::scenario {
namespace {

std::string venue_type(OrderType type) {
  switch (type) {
    case OrderType::MARKET: return "MARKET";
    case OrderType::LIMIT: return "LIMIT";
    case OrderType::LIMIT_MAKER: return "LIMIT_MAKER";
    case OrderType::STOP_LOSS: return "STOP_LOSS";
  }
  return "";
}

Unexpected<VenueRefusal> not_found() {
  return Unexpected(VenueRefusal{VenueRefusalKind::not_found, -2013, "Order does not exist.", {}, false});
}

VenueOrder without_fills(VenueOrder order) {
  order.fills.clear();
  return order;
}

}  // namespace

bool is_over(VenueOrderStatus status) {
  return status == VenueOrderStatus::FILLED || status == VenueOrderStatus::CANCELED ||
         status == VenueOrderStatus::REJECTED || status == VenueOrderStatus::EXPIRED;
}

Exchange::Kept& Exchange::kept(const std::string& client_id) {
  const auto found = orders_.find(client_id);
  if (found == orders_.end()) throw Fault("the exchange has no order " + client_id);
  return found->second;
}

const VenueOrder& Exchange::order(const std::string& client_id) const {
  const auto found = orders_.find(client_id);
  if (found == orders_.end()) throw Fault("the exchange has no order " + client_id);
  return found->second.told;
}

std::vector<VenueOrder> Exchange::open_orders() const {
  std::vector<VenueOrder> open;
  for (const auto& [id, one] : orders_) {
    if (!is_over(one.told.status)) open.push_back(without_fills(one.told));
  }
  return open;
}

VenueOrder Exchange::place(const NewOrder& wanted, const std::string& list, OrderPurpose role, VenueOrderStatus status,
                           Timestamp now) {
  if (orders_.contains(wanted.client_id)) throw Fault("order " + wanted.client_id + " was sent twice");
  if (!wanted.quantity.value.is_positive()) throw Fault("order " + wanted.client_id + " is for nothing");
  Kept& one = orders_[wanted.client_id];
  one.list = list;
  one.role = role;
  one.told = {.client_id = wanted.client_id,
              .venue_id = ++last_id_,
              .in_list = !list.empty(),
              .symbol = wanted.symbol,
              .side = wanted.side,
              .type = venue_type(wanted.type),
              .status = status,
              .quantity = wanted.quantity,
              .price = wanted.price,
              .stop_price = wanted.stop_price,
              .time = now};
  return one.told;
}

Exchange::Outcome Exchange::carry_out(const VenueRequest& request, const std::map<Symbol, Instrument>&, Timestamp now) {
  using enum VenueOrderStatus;
  return std::visit(
      overloaded{
          [&](const PlaceOrder& one) -> Outcome {
            return Messages{place(one.order, "", OrderPurpose::EXIT, NEW, now)};
          },
          [&](const PlacePair& pair) -> Outcome {
            const VenueOrder stop = place(pair.stop, pair.list_id, OrderPurpose::STOP, NEW, now);
            return Messages{stop, place(pair.target, pair.list_id, OrderPurpose::TARGET, NEW, now)};
          },
          [&](const PlaceEntryWithPair& list) -> Outcome {
            const VenueOrder entry = place(list.entry, list.list_id, OrderPurpose::ENTRY, NEW, now);
            const VenueOrder stop = place(list.stop, list.list_id, OrderPurpose::STOP, PENDING_NEW, now);
            return Messages{entry, stop, place(list.target, list.list_id, OrderPurpose::TARGET, PENDING_NEW, now)};
          },
          [&](const ReplaceOrder& change) -> Outcome {
            if (!knows(change.cancel) || is_over(order(change.cancel).status)) {
              return Unexpected(
                  VenueRefusal{VenueRefusalKind::refused, -2022, "Order cancel-replace failed.", {}, false});
            }
            Messages told = end(change.cancel, CANCELED, now);
            told.push_back(place(change.order, "", OrderPurpose::EXIT, NEW, now));
            return told;
          },
          [&](const CancelOrder& cancel) -> Outcome {
            if (!knows(cancel.client_id) || is_over(order(cancel.client_id).status)) return not_found();
            return end(cancel.client_id, CANCELED, now);
          },
          [&](const AskOrder& question) -> Outcome {
            if (!knows(question.client_id)) return not_found();
            return Messages{order(question.client_id)};
          },
      },
      request);
}

Exchange::Messages Exchange::end_one(Kept& one, VenueOrderStatus how, Timestamp now) {
  if (is_over(one.told.status)) return {};
  one.told.status = how;
  one.told.time = now;
  return {without_fills(one.told)};
}

Exchange::Messages Exchange::end(const std::string& client_id, VenueOrderStatus how, Timestamp now) {
  Kept& ended = kept(client_id);
  Messages told = end_one(ended, how, now);
  for (auto& [id, other] : orders_) {
    if (ended.list.empty() || other.list != ended.list || id == client_id) continue;
    for (VenueOrder& one : end_one(other, how, now)) told.push_back(std::move(one));
  }
  return told;
}

// The pair of an entry that was filled whole stands from now on, for what was bought net of fees.
Exchange::Messages Exchange::awaken(const Kept& entry, const std::map<Symbol, Instrument>& instruments, Timestamp now) {
  const Instrument& units = instruments.at(entry.told.symbol);
  Decimal bought;
  for (const VenueFill& fill : entry.told.fills) {
    bought += fill.quantity.value;
    if (fill.fee_asset == units.base) bought -= fill.fee.value;
  }
  Messages told;
  for (auto& [id, other] : orders_) {
    if (other.list != entry.list || other.role == OrderPurpose::ENTRY) continue;
    other.told.status = VenueOrderStatus::NEW;
    other.told.quantity = {round_to_step(bought, units.step, Rounding::floor)};
    other.told.time = now;
    told.push_back(other.told);
  }
  return told;
}

Exchange::Messages Exchange::fill(const std::string& client_id, Quantity quantity, Price price, const Fee& fee,
                                  const std::map<Symbol, Instrument>& instruments, Timestamp now) {
  Kept& one = kept(client_id);
  VenueOrder& order = one.told;
  const Instrument& units = instruments.at(order.symbol);
  const VenueFill made{++last_trade_, price, quantity, fee.amount, fee.asset, now, false};
  order.filled += quantity;
  order.filled_quote += notional(price, quantity);
  if (order.filled > order.quantity) throw Fault("order " + client_id + " cannot fill more than it is for");
  if (order.filled == order.quantity) {
    order.status = VenueOrderStatus::FILLED;
  } else if (!is_over(order.status)) {
    order.status = VenueOrderStatus::PARTIALLY_FILLED;
  }
  order.time = now;
  order.fills.push_back(made);
  const Money base{quantity.value};
  const Money paid = notional(price, quantity);
  const bool buys = order.side == Side::BUY;
  balances_[units.base].free += buys ? base : -base;
  balances_[units.quote].free += buys ? -paid : paid;
  if (!fee.amount.is_zero()) balances_[fee.asset].free -= fee.amount;
  VenueOrder told = without_fills(order);
  told.fills.push_back(made);
  Messages messages{told};
  if (one.list.empty() || order.status != VenueOrderStatus::FILLED) return messages;
  if (one.role == OrderPurpose::ENTRY) {
    for (VenueOrder& pair : awaken(one, instruments, now)) messages.push_back(std::move(pair));
    return messages;
  }
  for (auto& [id, other] : orders_) {
    if (other.list != one.list || id == client_id) continue;
    for (VenueOrder& ended : end_one(other, VenueOrderStatus::EXPIRED, now)) messages.push_back(std::move(ended));
  }
  return messages;
}

}  // namespace robson::scenario
