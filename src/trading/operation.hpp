#pragma once
// An operation: one directional trade of one tenant, from its plan to its end. It cannot exist without a stop.
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "market/instrument.hpp"

namespace robson {

enum class OperationStatus { PLANNED, ACTIVE, CLOSED, CANCELLED };
// `adopted`: entered outside of Robson and taken into its care; `executed`: entered by Robson.
enum class OperationSource { adopted, executed };

struct Operation {
  OperationId id{};
  TenantId tenant{};
  Symbol symbol{};
  Side side{};
  Quantity quantity{};  // base units, > 0
  Price entry{};        // average price of the entry fills, > 0
  Price stop{};         // below the entry of a BUY, above that of a SELL when it was set
  std::optional<Price> target{};
  OperationStatus status{};
  Timestamp opened_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Price> exit{};  // average price of the exit fills
  Money realized_pnl{};         // in the quote asset
  Money fees{};                 // in the quote asset
  OperationSource source{};
  std::string strategy{};
};

// What makes an operation impossible.
enum class OperationFault {
  quantity_not_positive,
  entry_not_positive,
  stop_not_positive,
  stop_on_wrong_side,
  target_on_wrong_side,
  off_tick,  // a price is no multiple of the symbol's tick, or the quantity none of its step
};

// Checks what must hold when an operation begins: amounts above zero, stop and target strictly on their sides, prices
// on the tick and quantity on the step of `instrument`.
Result<void, OperationFault> check_new(const Operation& operation, const Instrument& instrument);

}  // namespace robson
