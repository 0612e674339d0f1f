#pragma once
// What is at risk now: open positions added up by market and by strategy, and how concentrated they are.
//
//   long, short     sums of the values of the positions of that side, both not negative
//   gross, net      long + short, long - short
//   share           gross of the row / gross of all
//   concentration   Herfindahl index: sum of the squared shares of the symbols, 1 / number of symbols when all are
//                   equal, 1 for a single one
//   effective       1 / concentration: as many equal positions would be as concentrated
#include <map>
#include <optional>
#include <string>

#include "trading/operation.hpp"

namespace robson::analytics {

struct OpenPosition {
  std::string symbol{};
  std::string strategy_key{};  // its number, or its name where it has none
  std::string strategy{};
  Side side{};
  Money value{};  // in one currency for all, not negative; at the entry's price where there is no other
  std::optional<Money> unrealized{};  // none without a price
  Money loss_at_stop{};               // not negative
  bool stale = false;                 // its price is old, or there is none
};

struct ExposureSum {
  std::string label{};
  Money longs{};
  Money shorts{};
  std::optional<Money> unrealized = Money{};  // none when one of them is not known
  Money loss_at_stop{};
  std::int64_t positions = 0;
  bool stale = false;

  Money gross() const { return longs + shorts; }
  Money net() const { return longs - shorts; }
};

class Exposure {
 public:
  void add(const OpenPosition& position);
  // One that nothing tells the worth of in the currency: it is in no sum.
  void leave_out() { ++unvalued_; }

  const ExposureSum& all() const { return all_; }
  std::int64_t unvalued() const { return unvalued_; }
  const std::map<std::string, ExposureSum>& by_symbol() const { return by_symbol_; }
  const std::map<std::string, ExposureSum>& by_strategy() const { return by_strategy_; }
  // Of the gross of all, 0 to 1; none when nothing is open.
  std::optional<Decimal> share(const ExposureSum& row) const;
  std::optional<Decimal> concentration() const;
  std::optional<Decimal> effective_positions() const;
  // The symbol with the largest gross; the first by name of equals. nullptr when nothing is open.
  const std::pair<const std::string, ExposureSum>* largest() const;

 private:
  ExposureSum all_;
  std::int64_t unvalued_ = 0;
  std::map<std::string, ExposureSum> by_symbol_;
  std::map<std::string, ExposureSum> by_strategy_;
};

}  // namespace robson::analytics
