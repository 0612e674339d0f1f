#pragma once
// Timestamp: a moment in UTC, microseconds since 1970. Duration: a signed count of microseconds.
// The core never asks the system for the time: it is handed a Timestamp, or a Clock.
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace robson {

using Duration = std::chrono::microseconds;

struct Timestamp {
  std::int64_t us = 0;

  static constexpr Timestamp from_ms(std::int64_t ms) { return {ms * 1000}; }
  static constexpr Timestamp from_seconds(std::int64_t s) { return {s * 1'000'000}; }
  constexpr std::int64_t ms() const { return us >= 0 ? us / 1000 : (us - 999) / 1000; }
  constexpr std::int64_t seconds() const { return us >= 0 ? us / 1'000'000 : (us - 999'999) / 1'000'000; }

  friend constexpr bool operator==(Timestamp, Timestamp) = default;
  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
  friend constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.us + d.count()}; }
  friend constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.us - d.count()}; }
  friend constexpr Duration operator-(Timestamp a, Timestamp b) { return Duration{a.us - b.us}; }
};

// RFC 3339 in UTC with milliseconds: "2025-12-30T03:30:00.000Z". Years 0000 to 9999.
std::string to_rfc3339(Timestamp moment);
// Accepts RFC 3339 with Z or a numeric offset, with or without a fraction (cut after microseconds), and the plain
// date "2025-12-30" (its midnight UTC). Nothing when it is neither.
std::optional<Timestamp> parse_time(std::string_view text);

// Where the shell gets the time from. Implementations: SystemClock here, FakeClock in tests/support.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;  // wall clock, any thread
};
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

}  // namespace robson
