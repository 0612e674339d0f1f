#pragma once
// One seeded life of the strategy at unreliable venues, in virtual time: nine minutes of faults, crashes,
// outages, jumps of the price and people's commands; then the faults end and everything must come to rest; then all is
// closed, and the books must agree with both venues to the last digit.
#include <cstdint>
#include <string>
#include <vector>

namespace robson::hedge_simulation {

struct Report {
  std::string broken{};  // the first rule that was, or empty
  int lives = 0;
  int positions = 0;
  int payments = 0;
  int stuck = 0;
  int liquidated = 0;
  int rebalanced = 0;
  int unwound = 0;
  std::vector<std::string> trace{};
};
Report run(std::uint64_t seed);

}  // namespace robson::hedge_simulation
