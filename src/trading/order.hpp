#pragma once
// Orders and their life. The life is one table: next(status, event).
//
//   PENDING --accepted--> PENDING (live) --fills--> PARTIALLY_FILLED --> FILLED
//      |  \--no answer--> UNKNOWN --the venue tells--> wherever it is
//      |                     \--the venue denies the id, long after--> REJECTED
//      \--refused--> REJECTED          open ones: --> CANCELLED, EXPIRED
//
// A fill is real whenever it comes, after a cancel too: CANCELLED and EXPIRED orders still take fills.
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "market/instrument.hpp"

namespace robson {

enum class OrderPurpose { ENTRY, STOP, TARGET, EXIT };
enum class OrderType { MARKET, LIMIT, LIMIT_MAKER, STOP_LOSS };
enum class TimeInForce { GTC, IOC };
enum class OrderStatus { PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, UNKNOWN };

struct Order {
  OrderId id{};
  TenantId tenant{};
  OperationId operation{};
  OrderPurpose purpose{};
  int attempt = 1;          // counts the orders of one purpose of one operation
  std::string client_id{};  // ours, deterministic: see client_id_of
  std::string list_id{};    // client id of the order list it belongs to; empty: none
  Symbol symbol{};
  Side side{};
  OrderType type{};
  TimeInForce time_in_force = TimeInForce::GTC;
  Quantity quantity{};
  std::optional<Price> price{};       // LIMIT and LIMIT_MAKER
  std::optional<Price> stop_price{};  // STOP_LOSS
  OrderStatus status = OrderStatus::PENDING;
  bool live = false;  // the venue has confirmed that it stands there (or waits for its list's first order)
  Quantity filled{};
  Money filled_quote{};
  std::int64_t venue_id = 0;  // 0 until the venue has told
  std::string reason{};       // why it was refused or ended, in the venue's words
  Timestamp created_at{};     // when its intent was decided
  std::optional<Timestamp> sent_at{};
  Timestamp updated_at{};

  Quantity left() const { return quantity - filled; }
  // May still fill without a new request: PENDING, PARTIALLY_FILLED or UNKNOWN.
  bool is_open() const;
};

enum class OrderEvent { accepted, part_filled, filled, cancelled, rejected, expired, no_answer, denied };

// The status after `event`, or nothing when the event cannot happen there (a late or doubled message: passed over).
std::optional<OrderStatus> next(OrderStatus status, OrderEvent event);

// "rb<installation>-<operation>-<E|S|T|X><attempt>": the same order always has the same id, so that sending it twice is
// refused by the venue, and asking for it after a crash finds it. At most 36 characters [A-Za-z0-9-].
std::string client_id_of(std::string_view installation, OperationId operation, OrderPurpose purpose, int attempt);
// The list that such an order begins ("L" for the purpose).
std::string list_id_of(std::string_view installation, OperationId operation, int attempt);
struct OwnId {
  OperationId operation{};
  OrderPurpose purpose{};
  int attempt = 0;
};
// Nothing when the id is not of that installation's form.
std::optional<OwnId> parse_client_id(std::string_view installation, std::string_view client_id);

}  // namespace robson
