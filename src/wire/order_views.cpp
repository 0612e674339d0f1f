#include "market/contract.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

// `paid` counts units of the assets, `filled` contracts.
std::optional<Fixed> average_of(Quantity filled, Money paid, const Instrument& units) {
  if (!filled.value.is_positive()) return {};
  const Decimal bought = base_units(units, filled).value;
  return average_at(robson::Price{divide(paid.value, bought, Rounding::half_away_from_zero)}, units.tick);
}

OrderStatus status_of(const VenueOrder& order) {
  switch (order.status) {
    case VenueOrderStatus::PENDING_NEW:
    case VenueOrderStatus::NEW: return OrderStatus::PENDING;
    case VenueOrderStatus::PARTIALLY_FILLED: return OrderStatus::PARTIALLY_FILLED;
    case VenueOrderStatus::FILLED: return OrderStatus::FILLED;
    case VenueOrderStatus::CANCELED: return OrderStatus::CANCELLED;
    case VenueOrderStatus::REJECTED: return OrderStatus::REJECTED;
    case VenueOrderStatus::EXPIRED: break;
  }
  return OrderStatus::EXPIRED;
}

bool protects(const robson::Order& order) {
  return order.purpose == OrderPurpose::STOP || order.purpose == OrderPurpose::TARGET;
}

}  // namespace

Order order_view(const robson::Order& order, const Instrument& units) {
  const Decimal tick = units.tick;
  Order view{.id = order.id.value,
             .client_order_id = order.client_id,
             .origin = OrderOrigin::robson,
             .operation_id = id_of(order.operation),
             .purpose = order.purpose,
             .attempt = order.attempt,
             .list_id = text_or_none(order.list_id),
             .symbol = order.symbol.text,
             .side = order.side,
             .type = std::string(json::name_of(order.type)),
             .quantity = order.quantity.value,
             .price = at_tick(order.price, tick),
             .stop_price = at_tick(order.stop_price, tick),
             .status = order.status,
             .live = order.live,
             .filled = order.filled.value,
             .filled_quote = usd(order.filled_quote),
             .average_price = average_of(order.filled, order.filled_quote, units),
             .left = order.left().value,
             .reason = order.reason,
             .can_cancel = order.is_open() && order.status != OrderStatus::UNKNOWN && !protects(order),
             .created_at = order.created_at,
             .sent_at = order.sent_at,
             .updated_at = order.updated_at,
             .base_asset = units.base,
             .contract_size = units.contract_size};
  if (order.type == OrderType::LIMIT) view.time_in_force = order.time_in_force;
  if (order.venue_id != 0) view.venue_order_id = order.venue_id;
  return view;
}

Order external_order_view(const VenueOrder& order, const Instrument& units) {
  const Decimal tick = units.tick;
  return {.client_order_id = order.client_id,
          .origin = OrderOrigin::external,
          .symbol = order.symbol.text,
          .side = order.side,
          .type = order.type,
          .quantity = order.quantity.value,
          .price = at_tick(order.price, tick),
          .stop_price = at_tick(order.stop_price, tick),
          .status = status_of(order),
          .live = true,
          .filled = order.filled.value,
          .filled_quote = usd(order.filled_quote),
          .average_price = average_of(order.filled, order.filled_quote, units),
          .left = (order.quantity - order.filled).value,
          .venue_order_id = order.venue_id,
          .reason = order.reason,
          .created_at = order.time,
          .updated_at = order.time,
          .base_asset = units.base,
          .contract_size = units.contract_size};
}

}  // namespace robson::wire
