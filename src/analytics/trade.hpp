#pragma once
// A closed operation as performance sees it.
#include <optional>
#include <string>

#include "trading/operation.hpp"

namespace robson::analytics {

struct Trade {
  OperationId operation{};
  Symbol symbol{};
  Side side{};
  StrategyId strategy_id{};  // none: of no strategy
  std::string strategy{};    // its name then
  Timestamp opened_at{};
  Timestamp closed_at{};
  Money net{};                  // realised, all fees off
  Money fees{};                 // that are in it
  std::optional<Money> risk{};  // what it stood to lose at first; none when that was nothing
};

// Initial risk = |entry - initial stop| x quantity x contract size; none when it is 0.
std::optional<Money> initial_risk(Price entry, Price initial_stop, Quantity quantity, Decimal contract_size);
// R = net / initial risk, cut after 12 places; none without a risk.
std::optional<Decimal> r_multiple(const Trade& trade);

}  // namespace robson::analytics
