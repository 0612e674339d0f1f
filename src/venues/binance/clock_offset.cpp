#include "venues/binance/clock_offset.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson::venues::binance {

Duration median_offset(std::vector<ClockSample> samples) {
  ensure(!samples.empty(), "a clock offset is the median of at least one sample");
  std::ranges::sort(samples, {}, &ClockSample::offset);
  return samples[(samples.size() - 1) / 2].offset();
}

}  // namespace robson::venues::binance
