#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "simulator/symbol_table.hpp"
#include "support.hpp"

namespace robson::simulator {
namespace {

using Tape = std::vector<std::string>;

// The trades of `span` after `now`, as text.
Tape tape_of(const Options& options, Timestamp now, Duration span) {
  auto setup = set_up_market(options, now);
  EXPECT_TRUE(setup) << setup.error();
  LiveMarket market(std::move(setup->symbols), setup->clock);
  Tape tape;
  market.on_events([&](const Events& events) {
    for (const Event& event : events) {
      if (const auto* each = std::get_if<PublicTrade>(&event)) {
        tape.push_back(each->trade.symbol.text + " " + each->trade.price.value.text() + " " +
                       each->trade.quantity.value.text() + " " + std::to_string(each->trade.time.us));
      }
    }
  });
  while (!market.advance(now + span)) {
  }
  return tape;
}

constexpr Timestamp some_time = Timestamp::from_ms(1'767'065'400'000);

TEST(Market, same_seed_same_ticks_other_seed_others) {
  Options options = small_options();
  const Tape once = tape_of(options, some_time, std::chrono::minutes(3));
  EXPECT_EQ(once.size(), 2U * 3U * 300U);
  EXPECT_EQ(once, tape_of(options, some_time, std::chrono::minutes(3)));
  options.seed = 8;
  EXPECT_NE(once, tape_of(options, some_time, std::chrono::minutes(3)));
}

TEST(Market, a_simulator_started_again_goes_on_where_it_would_have_been) {
  const Options options = small_options();
  const Tape all = tape_of(options, some_time, std::chrono::minutes(4));
  Tape later = tape_of(options, some_time + std::chrono::minutes(2), std::chrono::minutes(2));
  ASSERT_FALSE(later.empty());
  std::sort(later.begin(), later.end());
  Tape tail = all;
  std::sort(tail.begin(), tail.end());
  EXPECT_TRUE(std::includes(tail.begin(), tail.end(), later.begin(), later.end()));
}

TEST(Market, the_synthetic_price_stays_near_its_level_for_years) {
  const auto traits_price = std::int64_t{8'920'000};
  for (const std::uint64_t seed : {1U, 7U, 99U}) {
    const SyntheticSource source({seed, traits_price, 5'000'000, 1000});
    std::int64_t last_close = 0;
    for (std::int64_t minute = 29'000'000; minute < 29'000'000 + 525'600; minute += 15) {
      const Bar bar = source.row(minute)->bar;
      ASSERT_LE(bar.low, std::min(bar.open, bar.close));
      ASSERT_GE(bar.high, std::max(bar.open, bar.close));
      ASSERT_GT(bar.low, 8'650'000);
      ASSERT_LT(bar.high, 9'190'000);
      if (last_close != 0) {
        ASSERT_EQ(bar.open, last_close);
      }
      last_close = bar.close;
    }
  }
}

TEST(Market, charts_of_all_intervals_are_full_at_once_and_finer_candles_sum_to_coarser) {
  Options options = small_options();
  options.past_days = Options{}.past_days;
  auto setup = set_up_market(options, some_time);
  LiveMarket market(std::move(setup->symbols), setup->clock);
  const CandleBook& book = market.find(*Symbol::parse("BTCUSDC"))->candles();
  for (const Interval interval : all_intervals) {
    EXPECT_GE(book.series(interval).size(), interval == Interval::d1 ? 500U : 1000U) << name(interval);
  }
  const std::array<std::pair<Interval, Interval>, 5> pairs = {{{Interval::m1, Interval::m5},
                                                               {Interval::m5, Interval::m15},
                                                               {Interval::m15, Interval::h1},
                                                               {Interval::h1, Interval::h4},
                                                               {Interval::h4, Interval::d1}}};
  for (const auto& [fine, coarse] : pairs) {
    const auto& coarser = book.series(coarse);
    for (std::size_t back = 2; back < 6; ++back) {
      const KeptCandle& whole = coarser[coarser.size() - back];
      const auto parts = book.range(fine, whole.minute, whole.minute + minutes_of(coarse) - 1, 100);
      ASSERT_EQ(parts.size(), static_cast<std::size_t>(minutes_of(coarse) / minutes_of(fine)));
      Bar sum = parts.front().bar;
      for (std::size_t i = 1; i < parts.size(); ++i) sum.append(parts[i].bar);
      EXPECT_EQ(sum, whole.bar) << name(coarse);
    }
  }
}

class Replay : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream out(path_);
    out << "open_time_ms,open,high,low,close,volume\n";
    std::int64_t price = 8'900'000;
    Rng rng(3);
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::int64_t close = price + rng.between(-5'000, 5'000);
      const auto text = [](std::int64_t cents) {
        return std::to_string(cents / 100) + "." + std::to_string(cents % 100 + 100).substr(1);
      };
      out << (first_minute + i * 15) * 60'000 << ',' << text(price) << ','
          << text(std::max(price, close) + rng.below(3'000)) << ',' << text(std::min(price, close) - rng.below(3'000))
          << ',' << text(close) << ',' << rng.below(90) << ".5\n";
      price = close;
    }
  }
  void TearDown() override { std::filesystem::remove(path_); }

  Options options() const {
    Options made;
    made.replays = {{*Symbol::parse("BTCUSDC"), path_}};
    made.ticks_per_second = 1;
    return made;
  }

  static constexpr std::int64_t rows = 1'100;
  static constexpr std::int64_t first_minute = 29'000'010;  // on a quarter of an hour
  std::string path_ =
      (std::filesystem::temp_directory_path() / ("replay-" + std::to_string(::getpid()) + ".csv")).string();
};

TEST_F(Replay, past_and_present_candles_equal_the_rows_of_the_file) {
  auto setup = set_up_market(options(), some_time);
  ASSERT_TRUE(setup) << setup.error();
  LiveMarket market(std::move(setup->symbols), setup->clock);
  const SymbolMarket& btc = *market.find(*Symbol::parse("BTCUSDC"));
  EXPECT_GE(btc.candles().series(Interval::m15).size(), 1'000U);
  while (!market.advance(some_time + std::chrono::hours(20))) {
  }
  const auto& file = dynamic_cast<const ReplaySource&>(btc.source()).file();
  const std::int64_t shift = btc.candles().series(Interval::m15).front().minute - first_minute;
  EXPECT_EQ(shift % 15, 0);
  std::size_t compared = 0;
  for (const KeptCandle& candle : btc.candles().series(Interval::m15)) {
    const std::size_t row = static_cast<std::size_t>((candle.minute - shift - first_minute) / 15);
    if (row >= 1'075) break;
    const Bar& wanted = file.rows[row].bar;
    ASSERT_EQ(candle.bar.open, wanted.open);
    ASSERT_EQ(candle.bar.high, wanted.high);
    ASSERT_EQ(candle.bar.low, wanted.low);
    ASSERT_EQ(candle.bar.close, wanted.close);
    ASSERT_EQ(candle.bar.volume, wanted.volume);
    ++compared;
  }
  EXPECT_EQ(compared, 1'075U);
}

TEST_F(Replay, after_the_end_of_the_file_the_price_goes_on_from_its_last) {
  Options fast = options();
  fast.start = Timestamp{(first_minute + (rows - 1) * 15) * 60'000'000};
  auto setup = set_up_market(fast, some_time);
  ASSERT_TRUE(setup) << setup.error();
  LiveMarket market(std::move(setup->symbols), setup->clock);
  while (!market.advance(some_time + std::chrono::minutes(60))) {
  }
  const SymbolMarket& btc = *market.find(*Symbol::parse("BTCUSDC"));
  const auto& candles = btc.candles().series(Interval::m15);
  const auto& file = dynamic_cast<const ReplaySource&>(btc.source()).file();
  const Bar& last = file.rows.back().bar;
  ASSERT_GE(candles.size(), 4U);
  EXPECT_EQ(candles[candles.size() - 4].bar.open, last.close);
}

TEST_F(Replay, historical_times_are_kept_when_asked) {
  Options kept = options();
  kept.historical_times = true;
  auto setup = set_up_market(kept, some_time);
  ASSERT_TRUE(setup);
  EXPECT_EQ(setup->clock.market_start.us, (first_minute + 15'000) * 60'000'000);
  EXPECT_EQ(setup->symbols.front().shift_minutes, 0);
}

TEST_F(Replay, speed_multiplies_time) {
  Options fast = options();
  fast.speed = 60;
  auto setup = set_up_market(fast, some_time);
  EXPECT_EQ(setup->clock.at(some_time + std::chrono::seconds(2)).us, (some_time + std::chrono::minutes(2)).us);
}

TEST_F(Replay, a_start_outside_of_the_file_is_refused_with_its_span) {
  Options wrong = options();
  wrong.start = Timestamp{0};
  const auto setup = set_up_market(wrong, some_time);
  ASSERT_FALSE(setup);
  EXPECT_NE(setup.error().find("--start \"1970-01-01T00:00:00.000Z\" is not allowed"), std::string::npos);
}

TEST(Ladder, prices_stand_around_the_last_one_and_do_not_cross) {
  const LadderShape shape = ladder_shape(7, 8'920'000, 5'000'000);
  EXPECT_EQ(shape.spread, 100);
  for (std::int64_t last = 8'924'500; last < 8'924'700; ++last) {
    const Ladder ladder = ladder_at(shape, last, some_time);
    ASSERT_EQ(ladder.bids.size(), 50U);
    ASSERT_EQ(ladder.asks.size(), 50U);
    ASSERT_LE(ladder.bids.front().price, last);
    ASSERT_GT(ladder.asks.front().price, last);
    ASSERT_EQ(ladder.asks.front().price - ladder.bids.front().price, 100);
    for (std::size_t i = 1; i < 50; ++i) {
      ASSERT_LT(ladder.bids[i].price, ladder.bids[i - 1].price);
      ASSERT_GT(ladder.asks[i].price, ladder.asks[i - 1].price);
      ASSERT_GT(ladder.bids[i].lots, 0);
    }
  }
  const Ladder golden = ladder_at(shape, 8'924'550, some_time);
  EXPECT_EQ(golden.bids.front().price, 8'924'500);
  EXPECT_EQ(golden.asks.front().price, 8'924'600);
}

}  // namespace
}  // namespace robson::simulator
