#include "simulator/path.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "simulator/replay_file.hpp"

namespace robson::simulator {
namespace {

std::string shared_data(const std::string& name) {
  const char* named = std::getenv("ROBSON_SHARED");
  const std::filesystem::path root =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(ROBSON_SOURCE_DIR) / "../shared";
  const auto path = root / "data" / name;
  return std::filesystem::exists(path) ? path.string() : std::string{};
}

Bar sum(const std::vector<Bar>& bars) {
  Bar all = bars.front();
  for (std::size_t i = 1; i < bars.size(); ++i) all.append(bars[i]);
  return all;
}

Bar sum(const std::vector<Tick>& ticks) {
  Bar all{.open = ticks.front().price, .high = ticks.front().price, .low = ticks.front().price};
  for (const Tick& tick : ticks) {
    all.high = std::max(all.high, tick.price);
    all.low = std::min(all.low, tick.price);
    all.close = tick.price;
    all.volume += tick.lots;
  }
  return all;
}

bool same(const Bar& a, const Bar& b) {
  return a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close && a.volume == b.volume;
}

RC_GTEST_PROP(Path, parts_and_ticks_of_any_bar_add_up_to_it, ()) {
  Bar bar;
  bar.low = *rc::gen::inRange<std::int64_t>(1, 10'000'000);
  bar.high = bar.low + *rc::gen::inRange<std::int64_t>(0, 500'000);
  bar.open = *rc::gen::inRange(bar.low, bar.high + 1);
  bar.close = *rc::gen::inRange(bar.low, bar.high + 1);
  bar.volume = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto parts = *rc::gen::element<std::size_t>(1, 3, 5, 15, 60, 1440);
  const Rng rng(*rc::gen::arbitrary<std::uint64_t>());
  const auto bars = split(bar, parts, rng);
  RC_ASSERT(bars.size() == parts);
  RC_ASSERT(same(sum(bars), bar));
  for (std::size_t i = 1; i < bars.size(); ++i) RC_ASSERT(bars[i].open == bars[i - 1].close);
  const auto ticks = ticks_of(bar, *rc::gen::inRange<std::size_t>(0, 400), rng);
  RC_ASSERT(same(sum(ticks), bar));
  for (const Tick& tick : ticks) RC_ASSERT(tick.lots >= 0);
}

TEST(Path, each_row_of_a_real_file_is_the_sum_of_its_minutes_and_ticks) {
  const std::string path = shared_data("candles/BTCUSDT-15m-2025-09_2026-02.csv");
  if (path.empty()) GTEST_SKIP() << "the folder shared/data is not here";
  const auto file = read_replay(path, Grid{});
  ASSERT_TRUE(file) << file.error();
  ASSERT_EQ(file->rows.size(), 17376U);
  ASSERT_EQ(file->row_minutes, 15);
  EXPECT_EQ(file->missing, 0);
  for (const ReplayRow& row : file->rows) {
    const auto seed = static_cast<std::uint64_t>(row.minute);
    const auto minutes = split(row.bar, 15, Rng(seed));
    ASSERT_TRUE(same(sum(minutes), row.bar)) << row.minute;
    std::vector<Tick> ticks;
    for (std::size_t i = 0; i < minutes.size(); ++i) {
      const auto some = ticks_of(minutes[i], 6, Rng(mix(seed, i)));
      ASSERT_TRUE(same(sum(some), minutes[i])) << row.minute << ", minute " << i;
      ticks.insert(ticks.end(), some.begin(), some.end());
    }
    ASSERT_TRUE(same(sum(ticks), row.bar)) << row.minute;
  }
}

TEST(Path, the_same_seed_makes_the_same_ticks_and_another_seed_others) {
  const Bar bar{.open = 8'900'000, .high = 8'910'000, .low = 8'890'000, .close = 8'905'000, .volume = 50'000};
  const auto prices = [&](std::uint64_t seed) {
    std::vector<std::int64_t> made;
    for (const Tick& tick : ticks_of(bar, 300, Rng(seed))) made.insert(made.end(), {tick.price, tick.lots});
    return made;
  };
  EXPECT_EQ(prices(7), prices(7));
  EXPECT_NE(prices(7), prices(8));
}

}  // namespace
}  // namespace robson::simulator
