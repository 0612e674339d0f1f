#pragma once
// Days and times of day in a time zone of the IANA database, which the system keeps. The zone's rules are read once,
// when it is first asked for; after that nothing here touches a file.
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.hpp"

namespace date {
class time_zone;
}

namespace robson::analytics {

// A date of the calendar, as days since 1970-01-01.
struct Day {
  int number = 0;
  friend bool operator==(Day, Day) = default;
  friend auto operator<=>(Day, Day) = default;
  friend Day operator+(Day day, int days) { return {day.number + days}; }
  friend Day operator-(Day day, int days) { return {day.number - days}; }
  friend int operator-(Day a, Day b) { return a.number - b.number; }
};
std::string to_text(Day day);  // "2026-01-02"
// Only of that form, and only a date that exists, of the years 1970 to 2999.
std::optional<Day> parse_day(std::string_view text);

// What the clock on the wall shows.
struct WallTime {
  Day day{};
  int minute = 0;   // of the day, by the clock
  int weekday = 1;  // 1 Monday ... 7 Sunday
  int month = 1;
  int year = 1970;
};

// One thread at a time may use an object; copies are independent.
class TimeZone {
 public:
  static constexpr std::size_t longest_name = 64;

  TimeZone() = default;  // UTC
  // Nothing for a name that the database has not got.
  static std::optional<TimeZone> find(std::string_view name);

  const std::string& name() const { return name_; }
  WallTime wall_time(Timestamp moment) const;
  Day day_of(Timestamp moment) const;
  // Its first moment. A day is 23 or 25 hours long where the clocks are changed.
  Timestamp start_of(Day day) const { return moment_of(day, 0); }
  // When the clock shows that minute of the day. A time that is left out is the moment at which it is left out; of one
  // that comes twice it is the first.
  Timestamp moment_of(Day day, int minute) const;

 private:
  Duration offset_at(Timestamp moment) const;

  std::string name_ = "UTC";
  const date::time_zone* zone_ = nullptr;  // none: UTC
  // The stretch of time within which the offset was last found to be the same.
  mutable Timestamp same_from_{};
  mutable Timestamp same_until_{};
  mutable Duration offset_{};
};

}  // namespace robson::analytics
