#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"
namespace robson {
enum class Interval { m1, m5, m15, h1, h4, d1 };
inline constexpr std::array<Interval, 6> all_intervals = {Interval::m1, Interval::m5, Interval::m15,
                                                          Interval::h1, Interval::h4, Interval::d1};
std::string_view name(Interval interval);  // "1m", "5m", "15m", "1h", "4h", "1d"
std::optional<Interval> interval_of(std::string_view name);
Duration length(Interval interval);
// Start of the candle that holds `moment`; candles are aligned to the epoch in UTC.
Timestamp open_time_of(Timestamp moment, Interval interval);

struct Candle {
  Timestamp open_time{};
  Price open{}, high{}, low{}, close{};
  Quantity volume{};
  Money quote_volume{};
  std::int64_t trades = 0;
  bool closed = false;  // false for the one still forming
  // Last millisecond of it, as venues print it.
  Timestamp close_time(Interval interval) const;
};
}  // namespace robson
