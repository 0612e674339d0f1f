#pragma once
#include <stdexcept>
namespace robson::scenario {
// What a scenario says does not hold, or cannot be understood.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace robson::scenario
