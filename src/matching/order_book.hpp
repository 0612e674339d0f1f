#pragma once
// A limit order book with price-time priority, exact to the last digit. It knows orders, not who owns them.
//
//            bids                         asks            One price is one queue; the first to come is the first
//   100.00  [ anon 3 ][ #7 1 ][ anon 2 ]                  to be filled:
//    99.99  [ anon 5 ]                                      #n    a named order (an account's), which can be
//                         100.01  [ #9 2 ]                        cancelled and reduced, and is told when it fills
//                         100.02  [ anon 8 ][ #4 1 ]        anon  liquidity of everybody else, known only by
//                                                                 its sum at a price (a venue's depth)
//
// Anonymous liquidity is replaced as a whole when a new depth arrives. Where the sum at a price grows, the growth
// joins the end of the queue; where it shrinks, those at the end leave first. So a named order never moves back, and
// only moves forward when what stands before it is filled or gone: the cautious reading of a depth.
//
// Invariant: never crossed; the best bid is below the best ask after every call.
// Home: any one thread. Costs: a binary search a call, linear in the levels for replace_anonymous.
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/id.hpp"
#include "market/depth.hpp"
#include "market/instrument.hpp"

namespace robson::matching {

using OrderId = Id<struct BookOrderTag>;  // 0 (none) stands for anonymous liquidity

struct Resting {
  OrderId id{};  // not 0, not in the book already
  Side side{};
  Price price{};
  Quantity quantity{};  // > 0
};

// True when `a` is the better price of two orders of `side`: the higher bid, the lower ask.
constexpr bool better(Side side, Price a, Price b) {
  return side == Side::BUY ? a > b : a < b;
}
// True when a taker of `side` would pay (or get) worse than `limit` at `price`.
constexpr bool beyond(Side taker, Price price, Price limit) {
  return taker == Side::BUY ? price > limit : price < limit;
}
constexpr Side opposite(Side side) {
  return side == Side::BUY ? Side::SELL : Side::BUY;
}

// One meeting of a taker with one maker, always at the maker's price.
struct Fill {
  OrderId maker{};  // 0: anonymous liquidity
  Price price{};
  Quantity quantity{};
  Quantity maker_left{};  // what the maker has left in the book; 0 for anonymous makers
  friend bool operator==(const Fill&, const Fill&) = default;
};
using Fills = std::vector<Fill>;

// An order that takes what is there and does not rest.
struct Incoming {
  Side side{};
  Quantity quantity{};           // > 0
  std::optional<Price> limit{};  // worst price it accepts; none: any (a market order)
};

// What an Incoming would get, without touching the book.
struct Walk {
  Quantity quantity{};  // filled, at most what was asked
  Money cost{};         // sum of price x quantity
};

class OrderBook {
 public:
  // Fills `incoming` against the other side, best price first, oldest first. Fills are appended to `fills`; the
  // answer is the quantity that found no partner.
  Quantity match(const Incoming& incoming, Fills& fills);

  // Puts what is left of an order at the end of its price's queue. The caller has matched it first: an order that
  // would cross, or whose id rests already, aborts (it is a mistake in the program).
  void rest(const Resting& order);
  // Takes a named order out; what it had left, or nothing when it is not here.
  std::optional<Quantity> cancel(OrderId id);
  // Lowers a named order to `quantity` (> 0, not above what it has); it keeps its place. False when it is not here.
  bool reduce(OrderId id, Quantity quantity);
  bool contains(OrderId id) const { return named_.contains(id); }
  std::optional<Resting> find(OrderId id) const;

  // Replaces all anonymous liquidity by this depth: bids from the highest down, asks from the lowest up, quantities
  // above 0, not crossed in themselves (else aborts). Where the new levels cross named orders they are takers: the
  // named orders are filled at their own prices as far as the crossing quantity goes, and only what is left rests.
  void replace_anonymous(std::span<const Level> bids, std::span<const Level> asks, Fills& fills);
  // Somebody traded at `price`: named orders of `maker` side at strictly better prices must have been filled first,
  // so they are, in full, at their own prices.
  void fill_better_than(Side maker, Price price, Fills& fills);
  // Fills from the queue at exactly this price and side; the answer is the quantity that was not there.
  Quantity match_at(Side maker, Price price, Quantity quantity, Fills& fills);
  // Takes anonymous liquidity that `incoming` could reach out of the book until at most `keep` of it is left, from
  // the worst price inwards.
  void withdraw_anonymous(const Incoming& incoming, Quantity keep);

  std::optional<Level> best(Side side) const;
  // The best `levels` (>= 0) prices of each side; last_update_id stays 0, numbering is the caller's.
  Depth depth(std::size_t levels) const;
  Quantity quantity_at(Side side, Price price) const;
  // What `incoming` would get now.
  Walk walk(const Incoming& incoming) const;
  // The quantity, a multiple of `step`, that a taker of `side` gets for `budget` or less of the quote asset.
  Quantity quantity_for(Side side, Money budget, Decimal step) const;

  // The levels whose sum differs from when this was last called, with their sum now (0: gone). Bids from the
  // highest down, asks from the lowest up.
  struct Changes {
    std::vector<Level> bids{};
    std::vector<Level> asks{};
    bool empty() const { return bids.empty() && asks.empty(); }
  };
  Changes take_changes();

 private:
  struct Entry {
    OrderId id{};
    Quantity quantity{};
  };
  // `front` is anonymous and stands before `queue`, so that a level without named orders owns no memory.
  struct PriceLevel {
    Price price{};
    Quantity total{};
    Quantity front{};
    std::vector<Entry> queue{};
  };
  // Sorted, the best price last, so that the touch is cheap to change.
  using SideLevels = std::vector<PriceLevel>;
  struct Place {
    Side side{};
    Price price{};
  };
  struct Touched {
    Price price{};
    Quantity before{};
  };
  SideLevels& levels(Side side) { return side == Side::BUY ? bids_ : asks_; }
  const SideLevels& levels(Side side) const { return side == Side::BUY ? bids_ : asks_; }
  SideLevels::iterator locate(Side side, Price price);
  const PriceLevel* at(Side side, Price price) const;
  void touch(Side side, const PriceLevel& level);
  void touch(Side side, Price price, Quantity before);
  static Quantity take_front(PriceLevel& level, Quantity wanted, Fills& fills);
  Quantity take_named(Side side, PriceLevel& level, Quantity wanted, Fills& fills);
  void drop_if_empty(Side side, SideLevels::iterator level);
  void cross_named(Side maker, std::vector<Level>& incoming, Fills& fills);
  bool crosses_named(Side maker, std::span<const Level> incoming) const;
  void merge_anonymous(Side side, std::span<const Level> wanted);
  void collect(Side side, std::vector<Touched>& touched, std::vector<Level>& out);

  SideLevels bids_{};
  SideLevels asks_{};
  SideLevels scratch_{};
  std::unordered_map<OrderId, Place> named_{};
  std::size_t named_bids_ = 0;
  std::size_t named_asks_ = 0;
  std::vector<Touched> touched_bids_{};
  std::vector<Touched> touched_asks_{};
};

}  // namespace robson::matching
