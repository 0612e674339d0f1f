#pragma once
// A local copy of a venue's order book, kept from one REST snapshot and the stream of differences.
//
// The venue's rule ("How to manage a local order book correctly", Binance spot WebSocket streams):
//   1. open the difference stream and hold what comes
//   2. fetch a snapshot; it carries lastUpdateId
//   3. drop every difference whose last id <= lastUpdateId
//   4. the first one used must span lastUpdateId + 1: first <= lastUpdateId + 1 <= last
//   5. each later one must begin at the previous last id + 1; a hole means the copy is wrong: start again at 2
//   6. quantities are absolute; 0 removes the level
//
//      snapshot L        |<----- held ------>|
//      ids  ... L-3 [ L-2 .. L+1 ] [ L+2 .. L+9 ] ...
//                     first used       next: begins at the last + 1
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "market/depth.hpp"

namespace robson {

// What changed between two states of a book, as venues stream it.
struct BookDiff {
  std::int64_t first_id = 0;  // ids of the updates in it, both included
  std::int64_t last_id = 0;
  std::vector<Level> bids{};  // new absolute quantities; 0: the level is gone
  std::vector<Level> asks{};
};

// Any thread, one at a time; pure.
class OrderBook {
 public:
  static constexpr std::size_t max_held = 2'000;  // differences kept while there is no snapshot
  static constexpr std::size_t max_levels_per_side =
      20'000;  // beyond, the levels farthest from the price are forgotten

  enum class State {
    waiting,  // no usable snapshot yet: differences are held
    live,
    broken,  // an id is missing, or bid and ask crossed: a new snapshot is needed; differences are held again
  };
  enum class Applied { held, used, old, gap };

  // Takes a difference in the order of arrival.
  Applied apply(BookDiff diff);
  // Takes a snapshot and runs the held differences over it. False when it is older than what the held differences
  // begin with, or bid and ask cross in it or after them: fetch another.
  bool load(const Depth& snapshot);

  State state() const { return state_; }
  std::int64_t last_update_id() const { return last_id_; }
  std::optional<Level> best_bid() const;
  std::optional<Level> best_ask() const;
  // The best `levels` of each side.
  Depth top(std::size_t levels) const;
  std::size_t bid_levels() const { return bids_.size(); }
  std::size_t ask_levels() const { return asks_.size(); }

 private:
  void hold(BookDiff diff);
  Applied use(const BookDiff& diff);
  Applied break_off();
  bool is_crossed() const;

  State state_ = State::waiting;
  std::int64_t last_id_ = 0;
  std::map<Price, Quantity, std::greater<>> bids_;
  std::map<Price, Quantity, std::less<>> asks_;
  std::vector<BookDiff> held_;
};

}  // namespace robson
