#pragma once
#include <vector>

#include "base/decimal.hpp"
namespace robson {
struct Level {
  Price price{};
  Quantity quantity{};
  friend bool operator==(const Level&, const Level&) = default;
};
// The best levels of a book: bids from the highest down, asks from the lowest up.
struct Depth {
  std::int64_t last_update_id = 0;
  std::vector<Level> bids{};
  std::vector<Level> asks{};
};
}  // namespace robson
