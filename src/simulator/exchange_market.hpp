#pragma once
// One symbol's market: its book, its tape, and the conditional orders that wait for the last price.
#include <deque>
#include <map>
#include <set>

#include "simulator/exchange_archive.hpp"
#include "simulator/exchange_ledger.hpp"

namespace robson::simulator {

// Volume-weighted average of the last five minutes, in buckets of one second, exact.
class RollingAverage {
 public:
  void add(Price price, Quantity quantity, Timestamp now);
  std::optional<Price> over(int minutes, Timestamp now) const;

 private:
  static constexpr std::int64_t span_seconds = 300;
  struct Bucket {
    std::int64_t second = 0;
    Money value{};
    Quantity volume{};
  };
  std::deque<Bucket> buckets_{};  // oldest first, at most span_seconds + 1
};

// Conditional orders by the price that wakes them: rising ones when a trade is at or above it (STOP_LOSS BUY,
// TAKE_PROFIT SELL), falling ones when it is at or below. Each print of the tape counts, also those between two looks.
class Triggers {
 public:
  void add(const Order& order);
  void remove(const Order& order);
  void see(Price print);
  // The next order that a print since the last `forget` has woken, taken out; rising first, then the stop that was
  // passed first, then the older order.
  std::optional<OrderId> next();
  void forget();
  // Would this stop price wake the order at once?
  static bool is_met(const Order& order, Price print);
  static bool is_rising(Side side, OrderType type) { return is_stop_loss(type) == (side == Side::BUY); }

 private:
  struct Waiting {
    Price stop{};
    OrderId id{};
  };
  struct LowestFirst {
    bool operator()(const Waiting& a, const Waiting& b) const {
      return a.stop != b.stop ? a.stop < b.stop : a.id < b.id;
    }
  };
  struct HighestFirst {
    bool operator()(const Waiting& a, const Waiting& b) const {
      return a.stop != b.stop ? a.stop > b.stop : a.id < b.id;
    }
  };
  std::set<Waiting, LowestFirst> rising_{};
  std::set<Waiting, HighestFirst> falling_{};
  std::optional<Price> low_{};
  std::optional<Price> high_{};
};

struct Market {
  SymbolRules rules{};
  matching::OrderBook book{};
  Triggers triggers{};
  std::deque<PublicTrade> tape{};
  RollingAverage average{};
  std::optional<Price> last{};
  std::int64_t trades = 0;      // id of the last one
  std::int64_t aggregates = 0;  // id of the last one
  std::int64_t updates = 0;     // id of the book's last change
  std::map<AccountId, OrderArchive> archives{};
  std::map<AccountId, Quantity> fill_caps{};

  std::optional<Price> reference_price(int minutes, Timestamp now) const;
  const Symbol& symbol() const { return rules.instrument.symbol; }
};

// All that an exchange is.
struct Exchange::State {
  HistoryLimits limits{};
  Ledger ledger{};
  std::map<Symbol, Market> markets{};
  std::map<AccountId, ListArchive> lists{};
  std::unordered_map<OrderId, Order*> open_orders{};
  std::int64_t orders = 0;
  std::int64_t order_lists = 0;
  std::int64_t executions = 0;
  std::int64_t deposits = 0;  // made in this run
  std::uint64_t generated_ids = 0;

  Market* market(const Symbol& symbol);        // null when unknown
  Market& known_market(const Symbol& symbol);  // aborts when unknown: for the price path, which is part of the program
  // A client order id of 22 letters and digits, as the venue makes them; the same in every run.
  std::string generate_client_id();
};

Rejection invalid_symbol();
Rejection unknown_order();

}  // namespace robson::simulator
