#pragma once
// One seeded run: two tenants trade with the real engine and runtime on an exchange that is far away and unreliable,
// while the server crashes now and then. At the end the faults stop, things settle, and the books must agree.
#include <string>
#include <vector>

namespace robson::simulation {

struct Outcome {
  std::string broken{};  // empty: all held
  std::vector<std::string> trace{};
  std::uint64_t digest = 0;
  int lives = 0;
  int requests = 0;
  int commits = 0;
  std::size_t operations = 0;
  std::size_t trades = 0;
};

Outcome run(std::uint64_t seed, bool tracing);

// "seed N: what broke", and the last steps that led there: the run is repeated with its record on.
std::string explain(std::uint64_t seed, std::size_t last_steps);

}  // namespace robson::simulation
