#pragma once
// The equity of a tenant as a curve by day, read in steps, so that no reader is held for long.
//   DayCurve curve{...};  while (co_await database.read(one step)) {}
#include "analytics/curve.hpp"
#include "analytics/time_zone.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct DayCurve {
  analytics::TimeZone zone{};
  analytics::Day next{};  // the first day that is not read yet; at the start that of the window
  analytics::Day last{};  // of the window
  // None until the first step, and after it when nothing was measured. Its points are counted by Day::number: every day
  // from the first with a measurement, or from the window's first, to the last.
  std::optional<analytics::Curve> curve{};
  Timestamp measured_at{};  // its newest measurement

  static constexpr int days_a_step = 100;
};
// One step; whether there are more. A window begins with what was last measured before it; a tenant who was not known
// then begins with the first measurement, on its day.
bool read_on(Session& session, Tenant tenant, DayCurve& days);

}  // namespace robson::storage
