#pragma once
// A smooth random quantity that is a function of time alone: lines between seeded points, one every period, summed over
// periods that double. It stays around 0 within +-1 and needs not be walked to, so a run that goes on later goes on as
// if it had never ended.
#include <cstdint>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

// At `moment`, -1 to 1, of waves with periods `shortest`, 2 x, 4 x ... (`octaves` of them, at least 1).
Decimal wave_at(std::uint64_t seed, Duration shortest, int octaves, Timestamp moment);
// The seeded points themselves: the one of the period that holds `moment`, 0 to `count` - 1.
std::int64_t draw_of_period(std::uint64_t seed, Duration period, Timestamp moment, std::int64_t count);

}  // namespace robson::simulator
