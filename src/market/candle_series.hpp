#pragma once
// Candles of one symbol and interval: closed history from the venue, and the forming candle kept alive by the stream.
//
//   history (REST) ──merge──▶  [closed][closed]...[closed][forming]  ◀──apply── kline events, trades
//
// What the venue says of a candle wins over what trades made of it. Trades move open, high, low and close exactly;
// their volume is exact from the moment of the last merge on. A trade never fills a hole: a quiet market and lost
// messages look the same from here, so a hole is reported and repaired by the next merge.
#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "market/candle.hpp"
#include "market/quote.hpp"

namespace robson {

// Any thread, one at a time; pure.
class CandleSeries {
 public:
  // Keeps the newest `capacity` (at least 1) candles.
  CandleSeries(Interval interval, std::size_t capacity);

  // History, oldest first, as the venue had it at `as_of`; replaces what is known of the same open times. False, and
  // nothing taken, when it is out of order or off the interval's grid.
  bool merge(const std::vector<Candle>& history, Timestamp as_of);
  // One candle of the kline stream, forming or closed, with the event's time. False when it is off the grid or older
  // than the series holds.
  bool apply(const Candle& live, Timestamp as_of);
  // A trade that is newer than the last word of the venue and no older than the forming candle; false when it was not
  // used.
  bool apply(const Trade& trade);
  // Closes the forming candle when its time is over at `now`.
  void close_due(Timestamp now);

  const std::deque<Candle>& candles() const { return candles_; }
  // The newest `count`, oldest first.
  std::vector<Candle> newest(std::size_t count) const;
  // Open time of the first candle that is missing between two that are there.
  std::optional<Timestamp> first_hole() const;
  Interval interval() const { return interval_; }

 private:
  bool on_grid(const Candle& candle) const;
  void put(const Candle& candle);

  Interval interval_;
  std::size_t capacity_;
  Timestamp merged_at_{};
  std::deque<Candle> candles_;
};

// Candles of `to` out of whole buckets of `from` candles (oldest first, `to` a multiple of `from`). A bucket with a
// missing or unclosed candle is left out. May throw DecimalOverflow.
std::vector<Candle> aggregate(const std::vector<Candle>& fine, Interval from, Interval to);

}  // namespace robson
