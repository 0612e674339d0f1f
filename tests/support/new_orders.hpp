#pragma once
// Orders of one market as tests ask a venue for them.
#include "trading/venue_order.hpp"

namespace robson::support {

inline const Symbol symbol{"BTCUSDC"};

inline NewOrder market(const char* id, Side side, Decimal quantity) {
  return {.client_id = id, .symbol = symbol, .side = side, .type = OrderType::MARKET, .quantity = {quantity}};
}
inline NewOrder limit(const char* id, Side side, Decimal quantity, Decimal price,
                      TimeInForce time_in_force = TimeInForce::GTC) {
  return {.client_id = id,
          .symbol = symbol,
          .side = side,
          .type = OrderType::LIMIT,
          .time_in_force = time_in_force,
          .quantity = {quantity},
          .price = Price{price}};
}
inline NewOrder maker(const char* id, Side side, Decimal quantity, Decimal price) {
  NewOrder order = limit(id, side, quantity, price);
  order.type = OrderType::LIMIT_MAKER;
  return order;
}
inline NewOrder stop(const char* id, Side side, Decimal quantity, Decimal price) {
  return {.client_id = id,
          .symbol = symbol,
          .side = side,
          .type = OrderType::STOP_LOSS,
          .quantity = {quantity},
          .stop_price = Price{price}};
}

}  // namespace robson::support
