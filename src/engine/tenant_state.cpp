#include "engine/tenant_state.hpp"

#include <algorithm>

#include "trading/position.hpp"

namespace robson::engine {

const Order* Followed::find(const std::string& client_id) const {
  const auto found = std::ranges::find(orders, client_id, &Order::client_id);
  return found == orders.end() ? nullptr : &*found;
}

Order* Followed::find(const std::string& client_id) {
  const auto found = std::ranges::find(orders, client_id, &Order::client_id);
  return found == orders.end() ? nullptr : &*found;
}

const Order* Followed::open_order(OrderPurpose purpose) const {
  for (auto order = orders.rbegin(); order != orders.rend(); ++order) {
    if (order->purpose == purpose && order->is_open()) return &*order;
  }
  return nullptr;
}

int Followed::attempts(OrderPurpose purpose) const {
  int most = 0;
  for (const Order& order : orders) {
    if (order.purpose == purpose) most = std::max(most, order.attempt);
  }
  return most;
}

Money Account::free(const std::string& asset) const {
  const auto held = balances.find(asset);
  return held == balances.end() ? Money{} : held->second.free;
}

Quantity Followed::booked(const Order& order) const {
  Quantity sum;
  for (const Fill& fill : fills) {
    if (fill.order == order.id) sum += fill.quantity;
  }
  return sum;
}

Quantity sellable(const Operation& operation, const Instrument& instrument) {
  if (!operation.held.value.is_positive()) return {};
  return {round_to_step(operation.held.value, instrument.step, Rounding::floor)};
}

Protection protection_of(const Followed& followed, const Instrument* instrument) {
  const Operation& operation = followed.operation;
  if (operation.status != OperationStatus::ACTIVE) return Protection::NONE;
  if (operation.closing || followed.exit_due || followed.open_order(OrderPurpose::EXIT) != nullptr) {
    return Protection::CLOSING;
  }
  const Order* stop = followed.open_order(OrderPurpose::STOP);
  if (stop == nullptr) return followed.request != 0 ? Protection::PLACING : Protection::NONE;
  if (!stop->live || stop->status == OrderStatus::UNKNOWN) return Protection::PLACING;
  const Quantity needed = instrument != nullptr ? sellable(operation, *instrument) : operation.held;
  return stop->left() >= needed ? Protection::AT_VENUE : Protection::PLACING;
}

Money worst_case(const Operation& operation, const Instrument* instrument) {
  if (instrument == nullptr) return {};
  Operation counted = operation;
  if (operation.status == OperationStatus::PLANNED) counted.held = operation.quantity;
  return prospect_of(counted, *instrument).loss_at_stop;
}

}  // namespace robson::engine
