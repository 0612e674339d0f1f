#include "analytics/time_zone.hpp"

#define USE_OS_TZDB 1  // as Debian built the library
#include <date/tz.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <stdexcept>

namespace robson::analytics {
namespace {

using std::chrono::minutes;
using Moment = date::sys_time<Duration>;

// The database's own bounds lie beyond what microseconds can count.
Timestamp within_range(date::sys_seconds moment) {
  constexpr std::int64_t farthest = std::numeric_limits<std::int64_t>::max() / 1'000'000;
  return Timestamp::from_seconds(std::clamp<std::int64_t>(moment.time_since_epoch().count(), -farthest, farthest));
}

date::year_month_day calendar_of(Day day) {
  return date::year_month_day{date::sys_days{date::days{day.number}}};
}

bool may_be_a_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  };
  return !name.empty() && name.size() <= TimeZone::longest_name && std::ranges::all_of(name, allowed);
}

}  // namespace

std::string to_text(Day day) {
  const auto date = calendar_of(day);
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text, static_cast<std::size_t>(size)};
}

std::optional<Day> parse_day(std::string_view text) {
  constexpr std::size_t length = 10;
  const auto moment = text.size() == length ? parse_time(text) : std::nullopt;
  if (!moment || text < "1970-01-01" || text > "2999-12-31") return {};
  const Day day{static_cast<int>(moment->seconds() / 86'400)};
  if (to_text(day) != text) return {};
  return day;
}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  if (name == "UTC") return TimeZone{};
  if (!may_be_a_name(name)) return {};
  TimeZone found;
  try {
    found.zone_ = date::locate_zone(name);
    found.name_ = name;
    found.offset_at({});  // reads the zone's rules
  } catch (const std::runtime_error&) {
    return {};  // no such zone, or no database
  }
  return found;
}

Duration TimeZone::offset_at(Timestamp moment) const {
  if (zone_ == nullptr) return {};
  if (moment < same_from_ || moment >= same_until_) {
    const auto info = zone_->get_info(Moment{Duration{moment.us}});
    same_from_ = within_range(info.begin);
    same_until_ = within_range(info.end);
    offset_ = info.offset;
  }
  return offset_;
}

WallTime TimeZone::wall_time(Timestamp moment) const {
  const date::sys_time<Duration> shown{Duration{moment.us} + offset_at(moment)};
  const auto day = date::floor<date::days>(shown);
  const date::year_month_day date{day};
  return {.day = {day.time_since_epoch().count()},
          .minute = static_cast<int>(date::floor<minutes>(shown - day).count()),
          .weekday = static_cast<int>(date::weekday{day}.iso_encoding()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .year = static_cast<int>(date.year())};
}

Day TimeZone::day_of(Timestamp moment) const {
  const date::sys_time<Duration> shown{Duration{moment.us} + offset_at(moment)};
  return {date::floor<date::days>(shown).time_since_epoch().count()};
}

Timestamp TimeZone::moment_of(Day day, int minute) const {
  const Duration shown = date::days{day.number} + minutes{minute};
  if (zone_ == nullptr) return {shown.count()};
  const auto info = zone_->get_info(date::local_time<Duration>{shown});
  if (info.result == date::local_info::nonexistent) return within_range(info.first.end);
  return {(shown - Duration{info.first.offset}).count()};
}

}  // namespace robson::analytics
