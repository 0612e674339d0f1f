#include "analytics/book.hpp"

#include <cstdio>

namespace robson::analytics {
namespace {

constexpr std::array weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

struct Name {
  std::string key{};
  std::string label{};
};

std::string two_digits(int number) {
  char text[16];
  const int size = std::snprintf(text, sizeof text, "%02d", number);
  return {text, static_cast<std::size_t>(size)};
}

Name name_of(const Trade& trade, Grouping by, const WallTime& closed) {
  switch (by) {
    case Grouping::strategy:
      return {trade.strategy_id ? std::to_string(trade.strategy_id.value) : trade.strategy, trade.strategy};
    case Grouping::symbol: return {trade.symbol.text, trade.symbol.text};
    case Grouping::side: return trade.side == Side::BUY ? Name{"BUY", "Long"} : Name{"SELL", "Short"};
    case Grouping::weekday:
      return {std::to_string(closed.weekday), weekdays[static_cast<std::size_t>(closed.weekday - 1)]};
    case Grouping::hour: {
      const std::string hour = two_digits(closed.minute / 60);
      return {hour, hour + ":00"};
    }
    case Grouping::month: break;
  }
  const std::string month = to_text(closed.day).substr(0, 7);
  return {month, month};
}

}  // namespace

void Book::add(const Trade& trade) {
  all_.add(trade);
  const WallTime closed = zone_.wall_time(trade.closed_at);
  DaySum& day = days_[closed.day];
  day.net += trade.net;
  ++day.trades;
  if (!by_) return;
  Name name = name_of(trade, *by_, closed);
  if (groups_.size() >= most_groups && !groups_.contains(name.key)) name = {"other", "Other"};
  Group& group = groups_[name.key];
  group.label = std::move(name.label);
  group.tally.add(trade);
}

}  // namespace robson::analytics
