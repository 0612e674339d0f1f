#pragma once
// The candles of one symbol at the six intervals, the forming one last. Fed with whole bars for the past and with
// single ticks for the present; a finer interval always sums to the coarser where both are held.
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "market/candle.hpp"
#include "simulator/bar.hpp"
#include "simulator/path.hpp"

namespace robson::simulator {

struct KeptCandle {
  std::int64_t minute = 0;       // of its open time
  std::int64_t first_trade = 0;  // ids; 0: none known
  std::int64_t last_trade = 0;
  Bar bar{};
};

int minutes_of(Interval interval);

class CandleBook {
 public:
  static constexpr std::size_t kept = 20'000;  // candles an interval

  // A bar of `minutes` minutes from `minute` on: goes into the intervals that are at least as long. Bars come in
  // order; none may straddle the border of a candle.
  void add(std::int64_t minute, int minutes, const Bar& bar);
  // A tick at `minute`; `trade` is its id on the tape, 0 when it has none.
  void add(std::int64_t minute, const Tick& tick, std::int64_t trade);

  const std::deque<KeptCandle>& series(Interval interval) const { return series_[static_cast<std::size_t>(interval)]; }
  // At most `limit` candles opened within from .. to (minutes, both included), the earliest ones when only `from` is
  // given, else the latest.
  std::vector<KeptCandle> range(Interval interval, std::optional<std::int64_t> from, std::optional<std::int64_t> to,
                                std::size_t limit) const;
  // The last `minutes` one-minute candles up to `now` as one bar; nothing when there are none.
  std::optional<Bar> rolling(std::int64_t now, std::int64_t minutes) const;

 private:
  void add(Interval interval, std::int64_t minute, const Bar& bar, std::int64_t trade);
  std::array<std::deque<KeptCandle>, all_intervals.size()> series_;
};

}  // namespace robson::simulator
