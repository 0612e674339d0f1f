#pragma once
// Fills, and the ledger: every change of an account's balance is a line with its cause.
#include <optional>
#include <string>

#include "trading/order.hpp"

namespace robson {

// One trade of one of our orders, booked once: (order, trade_id) is unique in a tenant. When two of its orders meet,
// both carry the trade's number.
struct Fill {
  TenantId tenant{};
  OperationId operation{};
  OrderId order{};
  std::string client_id{};
  OrderPurpose purpose{};
  Symbol symbol{};
  Side side{};
  std::int64_t trade_id = 0;
  Price price{};
  Quantity quantity{};
  Money fee{};
  std::string fee_asset{};
  std::optional<Money> fee_quote{};  // the fee in the quote asset; none when no price was known for it
  bool is_maker = false;
  Timestamp venue_time{};
  Timestamp booked_at{};
};

enum class MovementCause {
  opening,  // what the account held when it was first read
  entry,    // a fill of an entry: base one way, quote the other
  exit,     // a fill of a stop, target or exit
  fee,
  external,  // a deposit, withdrawal or trade that is not ours
};

// One line. The sum of an asset's lines is what the account holds of it, free and locked together.
struct Movement {
  std::int64_t id = 0;  // given by storage, in order
  TenantId tenant{};
  std::string asset{};
  Money amount{};  // signed
  MovementCause cause{};
  OperationId operation{};  // none: not by an operation
  OrderId order{};
  std::int64_t trade_id = 0;
  std::string note{};
  Timestamp at{};
};

}  // namespace robson
