#include "simulator/price_source.hpp"

#include "simulator/random.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t shortest_period = 15;   // minutes; each octave doubles it
constexpr std::int64_t amplitude = 1'400'000;  // 0.14 % of each octave: 15-minute candles as lively as Bitcoin's
constexpr std::int64_t billion = 1'000'000'000;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

SyntheticSource::SyntheticSource(SyntheticTraits traits, int row_minutes) : traits_(traits), row_minutes_(row_minutes) {
  std::int64_t period = shortest_period;
  for (std::size_t i = 0; i < octaves_.size(); ++i) {
    octaves_[i] = {.salt = mix(traits_.seed, i), .period = period, .amplitude = amplitude};
    period *= 2;
  }
}

SyntheticSource SyntheticSource::from(SyntheticTraits traits, int row_minutes, std::int64_t minute,
                                      std::int64_t price) {
  traits.centre = price;
  SyntheticSource made(traits, row_minutes);
  made.offset_ = made.noise_at(minute);
  return made;
}

std::int64_t SyntheticSource::noise_at(std::int64_t minute) const {
  std::int64_t sum = 0;
  for (Octave& octave : octaves_) {
    const std::int64_t cell = floor_divide(minute, octave.period);
    if (cell != octave.cell) {
      const auto end = [&](std::int64_t at) {
        return scale(mix(octave.salt, static_cast<std::uint64_t>(at)), 2 * octave.amplitude) - octave.amplitude;
      };
      octave.cell = cell;
      octave.here = end(cell);
      octave.next = end(cell + 1);
    }
    sum += octave.here + (octave.next - octave.here) * (minute - cell * octave.period) / octave.period;
  }
  return sum * traits_.swing / 1000;
}

std::int64_t SyntheticSource::price_at(std::int64_t minute) const {
  const auto moved = static_cast<Int128>(traits_.centre) * (noise_at(minute) - offset_) / billion;
  return std::max<std::int64_t>(1, traits_.centre + static_cast<std::int64_t>(moved));
}

std::optional<Row> SyntheticSource::row(std::int64_t minute) const {
  const std::int64_t index = floor_divide(minute, row_minutes_);
  const std::int64_t start = index * row_minutes_;
  Rng rng(mix(mix(traits_.seed, "row"), static_cast<std::uint64_t>(start)));
  Bar bar;
  bar.open = price_at(start);
  bar.close = price_at(start + row_minutes_);
  const std::int64_t wick = std::max<std::int64_t>(1, traits_.centre / 1'000'000 * 1200 * traits_.swing / 1000);
  bar.high = std::max(bar.open, bar.close) + rng.below(wick);
  bar.low = std::max<std::int64_t>(1, std::min(bar.open, bar.close) - rng.below(wick));
  const std::int64_t usual = std::max<std::int64_t>(1, traits_.row_volume * row_minutes_ / 15);
  const bool busy = rng.below(12) == 0;
  bar.volume = usual * rng.between(busy ? 1500 : 300, busy ? 4000 : 1500) / 1000;
  return Row{start, row_minutes_, bar};
}

ReplaySource::ReplaySource(ReplayFile file, SyntheticTraits after)
    : file_(std::move(file)),
      end_(file_.end_minute()),
      after_(SyntheticSource::from(after, file_.row_minutes, end_, file_.rows.back().bar.close)) {}

std::optional<Row> ReplaySource::row(std::int64_t minute) const {
  if (minute >= end_) return after_.row(minute);
  const auto later = std::upper_bound(file_.rows.begin(), file_.rows.end(), minute,
                                      [](std::int64_t wanted, const ReplayRow& row) { return wanted < row.minute; });
  if (later == file_.rows.begin()) return {};
  const ReplayRow& found = *std::prev(later);
  if (minute >= found.minute + file_.row_minutes) return {};
  return Row{found.minute, file_.row_minutes, found.bar};
}

}  // namespace robson::simulator
