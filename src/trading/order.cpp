#include "trading/order.hpp"

#include <fmt/format.h>

#include <charconv>

namespace robson {
namespace {

char letter(OrderPurpose purpose) {
  switch (purpose) {
    case OrderPurpose::ENTRY: return 'E';
    case OrderPurpose::STOP: return 'S';
    case OrderPurpose::TARGET: return 'T';
    case OrderPurpose::EXIT: return 'X';
  }
  return '?';
}

std::optional<OrderPurpose> purpose_of(char letter) {
  switch (letter) {
    case 'E': return OrderPurpose::ENTRY;
    case 'S': return OrderPurpose::STOP;
    case 'T': return OrderPurpose::TARGET;
    case 'X': return OrderPurpose::EXIT;
    default: return {};
  }
}

// Takes a number from the front of `text`.
template <class Number>
bool take_number(std::string_view& text, Number& into) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (failed != std::errc{} || into < 1) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

// Where an order goes whose end the venue has told.
std::optional<OrderStatus> end_of(OrderEvent event) {
  switch (event) {
    case OrderEvent::part_filled: return OrderStatus::PARTIALLY_FILLED;
    case OrderEvent::filled: return OrderStatus::FILLED;
    case OrderEvent::cancelled: return OrderStatus::CANCELLED;
    case OrderEvent::expired: return OrderStatus::EXPIRED;
    case OrderEvent::accepted:
    case OrderEvent::rejected:
    case OrderEvent::no_answer:
    case OrderEvent::denied: return {};
  }
  return {};
}

}  // namespace

bool Order::is_open() const {
  return status == OrderStatus::PENDING || status == OrderStatus::PARTIALLY_FILLED || status == OrderStatus::UNKNOWN;
}

std::optional<OrderStatus> next(OrderStatus status, OrderEvent event) {
  using enum OrderStatus;
  switch (status) {
    case PENDING:
      if (event == OrderEvent::accepted) return PENDING;
      if (event == OrderEvent::rejected) return REJECTED;
      if (event == OrderEvent::no_answer) return UNKNOWN;
      return end_of(event);
    case PARTIALLY_FILLED:
      if (event == OrderEvent::no_answer) return UNKNOWN;
      return end_of(event);
    case UNKNOWN:
      if (event == OrderEvent::accepted) return PENDING;
      if (event == OrderEvent::rejected || event == OrderEvent::denied) return REJECTED;
      if (event == OrderEvent::no_answer) return UNKNOWN;
      return end_of(event);
    case CANCELLED:
    case EXPIRED:
      // A fill that was on its way when the order ended is real; the order stays ended unless it was filled whole.
      if (event == OrderEvent::part_filled) return status;
      if (event == OrderEvent::filled) return FILLED;
      return {};
    case REJECTED:
      // We took it for never sent, and here it is after all: the venue is right.
      if (event == OrderEvent::accepted) return PENDING;
      return end_of(event);
    case FILLED: return {};
  }
  return {};
}

std::string client_id_of(std::string_view installation, OperationId operation, OrderPurpose purpose, int attempt) {
  return fmt::format("rb{}-{}-{}{}", installation, operation.value, letter(purpose), attempt);
}

std::string list_id_of(std::string_view installation, OperationId operation, int attempt) {
  return fmt::format("rb{}-{}-L{}", installation, operation.value, attempt);
}

std::optional<OwnId> parse_client_id(std::string_view installation, std::string_view client_id) {
  OwnId own;
  if (!client_id.starts_with("rb")) return {};
  client_id.remove_prefix(2);
  if (!client_id.starts_with(installation)) return {};
  client_id.remove_prefix(installation.size());
  if (!client_id.starts_with('-')) return {};
  client_id.remove_prefix(1);
  if (!take_number(client_id, own.operation.value) || client_id.size() < 3 || client_id.front() != '-') return {};
  const auto purpose = purpose_of(client_id[1]);
  if (!purpose) return {};
  own.purpose = *purpose;
  client_id.remove_prefix(2);
  if (!take_number(client_id, own.attempt) || !client_id.empty()) return {};
  return own;
}

}  // namespace robson
