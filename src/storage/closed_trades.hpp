#pragma once
// Closed operations as performance sees them, in the order of their ends, in steps; and the operations of one day.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analytics/trade.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// How a market's figures become amounts of the desk's currency.
struct MarketTerms {
  Decimal contract_size = Decimal::integer(1);
  std::optional<Decimal> rate = Decimal::integer(1);  // of its quote asset; none: no market tells
};
struct AllTerms {
  std::map<Symbol, MarketTerms> markets{};
  std::string currency = "USDC";  // the desk's
  // Of a market that is listed no more, the usual ones when its name ends with the currency; else there is no rate.
  MarketTerms of(const Symbol& symbol) const;
};
// An amount of a market's quote asset in the desk's currency.
inline Money valued(Money amount, Decimal rate) {
  return {multiply(amount.value, rate, Rounding::half_away_from_zero)};
}
// What was closed with an exit: one that was detached without having sold anything has no result of ours.
bool is_trade(const Operation& operation);
// In the desk's currency; none without a rate.
std::optional<analytics::Trade> trade_of(const Operation& operation, const AllTerms& terms);

struct ClosedTrades {
  Timestamp from{};  // ended at or after
  Timestamp to{};    // and before
  std::optional<Symbol> symbol{};
  std::optional<StrategyId> strategy{};
  AllTerms terms{};
  int step = 5000;  // ended operations that one step looks at

  std::int64_t unvalued = 0;  // so far; left out for want of a rate
  // Where the next step goes on.
  Timestamp after{};
  std::int64_t after_number = 0;
  bool begun = false;
};
// One step; whether there are more. Rows of at most `step` operations are read, whatever the filter leaves of them.
bool read_on(Session& session, Tenant tenant, ClosedTrades& trades,
             const std::function<void(const analytics::Trade&)>& on_trade);

// At most `limit` of those that were entered, by the moment.
std::vector<Operation> closed_within(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit);
std::vector<Operation> opened_within(Session& session, Tenant tenant, Timestamp from, Timestamp to, int limit);

// Those that were open at a moment, by their end. In steps, as it looks at all that ended later.
struct OpenAt {
  Timestamp moment{};
  std::size_t limit = 1000;
  int step = 5000;
  std::vector<Operation> found{};

  Timestamp after{};
  std::int64_t after_number = 0;
  bool begun = false;
};
bool read_on(Session& session, Tenant tenant, OpenAt& open);

}  // namespace robson::storage
