// Anonymous liquidity: a venue's depth laid into the book around the named orders.
#include <algorithm>

#include "base/ensure.hpp"
#include "matching/order_book.hpp"

namespace robson::matching {
namespace {

void require_sorted(Side side, std::span<const Level> levels) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    ensure(levels[i].quantity > Quantity{}, "a level of a depth has a quantity");
    if (i > 0) ensure(better(side, levels[i - 1].price, levels[i].price), "a depth is sorted, best first");
  }
}

}  // namespace

void OrderBook::replace_anonymous(std::span<const Level> bids, std::span<const Level> asks, Fills& fills) {
  require_sorted(Side::BUY, bids);
  require_sorted(Side::SELL, asks);
  ensure(bids.empty() || asks.empty() || bids[0].price < asks[0].price, "a depth is not crossed in itself");
  std::vector<Level> uncrossed_bids;
  std::vector<Level> uncrossed_asks;
  if (crosses_named(Side::BUY, asks)) {
    uncrossed_asks.assign(asks.begin(), asks.end());
    cross_named(Side::BUY, uncrossed_asks, fills);
    asks = uncrossed_asks;
  }
  if (crosses_named(Side::SELL, bids)) {
    uncrossed_bids.assign(bids.begin(), bids.end());
    cross_named(Side::SELL, uncrossed_bids, fills);
    bids = uncrossed_bids;
  }
  merge_anonymous(Side::BUY, bids);
  merge_anonymous(Side::SELL, asks);
}

// Does the best named order of side `maker` meet the best of the incoming levels?
bool OrderBook::crosses_named(Side maker, std::span<const Level> incoming) const {
  if (incoming.empty() || (maker == Side::BUY ? named_bids_ : named_asks_) == 0) return false;
  const SideLevels& all = levels(maker);
  for (std::size_t i = all.size(); i-- > 0;) {
    if (beyond(opposite(maker), all[i].price, incoming[0].price)) return false;
    if (std::ranges::any_of(all[i].queue, [](const Entry& entry) { return static_cast<bool>(entry.id); })) return true;
  }
  return false;
}

// The incoming levels, best first, take the named orders that they meet, in price-time order. The anonymous liquidity
// of side `maker` has no part in it: it is about to be replaced. What the levels have left stays in `incoming`.
void OrderBook::cross_named(Side maker, std::vector<Level>& incoming, Fills& fills) {
  SideLevels& all = levels(maker);
  std::size_t taker = 0;
  for (std::size_t i = all.size(); i-- > 0 && taker < incoming.size();) {
    PriceLevel& level = all[i];
    for (Entry& entry : level.queue) {
      while (entry.id && !entry.quantity.is_zero() && taker < incoming.size() &&
             !beyond(opposite(maker), level.price, incoming[taker].price)) {
        const Quantity taken = std::min(entry.quantity, incoming[taker].quantity);
        touch(maker, level);
        entry.quantity -= taken;
        level.total -= taken;
        incoming[taker].quantity -= taken;
        fills.push_back({entry.id, level.price, taken, entry.quantity});
        if (incoming[taker].quantity.is_zero()) ++taker;
        if (!entry.quantity.is_zero()) continue;
        named_.erase(entry.id);
        --(maker == Side::BUY ? named_bids_ : named_asks_);
      }
    }
    std::erase_if(level.queue, [](const Entry& entry) { return entry.quantity.is_zero(); });
  }
  incoming.erase(incoming.begin(), incoming.begin() + static_cast<std::ptrdiff_t>(taker));
}

// One pass over both sorted rows, from the worst price to the best; `wanted` is best first, so it is read backwards.
void OrderBook::merge_anonymous(Side side, std::span<const Level> wanted) {
  SideLevels& old = levels(side);
  scratch_.clear();
  scratch_.reserve(old.size() + wanted.size());
  auto set_sum = [&](PriceLevel& level, Quantity sum) {
    Quantity now = level.front;
    for (const Entry& entry : level.queue) {
      if (!entry.id) now += entry.quantity;
    }
    if (sum == now) return;
    touch(side, level);
    if (sum > now) {
      // Growth joins the end of the queue.
      level.total += sum - now;
      if (level.queue.empty()) {
        level.front += sum - now;
      } else if (!level.queue.back().id) {
        level.queue.back().quantity += sum - now;
      } else {
        level.queue.push_back({OrderId{}, sum - now});
      }
      return;
    }
    // Those at the end leave first.
    Quantity leaving = now - sum;
    level.total -= leaving;
    for (auto entry = level.queue.rbegin(); entry != level.queue.rend() && !leaving.is_zero(); ++entry) {
      if (entry->id) continue;
      const Quantity part = std::min(leaving, entry->quantity);
      entry->quantity -= part;
      leaving -= part;
    }
    level.front -= leaving;
    std::erase_if(level.queue, [](const Entry& entry) { return entry.quantity.is_zero(); });
  };
  std::size_t next = wanted.size();
  for (PriceLevel& level : old) {
    while (next > 0 && better(side, level.price, wanted[next - 1].price)) {
      --next;
      touch(side, wanted[next].price, Quantity{});
      scratch_.push_back({wanted[next].price, wanted[next].quantity, wanted[next].quantity, {}});
    }
    const bool stays = next > 0 && wanted[next - 1].price == level.price;
    set_sum(level, stays ? wanted[--next].quantity : Quantity{});
    if (!level.total.is_zero()) scratch_.push_back(std::move(level));
  }
  while (next > 0) {
    --next;
    touch(side, wanted[next].price, Quantity{});
    scratch_.push_back({wanted[next].price, wanted[next].quantity, wanted[next].quantity, {}});
  }
  old.swap(scratch_);
}

}  // namespace robson::matching
