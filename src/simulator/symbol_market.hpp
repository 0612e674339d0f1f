#pragma once
// One symbol's market as time passes: it turns the rows of its price source into minutes and the minutes into ticks,
// and keeps the candles. Loop thread; knows time only as it is told.
//
// Candles count the path and nothing else: what our accounts trade is on the tape, but not in them, so that they stay
// equal to the rows they come from.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "market/instrument.hpp"
#include "simulator/candle_book.hpp"
#include "simulator/ladder.hpp"
#include "simulator/price_source.hpp"

namespace robson::simulator {

// Puts a tick on the tape and answers the id it got there; 0 for one without lots.
using Print = std::function<std::int64_t(const Tick&, Timestamp)>;

// Where the price of an earlier run stood.
struct PathEnd {
  std::optional<std::int64_t> offset{};  // beside this very path, ticks; none: it was another path
  std::int64_t last = 0;                 // ticks, > 0
};

struct SymbolSetup {
  Instrument instrument{};
  Grid grid{};
  LadderShape ladder{};
  std::unique_ptr<PriceSource> source{};
  std::int64_t shift_minutes = 0;      // market time less the source's time
  std::size_t ticks_per_minute = 300;  // of market time, at least 4
  std::int64_t past_days = 500;        // how far back candles reach at most
  std::uint64_t seed = 0;
  bool synthetic = false;                 // its price is kept from run to run
  std::optional<PathEnd> goes_on_from{};  // the past is the path's own still
};

class SymbolMarket {
 public:
  // Builds the past up to some minutes before `now`; the first `advance` makes the ticks from there.
  SymbolMarket(SymbolSetup setup, Timestamp now);

  // Makes the ticks that are due by `now`, oldest first, at most `limit`; false when more are due.
  bool advance(Timestamp now, std::size_t limit, const Print& print);

  // Trades at `price` (ticks, > 0) at once; the path goes on from there, or while `holds` every tick is at that price.
  void move_to(std::int64_t price, Timestamp now, const Print& print);
  void hold(bool still);
  bool holds() const { return held_; }
  std::int64_t offset() const { return offset_; }  // of the price beside its path, ticks
  std::uint64_t seed() const { return setup_.seed; }
  bool is_synthetic() const { return setup_.synthetic; }

  const Instrument& instrument() const { return setup_.instrument; }
  const Grid& grid() const { return setup_.grid; }
  const PriceSource& source() const { return *setup_.source; }
  const CandleBook& candles() const { return candles_; }
  std::int64_t ticks_per_minute() const { return static_cast<std::int64_t>(setup_.ticks_per_minute); }
  std::int64_t last_price() const { return last_; }  // ticks
  Ladder ladder(Timestamp now) const { return ladder_at(setup_.ladder, last_, now); }
  Timestamp source_time(Timestamp now) const { return now - std::chrono::minutes(setup_.shift_minutes); }

 private:
  void build_past(std::int64_t until_minute);
  const std::vector<Bar>* minutes_of_row(std::int64_t minute);  // fills row_; nullptr in a gap
  void enter(std::int64_t minute);

  SymbolSetup setup_;
  CandleBook candles_{};
  std::int64_t last_ = 0;
  std::int64_t offset_ = 0;  // of the path, by move_to or an earlier run; ticks
  bool held_ = false;

  Row row_{};                    // in market time
  std::vector<Bar> row_bars_{};  // its minutes
  std::int64_t minute_ = 0;      // the one whose ticks are in ticks_
  std::vector<Tick> ticks_{};
  std::size_t next_tick_ = 0;
};

}  // namespace robson::simulator
