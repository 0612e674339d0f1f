#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

std::string number(const std::optional<json::Fixed>& value) {
  return value ? grouped(value->value.text(value->places)) : std::string();
}

std::string purpose_of(const wire::Order& order) {
  if (order.origin == wire::OrderOrigin::external) return "external";
  return order.purpose ? std::string(json::name_of(*order.purpose)) : std::string();
}

Tone tone_of(OrderStatus status) {
  switch (status) {
    case OrderStatus::FILLED: return Tone::good;
    case OrderStatus::REJECTED:
    case OrderStatus::UNKNOWN: return Tone::bad;
    default: return Tone::plain;
  }
}

}  // namespace

std::string orders_table(const std::vector<wire::Order>& orders, const Look& look) {
  if (orders.empty()) return "No orders.\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right},
               {"STATUS"},
               {"PURPOSE"},
               {"SYMBOL"},
               {"SIDE"},
               {"TYPE"},
               {"QUANTITY", Align::right},
               {"FILLED", Align::right},
               {"PRICE", Align::right},
               {"STOP", Align::right, true},
               {"AVERAGE", Align::right, true},
               {"OPERATION", Align::right, true},
               {"CREATED (UTC)", Align::left, true},
               {"ORDER AT THE VENUE", Align::left, true}});
  for (const wire::Order& each : orders) {
    table.add({each.id ? std::to_string(*each.id) : std::string(),
               style.paint(tone_of(each.status), json::name_of(each.status)), purpose_of(each), clean(each.symbol),
               std::string(json::name_of(each.side)), clean(each.type), quantity_of(each.quantity, each, style),
               quantity(each.filled, "", style), number(each.price), number(each.stop_price),
               number(each.average_price), each.operation_id ? std::to_string(*each.operation_id) : std::string(),
               moment(each.created_at).substr(0, 19), clean(each.client_order_id)});
  }
  return table.text(style, look.headings);
}

std::string order_card(const wire::Order& order, const Look& look) {
  const Style& style = look.style;
  Box box(style, order.id ? fmt::format("ORDER {}", *order.id) : std::string("EXTERNAL ORDER"));
  box.line(fmt::format("{} {} {} {}", purpose_of(order), json::name_of(order.side),
                       quantity_of(order.quantity, order, style), clean(order.symbol)));
  box.line(fmt::format("Type: {}{}", clean(order.type),
                       order.time_in_force ? fmt::format(", {}", json::name_of(*order.time_in_force)) : std::string()));
  if (order.price) box.line("Price: " + number(order.price));
  if (order.stop_price) box.line("Stop price: " + number(order.stop_price));
  box.line(fmt::format("Status: {}{}", style.paint(tone_of(order.status), json::name_of(order.status)),
                       order.live ? ", live at the exchange" : ""));
  std::string filled =
      fmt::format("Filled: {} of {}", quantity(order.filled, "", style), quantity_of(order.quantity, order, style));
  if (order.average_price) filled += " at " + number(order.average_price);
  box.line(filled);
  if (!order.reason.empty()) box.line("Reason: " + clean(order.reason));
  box.rule();
  if (order.operation_id) box.line(fmt::format("Operation: {}", *order.operation_id));
  box.line(fmt::format("Client order id: {}", clean(order.client_order_id)));
  if (order.venue_order_id) box.line(fmt::format("Order id at the venue: {}", *order.venue_order_id));
  if (order.list_id) box.line(fmt::format("List: {}", clean(*order.list_id)));
  box.line(fmt::format("Created: {}", moment(order.created_at)));
  if (order.sent_at) box.line(fmt::format("Sent: {}", moment(*order.sent_at)));
  box.line(fmt::format("Updated: {}", moment(order.updated_at)));
  if (order.can_cancel && order.id) box.line(fmt::format("To cancel it: robson orders cancel {}", *order.id));
  return box.text();
}

std::string movements_table(const std::vector<wire::Movement>& movements, const Look& look) {
  if (movements.empty()) return "No movements.\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right, true},
               {"TIME (UTC)"},
               {"ASSET"},
               {"AMOUNT", Align::right},
               {"CAUSE"},
               {"OPERATION", Align::right, true},
               {"ORDER", Align::right, true},
               {"NOTE", Align::left, true}});
  const auto id = [](const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string();
  };
  for (const wire::Movement& each : movements) {
    const std::string sign = each.amount.is_positive() ? "+" : "";
    table.add({std::to_string(each.id), moment(each.at).substr(0, 19), clean(each.asset),
               style.paint(cli::tone_of(each.amount), sign + quantity(each.amount, "", style)),
               std::string(json::name_of(each.cause)), id(each.operation_id), id(each.order_id), clean(each.note)});
  }
  return table.text(style, look.headings);
}

}  // namespace robson::cli
