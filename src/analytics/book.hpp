#pragma once
// A book of trades added up whole, by day and by group, in one pass and without keeping a trade: what it needs grows
// with the days and the groups, not with the trades. A trade counts when it was closed, in the time zone of the book.
#include <map>

#include "analytics/tally.hpp"
#include "analytics/time_zone.hpp"

namespace robson::analytics {

enum class Grouping { strategy, symbol, side, weekday, hour, month };

struct Group {
  std::string label{};  // for people
  Tally tally{};
};

class Book {
 public:
  // Groups that come after so many others are counted together, under the key "other".
  static constexpr std::size_t most_groups = 1000;

  Book(TimeZone zone, std::optional<Grouping> by) : zone_(std::move(zone)), by_(by) {}

  void add(const Trade& trade);

  struct DaySum {
    Money net{};
    std::int64_t trades = 0;
  };
  const Tally& all() const { return all_; }
  const std::map<Day, DaySum>& days() const { return days_; }
  // By key: a strategy's number, or its name where it has none; a symbol; BUY or SELL; 1 (Monday) to 7; 00 to 23;
  // 2026-01.
  const std::map<std::string, Group>& groups() const { return groups_; }

 private:
  TimeZone zone_;
  std::optional<Grouping> by_;
  Tally all_;
  std::map<Day, DaySum> days_;
  std::map<std::string, Group> groups_;
};

}  // namespace robson::analytics
