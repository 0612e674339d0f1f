#pragma once
// Where a symbol's coarse candles come from: a seeded synthetic market that has no beginning and no end, or a file
// that is continued synthetically from its last price.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/replay_file.hpp"

namespace robson::simulator {

// A coarse candle: `minutes` minutes from `minute` on (minutes since 1970).
struct Row {
  std::int64_t minute = 0;
  int minutes = 0;
  Bar bar{};
};

class PriceSource {
 public:
  virtual ~PriceSource() = default;
  // The row that holds `minute`; nothing in a gap and before the beginning.
  virtual std::optional<Row> row(std::int64_t minute) const = 0;
  virtual std::int64_t first_minute() const = 0;
  virtual int row_minutes() const = 0;
};

struct SyntheticTraits {
  std::uint64_t seed = 0;
  std::int64_t centre = 0;      // the price that it returns to, in ticks
  std::int64_t row_volume = 0;  // usual lots in 15 minutes
  std::int64_t swing = 1000;    // per mille of the usual swing, which is 2 % at the very most around the centre
};

// A price that is a function of time alone: noise at periods from a quarter of an hour to three months, summed (each
// a line between seeded points, wider the longer its period). So any moment is known without walking there, the price
// stays near its centre, and a simulator that is started again goes on as if it had never stopped.
class SyntheticSource final : public PriceSource {
 public:
  explicit SyntheticSource(SyntheticTraits traits, int row_minutes = 15);
  // One that stands at `price` at `minute` and moves on from there.
  static SyntheticSource from(SyntheticTraits traits, int row_minutes, std::int64_t minute, std::int64_t price);

  std::optional<Row> row(std::int64_t minute) const override;
  std::int64_t first_minute() const override { return 0; }
  int row_minutes() const override { return row_minutes_; }

 private:
  struct Octave {
    std::uint64_t salt = 0;
    std::int64_t period = 0;  // minutes
    std::int64_t amplitude = 0;
    std::int64_t cell = -1;  // whose two ends are known
    std::int64_t here = 0;
    std::int64_t next = 0;
  };
  std::int64_t price_at(std::int64_t minute) const;
  std::int64_t noise_at(std::int64_t minute) const;  // in 10^-9 of the centre

  SyntheticTraits traits_{};
  int row_minutes_ = 15;
  std::int64_t offset_ = 0;                   // taken off the noise
  mutable std::array<Octave, 14> octaves_{};  // mutable: they remember the cell that was asked for last
};

class ReplaySource final : public PriceSource {
 public:
  // `after` gives the volume, swing and seed of what follows the file's end.
  ReplaySource(ReplayFile file, SyntheticTraits after);
  std::optional<Row> row(std::int64_t minute) const override;
  std::int64_t first_minute() const override { return file_.rows.front().minute; }
  int row_minutes() const override { return file_.row_minutes; }
  std::int64_t end_minute() const { return end_; }
  const ReplayFile& file() const { return file_; }

 private:
  ReplayFile file_;
  std::int64_t end_ = 0;
  SyntheticSource after_;
};

}  // namespace robson::simulator
