#pragma once
// What is asked of a venue about orders, and what it says of them. The engine makes the requests, adapters in venues/
// carry them out, and everything a venue says comes back as VenueOrder, whichever way it came.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "trading/order.hpp"

namespace robson {

struct NewOrder {
  std::string client_id{};
  Symbol symbol{};
  Side side{};
  OrderType type{};
  TimeInForce time_in_force = TimeInForce::GTC;  // LIMIT only
  Quantity quantity{};
  std::optional<Price> price{};
  std::optional<Price> stop_price{};
};

// One order by itself.
struct PlaceOrder {
  NewOrder order{};
};
// One cancels the other: a STOP_LOSS and a LIMIT_MAKER that share their funds (orderList/oco).
struct PlacePair {
  std::string list_id{};
  NewOrder stop{};
  NewOrder target{};
};
// An entry that brings its own protection: once `entry` is filled in full, stop and target are placed for what it
// bought net of fees (orderList/opoco). An entry that ends part-filled brings none. Quantities of the pair are the
// venue's.
struct PlaceEntryWithPair {
  std::string list_id{};
  NewOrder entry{};
  NewOrder stop{};
  NewOrder target{};
};
// In one step at the venue: cancels `cancel` (with it the whole list it belongs to) and, only if that succeeded, places
// `order` (order/cancelReplace, STOP_ON_FAILURE).
struct ReplaceOrder {
  std::string cancel{};  // client id
  NewOrder order{};
};
// Cancels an order, and with it the list it belongs to.
struct CancelOrder {
  Symbol symbol{};
  std::string client_id{};
};
// How does this order stand? Asked after an answer was lost, and whenever in doubt.
struct AskOrder {
  Symbol symbol{};
  std::string client_id{};
};
using VenueRequest = std::variant<PlaceOrder, PlacePair, PlaceEntryWithPair, ReplaceOrder, CancelOrder, AskOrder>;

// Spelled as Binance spells it; PENDING_NEW waits for the first order of its list.
enum class VenueOrderStatus { PENDING_NEW, NEW, PARTIALLY_FILLED, FILLED, CANCELED, REJECTED, EXPIRED };

struct VenueFill {
  std::int64_t trade_id = 0;  // unique in a symbol
  Price price{};
  Quantity quantity{};
  Money fee{};
  std::string fee_asset{};
  Timestamp time{};  // the venue's
  bool is_maker = false;
};

// An order as the venue last told. `fills` are those that this message brought, not necessarily all: when their sum is
// below `filled`, the rest has to be asked for.
struct VenueOrder {
  std::string client_id{};  // as placed (of a cancel: the id that the order had)
  std::int64_t venue_id = 0;
  bool in_list = false;
  Symbol symbol{};
  Side side{};
  std::string type{};  // the venue's spelling
  VenueOrderStatus status{};
  Quantity quantity{};
  Quantity filled{};
  Money filled_quote{};
  std::optional<Price> price{};
  std::optional<Price> stop_price{};
  Timestamp time{};  // the venue's, of its last change
  std::string reason{};
  std::vector<VenueFill> fills{};
};

// Why a request brought no orders.
enum class VenueRefusalKind {
  refused,        // the venue understood and said no: certainly not done
  would_trigger,  // refused because the price has already passed the stop (-2010)
  not_sent,       // certainly never reached the venue: unreachable before sending, rate limited, no account
  not_found,      // the venue knows no such order (-2013, cancel of an unknown one -2011)
  unknown,        // may have been done
};
struct VenueRefusal {
  VenueRefusalKind kind{};
  int code = 0;  // the venue's
  std::string text{};
  Duration retry_after{};
  // A cancelReplace whose cancel was done and whose new order was refused (-2021): the old one is gone.
  bool cancelled_old = false;
};

}  // namespace robson
