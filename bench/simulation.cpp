// robson_simulation [COUNT] [FIRST]: runs COUNT seeds (10,000) of the seeded simulation from FIRST (0) and prints one
// JSON object. A seed that fails prints itself with its last steps and ends the run with status 1.
#include "simulation/simulation.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "base/log.hpp"

int main(int count, char** arguments) {
  using Clock = std::chrono::steady_clock;
  robson::log::start("simulation", robson::log::Level::off);
  const std::uint64_t seeds = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10'000;
  const std::uint64_t first = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 0;
  const auto begun = Clock::now();
  std::uint64_t trades = 0;
  std::uint64_t lives = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto outcome = robson::simulation::run(seed, false);
    trades += outcome.trades;
    lives += static_cast<std::uint64_t>(outcome.lives);
    if (outcome.broken.empty()) continue;
    fmt::print(stderr, "{}", robson::simulation::explain(seed, 120));
    return 1;
  }
  const std::chrono::duration<double> took = Clock::now() - begun;
  fmt::print(R"({{"seeds":{},"seconds":{:.3f},"trades":{},"crashes":{}}})", seeds, took.count(), trades, lives - seeds);
  fmt::print("\n");
  return 0;
}
