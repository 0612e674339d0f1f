#pragma once
// What the equity of one day was and became. A figure is told only where it was measured: not longer than an hour
// before the moment that it is for.
#include <optional>

#include "storage/scope.hpp"
#include "trading/fill.hpp"

namespace robson::storage {

class Session;

struct DayMoments {
  Timestamp yesterdays_close{};
  Timestamp midnight{};
  std::optional<Timestamp> open{};  // none while it is still to come
  Timestamp end{};                  // of the day, or now
};

struct DayEquity {
  std::optional<Money> at_midnight{};
  std::optional<Money> at_end{};
  std::optional<Timestamp> measured_at{};  // what stands at the end
  Money deposits{};                        // from midnight to the end
  Money withdrawals{};
  // Changes of the equity without what came and went.
  std::optional<Money> since_midnight{};
  std::optional<Money> since_yesterdays_close{};
  std::optional<Money> overnight{};  // from yesterday's close to today's open
};
DayEquity equity_of_day(Session& session, Tenant tenant, const DayMoments& moments);

inline constexpr Duration measured_within = std::chrono::hours(1);

}  // namespace robson::storage
