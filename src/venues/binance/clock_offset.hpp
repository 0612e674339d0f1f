#pragma once
// How far the venue's clock is ahead of ours. Signed requests carry the venue's time; it refuses (-1021) one that is
// more than a second ahead of it or older than recvWindow.
//
// One sample: ask at t0, the answer says `venue`, it is here at t1; the venue read its clock somewhere between, so
// offset = venue - (t0 + t1) / 2, wrong by at most half the round trip. The median of several is taken, so that one
// delayed answer does not bend it.
#include <cstddef>
#include <vector>

#include "base/timestamp.hpp"

namespace robson::venues::binance {

struct ClockSample {
  Timestamp asked{};
  Timestamp venue{};
  Timestamp answered{};
  Duration offset() const { return venue - Timestamp{asked.us + (answered - asked).count() / 2}; }
};

// Median of the offsets; `samples` must not be empty. Of an even number the lower middle.
Duration median_offset(std::vector<ClockSample> samples);

}  // namespace robson::venues::binance
