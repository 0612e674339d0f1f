#include "simulator/hedge/seeded_wave.hpp"

#include "simulator/random.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t million = 1'000'000;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// -1,000,000 to 1,000,000
std::int64_t point(std::uint64_t seed, std::int64_t cell) {
  return scale(mix(seed, static_cast<std::uint64_t>(cell)), 2 * million + 1) - million;
}

}  // namespace

Decimal wave_at(std::uint64_t seed, Duration shortest, int octaves, Timestamp moment) {
  Int128 sum = 0;
  std::int64_t period = shortest.count();
  for (int i = 0; i < octaves; ++i, period *= 2) {
    const std::uint64_t salt = mix(seed, static_cast<std::uint64_t>(i));
    const std::int64_t cell = floor_divide(moment.us, period);
    const Int128 here = point(salt, cell);
    sum += here + (point(salt, cell + 1) - here) * (moment.us - cell * period) / period;
  }
  return Decimal::from_units(sum * million / octaves);
}

std::int64_t draw_of_period(std::uint64_t seed, Duration period, Timestamp moment, std::int64_t count) {
  return scale(mix(seed, static_cast<std::uint64_t>(floor_divide(moment.us, period.count()))), count);
}

}  // namespace robson::simulator
