#include "market/candle.hpp"
namespace robson {
namespace {
constexpr std::array<std::string_view, 6> names = {"1m", "5m", "15m", "1h", "4h", "1d"};
}
std::string_view name(Interval interval) {
  return names[static_cast<std::size_t>(interval)];
}
std::optional<Interval> interval_of(std::string_view wanted) {
  for (const Interval interval : all_intervals) {
    if (name(interval) == wanted) return interval;
  }
  return {};
}
Duration length(Interval interval) {
  constexpr std::array<int, 6> minutes = {1, 5, 15, 60, 240, 1440};
  return std::chrono::minutes(minutes[static_cast<std::size_t>(interval)]);
}
Timestamp open_time_of(Timestamp moment, Interval interval) {
  const std::int64_t size = length(interval).count();
  const std::int64_t past = ((moment.us % size) + size) % size;
  return {moment.us - past};
}
Timestamp Candle::close_time(Interval interval) const {
  return open_time + length(interval) - std::chrono::milliseconds(1);
}
}  // namespace robson
