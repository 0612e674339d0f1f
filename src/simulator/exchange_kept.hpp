#pragma once
// What of an exchange outlives the program: money, orders, lists, trades of accounts, and the ids that go on. Plain
// values; kept_text.hpp writes them down. The tape, the outside's book and fill caps begin anew.
#include <string>
#include <utility>
#include <vector>

#include "simulator/exchange_types.hpp"

namespace robson::simulator {

struct KeptAccount {
  AccountId id{};  // 1, 2, 3 ... without a gap
  Decimal maker{};
  Decimal taker{};
  Timestamp updated{};
  std::vector<Balance> balances{};
};
struct KeptTrade {
  AccountId account{};
  AccountTrade trade{};
};
// The last ids of a symbol's tape and book.
struct KeptMarket {
  Symbol symbol{};
  std::int64_t trades = 0;
  std::int64_t aggregates = 0;
  std::int64_t updates = 0;
};
struct KeptExchange {
  std::int64_t orders = 0;  // last ids
  std::int64_t order_lists = 0;
  std::int64_t executions = 0;
  std::int64_t generated_ids = 0;
  std::vector<KeptAccount> accounts{};
  std::vector<Balance> fees{};
  std::vector<Balance> external{};
  std::vector<KeptMarket> markets{};
  std::vector<Order> orders_of_accounts{};  // by id; all that are open among them
  std::vector<KeptTrade> trades{};          // of one account and symbol by id
  std::vector<OrderList> lists{};           // by id; all that are open among them
};

// How much of what is over is kept, of the whole exchange: the latest, and nothing older than `age`.
struct KeepLimits {
  Duration age = std::chrono::hours(7 * 24);
  std::size_t closed_orders = 5'000;
  std::size_t trades = 10'000;
  std::size_t closed_lists = 5'000;
};

// Leaves out ids that may have been given after `kept` was made, so that none is given twice.
void skip_ids(KeptExchange& kept);

// Could an exchange with these instruments go on from `kept`? If not, why not, as a part of a sentence. What an
// exchange kept always can, unless an instrument's tick or step has changed under an open order.
std::optional<std::string> fault_of(const KeptExchange& kept, const std::vector<Instrument>& instruments);

}  // namespace robson::simulator
