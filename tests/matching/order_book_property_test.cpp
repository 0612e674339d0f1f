// The book against the naive book, over random histories: same fills in the same order, same levels, never crossed,
// changes that rebuild the depth.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "matching/naive_book.hpp"

using namespace robson;
using namespace robson::matching;

namespace {

Price at(int tick) {
  return {Decimal::integer(tick)};
}
Quantity units(int count) {
  return {Decimal::integer(count)};
}
int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

std::vector<Level> some_levels(Side side, int touch) {
  std::vector<Level> out;
  int tick = touch;
  const int count = number(0, 4);
  for (int i = 0; i < count; ++i) {
    out.push_back({at(tick), units(number(1, 6))});
    const int gap = number(1, 2);
    tick += side == Side::BUY ? -gap : gap;
  }
  return out;
}

// What a client that starts from an empty book and applies every change would hold.
struct Mirror {
  std::map<Price, Quantity> bids{};
  std::map<Price, Quantity> asks{};
  static void apply(std::map<Price, Quantity>& side, const std::vector<Level>& changes) {
    for (const Level& level : changes) {
      if (level.quantity.is_zero()) {
        side.erase(level.price);
      } else {
        side[level.price] = level.quantity;
      }
    }
  }
  bool equals(const Depth& depth) const {
    std::vector<Level> all_bids, all_asks;
    for (auto level = bids.rbegin(); level != bids.rend(); ++level) all_bids.push_back({level->first, level->second});
    for (const auto& level : asks) all_asks.push_back({level.first, level.second});
    return all_bids == depth.bids && all_asks == depth.asks;
  }
};

}  // namespace

RC_GTEST_PROP(OrderBookProperty, agrees_with_the_naive_book_and_is_never_crossed, ()) {
  OrderBook book;
  NaiveBook naive;
  Mirror mirror;
  std::int64_t next_id = 0;
  const int steps = number(5, 60);
  for (int step = 0; step < steps; ++step) {
    Fills fills, naive_fills;
    const Side side = number(0, 1) ? Side::BUY : Side::SELL;
    switch (number(0, 4)) {
      case 0:
      case 1: {  // a limit order: match, then rest
        const Incoming incoming{side, units(number(1, 8)), at(number(95, 105))};
        const Quantity left = book.match(incoming, fills);
        RC_ASSERT(left == naive.match(incoming, naive_fills));
        if (left.is_zero()) break;
        const Resting order{matching::OrderId{++next_id}, side, *incoming.limit, left};
        book.rest(order);
        naive.rest(order);
        break;
      }
      case 2: {  // a market order
        const Incoming incoming{side, units(number(1, 12)), {}};
        RC_ASSERT(book.match(incoming, fills) == naive.match(incoming, naive_fills));
        break;
      }
      case 3: {
        if (next_id == 0) break;
        const matching::OrderId id{number(1, static_cast<int>(next_id))};
        RC_ASSERT(book.cancel(id).has_value() == naive.cancel(id));
        break;
      }
      default: {
        const int middle = number(96, 104);
        const auto bids = some_levels(Side::BUY, middle - 1);
        const auto asks = some_levels(Side::SELL, middle);
        book.replace_anonymous(bids, asks, fills);
        naive.replace_anonymous(bids, asks, naive_fills);
        break;
      }
    }
    // Neighbouring anonymous fills at one price may be one here and two there: compare them joined.
    const auto joined = [](const Fills& all) {
      Fills out;
      for (const Fill& fill : all) {
        if (!out.empty() && !fill.maker && !out.back().maker && out.back().price == fill.price) {
          out.back().quantity += fill.quantity;
        } else {
          out.push_back(fill);
        }
      }
      return out;
    };
    RC_ASSERT(joined(fills) == joined(naive_fills));
    const Depth depth = book.depth(1000);
    RC_ASSERT(depth.bids == naive.levels(Side::BUY));
    RC_ASSERT(depth.asks == naive.levels(Side::SELL));
    const bool crossed = !depth.bids.empty() && !depth.asks.empty() && depth.bids[0].price >= depth.asks[0].price;
    RC_ASSERT(!crossed);
    const auto changes = book.take_changes();
    Mirror::apply(mirror.bids, changes.bids);
    Mirror::apply(mirror.asks, changes.asks);
    RC_ASSERT(mirror.equals(depth));
  }
  for (const auto& order : naive.orders()) {
    if (order.id) RC_ASSERT(book.find(order.id)->quantity == order.quantity);
  }
}

RC_GTEST_PROP(OrderBookProperty, a_walk_foretells_what_a_match_does, ()) {
  OrderBook book;
  Fills fills;
  const auto bids = some_levels(Side::BUY, 99);
  const auto asks = some_levels(Side::SELL, 101);
  book.replace_anonymous(bids, asks, fills);
  const Incoming incoming{number(0, 1) ? Side::BUY : Side::SELL, units(number(1, 15)), at(number(92, 108))};
  const Walk walk = book.walk(incoming);
  const Quantity left = book.match(incoming, fills);
  RC_ASSERT(walk.quantity == incoming.quantity - left);
  Money cost{};
  for (const Fill& fill : fills) cost += notional(fill.price, fill.quantity);
  RC_ASSERT(walk.cost == cost);
}
