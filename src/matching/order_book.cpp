#include "matching/order_book.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::matching {
// The place of `price` in levels sorted from the worst to the best: the first level that is not worse.
OrderBook::SideLevels::iterator OrderBook::locate(Side side, Price price) {
  SideLevels& all = levels(side);
  return std::lower_bound(all.begin(), all.end(), price,
                          [side](const PriceLevel& level, Price wanted) { return better(side, wanted, level.price); });
}

const OrderBook::PriceLevel* OrderBook::at(Side side, Price price) const {
  const SideLevels& all = levels(side);
  const auto found = std::lower_bound(all.begin(), all.end(), price, [side](const PriceLevel& level, Price wanted) {
    return better(side, wanted, level.price);
  });
  return found != all.end() && found->price == price ? &*found : nullptr;
}

void OrderBook::touch(Side side, const PriceLevel& level) {
  touch(side, level.price, level.total);
}

void OrderBook::touch(Side side, Price price, Quantity before) {
  (side == Side::BUY ? touched_bids_ : touched_asks_).push_back({price, before});
}

void OrderBook::drop_if_empty(Side side, SideLevels::iterator level) {
  if (level->total.is_zero()) levels(side).erase(level);
}

// Fills up to `wanted` from the anonymous liquidity that stands first; what it took.
Quantity OrderBook::take_front(PriceLevel& level, Quantity wanted, Fills& fills) {
  const Quantity taken = std::min(wanted, level.front);
  if (taken.is_zero()) return taken;
  level.front -= taken;
  level.total -= taken;
  fills.push_back({OrderId{}, level.price, taken, Quantity{}});
  return taken;
}

// Fills up to `wanted` from the queue behind the front, in its order; what it took.
Quantity OrderBook::take_named(Side side, PriceLevel& level, Quantity wanted, Fills& fills) {
  Quantity left = wanted;
  std::size_t gone = 0;
  for (Entry& entry : level.queue) {
    if (left.is_zero()) break;
    const Quantity taken = std::min(left, entry.quantity);
    entry.quantity -= taken;
    level.total -= taken;
    left -= taken;
    const bool named = static_cast<bool>(entry.id);
    fills.push_back({entry.id, level.price, taken, named ? entry.quantity : Quantity{}});
    if (!entry.quantity.is_zero()) break;
    ++gone;
    if (!named) continue;
    named_.erase(entry.id);
    --(side == Side::BUY ? named_bids_ : named_asks_);
  }
  level.queue.erase(level.queue.begin(), level.queue.begin() + static_cast<std::ptrdiff_t>(gone));
  return wanted - left;
}

Quantity OrderBook::match(const Incoming& incoming, Fills& fills) {
  ensure(incoming.quantity > Quantity{}, "an incoming order has a quantity");
  const Side maker = opposite(incoming.side);
  SideLevels& all = levels(maker);
  Quantity left = incoming.quantity;
  while (!left.is_zero() && !all.empty()) {
    PriceLevel& level = all.back();
    if (incoming.limit && beyond(incoming.side, level.price, *incoming.limit)) break;
    touch(maker, level);
    left -= take_front(level, left, fills);
    if (!left.is_zero()) left -= take_named(maker, level, left, fills);
    if (level.total.is_zero()) all.pop_back();
  }
  return left;
}

void OrderBook::rest(const Resting& order) {
  ensure(static_cast<bool>(order.id) && !named_.contains(order.id), "a resting order has an id of its own");
  ensure(order.quantity > Quantity{}, "a resting order has a quantity");
  const auto other = best(opposite(order.side));
  ensure(!other || beyond(order.side, other->price, order.price), "a resting order does not cross the book");
  auto level = locate(order.side, order.price);
  if (level == levels(order.side).end() || level->price != order.price) {
    level = levels(order.side).insert(level, PriceLevel{order.price, {}, {}, {}});
  }
  touch(order.side, *level);
  level->queue.push_back({order.id, order.quantity});
  level->total += order.quantity;
  named_.emplace(order.id, Place{order.side, order.price});
  ++(order.side == Side::BUY ? named_bids_ : named_asks_);
}

std::optional<Quantity> OrderBook::cancel(OrderId id) {
  const auto named = named_.find(id);
  if (named == named_.end()) return {};
  const Place place = named->second;
  const auto level = locate(place.side, place.price);
  const auto entry = std::ranges::find(level->queue, id, &Entry::id);
  const Quantity left = entry->quantity;
  touch(place.side, *level);
  level->queue.erase(entry);
  level->total -= left;
  drop_if_empty(place.side, level);
  named_.erase(named);
  --(place.side == Side::BUY ? named_bids_ : named_asks_);
  return left;
}

bool OrderBook::reduce(OrderId id, Quantity quantity) {
  const auto named = named_.find(id);
  if (named == named_.end()) return false;
  const auto level = locate(named->second.side, named->second.price);
  const auto entry = std::ranges::find(level->queue, id, &Entry::id);
  ensure(quantity > Quantity{} && quantity <= entry->quantity, "an order is only ever reduced");
  touch(named->second.side, *level);
  level->total -= entry->quantity - quantity;
  entry->quantity = quantity;
  return true;
}

std::optional<Resting> OrderBook::find(OrderId id) const {
  const auto named = named_.find(id);
  if (named == named_.end()) return {};
  const PriceLevel* level = at(named->second.side, named->second.price);
  const auto entry = std::ranges::find(level->queue, id, &Entry::id);
  return Resting{id, named->second.side, named->second.price, entry->quantity};
}

void OrderBook::fill_better_than(Side maker, Price price, Fills& fills) {
  if ((maker == Side::BUY ? named_bids_ : named_asks_) == 0) return;
  SideLevels& all = levels(maker);
  for (std::size_t i = all.size(); i-- > 0 && better(maker, all[i].price, price);) {
    PriceLevel& level = all[i];
    if (level.queue.empty()) continue;
    touch(maker, level);
    // Whatever stood before a named order is gone as well: the price went past all of it.
    level.total -= level.front;
    level.front = {};
    Fills here;
    take_named(maker, level, level.total, here);
    for (const Fill& fill : here) {
      if (fill.maker) fills.push_back(fill);
    }
  }
  std::erase_if(all, [](const PriceLevel& level) { return level.total.is_zero(); });
}

Quantity OrderBook::match_at(Side maker, Price price, Quantity quantity, Fills& fills) {
  const auto level = locate(maker, price);
  if (level == levels(maker).end() || level->price != price) return quantity;
  touch(maker, *level);
  Quantity left = quantity - take_front(*level, quantity, fills);
  if (!left.is_zero()) left -= take_named(maker, *level, left, fills);
  drop_if_empty(maker, level);
  return left;
}

void OrderBook::withdraw_anonymous(const Incoming& incoming, Quantity keep) {
  const Side maker = opposite(incoming.side);
  SideLevels& all = levels(maker);
  Quantity kept{};
  for (std::size_t i = all.size(); i-- > 0;) {
    PriceLevel& level = all[i];
    if (incoming.limit && beyond(incoming.side, level.price, *incoming.limit)) break;
    const Quantity before = level.total;
    const auto hold_back = [&](Quantity& there) {
      const Quantity stays = std::min(there, keep - kept);
      level.total -= there - stays;
      kept += stays;
      there = stays;
    };
    hold_back(level.front);
    for (Entry& entry : level.queue) {
      if (!entry.id) hold_back(entry.quantity);
    }
    std::erase_if(level.queue, [](const Entry& entry) { return entry.quantity.is_zero(); });
    if (level.total != before) touch(maker, level.price, before);
  }
  std::erase_if(all, [](const PriceLevel& level) { return level.total.is_zero(); });
}

}  // namespace robson::matching
