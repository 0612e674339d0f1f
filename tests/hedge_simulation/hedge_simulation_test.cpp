// ROBSON_SEED=N replays one seed and shows what happened; ROBSON_SEEDS=COUNT runs another number than 2,000.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "hedge_simulation/simulation.hpp"

namespace robson::hedge_simulation {
namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class HedgeSimulation : public testing::TestWithParam<std::uint64_t> {};

// Ten tests of two hundred seeds, so that they run beside each other.
TEST_P(HedgeSimulation, books_and_venues_agree_after_faults_and_crashes) {
  const std::uint64_t count = number_from("ROBSON_SEEDS", 2000) / 10;
  Report all;
  for (std::uint64_t seed = GetParam() * count; seed < (GetParam() + 1) * count; ++seed) {
    const Report report = run(seed);
    if (!report.broken.empty()) FAIL() << "ROBSON_SEED=" << seed << ": " << report.broken;
    all.positions += report.positions;
    all.lives += report.lives;
    all.payments += report.payments;
    all.stuck += report.stuck;
    all.liquidated += report.liquidated;
    all.unwound += report.unwound;
  }
  std::cout << "positions " << all.positions << ", lives " << all.lives << ", payments " << all.payments << ", stuck "
            << all.stuck << ", liquidated " << all.liquidated << ", unwound " << all.unwound << "\n";
  if (count >= 100) {
    EXPECT_GT(all.positions, 100);
    EXPECT_GT(all.lives, 200);
    EXPECT_GT(all.payments, 50);
    EXPECT_GT(all.stuck, 10);
    EXPECT_GT(all.unwound, 1);
  }
}
INSTANTIATE_TEST_SUITE_P(tenth, HedgeSimulation, testing::Range<std::uint64_t>(0, 10));

TEST(HedgeSimulationSeed, a_named_seed_is_replayed) {
  const bool shown = std::getenv("ROBSON_SEED") != nullptr;
  const Report report = run(number_from("ROBSON_SEED", 1));
  EXPECT_FALSE(report.trace.empty());
  for (const std::string& line : report.trace) {
    if (shown) std::cout << line << "\n";
  }
  EXPECT_EQ(report.broken, "");
}

TEST(HedgeSimulationSeed, a_seed_does_the_same_each_time) {
  for (std::uint64_t seed = 5000; seed < 5003; ++seed) EXPECT_EQ(run(seed).trace, run(seed).trace) << seed;
}

}  // namespace
}  // namespace robson::hedge_simulation
