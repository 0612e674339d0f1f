#pragma once
// What the engine asks of a venue as Binance's signed calls. Pure.
// Decimals go out exact: no exponent, no zeros behind the last digit that counts.
// Source: Binance spot API, "Trading endpoints" and "Order lists".
#include "trading/venue_order.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

//   PlaceOrder          POST   /api/v3/order
//   PlacePair           POST   /api/v3/orderList/oco      the leg above and the leg below the price, by side
//   PlaceEntryWithPair  POST   /api/v3/orderList/opoco    the entry works, the pair is pending
//   ReplaceOrder        POST   /api/v3/order/cancelReplace, STOP_ON_FAILURE
//   CancelOrder         DELETE /api/v3/order
//   AskOrder            GET    /api/v3/order
SignedCall call_of(const VenueRequest& request);

// The trades of one order, from that trade id on: GET /api/v3/myTrades.
SignedCall trades_call(const Symbol& symbol, std::int64_t order_id, std::int64_t from_trade_id);
inline constexpr int trades_page = 1000;

}  // namespace robson::venues::binance
