#include "market/candle_series.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace robson {
namespace {

// Joins a later candle, or a later part of the same one, onto `into`.
void extend(Candle& into, const Candle& later) {
  into.high = std::max(into.high, later.high);
  into.low = std::min(into.low, later.low);
  into.close = later.close;
  into.volume += later.volume;
  into.quote_volume += later.quote_volume;
  into.trades += later.trades;
}

Candle candle_of(const Trade& trade, Interval interval) {
  return {.open_time = open_time_of(trade.time, interval),
          .open = trade.price,
          .high = trade.price,
          .low = trade.price,
          .close = trade.price,
          .volume = trade.quantity,
          .quote_volume = notional(trade.price, trade.quantity),
          .trades = 1,
          .closed = false};
}

}  // namespace

CandleSeries::CandleSeries(Interval interval, std::size_t capacity) : interval_(interval), capacity_(capacity) {
  ensure(capacity > 0, "a candle series has room for at least one candle");
}

bool CandleSeries::on_grid(const Candle& candle) const {
  return open_time_of(candle.open_time, interval_) == candle.open_time;
}

void CandleSeries::put(const Candle& candle) {
  const auto at = std::ranges::lower_bound(candles_, candle.open_time, {}, &Candle::open_time);
  if (at != candles_.end() && at->open_time == candle.open_time) {
    if (at->closed && !candle.closed) return;  // a late word about a candle that has ended
    *at = candle;
  } else {
    candles_.insert(at, candle);
  }
  // A candle with one behind it has ended, whatever was heard of its end.
  for (std::size_t i = candles_.size() - 1; i-- > 0 && !candles_[i].closed;) candles_[i].closed = true;
  while (candles_.size() > capacity_) candles_.pop_front();
}

bool CandleSeries::merge(const std::vector<Candle>& history, Timestamp as_of) {
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (!on_grid(history[i])) return false;
    if (i > 0 && history[i].open_time <= history[i - 1].open_time) return false;
  }
  for (const Candle& candle : history) put(candle);
  merged_at_ = std::max(merged_at_, as_of);
  return true;
}

bool CandleSeries::apply(const Candle& live, Timestamp as_of) {
  if (!on_grid(live)) return false;
  if (!candles_.empty() && live.open_time < candles_.front().open_time) return false;
  put(live);
  merged_at_ = std::max(merged_at_, as_of);
  return true;
}

bool CandleSeries::apply(const Trade& trade) {
  if (trade.time <= merged_at_) return false;
  const Candle part = candle_of(trade, interval_);
  if (candles_.empty() || part.open_time > candles_.back().open_time) {
    put(part);
    return true;
  }
  Candle& last = candles_.back();
  if (part.open_time < last.open_time || last.closed) return false;
  extend(last, part);
  return true;
}

void CandleSeries::close_due(Timestamp now) {
  if (candles_.empty()) return;
  Candle& last = candles_.back();
  if (now >= last.open_time + length(interval_)) last.closed = true;
}

std::vector<Candle> CandleSeries::newest(std::size_t count) const {
  const std::size_t taken = std::min(count, candles_.size());
  return {candles_.end() - static_cast<std::ptrdiff_t>(taken), candles_.end()};
}

std::optional<Timestamp> CandleSeries::first_hole() const {
  for (std::size_t i = 1; i < candles_.size(); ++i) {
    const Timestamp expected = candles_[i - 1].open_time + length(interval_);
    if (candles_[i].open_time != expected) return expected;
  }
  return {};
}

std::vector<Candle> aggregate(const std::vector<Candle>& fine, Interval from, Interval to) {
  const auto per_bucket = length(to) / length(from);
  ensure(length(to) % length(from) == Duration{} && per_bucket >= 1, "candles are summed into a multiple of theirs");
  std::vector<Candle> sums;
  Candle sum;
  std::int64_t joined = 0;  // candles in `sum`, without a hole from the start of its bucket
  for (const Candle& candle : fine) {
    const bool starts = open_time_of(candle.open_time, to) == candle.open_time;
    const bool follows = joined > 0 && candle.open_time == sum.open_time + length(from) * joined;
    if (!candle.closed || (!starts && !follows)) {
      joined = 0;
    } else if (starts) {
      sum = candle;
      joined = 1;
    } else {
      extend(sum, candle);
      ++joined;
    }
    if (joined == per_bucket) {
      sums.push_back(sum);
      joined = 0;
    }
  }
  return sums;
}

}  // namespace robson
