#include "trading/tenant_desk.hpp"

#include <chrono>

namespace robson {

int day_of(Timestamp moment) {
  const std::chrono::sys_time<Duration> time{Duration(moment.us)};
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  return static_cast<int>(date.year()) * 10'000 + static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(date.day()));
}

int month_of(Timestamp moment) {
  return day_of(moment) / 100;
}

}  // namespace robson
