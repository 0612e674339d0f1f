#pragma once
// Tables metric_*: figures over time, in buckets of four widths. A sample goes into its bucket of every width at once
// (docs/adr/0012-metrics-store.md): each level is current and whole by itself, and a chart reads one level only.
#include <optional>
#include <string>
#include <vector>

#include "storage/metric.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// A sample's moment may be this old when it comes; what is older may be dropped, as it cannot be told any more from one
// that was counted already.
inline constexpr Duration latest_sample = std::chrono::hours(1);
// Farther from 0 than this is no figure of an account, and dropped: so no sum of a day leaves Decimal's range.
inline constexpr Decimal largest_sample = Decimal::integer(1'000'000'000'000'000);

// Counts each sample once, however often it comes and in whatever order; of two samples of one moment the first
// stays. About 0.05 ms each on the storage writer: give it at most some dozens in one job, as orders wait behind it.
void put_samples(Session& session, Tenant tenant, const std::vector<MetricSample>& samples);

// The most points of a chart; of more the oldest are left out.
inline constexpr int most_points = 2500;
struct ChartQuery {
  std::string bot{};
  std::string position{};  // empty: of the bot
  Metric metric{};
  Resolution resolution = Resolution::one_minute;
  Timestamp from{};  // buckets that end after it
};
struct Chart {
  std::vector<Bucket> points{};  // oldest first; times without samples are left out
  bool truncated = false;
};
Chart metric_chart(Session& session, Tenant tenant, const ChartQuery& query);

// The same chart by the last value of each bucket alone, at a third of the cost.
struct LastValue {
  Timestamp at{};  // where the bucket begins
  Decimal value{};
};
struct Line {
  std::vector<LastValue> points{};
  bool truncated = false;
};
Line metric_line(Session& session, Tenant tenant, const ChartQuery& query);

// At most a day: one minute; 7 days: five; 30 days: an hour; else a day.
Resolution resolution_for(Duration period);

}  // namespace robson::storage
