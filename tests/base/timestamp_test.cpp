#include "base/timestamp.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>

namespace robson {
namespace {

std::int64_t us_of(const char* text) {
  const auto parsed = parse_time(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->us : -1;
}

TEST(Timestamp, known_moments_are_read_and_written) {
  EXPECT_EQ(us_of("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(us_of("2025-12-30T03:30:00.000Z"), 1'767'065'400'000'000);
  EXPECT_EQ(us_of("1969-12-31T23:59:59.999Z"), -1000);
  EXPECT_EQ(us_of("2000-02-29T12:00:00Z"), 951'825'600'000'000);
  EXPECT_EQ(to_rfc3339(Timestamp::from_seconds(1'767'065'400)), "2025-12-30T03:30:00.000Z");
  EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339({1'999}), "1970-01-01T00:00:00.001Z");
}

// Against the C library's calendar, 100,000 seeded moments of the years 0000 to 9999.
TEST(Timestamp, writing_agrees_with_the_c_library_and_reads_back) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> ms(-62'167'219'200'000, 253'402'300'799'999);
  for (int i = 0; i < 100'000; ++i) {
    const Timestamp moment = Timestamp::from_ms(ms(random));
    const std::time_t seconds = moment.seconds();
    std::tm civil{};
    ASSERT_NE(gmtime_r(&seconds, &civil), nullptr);
    char expected[64];
    std::snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", civil.tm_year + 1900,
                  civil.tm_mon + 1, civil.tm_mday, civil.tm_hour, civil.tm_min, civil.tm_sec,
                  static_cast<int>(moment.ms() - moment.seconds() * 1000));
    ASSERT_EQ(to_rfc3339(moment), expected);
    ASSERT_EQ(parse_time(expected), moment) << expected;
  }
}

TEST(Timestamp, leap_days_exist_only_in_leap_years) {
  EXPECT_TRUE(parse_time("2024-02-29"));
  EXPECT_TRUE(parse_time("2000-02-29"));
  EXPECT_FALSE(parse_time("2025-02-29"));
  EXPECT_FALSE(parse_time("1900-02-29"));
  EXPECT_FALSE(parse_time("2100-02-29"));
  EXPECT_EQ(us_of("2024-03-01") - us_of("2024-02-28"), Duration(std::chrono::hours(48)).count());
  EXPECT_EQ(us_of("2023-03-01") - us_of("2023-02-28"), Duration(std::chrono::hours(24)).count());
}

TEST(Timestamp, offsets_are_taken_off) {
  EXPECT_EQ(us_of("2025-01-01T01:00:00+01:00"), us_of("2025-01-01T00:00:00Z"));
  EXPECT_EQ(us_of("2024-12-31T18:30:00-05:30"), us_of("2025-01-01T00:00:00Z"));
  EXPECT_EQ(us_of("2025-01-01T00:00:00-00:00"), us_of("2025-01-01T00:00:00Z"));
}

TEST(Timestamp, fractions_are_kept_to_the_microsecond) {
  EXPECT_EQ(us_of("1970-01-01T00:00:00.5Z"), 500'000);
  EXPECT_EQ(us_of("1970-01-01T00:00:00.000001Z"), 1);
  EXPECT_EQ(us_of("1970-01-01T00:00:00.123456789Z"), 123'456);
}

TEST(Timestamp, refuses_what_is_no_moment) {
  for (const char* text : {"",
                           "2025",
                           "2025-1-1",
                           "2025-13-01",
                           "2025-00-10",
                           "2025-01-00",
                           "2025-01-32",
                           "2025-04-31",
                           "2025-01-01T",
                           "2025-01-01T24:00:00Z",
                           "2025-01-01T00:60:00Z",
                           "2025-01-01T00:00:60Z",
                           "2025-01-01T00:00:00",
                           "2025-01-01T00:00:00.Z",
                           "2025-01-01T00:00:00.1234567890Z",
                           "2025-01-01T00:00:00+24:00",
                           "2025-01-01T00:00:00+01:60",
                           "2025-01-01T00:00:00+0100",
                           "2025-01-01T00:00:00ZZ",
                           "2025-01-01 ",
                           "-025-01-01",
                           "99999-01-01",
                           "2025-01-01T00:00:00 Z",
                           "1735689600",
                           "2025/01/01"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Timestamp, coarser_units_round_down_on_both_sides_of_1970) {
  EXPECT_EQ(Timestamp{1'999}.ms(), 1);
  EXPECT_EQ(Timestamp{-1}.ms(), -1);
  EXPECT_EQ(Timestamp{-1'000}.ms(), -1);
  EXPECT_EQ(Timestamp{-1}.seconds(), -1);
  EXPECT_EQ(Timestamp{-1'000'001}.seconds(), -2);
}

}  // namespace
}  // namespace robson
