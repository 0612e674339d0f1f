#pragma once
// An operation: one directional trade of one tenant, from its plan to its end. It cannot exist without a stop.
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "market/instrument.hpp"
#include "trading/proof.hpp"

namespace robson {

enum class OperationStatus { PLANNED, ACTIVE, CLOSED, CANCELLED };
// `adopted`: entered outside of Robson and taken into its care; `executed`: entered by Robson.
enum class OperationSource { adopted, executed };

// A wish to leave, until it is fulfilled. It survives a restart.
struct Closing {
  ExitReason reason = ExitReason::MANUAL;
  std::optional<Quantity> quantity{};  // none: all of it
  std::optional<Price> limit{};        // immediate or cancel at this price; none: market
  std::string by{};
  Timestamp at{};
};

struct Operation {
  OperationId id{};
  TenantId tenant{};
  Symbol symbol{};
  Side side{};
  Quantity quantity{};   // bought (or sold short); of a PLANNED one what is to be. Base units, > 0
  Quantity held{};       // what is left of it: entered, less fees paid in the base asset, less exits
  Price entry{};         // average price of the entry fills, > 0; of a PLANNED one the planned price
  Price initial_stop{};  // the stop it began with: below the entry of a BUY, above that of a SELL
  Price stop{};          // the stop now in force; only ever tighter than the initial one
  std::optional<Price> target{};
  OperationStatus status{};
  Timestamp opened_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Price> exit{};  // average price of the exit fills
  std::optional<ExitReason> exit_reason{};
  Money realized_pnl{};        // in the quote asset: of what was closed, all fees off
  Money fees{};                // in the quote asset
  bool fees_unvalued = false;  // a fee was paid in an asset without a known price, and is not in `fees`
  OperationSource source{};
  PlanId plan{};
  StrategyId strategy_id{};
  std::string strategy{};  // its name then
  bool trailing = false;
  int trailing_steps = 0;  // spans of profit that the stop has followed
  std::optional<Closing> closing{};
  Duration unprotected{};                        // time without a confirmed stop at the venue, as far as counted
  std::optional<Timestamp> unprotected_since{};  // and the time since then is not in it yet
  std::string note{};                            // why it was detached, or ended otherwise
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
