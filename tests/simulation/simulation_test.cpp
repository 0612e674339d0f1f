// ROBSON_SEED=N replays one seed with its full record; ROBSON_SEEDS=COUNT runs another number than 300.
#include "simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "base/log.hpp"

namespace robson::simulation {
namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

constexpr std::size_t steps_shown = 80;

class Simulation : public testing::TestWithParam<std::uint64_t> {
 protected:
  Simulation() { log::start("simulation", log::Level::off); }
};

// Ten tests of thirty seeds, so that they run beside each other.
TEST_P(Simulation, books_and_venue_agree_after_faults_and_crashes) {
  const std::uint64_t count = number_from("ROBSON_SEEDS", 300) / 10;
  for (std::uint64_t seed = GetParam() * count; seed < (GetParam() + 1) * count; ++seed) {
    const Outcome outcome = run(seed, false);
    if (!outcome.broken.empty()) FAIL() << explain(seed, steps_shown);
    EXPECT_GT(outcome.commits, 10) << seed;
  }
}
INSTANTIATE_TEST_SUITE_P(tenth, Simulation, testing::Range<std::uint64_t>(0, 10));

TEST_F(Simulation, a_seed_does_the_same_each_time) {
  for (std::uint64_t seed = 1000; seed < 1005; ++seed)
    EXPECT_EQ(run(seed, false).digest, run(seed, true).digest) << seed;
}

TEST_F(Simulation, seeds_trade_and_crash) {
  std::size_t trades = 0;
  int lives = 0;
  for (std::uint64_t seed = 2000; seed < 2005; ++seed) {
    const Outcome outcome = run(seed, false);
    trades += outcome.trades;
    lives += outcome.lives;
  }
  EXPECT_GT(trades, 100U);
  EXPECT_GT(lives, 5);
}

TEST_F(Simulation, a_named_seed_is_replayed) {
  // ROBSON_SEED=N replays seed N and shows every step of it.
  const bool shown = std::getenv("ROBSON_SEED") != nullptr;
  const Outcome outcome = run(number_from("ROBSON_SEED", 1), true);
  EXPECT_FALSE(outcome.trace.empty());
  for (const std::string& line : outcome.trace) {
    if (shown) std::cout << line << "\n";
  }
  EXPECT_EQ(outcome.broken, "");
}

}  // namespace
}  // namespace robson::simulation
