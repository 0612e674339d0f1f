#include "storage/metric_sweep.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "storage/bucket_rows.hpp"
#include "storage/metrics.hpp"

namespace robson::storage {
namespace {

constexpr Sql delete_moments =
    "delete from metric_moments where (at, series_id) in (select at, series_id from metric_moments where at < :floor "
    "order by at, series_id limit :most)";
constexpr Sql raise_floor = "update metric_floor set at = :floor where one = 1 and at < :same_floor";
constexpr Sql next_series = "select id from metric_series where id > :after order by id limit :limit";
constexpr Sql oldest_buckets = "select " BUCKET_COLUMNS
                               " from metric_buckets where series_id = :series_id and resolution = :resolution "
                               "and at < :horizon order by at limit :limit";
constexpr Sql delete_buckets =
    "delete from metric_buckets where series_id = :series_id and resolution = :resolution and at < :end";
constexpr Sql delete_empty_series =
    "delete from metric_series where id = :id and not exists "
    "(select 1 from metric_buckets where series_id = :same_id)";

// The most buckets of one width that make one of the next.
constexpr int largest_group = 24;

std::optional<Resolution> coarser(Resolution resolution) {
  switch (resolution) {
    case Resolution::one_minute: return Resolution::five_minutes;
    case Resolution::five_minutes: return Resolution::one_hour;
    case Resolution::one_hour: return Resolution::one_day;
    case Resolution::one_day: break;
  }
  return {};
}

std::vector<Bucket> expired(Session& session, std::int64_t series, Resolution resolution, Timestamp horizon,
                            int limit) {
  std::vector<Bucket> found;
  Bucket row;
  session.each(
      oldest_buckets, columns_of(row), [&] { found.push_back(row); }, series, seconds_of(resolution), horizon, limit);
  return found;
}

void roll_up(Session& session, std::int64_t series, Resolution into_resolution, const std::vector<Bucket>& fine) {
  Bucket sum;
  for (const Bucket& one : fine) {
    const Timestamp at = bucket_start(one.at, width_of(into_resolution));
    if (at != sum.at || sum.samples == 0) {
      if (sum.samples > 0) keep_fuller(session, series, into_resolution, sum);
      sum = {.at = at};
    }
    merge(sum, one);
  }
  if (sum.samples > 0) keep_fuller(session, series, into_resolution, sum);
}

// Of one width of a series; the number of deleted rows. `all` becomes false when more are expired.
long long sweep_width(Session& session, std::int64_t series, Resolution resolution, const Sweep& sweep, bool& all) {
  const auto next = coarser(resolution);
  const Duration group = width_of(next.value_or(resolution));
  const Timestamp horizon = bucket_start(sweep.now - kept_for(resolution), group);
  const int limit = std::max(sweep.rows, largest_group) + 1;
  auto rows = expired(session, series, resolution, horizon, limit);
  if (rows.empty()) return 0;
  Timestamp end = horizon;
  if (rows.size() == static_cast<std::size_t>(limit)) {
    all = false;
    end = bucket_start(rows.back().at, group);  // the rest of this group is not read
    std::erase_if(rows, [&](const Bucket& row) { return row.at >= end; });
  }
  if (next) roll_up(session, series, *next, rows);
  return session.run(delete_buckets, series, seconds_of(resolution), end);
}

long long sweep_moments(Session& session, const Sweep& sweep) {
  const Timestamp floor = sweep.now - latest_sample;
  const long long deleted = session.run(delete_moments, floor, sweep.rows);
  if (deleted > 0) session.run(raise_floor, floor, floor);
  return deleted;
}

}  // namespace

Swept sweep_metrics(Session& session, Installation, const Sweep& sweep) {
  ensure(sweep.series >= 1 && sweep.rows >= 1, "a slice looks at one series and one row at least");
  Swept swept{.moments = sweep_moments(session, sweep)};
  std::vector<std::int64_t> some;
  std::int64_t id = 0;
  session.each(
      next_series, into(id), [&] { some.push_back(id); }, sweep.after_series, sweep.series);
  for (const std::int64_t series : some) {
    bool all = true;
    long long deleted = 0;
    for (const Resolution resolution : all_resolutions) {
      deleted += sweep_width(session, series, resolution, sweep, all);
    }
    if (deleted > 0) session.run(delete_empty_series, series, series);
    swept.buckets += deleted;
    swept.last_series = all ? series : series - 1;
    if (!all || swept.buckets >= sweep.rows) return swept;
  }
  swept.whole = some.size() < static_cast<std::size_t>(sweep.series);
  if (swept.whole) swept.last_series = 0;
  return swept;
}

}  // namespace robson::storage
