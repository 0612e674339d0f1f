#include "market/order_book.hpp"

#include <iterator>
#include <utility>

namespace robson {
namespace {

template <class Side>
void set_levels(Side& side, const std::vector<Level>& levels) {
  for (const Level& level : levels) {
    if (level.quantity.is_zero()) {
      side.erase(level.price);
    } else {
      side.insert_or_assign(level.price, level.quantity);
    }
  }
  while (side.size() > OrderBook::max_levels_per_side) side.erase(std::prev(side.end()));
}

template <class Side>
std::optional<Level> best_of(const Side& side) {
  if (side.empty()) return {};
  return Level{side.begin()->first, side.begin()->second};
}

template <class Side>
std::vector<Level> top_of(const Side& side, std::size_t levels) {
  std::vector<Level> top;
  for (auto it = side.begin(); it != side.end() && top.size() < levels; ++it) top.push_back({it->first, it->second});
  return top;
}

}  // namespace

OrderBook::Applied OrderBook::apply(BookDiff diff) {
  if (state_ == State::live) {
    const Applied applied = use(diff);
    if (applied == Applied::gap) hold(std::move(diff));  // it is the first piece of the next attempt
    return applied;
  }
  hold(std::move(diff));
  return Applied::held;
}

void OrderBook::hold(BookDiff diff) {
  // Only an unbroken run is of use to a later snapshot, so a hole or an overflow begins a new run.
  const bool follows = held_.empty() || diff.first_id == held_.back().last_id + 1;
  if (!follows || held_.size() >= max_held) held_.clear();
  held_.push_back(std::move(diff));
}

bool OrderBook::load(const Depth& snapshot) {
  if (!held_.empty() && snapshot.last_update_id + 1 < held_.front().first_id) return false;
  bids_.clear();
  asks_.clear();
  set_levels(bids_, snapshot.bids);
  set_levels(asks_, snapshot.asks);
  last_id_ = snapshot.last_update_id;
  if (is_crossed()) {
    break_off();
    return false;
  }
  state_ = State::live;
  const std::vector<BookDiff> run = std::exchange(held_, {});
  for (const BookDiff& diff : run) {
    if (use(diff) == Applied::gap) return false;
  }
  return true;
}

OrderBook::Applied OrderBook::use(const BookDiff& diff) {
  if (diff.last_id <= last_id_) return Applied::old;
  if (diff.first_id > last_id_ + 1) return break_off();
  set_levels(bids_, diff.bids);
  set_levels(asks_, diff.asks);
  last_id_ = diff.last_id;
  return is_crossed() ? break_off() : Applied::used;
}

bool OrderBook::is_crossed() const {
  return !bids_.empty() && !asks_.empty() && bids_.begin()->first >= asks_.begin()->first;
}

OrderBook::Applied OrderBook::break_off() {
  state_ = State::broken;
  held_.clear();
  bids_.clear();
  asks_.clear();
  return Applied::gap;
}

std::optional<Level> OrderBook::best_bid() const {
  return best_of(bids_);
}

std::optional<Level> OrderBook::best_ask() const {
  return best_of(asks_);
}

Depth OrderBook::top(std::size_t levels) const {
  return {last_id_, top_of(bids_, levels), top_of(asks_, levels)};
}

}  // namespace robson
