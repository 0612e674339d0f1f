#include "storage/equity_curve.hpp"

#include "storage/equity.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr int most_flows_a_day = 10'000;

// False when nothing was measured by the end of the window.
bool begin(Session& session, Tenant tenant, DayCurve& days) {
  if (const auto earlier = equity_before(session, tenant, days.zone.start_of(days.next))) {
    days.curve.emplace(earlier->equity);
    days.measured_at = earlier->at;
    return true;
  }
  const auto first = first_equity(session, tenant);
  if (!first || first->at >= days.zone.start_of(days.last + 1)) return false;
  days.next = days.zone.day_of(first->at);
  days.curve.emplace(first->equity);
  days.measured_at = first->at;
  return true;
}

void read_day(Session& session, Tenant tenant, DayCurve& days) {
  const Timestamp start = days.zone.start_of(days.next);
  const Timestamp end = days.zone.start_of(days.next + 1);
  Timestamp told = start - Duration(1);
  for (const EquityRow& row : equity_flows(session, tenant, start, end, most_flows_a_day)) {
    days.curve->measure({row.equity, row.deposits, row.withdrawals});
    told = row.at;
  }
  const auto last = equity_before(session, tenant, end);
  if (last && last->at > told) days.curve->measure({last->equity, {}, {}});
  if (last) days.measured_at = last->at;
  days.curve->end_point(days.next.number);
  days.next = days.next + 1;
}

}  // namespace

bool read_on(Session& session, Tenant tenant, DayCurve& days) {
  if (!days.curve && !begin(session, tenant, days)) return false;
  for (int i = 0; i < DayCurve::days_a_step && days.next <= days.last; ++i) read_day(session, tenant, days);
  return days.next <= days.last;
}

}  // namespace robson::storage
