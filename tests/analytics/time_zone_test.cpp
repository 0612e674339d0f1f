#include "analytics/time_zone.hpp"

#include <gtest/gtest.h>

namespace robson::analytics {
namespace {

Timestamp at(const char* text) {
  return parse_time(text).value();
}
TimeZone zone(const char* name) {
  return TimeZone::find(name).value();
}
Day day(const char* text) {
  return parse_day(text).value();
}

TEST(TimeZone, names_are_those_of_the_database) {
  for (const char* known : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Etc/GMT+5"}) {
    EXPECT_TRUE(TimeZone::find(known).has_value()) << known;
  }
  const std::string too_long(65, 'a');
  for (const char* unknown :
       {"", "Europe/Atlantis", "../../etc/passwd", "europe/berlin ", "+01:00", too_long.c_str()}) {
    EXPECT_FALSE(TimeZone::find(unknown).has_value()) << unknown;
  }
}

TEST(TimeZone, wall_time_is_the_zones) {
  const WallTime berlin = zone("Europe/Berlin").wall_time(at("2025-12-31T23:30:00Z"));
  EXPECT_EQ(to_text(berlin.day), "2026-01-01");
  EXPECT_EQ(berlin.minute, 30);
  EXPECT_EQ(berlin.weekday, 4);
  EXPECT_EQ(berlin.month, 1);
  EXPECT_EQ(berlin.year, 2026);
  EXPECT_EQ(zone("Asia/Kathmandu").wall_time(at("2025-12-31T18:15:00Z")).minute, 0);
  EXPECT_EQ(to_text(TimeZone{}.day_of(at("1969-12-31T23:59:59Z"))), "1969-12-31");
}

TEST(TimeZone, the_day_that_the_clocks_go_forward_has_23_hours) {
  const TimeZone berlin = zone("Europe/Berlin");
  const Day change = day("2026-03-29");
  EXPECT_EQ(berlin.start_of(change), at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(berlin.start_of(change + 1) - berlin.start_of(change), std::chrono::hours(23));
  EXPECT_EQ(berlin.moment_of(change, 150), at("2026-03-29T01:00:00Z"));  // 02:30 is left out: 03:00 summer time
  EXPECT_EQ(berlin.moment_of(change, 9 * 60), at("2026-03-29T07:00:00Z"));
  EXPECT_EQ(berlin.wall_time(at("2026-03-29T00:59:59Z")).minute, 119);
  EXPECT_EQ(berlin.wall_time(at("2026-03-29T01:00:00Z")).minute, 180);
}

TEST(TimeZone, the_day_that_the_clocks_go_back_has_25_hours) {
  const TimeZone berlin = zone("Europe/Berlin");
  const Day change = day("2026-10-25");
  EXPECT_EQ(berlin.start_of(change + 1) - berlin.start_of(change), std::chrono::hours(25));
  EXPECT_EQ(berlin.moment_of(change, 150), at("2026-10-25T00:30:00Z"));  // 02:30 comes twice: the first
  for (int hour = 0; hour < 25; ++hour) {
    const Timestamp within = berlin.start_of(change) + std::chrono::hours(hour);
    EXPECT_EQ(berlin.day_of(within), change) << hour;
  }
}

// There is no midnight on that day: the clocks go from 23:59:59 to 01:00:00.
TEST(TimeZone, a_day_without_midnight_begins_where_the_clocks_stop_to_be_left_out) {
  const TimeZone santiago = zone("America/Santiago");
  const Day change = day("2025-09-07");
  EXPECT_EQ(santiago.start_of(change), at("2025-09-07T04:00:00Z"));
  EXPECT_EQ(santiago.day_of(at("2025-09-07T03:59:59Z")), change - 1);
  EXPECT_EQ(santiago.day_of(at("2025-09-07T04:00:00Z")), change);
}

TEST(Day, is_read_only_when_it_exists) {
  EXPECT_EQ(to_text(day("2024-02-29")), "2024-02-29");
  for (const char* bad : {"2025-02-29", "2025-13-01", "2025-1-01", "20250101", "2025-01-01T00:00:00Z", "", "1969-12-31",
                          "3000-01-01", "2025-01-0x"}) {
    EXPECT_FALSE(parse_day(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace robson::analytics
