#pragma once
// The technical stop once more, written from the text of the decisions alone and in another shape: whole numbers of a
// unit so fine that every share and every mean is whole, no helper shared with the program, each step by brute force.
//
//   unit = 0.01 (the tick of the prices it takes) / (10,000 x 28): fractions are given per 10,000, and a mean of 14
//   times one and a half is a sum times 3/28.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace robson::naive {

constexpr std::int64_t units_of_cent = 10'000 * 28;

struct Bar {
  std::int64_t time = 0;                      // of its opening
  std::int64_t high = 0, low = 0, close = 0;  // cents
};
struct Rules {  // fractions per 10,000
  int level = 2;
  int touches = 2;
  std::int64_t tolerance = 50, minimum = 30, maximum = 1'000, buffer = 10, taker_fee = 10;
  std::int64_t spread = 1;  // cents
};
struct Level {
  std::int64_t price = 0;  // cents
  int touches = 0;
  std::int64_t first = 0, last = 0;
};
struct Stop {
  std::string method = "none";
  std::string confidence{};
  std::int64_t cents = 0;
  int chosen = 0;
  std::vector<Level> levels{};
  std::set<int> skipped{};  // 1 is the nearest
  std::int64_t ranges = 0;  // sum of the last 14 true ranges, cents
};

// A sale is a purchase in a mirror that stands at the entry: everything is measured as depth below it.
class Question {
 public:
  Question(std::vector<Bar> bars, std::int64_t entry, bool buys, Rules rules)
      : bars_(std::move(bars)), entry_(entry), buys_(buys), rules_(rules) {}

  Stop answer() const {
    Stop stop;
    stop.ranges = ranges();
    std::vector<std::int64_t> depths;
    for (const auto& [depth, members] : grouped()) {
      if (static_cast<int>(members.size()) < rules_.touches) continue;
      depths.push_back(depth);
      stop.levels.push_back({.price = buys_ ? entry_ - depth : entry_ + depth,
                             .touches = static_cast<int>(members.size()),
                             .first = *members.begin(),
                             .last = *members.rbegin()});
    }
    const int count = static_cast<int>(depths.size());
    for (int n = std::min(rules_.level, count); n >= 1 && n <= count; ++n) {
      const std::int64_t far = buffered(depths[static_cast<std::size_t>(n - 1)]);
      if (in_bounds(far)) {
        const int touches = stop.levels[static_cast<std::size_t>(n - 1)].touches;
        stop.chosen = n;
        return settle(stop, "support_resistance", touches > 2 ? "HIGH" : "MEDIUM", far);
      }
      stop.skipped.insert(n);
      if (far > furthest()) break;
    }
    std::int64_t deepest = depth_of(bars_.back());
    for (std::size_t i = bars_.size() - 20; i < bars_.size(); ++i) deepest = std::max(deepest, depth_of(bars_[i]));
    if (deepest > 0 && in_bounds(buffered(deepest))) {
      return settle(stop, "swing_point", "MEDIUM", buffered(deepest));
    }
    const std::int64_t by_range = stop.ranges * 10'000 * 3;  // x units_of_cent x 3 / 28
    if (by_range > 0 && in_bounds(by_range)) return settle(stop, "atr", "LOW", by_range);
    return stop;
  }

 private:
  std::int64_t depth_of(const Bar& bar) const { return buys_ ? entry_ - bar.low : bar.high - entry_; }  // cents
  std::int64_t share(std::int64_t per_10000) const { return entry_ * per_10000 * 28; }                  // units
  std::int64_t buffered(std::int64_t cents) const { return cents * units_of_cent + share(rules_.buffer); }
  std::int64_t furthest() const { return share(rules_.maximum); }
  bool in_bounds(std::int64_t units) const {
    return units >= share(rules_.minimum) && units >= share(2 * rules_.taker_fee) + rules_.spread * units_of_cent &&
           units <= furthest();
  }

  // Depth of the deepest member of each group, and the times of its members.
  std::map<std::int64_t, std::multiset<std::int64_t>> grouped() const {
    std::multimap<std::int64_t, std::int64_t> swings;  // depth, time: nearest first
    for (std::size_t i = 2; i + 2 < bars_.size(); ++i) {
      const std::int64_t depth = depth_of(bars_[i]);
      const bool juts = depth > depth_of(bars_[i - 2]) && depth > depth_of(bars_[i - 1]) &&
                        depth > depth_of(bars_[i + 1]) && depth > depth_of(bars_[i + 2]);
      if (juts && depth > 0) swings.emplace(depth, bars_[i].time);
    }
    std::map<std::int64_t, std::multiset<std::int64_t>> groups;
    while (!swings.empty()) {
      const std::int64_t first = swings.begin()->first;
      std::int64_t deepest = first;
      std::multiset<std::int64_t> members;
      while (!swings.empty() && (swings.begin()->first - first) * 10'000 <= rules_.tolerance * entry_) {
        deepest = swings.begin()->first;
        members.insert(swings.begin()->second);
        swings.erase(swings.begin());
      }
      groups.emplace(deepest, members);
    }
    return groups;
  }

  std::int64_t ranges() const {
    std::int64_t sum = 0;
    for (std::size_t i = bars_.size() - 14; i < bars_.size(); ++i) {
      const std::int64_t before = bars_[i - 1].close;
      sum += std::max({bars_[i].high - bars_[i].low, bars_[i].high - before, before - bars_[i].low});
    }
    return sum;
  }

  // To the cent away from the entry.
  Stop settle(Stop stop, std::string method, std::string confidence, std::int64_t units) const {
    const std::int64_t cents = (units + units_of_cent - 1) / units_of_cent;
    stop.method = std::move(method);
    stop.confidence = std::move(confidence);
    stop.cents = buys_ ? entry_ - cents : entry_ + cents;
    return stop;
  }

  std::vector<Bar> bars_;
  std::int64_t entry_;
  bool buys_;
  Rules rules_;
};

}  // namespace robson::naive
