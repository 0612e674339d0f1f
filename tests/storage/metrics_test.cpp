// Buckets of every width against the same added up from all samples, over series with gaps, late and repeated samples,
// jobs that are undone, sweeps in slices, and restarts.
#include "storage/metrics.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "storage/fixture.hpp"
#include "storage/metric_sweep.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

using namespace literals;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using Samples = std::map<std::int64_t, Decimal>;  // by moment

// As the definition says, from all samples at once.
std::vector<Bucket> recomputed(const Samples& samples, Resolution resolution, Timestamp from) {
  std::map<std::int64_t, std::vector<std::pair<std::int64_t, Decimal>>> groups;
  for (const auto& sample : samples) {
    const std::int64_t width = width_of(resolution).count();
    groups[sample.first / width * width].push_back(sample);
  }
  std::vector<Bucket> buckets;
  for (const auto& [at, group] : groups) {
    if (at < from.us) continue;
    std::vector<Decimal> values;
    Decimal total;
    for (const auto& sample : group) values.push_back(sample.second), total += sample.second;
    buckets.push_back({.at = {at},
                       .first_at = {group.front().first},
                       .last_at = {group.back().first},
                       .first = group.front().second,
                       .last = group.back().second,
                       .lowest = *std::ranges::min_element(values),
                       .highest = *std::ranges::max_element(values),
                       .total = total,
                       .samples = static_cast<std::int64_t>(group.size())});
  }
  return buckets;
}

std::string show(const std::vector<Bucket>& buckets) {
  std::string text;
  for (const Bucket& one : buckets) {
    text += to_rfc3339(one.at) + " " + one.first.text() + " " + one.last.text() + " " + one.lowest.text() + " " +
            one.highest.text() + " " + one.total.text() + " x" + std::to_string(one.samples) + " from " +
            std::to_string(one.first_at.us) + " to " + std::to_string(one.last_at.us) + "\n";
  }
  return text;
}

// The oldest bucket of a width that a whole sweep leaves: whole buckets of the next coarser width go.
Timestamp horizon(Resolution resolution, Timestamp now) {
  const auto next =
      resolution == Resolution::one_day ? resolution : all_resolutions.at(static_cast<std::size_t>(resolution) + 1);
  return bucket_start(now - kept_for(resolution), width_of(next));
}

struct MetricsTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  MetricSample sample(Timestamp at, Decimal value, const std::string& position = "") {
    return {.bot = "main", .position = position, .metric = Metric::total_pnl, .at = at, .value = value};
  }
  void put(const std::vector<MetricSample>& samples) {
    ASSERT_TRUE(write([&](Session& s) { put_samples(s, one, samples); }));
  }
  Chart chart(Resolution resolution, Tenant of, const std::string& position = "", Timestamp from = {}) {
    return read([&](Session& s) {
             return metric_chart(s, of,
                                 {.bot = "main",
                                  .position = position,
                                  .metric = Metric::total_pnl,
                                  .resolution = resolution,
                                  .from = from});
           })
        .value();
  }
  std::vector<Bucket> points(Resolution resolution) { return chart(resolution, one).points; }
  Swept sweep(Sweep how = {}) {
    how.now = clock_.now();
    return write([&](Session& s) { return sweep_metrics(s, installation, how); }).value();
  }
  void sweep_all() {
    for (Sweep next; true;) {
      const Swept done = sweep(next);
      next.after_series = done.last_series;
      if (done.whole && done.moments == 0) return;
    }
  }
  std::int64_t count(Sql sql) {
    return read([&](Session& s) {
             std::int64_t rows = 0;
             s.first(sql, into(rows));
             return rows;
           })
        .value();
  }
};

struct RandomSeries : MetricsTest {
  std::mt19937_64 chance{20'260'102};
  std::map<std::string, Samples> told;  // by position
  std::int64_t any(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(chance);
  }

  MetricSample random_sample() {
    const std::string position = any(0, 1) == 0 ? "" : "p" + std::to_string(any(1, 2));
    Samples& samples = told[position];
    const bool late = any(0, 4) == 0;
    std::int64_t at = clock_.now().us - (late ? any(0, 3'599'000'000) : any(0, 5'000'000));
    // Again one that was told already, and with another value: the first stays.
    if (any(0, 4) == 0 && !samples.empty() && samples.rbegin()->first > clock_.now().us - 3'599'000'000) {
      at = samples.rbegin()->first;
    }
    const Decimal value = Decimal::from_units(static_cast<Int128>(any(-1'000'000'000'000'000, 1'000'000'000'000'000)));
    samples.emplace(at, value);
    return sample({at}, value, position);
  }

  void step() {
    const std::int64_t kind = any(0, 99);
    clock_.advance(kind < 90 ? Duration(seconds(any(0, 90))) : kind < 97 ? hours(any(1, 30)) : hours(24 * any(1, 12)));
    std::vector<MetricSample> samples;
    for (std::int64_t i = any(1, 4); i > 0; --i) samples.push_back(random_sample());
    if (any(0, 9) == 0) {  // a job that ends before its commit, and is run again
      const auto undone = write([&](Session& s) -> Result<void, StorageError> {
        put_samples(s, one, samples);
        return Unexpected(StorageError{StorageErrorKind::failed, "cut"});
      });
      ASSERT_TRUE(undone);
      ASSERT_FALSE(*undone);
    }
    put(samples);
    if (any(0, 3) == 0) put(samples);
    if (any(0, 19) == 0) sweep({.after_series = any(0, 3), .series = 1, .rows = static_cast<int>(any(1, 60))});
    if (any(0, 199) == 0) reopen();
  }

  void expect_recomputed(bool exact) {
    for (const auto& [position, samples] : told) {
      for (const Resolution resolution : all_resolutions) {
        const Timestamp from = horizon(resolution, clock_.now());
        auto found = chart(resolution, one, position).points;
        if (!exact) std::erase_if(found, [&](const Bucket& bucket) { return bucket.at < from; });
        EXPECT_EQ(show(found), show(recomputed(samples, resolution, from)))
            << "position '" << position << "' width " << width_of(resolution).count();
      }
    }
  }
};

TEST_F(RandomSeries, every_width_is_what_all_samples_add_up_to_at_any_time) {
  for (int i = 1; i <= 1000; ++i) {
    step();
    if (HasFatalFailure()) return;
    if (i % 200 == 0) expect_recomputed(false);
    if (HasFailure()) return;
  }
  sweep_all();
  expect_recomputed(true);
}

TEST_F(MetricsTest, a_question_about_five_minutes_sees_a_sample_at_once) {
  put({sample(clock_.now(), "1.5"_d)});
  for (const Resolution resolution : all_resolutions) {
    ASSERT_EQ(points(resolution).size(), 1U);
    EXPECT_EQ(points(resolution)[0].last, "1.5"_d);
    EXPECT_EQ(points(resolution)[0].at, bucket_start(clock_.now(), width_of(resolution)));
  }
}

TEST_F(MetricsTest, a_bucket_keeps_its_extremes_and_its_exact_mean) {
  const Timestamp start = bucket_start(clock_.now(), minutes(1));
  put({sample(start + seconds(1), "1"_d), sample(start + seconds(2), "-7"_d), sample(start + seconds(3), "8"_d),
       sample(start + seconds(4), "0.000000000001"_d)});
  const Bucket bucket = points(Resolution::one_minute).at(0);
  EXPECT_EQ(bucket.first, "1"_d);
  EXPECT_EQ(bucket.last, "0.000000000001"_d);
  EXPECT_EQ(bucket.lowest, "-7"_d);
  EXPECT_EQ(bucket.highest, "8"_d);
  EXPECT_EQ(bucket.samples, 4);
  EXPECT_EQ(mean(bucket), "0.5"_d);  // 2.000000000001 / 4, rounded down to 12 places
  EXPECT_EQ(mean({.total = "0.000000000001"_d, .samples = 2}), "0.000000000001"_d);    // half away from zero
  EXPECT_EQ(mean({.total = "-0.000000000001"_d, .samples = 2}), "-0.000000000001"_d);  // on both sides
}

TEST_F(MetricsTest, each_width_is_kept_for_its_time_and_no_longer_than_a_coarser_bucket) {
  const Timestamp at = clock_.now();
  put({sample(at, "1"_d)});
  for (const Resolution resolution : all_resolutions) {
    const auto next =
        resolution == Resolution::one_day ? resolution : all_resolutions.at(static_cast<std::size_t>(resolution) + 1);
    // The last moment at which any of the bucket's coarser group is still within its time.
    const Timestamp last = bucket_start(at, width_of(next)) + width_of(next) + kept_for(resolution) - Duration(1);
    clock_.set(last);
    sweep_all();
    EXPECT_EQ(points(resolution).size(), 1U) << width_of(resolution).count();
    clock_.set(last + Duration(1));
    sweep_all();
    EXPECT_TRUE(points(resolution).empty()) << width_of(resolution).count();
  }
  EXPECT_EQ(count("select count(*) from metric_series"), 0) << "a series without buckets goes too";
}

TEST_F(MetricsTest, a_coarser_bucket_that_is_missing_is_made_before_the_finer_ones_go) {
  Samples samples;
  const Timestamp start = bucket_start(clock_.now(), hours(24));
  for (int i = 0; i < 40; ++i) samples.emplace((start + minutes(i) + seconds(i)).us, Decimal::integer(i * i % 17));
  for (const auto& [at, value] : samples) put({sample({at}, value)});
  ASSERT_TRUE(write([](Session& s) { s.run("delete from metric_buckets where resolution > 60"); }));
  clock_.advance(hours(24 * 8));
  sweep_all();
  EXPECT_TRUE(points(Resolution::one_minute).empty());
  EXPECT_EQ(show(points(Resolution::five_minutes)), show(recomputed(samples, Resolution::five_minutes, {})));
}

TEST_F(MetricsTest, a_late_fine_bucket_takes_nothing_from_the_coarser_one) {
  const Timestamp start = bucket_start(clock_.now(), hours(24));
  put({sample(start, "1"_d), sample(start + seconds(70), "2"_d)});
  clock_.advance(hours(24 * 8));
  sweep();  // deletes the minutes
  const std::string before = show(points(Resolution::five_minutes));
  // The minute comes back alone, as a program that was cut between would have left it.
  ASSERT_TRUE(write([&](Session& s) {
    s.run(
        "insert into metric_buckets select series_id, 60, at, at, at, '9', '9', '9', '9', '9', 1 from metric_buckets "
        "where resolution = 300");
  }));
  sweep_all();
  EXPECT_TRUE(points(Resolution::one_minute).empty());
  EXPECT_EQ(show(points(Resolution::five_minutes)), before);
}

TEST_F(MetricsTest, a_slice_deletes_about_what_it_is_told_to) {
  std::vector<MetricSample> samples;
  for (int i = 0; i < 300; ++i) samples.push_back(sample(clock_.now() + minutes(i), "1"_d));
  put(samples);
  clock_.advance(hours(24 * 8));
  const Swept first = sweep({.rows = 100});
  EXPECT_GT(first.buckets, 90);
  EXPECT_LE(first.buckets, 101);
  EXPECT_EQ(first.moments, 100);
  EXPECT_FALSE(first.whole);
  sweep_all();
  EXPECT_EQ(count("select count(*) from metric_buckets where resolution = 60"), 0);
  EXPECT_EQ(count("select count(*) from metric_moments"), 0);
}

TEST_F(MetricsTest, a_sample_that_could_not_be_told_from_a_counted_one_is_dropped) {
  const Timestamp at = clock_.now();
  put({sample(at, "1"_d)});
  clock_.advance(hours(2));
  sweep_all();
  put({sample(at, "1"_d), sample(at + seconds(1), "5"_d)});
  ASSERT_EQ(points(Resolution::one_minute).size(), 1U);
  EXPECT_EQ(points(Resolution::one_minute)[0].samples, 1);
}

TEST_F(MetricsTest, figures_that_no_account_has_are_dropped_so_that_sums_stay_in_range) {
  const Decimal beyond = largest_sample + "0.000000000001"_d;
  put({sample(clock_.now(), beyond), sample(clock_.now() + seconds(1), -beyond),
       sample(clock_.now() + seconds(2), largest_sample), sample(clock_.now() + seconds(3), largest_sample)});
  ASSERT_EQ(points(Resolution::one_day).size(), 1U);
  EXPECT_EQ(points(Resolution::one_day)[0].samples, 2);
  EXPECT_EQ(mean(points(Resolution::one_day)[0]), largest_sample);
}

TEST_F(MetricsTest, of_too_many_points_the_oldest_are_left_out) {
  std::vector<MetricSample> samples;
  const Timestamp start = clock_.now();
  for (int i = 0; i < most_points; ++i) samples.push_back(sample(start + minutes(i), Decimal::integer(i)));
  put(samples);
  EXPECT_FALSE(chart(Resolution::one_minute, one).truncated);
  put({sample(start + minutes(most_points), "-1"_d)});
  const Chart cut = chart(Resolution::one_minute, one);
  EXPECT_TRUE(cut.truncated);
  ASSERT_EQ(cut.points.size(), static_cast<std::size_t>(most_points));
  EXPECT_EQ(cut.points.front().last, "1"_d);
  EXPECT_EQ(cut.points.back().last, "-1"_d);
}

TEST_F(MetricsTest, a_chart_begins_with_the_bucket_that_its_time_is_in) {
  const Timestamp start = bucket_start(clock_.now(), minutes(5));
  put({sample(start, "1"_d), sample(start + minutes(5), "2"_d)});
  EXPECT_EQ(chart(Resolution::five_minutes, one, "", start + minutes(4)).points.size(), 2U);
  EXPECT_EQ(chart(Resolution::five_minutes, one, "", start + minutes(5)).points.size(), 1U);
}

TEST_F(MetricsTest, a_client_sees_its_own_figures_only_and_a_position_its_own) {
  put({sample(clock_.now(), "1"_d), sample(clock_.now(), "2"_d, "p1")});
  EXPECT_TRUE(chart(Resolution::one_minute, two).points.empty());
  EXPECT_TRUE(chart(Resolution::one_minute, one, "p2").points.empty());
  EXPECT_EQ(chart(Resolution::one_minute, one, "p1").points.at(0).last, "2"_d);
  EXPECT_EQ(chart(Resolution::one_minute, one).points.at(0).last, "1"_d);
}

TEST(Resolutions, go_by_the_length_of_the_period) {
  constexpr Duration day = hours(24);
  EXPECT_EQ(resolution_for(day), Resolution::one_minute);
  EXPECT_EQ(resolution_for(day + Duration(1)), Resolution::five_minutes);
  EXPECT_EQ(resolution_for(7 * day), Resolution::five_minutes);
  EXPECT_EQ(resolution_for(8 * day), Resolution::one_hour);
  EXPECT_EQ(resolution_for(30 * day), Resolution::one_hour);
  EXPECT_EQ(resolution_for(31 * day), Resolution::one_day);
  EXPECT_EQ(bucket_start({-1}, minutes(1)).us, -60'000'000);
}

}  // namespace
}  // namespace robson::storage
