#include "simulator/candle_book.hpp"

namespace robson::simulator {

int minutes_of(Interval interval) {
  return static_cast<int>(length(interval) / std::chrono::minutes(1));
}

void CandleBook::add(Interval interval, std::int64_t minute, const Bar& bar, std::int64_t trade) {
  auto& candles = series_[static_cast<std::size_t>(interval)];
  const std::int64_t open = minute - minute % minutes_of(interval);
  if (!candles.empty() && candles.back().minute == open) {
    candles.back().bar.append(bar);
  } else {
    if (candles.size() == kept) candles.pop_front();
    candles.push_back({open, trade, trade, bar});
  }
  if (trade == 0) return;
  KeptCandle& last = candles.back();
  if (last.first_trade == 0) last.first_trade = trade;
  last.last_trade = trade;
}

void CandleBook::add(std::int64_t minute, int minutes, const Bar& bar) {
  for (const Interval interval : all_intervals) {
    if (minutes_of(interval) % minutes == 0) add(interval, minute, bar, 0);
  }
}

void CandleBook::add(std::int64_t minute, const Tick& tick, std::int64_t trade) {
  Bar bar;
  bar.open = bar.high = bar.low = bar.close = tick.price;
  bar.volume = tick.lots;
  bar.trades = tick.lots > 0 ? 1 : 0;
  bar.turnover = static_cast<Int128>(tick.price) * tick.lots;
  if (!tick.buyer_is_maker) {
    bar.buys = tick.lots;
    bar.buys_turnover = bar.turnover;
  }
  for (const Interval interval : all_intervals) add(interval, minute, bar, trade);
}

std::vector<KeptCandle> CandleBook::range(Interval interval, std::optional<std::int64_t> from,
                                          std::optional<std::int64_t> to, std::size_t limit) const {
  const auto& candles = series(interval);
  const auto before = [](const KeptCandle& candle, std::int64_t minute) { return candle.minute < minute; };
  auto begin = from ? std::lower_bound(candles.begin(), candles.end(), *from, before) : candles.begin();
  auto end = to ? std::lower_bound(candles.begin(), candles.end(), *to + 1, before) : candles.end();
  if (end < begin) return {};
  if (static_cast<std::size_t>(end - begin) > limit) {
    if (from) {
      end = begin + static_cast<std::ptrdiff_t>(limit);
    } else {
      begin = end - static_cast<std::ptrdiff_t>(limit);
    }
  }
  return {begin, end};
}

std::optional<Bar> CandleBook::rolling(std::int64_t now, std::int64_t minutes) const {
  const auto& candles = series(Interval::m1);
  std::optional<Bar> sum;
  const auto first =
      std::lower_bound(candles.begin(), candles.end(), now - minutes + 1,
                       [](const KeptCandle& candle, std::int64_t minute) { return candle.minute < minute; });
  for (auto candle = first; candle != candles.end(); ++candle) {
    if (sum) {
      sum->append(candle->bar);
    } else {
      sum = candle->bar;
    }
  }
  return sum;
}

}  // namespace robson::simulator
