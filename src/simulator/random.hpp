#pragma once
// Seeded randomness that is the same on every machine and build: std's distributions are not.
#include <cstdint>
#include <string_view>

namespace robson::simulator {

// SplitMix64's finaliser: each bit of the answer depends on every bit of `x`.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return mix(a ^ mix(b));
}
constexpr std::uint64_t mix(std::uint64_t seed, std::string_view text) {
  for (const char c : text) seed = mix(seed, static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
  return seed;
}
// `random` (64 random bits) scaled to 0 .. count-1; `count` > 0.
constexpr std::int64_t scale(std::uint64_t random, std::int64_t count) {
  __extension__ typedef unsigned __int128 Wide;
  return static_cast<std::int64_t>((static_cast<Wide>(random) * static_cast<Wide>(count)) >> 64U);
}

class Rng {
 public:
  explicit constexpr Rng(std::uint64_t seed) : state_(seed) {}
  constexpr std::uint64_t next() { return mix(state_++); }
  // 0 .. count-1; `count` > 0.
  constexpr std::int64_t below(std::int64_t count) { return scale(next(), count); }
  // low .. high, both included.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }

 private:
  std::uint64_t state_;
};

}  // namespace robson::simulator
