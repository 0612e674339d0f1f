#pragma once
// Pauses between attempts to reconnect: the first within 100 ms, then doubling from 250 ms up to 2 s, each shortened
// by up to half at random, so that many clients do not return in step. The cap keeps a return under 5 s; 2 s is 150
// attempts in 5 minutes, half of what the venue allows an address.
#include <cstdint>
#include <random>

#include "base/timestamp.hpp"

namespace robson::venues::binance {

class Backoff {
 public:
  static constexpr Duration cap = std::chrono::seconds(2);

  explicit Backoff(std::uint32_t seed) : random_(seed) {}
  Duration next();
  void reset() { attempts_ = 0; }
  int attempts() const { return attempts_; }

 private:
  std::minstd_rand random_;
  int attempts_ = 0;
};

}  // namespace robson::venues::binance
