// The shape of an OCO: which leg may stand above and which below, in types and in prices.
//
//             SELL                                   BUY
//   above     LIMIT_MAKER, TAKE_PROFIT(_LIMIT)       STOP_LOSS(_LIMIT)
//   ---------------------------- last price ------------------------------
//   below     STOP_LOSS(_LIMIT)                      LIMIT_MAKER, TAKE_PROFIT(_LIMIT)
#include "simulator/exchange_rules.hpp"

namespace robson::simulator {
namespace {

using Refusal = std::optional<Rejection>;

bool is_served_in_oco(OrderType type) {
  return is_conditional(type) || type == OrderType::LIMIT_MAKER;
}

// The price that must stand on its side of the last price: where the leg would execute or wake up.
std::optional<Price> decisive(const NewLeg& leg) {
  return leg.type == OrderType::LIMIT_MAKER ? leg.price : leg.stop_price;
}

}  // namespace

NewOco in_present_form(const OldOco& old) {
  NewLeg limit{.type = OrderType::LIMIT_MAKER, .client_id = old.limit_client_id, .price = old.price};
  NewLeg stop{.type = old.stop_limit_price ? OrderType::STOP_LOSS_LIMIT : OrderType::STOP_LOSS,
              .client_id = old.stop_client_id,
              .price = old.stop_limit_price,
              .stop_price = old.stop_price,
              .time_in_force = old.stop_limit_time_in_force};
  const bool sell = old.side == Side::SELL;
  return {.symbol = old.symbol,
          .side = old.side,
          .quantity = old.quantity,
          .above = sell ? limit : stop,
          .below = sell ? stop : limit,
          .list_client_id = old.list_client_id};
}

NewOrder as_order(const NewOco& oco, const NewLeg& leg) {
  return {.symbol = oco.symbol,
          .side = oco.side,
          .type = leg.type,
          .time_in_force = leg.time_in_force,
          .quantity = oco.quantity,
          .price = leg.price,
          .stop_price = leg.stop_price,
          .trailing_delta = leg.trailing_delta,
          .iceberg_quantity = leg.iceberg_quantity,
          .client_id = leg.client_id,
          .strategy_id = leg.strategy_id,
          .strategy_type = leg.strategy_type};
}

Refusal check_oco_shape(const NewOco& oco) {
  const OrderType above = oco.above.type;
  const OrderType below = oco.below.type;
  if (!is_served_in_oco(above) || !is_served_in_oco(below)) {
    return Rejection{-1158, "Order type not supported in OCO."};
  }
  if (above == OrderType::LIMIT_MAKER && below == OrderType::LIMIT_MAKER) {
    return Rejection{-1168, "At least one OCO order must be contingent."};
  }
  if (oco.side == Side::BUY) {
    if (above == OrderType::LIMIT_MAKER) return Rejection{-1165, "A limit order in a buy OCO must be below."};
    if (is_stop_loss(below)) return Rejection{-1196, "A stop loss order in a buy OCO must be above."};
    if (!is_stop_loss(above)) return Rejection{-1198, "A take profit order in a buy OCO must be below."};
    return {};
  }
  if (below == OrderType::LIMIT_MAKER) return Rejection{-1166, "A limit order in a sell OCO must be above."};
  if (is_stop_loss(above)) return Rejection{-1197, "A stop loss order in a sell OCO must be below."};
  if (!is_stop_loss(below)) return Rejection{-1199, "A take profit order in a sell OCO must be above."};
  return {};
}

Refusal check_oco_prices(const NewOco& oco, std::optional<Price> last) {
  const auto above = decisive(oco.above);
  const auto below = decisive(oco.below);
  const bool ordered = above && below && *above > *below;
  if (ordered && (!last || (*above > *last && *last > *below))) return {};
  return Rejection{-2010, "The relationship of the prices for the orders is not correct.",
                   RejectReason::OCO_BAD_PRICES};
}

}  // namespace robson::simulator
