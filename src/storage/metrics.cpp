#include "storage/metrics.hpp"

#include <algorithm>

#include "storage/bucket_rows.hpp"

namespace robson::storage {
namespace {

constexpr Sql select_floor = "select at from metric_floor where one = 1";
constexpr Sql select_series =
    "select id from metric_series where client_id = :client_id and bot = :bot and position_id = :position_id "
    "and metric = :metric";
constexpr Sql insert_series =
    "insert into metric_series (client_id, bot, position_id, metric) values (:client_id, :bot, :position_id, :metric) "
    "returning id";
constexpr Sql insert_moment =
    "insert into metric_moments (at, series_id) values (:at, :series_id) on conflict do nothing";
constexpr Sql select_bucket = "select " BUCKET_COLUMNS
                              " from metric_buckets where series_id = :series_id and resolution = :resolution "
                              "and at = :at";
constexpr Sql upsert_bucket =
    "insert into metric_buckets (series_id, resolution, " BUCKET_COLUMNS
    ") values (:series_id, :resolution, :at, :first_at, :last_at, :first_value, :last_value, :lowest, :highest, "
    ":total, :samples) on conflict (series_id, resolution, at) do update set first_at = excluded.first_at, "
    "last_at = excluded.last_at, first_value = excluded.first_value, last_value = excluded.last_value, "
    "lowest = excluded.lowest, highest = excluded.highest, total = excluded.total, samples = excluded.samples "
    "where excluded.samples > metric_buckets.samples";
constexpr Sql newest_buckets = "select " BUCKET_COLUMNS
                               " from metric_buckets where series_id = :series_id and resolution = :resolution "
                               "and at > :after order by at desc limit :limit";

constexpr Sql newest_values =
    "select at, last_value from metric_buckets where series_id = :series_id and resolution = :resolution "
    "and at > :after order by at desc limit :limit";

std::int64_t find_series(Session& session, Tenant tenant, const std::string& bot, const std::string& position,
                         Metric metric) {
  std::int64_t series = 0;
  session.first(select_series, into(series), tenant.id(), bot, position, metric);
  return series;
}

std::int64_t series_of(Session& session, Tenant tenant, const MetricSample& sample) {
  std::int64_t series = find_series(session, tenant, sample.bot, sample.position, sample.metric);
  if (series == 0) {
    session.first(insert_series, into(series), tenant.id(), sample.bot, sample.position, sample.metric);
  }
  return series;
}

void count_in(Session& session, std::int64_t series, const MetricSample& sample, Resolution resolution) {
  Bucket bucket = bucket_of(sample, resolution);
  Bucket kept;
  if (session.first(select_bucket, columns_of(kept), series, seconds_of(resolution), bucket.at)) merge(bucket, kept);
  keep_fuller(session, series, resolution, bucket);
}

// The newest points into `chart`, oldest first; `row` is what `columns` are read into.
template <class Columns, class Row, class Kind>
void read_newest(Session& session, Tenant tenant, const ChartQuery& query, Sql sql, Columns columns, const Row& row,
                 Kind& chart) {
  const std::int64_t series = find_series(session, tenant, query.bot, query.position, query.metric);
  if (series == 0) return;
  const Timestamp after = query.from - width_of(query.resolution);
  const int limit = most_points + 1;  // one more, to see whether something is left out
  session.each(
      sql, columns, [&] { chart.points.push_back(row); }, series, seconds_of(query.resolution), after, limit);
  chart.truncated = chart.points.size() > static_cast<std::size_t>(most_points);
  if (chart.truncated) chart.points.pop_back();
  std::ranges::reverse(chart.points);
}

}  // namespace

void keep_fuller(Session& session, std::int64_t series, Resolution resolution, const Bucket& bucket) {
  session.run(upsert_bucket, series, seconds_of(resolution), bucket.at, bucket.first_at, bucket.last_at, bucket.first,
              bucket.last, bucket.lowest, bucket.highest, bucket.total, bucket.samples);
}

void put_samples(Session& session, Tenant tenant, const std::vector<MetricSample>& samples) {
  Timestamp floor;
  session.first(select_floor, into(floor));
  for (const MetricSample& sample : samples) {
    if (sample.at < floor || sample.value > largest_sample || sample.value < -largest_sample) continue;
    const std::int64_t series = series_of(session, tenant, sample);
    if (session.run(insert_moment, sample.at, series) == 0) continue;  // counted already
    for (const Resolution resolution : all_resolutions) count_in(session, series, sample, resolution);
  }
}

Chart metric_chart(Session& session, Tenant tenant, const ChartQuery& query) {
  Chart chart;
  Bucket row;
  read_newest(session, tenant, query, newest_buckets, columns_of(row), row, chart);
  return chart;
}

Line metric_line(Session& session, Tenant tenant, const ChartQuery& query) {
  Line line;
  LastValue row;
  read_newest(session, tenant, query, newest_values, into(row.at, row.value), row, line);
  return line;
}

Resolution resolution_for(Duration period) {
  constexpr Duration day = std::chrono::hours(24);
  if (period <= day) return Resolution::one_minute;
  if (period <= 7 * day) return Resolution::five_minutes;
  if (period <= 30 * day) return Resolution::one_hour;
  return Resolution::one_day;
}

}  // namespace robson::storage
