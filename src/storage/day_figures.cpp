#include "storage/day_figures.hpp"

#include "storage/equity.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr int most_flows = 10'000;
constexpr Duration instant{1};

std::optional<EquityRow> equity_at(Session& session, Tenant tenant, Timestamp moment) {
  const auto row = equity_before(session, tenant, moment);
  if (!row || moment - row->at > measured_within) return {};
  return row;
}

// From one measurement to a later one, both of which may be missing.
std::optional<Money> change(Session& session, Tenant tenant, const std::optional<EquityRow>& from,
                            const std::optional<EquityRow>& to) {
  if (!from || !to) return {};
  Money made = to->equity - from->equity;
  for (const EquityRow& row : equity_flows(session, tenant, from->at + instant, to->at + instant, most_flows)) {
    made -= row.deposits - row.withdrawals;
  }
  return made;
}

std::optional<Money> equity_of(const std::optional<EquityRow>& row) {
  return row ? std::optional(row->equity) : std::nullopt;
}

}  // namespace

DayEquity equity_of_day(Session& session, Tenant tenant, const DayMoments& moments) {
  const auto midnight = equity_at(session, tenant, moments.midnight);
  const auto end = equity_at(session, tenant, moments.end);
  const auto close = equity_at(session, tenant, moments.yesterdays_close);
  const auto open = moments.open ? equity_at(session, tenant, *moments.open) : std::nullopt;
  DayEquity day{.at_midnight = equity_of(midnight),
                .at_end = equity_of(end),
                .measured_at = end ? std::optional(end->at) : std::nullopt,
                .since_midnight = change(session, tenant, midnight, end),
                .since_yesterdays_close = change(session, tenant, close, end),
                .overnight = change(session, tenant, close, open)};
  for (const EquityRow& row : equity_flows(session, tenant, moments.midnight, moments.end, most_flows)) {
    day.deposits += row.deposits;
    day.withdrawals += row.withdrawals;
  }
  return day;
}

}  // namespace robson::storage
