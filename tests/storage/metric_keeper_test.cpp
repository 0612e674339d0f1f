// The task that sweeps, by a clock that the test moves.
#include "storage/metric_keeper.hpp"

#include "storage/fixture.hpp"
#include "storage/metrics.hpp"
#include "storage/session.hpp"
#include "support/run_task.hpp"

namespace robson::storage {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct MetricKeeperTest : StorageTest {
  Tenant one = new_client("one");
  net::Context context{1};

  // `series` positions with a sample a minute each.
  void fill(int series, int samples) {
    std::vector<MetricSample> all;
    for (int i = 0; i < series; ++i) {
      for (int j = 0; j < samples; ++j) {
        all.push_back({.bot = "main",
                       .position = "p" + std::to_string(i),
                       .metric = Metric::deployed,
                       .at = clock_.now() + minutes(j),
                       .value = Decimal::integer(j)});
      }
    }
    ASSERT_TRUE(write([&](Session& s) { put_samples(s, one, all); }));
  }
  std::int64_t minutes_kept() {
    return read([](Session& s) {
             std::int64_t rows = 0;
             s.first("select count(*) from metric_buckets where resolution = 60", into(rows));
             return rows;
           })
        .value();
  }
  void turn(MetricKeeper& keeper) {
    struct Turned {};
    auto once = [](MetricKeeper& of) -> net::Task<Turned> {
      co_await of.turn();
      co_return Turned{};
    };
    support::run_task(context, once(keeper));
  }
};

TEST_F(MetricKeeperTest, turns_go_on_where_the_last_one_ended_until_all_is_swept) {
  fill(45, 3);
  MetricKeeper keeper(context, clock_, *database_);
  turn(keeper);
  EXPECT_EQ(keeper.place(), 20);
  EXPECT_EQ(minutes_kept(), 45 * 3) << "nothing is past its time yet";
  clock_.advance(hours(24 * 7) + minutes(10));
  turn(keeper);
  EXPECT_EQ(keeper.place(), 40);
  EXPECT_EQ(minutes_kept(), 25 * 3);
  turn(keeper);
  EXPECT_EQ(keeper.place(), 0);
  turn(keeper);
  EXPECT_EQ(minutes_kept(), 0);
}

TEST_F(MetricKeeperTest, a_restart_in_between_ends_at_the_same) {
  fill(30, 2);
  clock_.advance(hours(24 * 8));
  for (int run = 0; run < 3; ++run) {
    MetricKeeper keeper(context, clock_, *database_);
    turn(keeper);
    if (run == 1) turn(keeper);
    reopen();
  }
  EXPECT_EQ(minutes_kept(), 0);
}

}  // namespace
}  // namespace robson::storage
