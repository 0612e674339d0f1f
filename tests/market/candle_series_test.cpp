#include "market/candle_series.hpp"

#include <gtest/gtest.h>

#include <map>

#include "support/shared_data.hpp"

namespace robson {
namespace {
using namespace literals;

Timestamp at(int minute, int second = 0) {
  return Timestamp::from_seconds(1'767'065'400 + minute * 60 + second);  // 2025-12-30 03:30
}
Candle candle(int minute, const char* close, bool closed) {
  const Price price{*Decimal::parse(close)};
  return {.open_time = at(minute),
          .open = price,
          .high = price,
          .low = price,
          .close = price,
          .volume = {"2"_d},
          .quote_volume = {"200"_d},
          .trades = 3,
          .closed = closed};
}
Trade trade(std::int64_t id, Timestamp time, const char* price, const char* quantity = "1") {
  return {.symbol = {"BTCUSDC"},
          .id = id,
          .price = {*Decimal::parse(price)},
          .quantity = {*Decimal::parse(quantity)},
          .time = time};
}

class MinuteSeries : public testing::Test {
 protected:
  CandleSeries series{Interval::m1, 5};
};

TEST_F(MinuteSeries, a_trade_extends_the_forming_candle) {
  ASSERT_TRUE(series.merge({candle(0, "100", true), candle(1, "101", false)}, at(1, 10)));
  EXPECT_TRUE(series.apply(trade(1, at(1, 11), "105", "0.5")));
  EXPECT_TRUE(series.apply(trade(2, at(1, 12), "99", "0.25")));
  const Candle& last = series.candles().back();
  EXPECT_EQ(last.open.value, "101"_d);
  EXPECT_EQ(last.high.value, "105"_d);
  EXPECT_EQ(last.low.value, "99"_d);
  EXPECT_EQ(last.close.value, "99"_d);
  EXPECT_EQ(last.volume.value, "2.75"_d);
  EXPECT_EQ(last.quote_volume.value, "277.25"_d);
  EXPECT_EQ(last.trades, 5);
  EXPECT_FALSE(last.closed);
}

TEST_F(MinuteSeries, a_trade_that_the_venue_has_counted_is_not_counted_again) {
  ASSERT_TRUE(series.merge({candle(1, "101", false)}, at(1, 10)));
  EXPECT_FALSE(series.apply(trade(1, at(1, 10), "105")));
  EXPECT_EQ(series.candles().back().high.value, "101"_d);
}

TEST_F(MinuteSeries, a_trade_of_the_next_minute_closes_this_one_and_opens_the_next) {
  ASSERT_TRUE(series.merge({candle(1, "101", false)}, at(1, 10)));
  EXPECT_TRUE(series.apply(trade(1, at(2, 1), "103")));
  ASSERT_EQ(series.candles().size(), 2U);
  EXPECT_TRUE(series.candles()[0].closed);
  EXPECT_EQ(series.candles()[1].open_time, at(2));
  EXPECT_EQ(series.candles()[1].open.value, "103"_d);
  EXPECT_FALSE(series.candles()[1].closed);
}

TEST_F(MinuteSeries, the_venues_word_wins_over_what_trades_made) {
  ASSERT_TRUE(series.merge({candle(1, "101", false)}, at(1, 10)));
  EXPECT_TRUE(series.apply(trade(1, at(1, 20), "150")));
  EXPECT_TRUE(series.apply(candle(1, "102", true), at(2)));
  EXPECT_EQ(series.candles().back().high.value, "102"_d);
  EXPECT_TRUE(series.candles().back().closed);
}

TEST_F(MinuteSeries, a_late_word_does_not_reopen_a_closed_candle) {
  ASSERT_TRUE(series.merge({candle(1, "101", true)}, at(2)));
  EXPECT_TRUE(series.apply(candle(1, "99", false), at(2, 1)));
  EXPECT_TRUE(series.candles().back().closed);
  EXPECT_EQ(series.candles().back().close.value, "101"_d);
}

TEST_F(MinuteSeries, a_hole_is_reported_until_history_fills_it) {
  ASSERT_TRUE(series.merge({candle(0, "100", true)}, at(1)));
  EXPECT_TRUE(series.apply(trade(1, at(3, 1), "103")));
  EXPECT_EQ(series.first_hole(), at(1));
  ASSERT_TRUE(series.merge({candle(1, "101", true), candle(2, "102", true)}, at(3, 2)));
  EXPECT_EQ(series.first_hole(), std::nullopt);
  EXPECT_EQ(series.candles().size(), 4U);
}

TEST_F(MinuteSeries, only_the_newest_candles_are_kept) {
  std::vector<Candle> history;
  for (int minute = 0; minute < 9; ++minute) history.push_back(candle(minute, "100", minute < 8));
  ASSERT_TRUE(series.merge(history, at(8, 1)));
  EXPECT_EQ(series.candles().size(), 5U);
  EXPECT_EQ(series.candles().front().open_time, at(4));
  EXPECT_FALSE(series.candles().back().closed);
  EXPECT_EQ(series.newest(2).front().open_time, at(7));
  EXPECT_EQ(series.newest(99).size(), 5U);
}

TEST_F(MinuteSeries, history_out_of_order_or_off_the_grid_is_refused_whole) {
  EXPECT_FALSE(series.merge({candle(1, "1", true), candle(0, "1", true)}, at(2)));
  EXPECT_FALSE(series.merge({candle(1, "1", true), candle(1, "1", true)}, at(2)));
  Candle odd = candle(1, "1", true);
  odd.open_time = odd.open_time + std::chrono::seconds(1);
  EXPECT_FALSE(series.merge({candle(0, "1", true), odd}, at(2)));
  EXPECT_FALSE(series.apply(odd, at(2)));
  EXPECT_TRUE(series.candles().empty());
}

TEST_F(MinuteSeries, the_forming_candle_closes_when_its_time_is_over) {
  ASSERT_TRUE(series.merge({candle(1, "101", false)}, at(1, 10)));
  series.close_due(at(1, 59));
  EXPECT_FALSE(series.candles().back().closed);
  series.close_due(at(2));
  EXPECT_TRUE(series.candles().back().closed);
}

TEST(Aggregate, a_bucket_with_a_hole_is_left_out) {
  std::vector<Candle> fine;
  for (int minute = 0; minute < 15; ++minute) {
    if (minute != 7) fine.push_back(candle(minute, "100", true));
  }
  for (int minute = 15; minute < 30; ++minute) fine.push_back(candle(minute, minute == 20 ? "120" : "100", true));
  fine.push_back(candle(30, "100", true));
  const auto sums = aggregate(fine, Interval::m1, Interval::m15);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].open_time, at(15));
  EXPECT_EQ(sums[0].high.value, "120"_d);
  EXPECT_EQ(sums[0].volume.value, "30"_d);
  EXPECT_EQ(sums[0].trades, 45);
}

// open_time_ms,open,high,low,close,volume[,quote_volume,trades]
std::vector<Candle> candles_of(const std::string& name) {
  std::vector<Candle> candles;
  for (const auto& line : support::lines_of(support::file_text(support::shared_data(name)))) {
    if (line.starts_with("open_time")) continue;
    const auto fields = support::split(line, ',');
    const auto number = [&](std::size_t i) { return Decimal::parse(fields.at(i)).value(); };
    const bool full = fields.size() > 6;
    candles.push_back({.open_time = Timestamp::from_ms(std::stoll(fields.at(0))),
                       .open = {number(1)},
                       .high = {number(2)},
                       .low = {number(3)},
                       .close = {number(4)},
                       .volume = {number(5)},
                       .quote_volume = {full ? number(6) : Decimal{}},
                       .trades = full ? std::stoll(fields.at(7)) : 0,
                       .closed = true});
  }
  return candles;
}

void expect_sums_equal(const std::string& fine, Interval interval, const std::string& coarse, std::size_t bars,
                       bool with_quote) {
  const auto sums = aggregate(candles_of(fine), interval, Interval::m15);
  std::map<Timestamp, Candle> by_time;
  for (const Candle& candle : candles_of(coarse)) by_time[candle.open_time] = candle;
  ASSERT_EQ(sums.size(), bars);
  for (const Candle& sum : sums) {
    ASSERT_TRUE(by_time.contains(sum.open_time)) << to_rfc3339(sum.open_time);
    const Candle& own = by_time[sum.open_time];
    const auto where = to_rfc3339(sum.open_time);
    ASSERT_EQ(sum.open, own.open) << where;
    ASSERT_EQ(sum.high, own.high) << where;
    ASSERT_EQ(sum.low, own.low) << where;
    ASSERT_EQ(sum.close, own.close) << where;
    ASSERT_EQ(sum.volume, own.volume) << where;
    if (!with_quote) continue;
    // The files print quote volumes with 15 significant digits: 7 places or fewer are left at this size.
    ASSERT_LE(abs(sum.quote_volume.value - own.quote_volume.value), "0.00001"_d) << where;
    ASSERT_EQ(sum.trades, own.trades) << where;
  }
}

TEST(Aggregate, one_minute_candles_sum_to_the_exchanges_own_fifteen) {
  SKIP_WITHOUT_SHARED_DATA();
  expect_sums_equal("candles/BTCUSDT-1m-2024-12.csv", Interval::m1, "candles/BTCUSDT-15m-2024.csv", 2688, true);
}

TEST(Aggregate, five_minute_candles_sum_to_the_exchanges_own_fifteen) {
  SKIP_WITHOUT_SHARED_DATA();
  expect_sums_equal("candles/BTCUSDT-5m-2025-09.csv", Interval::m5, "candles/BTCUSDT-15m-2025-09_2026-02.csv", 2880,
                    false);
}

}  // namespace
}  // namespace robson
