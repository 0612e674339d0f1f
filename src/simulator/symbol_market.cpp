#include "simulator/symbol_market.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t wanted_trades = 1'000;  // that shall be known when the market opens

std::int64_t minute_of(Timestamp moment) {
  return moment.us / minute_us;
}

}  // namespace

SymbolMarket::SymbolMarket(SymbolSetup setup, Timestamp now) : setup_(std::move(setup)) {
  setup_.ticks_per_minute = std::max<std::size_t>(setup_.ticks_per_minute, 4);
  const auto a_minute = static_cast<std::int64_t>(setup_.ticks_per_minute);
  const std::int64_t warm = std::clamp<std::int64_t>(wanted_trades / a_minute + 1, 1, 60);
  const std::int64_t begin = minute_of(now) - warm;
  build_past(begin);
  enter(begin);
  if (last_ == 0) last_ = setup_.source->row(setup_.source->first_minute())->bar.open;
  if (!setup_.goes_on_from) return;
  offset_ = setup_.goes_on_from->offset.value_or(setup_.goes_on_from->last - last_);
  last_ = std::max<std::int64_t>(1, last_ + offset_);
}

void SymbolMarket::build_past(std::int64_t until_minute) {
  constexpr std::int64_t fine_minutes = 5 * static_cast<std::int64_t>(CandleBook::kept);
  std::int64_t minute =
      std::max(setup_.source->first_minute() + setup_.shift_minutes, until_minute - setup_.past_days * 1440);
  const auto a_minute = static_cast<std::int64_t>(setup_.ticks_per_minute);
  minute -= minute % 1440 == 0 ? 0 : minute % setup_.source->row_minutes();
  while (minute < until_minute) {
    const auto row = setup_.source->row(minute - setup_.shift_minutes);
    if (!row) {
      minute += setup_.source->row_minutes();
      continue;
    }
    const std::int64_t start = row->minute + setup_.shift_minutes;
    const bool one_piece = start + row->minutes <= until_minute - fine_minutes && 1440 % row->minutes == 0 &&
                           (row->minutes == 15 || row->minutes >= 60);
    const Rng rng(mix(setup_.seed, static_cast<std::uint64_t>(row->minute)));
    if (one_piece) {
      Bar bar = row->bar;
      complete(bar, a_minute * row->minutes, rng);
      candles_.add(start, row->minutes, bar);
      last_ = bar.close;
    } else if (const auto* bars = minutes_of_row(start)) {
      for (std::size_t i = 0; i < bars->size() && start + static_cast<std::int64_t>(i) < until_minute; ++i) {
        Bar bar = (*bars)[i];
        complete(bar, a_minute, Rng(mix(setup_.seed, static_cast<std::uint64_t>(start) + i)));
        candles_.add(start + static_cast<std::int64_t>(i), 1, bar);
        last_ = bar.close;
      }
    }
    minute = start + row->minutes;
  }
}

const std::vector<Bar>* SymbolMarket::minutes_of_row(std::int64_t minute) {
  if (row_bars_.empty() || minute < row_.minute || minute >= row_.minute + row_.minutes) {
    const auto row = setup_.source->row(minute - setup_.shift_minutes);
    if (!row) return nullptr;
    row_bars_ = split(row->bar, static_cast<std::size_t>(row->minutes),
                      Rng(mix(setup_.seed, static_cast<std::uint64_t>(row->minute))));
    row_ = *row;
    row_.minute += setup_.shift_minutes;
  }
  return &row_bars_;
}

void SymbolMarket::enter(std::int64_t minute) {
  minute_ = minute;
  next_tick_ = 0;
  ticks_.clear();
  const auto* bars = minutes_of_row(minute);
  if (bars == nullptr) return;
  const auto source_minute = static_cast<std::uint64_t>(minute - setup_.shift_minutes);
  ticks_ = ticks_of((*bars)[static_cast<std::size_t>(minute - row_.minute)], setup_.ticks_per_minute,
                    Rng(mix(mix(setup_.seed, "ticks"), source_minute)));
}

void SymbolMarket::move_to(std::int64_t price, Timestamp now, const Print& print) {
  const Tick tick{.price = price, .lots = 1, .buyer_is_maker = price < last_};
  offset_ += price - last_;
  last_ = price;
  candles_.add(minute_, tick, print(tick, now));
}

void SymbolMarket::hold(bool still) {
  held_ = still;
}

bool SymbolMarket::advance(Timestamp now, std::size_t limit, const Print& print) {
  while (limit-- > 0) {
    if (next_tick_ == ticks_.size()) {
      if (minute_of(now) <= minute_) return true;
      enter(minute_ + 1);
      continue;
    }
    const auto offset = minute_us * static_cast<std::int64_t>(next_tick_) / static_cast<std::int64_t>(ticks_.size());
    const Timestamp due{minute_ * minute_us + offset};
    if (due > now) return true;
    Tick tick = ticks_[next_tick_++];
    const std::int64_t path = tick.price;
    tick.price = held_ ? last_ : std::max<std::int64_t>(1, path + offset_);
    if (held_) offset_ = last_ - path;  // let go, it moves on from where it stood
    last_ = tick.price;
    candles_.add(minute_, tick, print(tick, due));
  }
  return false;
}

}  // namespace robson::simulator
