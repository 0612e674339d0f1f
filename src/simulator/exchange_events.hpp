#pragma once
// What the exchange says happened, in the order in which it happened. One call of Exchange yields, for each account
// it touched: its execution reports (and list statuses), then one AccountPosition; for the public: trades as they
// fell, and one BookChange at the end of the call when the book differs.
#include <variant>
#include <vector>

#include "simulator/exchange_types.hpp"

namespace robson::simulator {

// executionReport. The wire's c, C: a cancel has its own client id in `client_id`, the order's in `original_client_id`.
struct ExecutionReport {
  Order order{};  // as it is after this execution
  ExecutionType type{};
  std::string client_id{};
  std::string original_client_id{};  // empty unless this reports a cancel
  RejectReason reject_reason = RejectReason::NONE;
  Price last_price{};  // 0 unless TRADE
  Quantity last_quantity{};
  Money last_quote{};
  Money commission{};
  std::string commission_asset{};  // empty (null on the wire) unless TRADE
  std::int64_t trade_id = -1;      // -1 unless TRADE
  std::int64_t execution_id = 0;   // `I`
  bool on_book = false;            // `w`
  bool is_maker = false;           // `m`
  Timestamp time{};                // `T`
};
// listStatus
struct ListStatusReport {
  OrderList list{};
  RejectReason reject_reason = RejectReason::NONE;
  Timestamp time{};
};
// outboundAccountPosition: the assets that the call may have changed.
struct AccountPosition {
  AccountId account{};
  Timestamp updated{};
  std::vector<Balance> balances{};
};
// balanceUpdate: a deposit, or a withdrawal when negative.
struct BalanceUpdate {
  AccountId account{};
  std::string asset{};
  Money delta{};
  Timestamp time{};
};
// The book's levels that changed; ids are consecutive over all changes of a symbol: first_id (U) is the last final_id
// (u) + 1. A quantity of 0 means that the price is gone. best_bid and best_ask are as they stand after it.
struct BookChange {
  Symbol symbol{};
  std::int64_t first_id = 0;
  std::int64_t final_id = 0;
  Timestamp time{};
  std::vector<Level> bids{};
  std::vector<Level> asks{};
  std::optional<Level> best_bid{};
  std::optional<Level> best_ask{};
};

using Event = std::variant<ExecutionReport, ListStatusReport, AccountPosition, BalanceUpdate, PublicTrade, BookChange>;
using Events = std::vector<Event>;

}  // namespace robson::simulator
