// DECISIONS 4: the technical stop, sentence by sentence. The chart is quiet around 100; buys lean on the lows drawn
// into it, sells on the same chart in a mirror.
#include "trading/technical_stop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/chart.hpp"

namespace robson {
namespace {
using support::Chart;
using support::mirrored;
using testing::HasSubstr;
using testing::IsEmpty;

const Price entry{"100"_d};
using Found = Result<TechnicalStop, StopRefusal>;

StopInput buy(std::span<const Candle> candles) {
  return {.side = Side::BUY, .entry = entry, .candles = candles, .tick = "0.01"_d};
}
Found stop_of(const Chart& chart, StopRules rules = {}) {
  return technical_stop(buy(chart.candles), rules);
}

// Draws a level of two touches.
Chart& level(Chart& chart, std::size_t at, std::string_view price) {
  return chart.low(at, price).low(at + 5, price);
}
// A chart whose supports stand at `prices`, nearest first, and whose last 20 candles hold no swing of their own.
Chart with_levels(const std::vector<std::string_view>& prices, std::string_view reach = "0.05") {
  Chart chart(200, reach);
  std::size_t at = 10;
  for (const std::string_view price : prices) {
    level(chart, at, price);
    at += 20;
  }
  return chart;
}

TEST(TechnicalStop, leans_on_the_second_support_with_a_buffer_of_a_thousandth) {
  const Found found = stop_of(with_levels({"99", "98", "97"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stop.value, "97.9"_d);
  EXPECT_EQ(found->method, StopMethod::support_resistance);
  EXPECT_EQ(found->confidence, StopConfidence::MEDIUM);
  EXPECT_EQ(found->level_asked, 2);
  EXPECT_EQ(found->level_chosen, 2);
  EXPECT_EQ(found->distance, "0.021"_d);
  EXPECT_THAT(found->warnings, IsEmpty());
}

TEST(TechnicalStop, explains_itself_with_every_level) {
  const Found found = stop_of(with_levels({"99", "98", "97"}));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->levels.size(), 3U);
  const ConsideredLevel& second = found->levels[1];
  EXPECT_EQ(second.level.price.value, "98"_d);
  EXPECT_EQ(second.level.touches, 2);
  EXPECT_EQ(second.level.strength, 40);
  EXPECT_EQ(second.level.first_time, Chart::open_time(30));
  EXPECT_EQ(second.level.last_time, Chart::open_time(35));
  EXPECT_EQ(second.stop.value, "97.9"_d);
  EXPECT_EQ(second.distance, "0.021"_d);
  for (const ConsideredLevel& considered : found->levels) EXPECT_EQ(considered.skipped_because, "");
  EXPECT_EQ(found->levels[2].stop.value, "96.9"_d);
  ASSERT_TRUE(found->atr);
  EXPECT_EQ(found->atr->value, "0.1"_d);
}

TEST(TechnicalStop, the_level_asked_for_is_a_rule) {
  StopRules rules;
  rules.level = 3;
  EXPECT_EQ(stop_of(with_levels({"99", "98", "97"}), rules)->stop.value, "96.9"_d);
  rules.level = 1;
  EXPECT_EQ(stop_of(with_levels({"99", "98", "97"}), rules)->stop.value, "98.9"_d);
}

TEST(TechnicalStop, three_touches_give_high_confidence) {
  Chart chart = with_levels({"99", "98"});
  chart.low(100, "98");
  EXPECT_EQ(stop_of(chart)->confidence, StopConfidence::HIGH);
}

TEST(TechnicalStop, a_sell_leans_on_resistances) {
  const auto candles = mirrored(with_levels({"99", "98", "97"}).candles, entry);
  StopInput input = buy(candles);
  input.side = Side::SELL;
  const Found found = technical_stop(input, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stop.value, "102.1"_d);
  EXPECT_EQ(found->level_chosen, 2);
  EXPECT_EQ(found->levels.at(0).level.kind, LevelKind::resistance);
}

TEST(TechnicalStop, a_level_that_is_too_near_is_walked_past) {
  StopRules rules;
  rules.level = 1;
  // min 0.3 %: 99.81 - 0.1 is 0.29 % away.
  const Found found = stop_of(with_levels({"99.81", "99"}), rules);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->level_chosen, 2);
  EXPECT_EQ(found->stop.value, "98.9"_d);
  EXPECT_THAT(found->levels.at(0).skipped_because,
              HasSubstr("0.29 % from the entry, nearer than the minimum of 0.30 %"));
  EXPECT_THAT(found->warnings, testing::ElementsAre(HasSubstr("level 1 is too near; level 2 was taken")));
}

TEST(TechnicalStop, the_minimum_is_inclusive) {
  StopRules rules;
  rules.level = 1;
  EXPECT_EQ(stop_of(with_levels({"99.8", "99"}), rules)->stop.value, "99.7"_d);
  EXPECT_EQ(stop_of(with_levels({"99.800000000001", "99"}), rules)->stop.value, "98.9"_d);
}

TEST(TechnicalStop, a_shallower_level_is_never_taken) {
  // The second level is beyond the maximum; the first would fit and is not asked.
  const Found found = stop_of(with_levels({"99", "80"}, "0.5"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::swing_point);
  EXPECT_EQ(found->level_chosen, 0);
  EXPECT_EQ(found->levels.at(0).skipped_because, "");
  EXPECT_THAT(found->levels.at(1).skipped_because, HasSubstr("20.10 % from the entry, beyond the maximum of 10.00 %"));
}

TEST(TechnicalStop, the_maximum_is_inclusive) {
  EXPECT_EQ(stop_of(with_levels({"99", "90.1"}))->stop.value, "90"_d);
  EXPECT_EQ(stop_of(with_levels({"99", "90.1"}))->method, StopMethod::support_resistance);
  EXPECT_EQ(stop_of(with_levels({"99", "90.099999999999"}, "0.5"))->method, StopMethod::swing_point);
}

TEST(TechnicalStop, a_walk_that_runs_beyond_the_maximum_falls_back) {
  StopRules rules;
  rules.level = 1;
  const Found found = stop_of(with_levels({"99.9", "85", "84"}, "0.02"), rules);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, StopFault::no_technical_stop);
  ASSERT_EQ(found.error().levels.size(), 3U);
  EXPECT_NE(found.error().levels[0].skipped_because, "");
  EXPECT_NE(found.error().levels[1].skipped_because, "");
  EXPECT_EQ(found.error().levels[2].skipped_because, "");  // never looked at
}

TEST(TechnicalStop, with_fewer_levels_than_asked_the_deepest_is_taken) {
  const Found found = stop_of(with_levels({"99"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stop.value, "98.9"_d);
  EXPECT_EQ(found->level_asked, 2);
  EXPECT_EQ(found->level_chosen, 1);
  EXPECT_THAT(found->warnings, testing::ElementsAre("only 1 of the 2 levels asked for exist"));
  StopRules rules;
  rules.level = 5;
  EXPECT_EQ(stop_of(with_levels({"99", "98", "97"}), rules)->level_chosen, 3);
}

TEST(TechnicalStop, the_deepest_of_too_few_is_taken_only_in_bounds) {
  StopRules rules;
  rules.level = 3;
  EXPECT_EQ(stop_of(with_levels({"99", "80"}, "0.5"), rules)->method, StopMethod::swing_point);
  EXPECT_EQ(stop_of(with_levels({"99.85"}, "0.12"))->method, StopMethod::atr);
}

TEST(TechnicalStop, without_a_level_the_extreme_of_the_last_twenty_candles_counts) {
  const Found found = stop_of(Chart().low(180, "99").low(179, "95"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::swing_point);
  EXPECT_EQ(found->confidence, StopConfidence::MEDIUM);
  EXPECT_EQ(found->stop.value, "98.9"_d);
  EXPECT_EQ(found->distance, "0.011"_d);
  EXPECT_EQ(found->level_chosen, 0);
  EXPECT_THAT(found->warnings, testing::ElementsAre(HasSubstr("no level exists"), HasSubstr("last 20 candles")));
  EXPECT_EQ(stop_of(Chart().low(199, "98.5"))->stop.value, "98.4"_d);  // the newest needs no neighbours
}

TEST(TechnicalStop, the_swing_stop_keeps_the_bounds) {
  EXPECT_EQ(stop_of(Chart().low(190, "99.8"))->stop.value, "99.7"_d);
  EXPECT_EQ(stop_of(Chart().low(190, "90.1"))->stop.value, "90"_d);
  const Found near = stop_of(Chart(200, "0.12").low(190, "99.800000000001"));
  EXPECT_EQ(near->method, StopMethod::atr);
  const Found far = stop_of(Chart(200, "0.12").low(185, "90.09"));
  EXPECT_EQ(far->method, StopMethod::atr);
}

TEST(TechnicalStop, an_extreme_that_is_not_beyond_the_entry_is_no_swing_stop) {
  const Chart chart;
  StopInput input = buy(chart.candles);
  input.entry = {"99.95"_d};  // the lows themselves
  StopRules rules;
  rules.min_distance = "0.0005"_d;
  const Found found = technical_stop(input, rules);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::atr);
}

TEST(TechnicalStop, at_last_the_average_true_range_counts_without_buffer) {
  const Found found = stop_of(Chart(200, "0.1"));  // swing 0.2 % away: too near
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::atr);
  EXPECT_EQ(found->confidence, StopConfidence::LOW);
  EXPECT_EQ(found->atr->value, "0.2"_d);
  EXPECT_EQ(found->distance, "0.003"_d);  // the minimum, included
  EXPECT_EQ(found->stop.value, "99.7"_d);
  EXPECT_EQ(found->warnings.size(), 2U);
}

TEST(TechnicalStop, the_mean_is_not_rounded_before_it_is_multiplied) {
  // Ranges sum to 1, a fourteenth times 14 is 1: a rounded mean would give 1.000000000004 and the next tick.
  Chart chart(200, "0.025");
  for (std::size_t i = 186; i < 200; ++i) chart.high(i, "100.025");
  chart.high(199, "100.325");  // 13 x 0.05 + 0.35
  StopRules rules;
  rules.atr_multiple = "14"_d;
  const Found found = stop_of(chart, rules);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::atr);
  EXPECT_EQ(found->stop.value, "99"_d);
}

TEST(TechnicalStop, no_method_no_stop) {
  const Found found = stop_of(Chart());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, StopFault::no_technical_stop);
  EXPECT_NE(found.error().text, "");
  EXPECT_FALSE(stop_of(Chart(200, "0")));  // a market that does not move
}

TEST(TechnicalStop, is_never_nearer_than_two_fees_and_the_spread) {
  const Chart chart = with_levels({"99.5", "98"});
  StopInput input = buy(chart.candles);
  StopRules rules;
  rules.level = 1;
  input.taker_fee = "0.002"_d;
  input.spread = {"0.2"_d};  // 0.4 % + 0.2 % = the 0.6 % of level 1
  EXPECT_EQ(technical_stop(input, rules)->level_chosen, 1);
  input.spread = {"0.200000000001"_d};
  EXPECT_EQ(technical_stop(input, rules)->level_chosen, 2);
}

TEST(TechnicalStop, is_rounded_to_the_tick_away_from_the_entry) {
  const Chart chart = with_levels({"99", "98.01"});
  StopInput input = buy(chart.candles);
  input.tick = "0.25"_d;
  EXPECT_EQ(technical_stop(input, {})->stop.value, "97.75"_d);  // 97.91
  EXPECT_EQ(technical_stop(input, {})->distance, "0.0209"_d);
  const auto mirror = mirrored(chart.candles, entry);
  input.candles = mirror;
  input.side = Side::SELL;
  EXPECT_EQ(technical_stop(input, {})->stop.value, "102.25"_d);  // 102.09
}

TEST(TechnicalStop, rounding_to_the_tick_does_not_undo_the_bounds) {
  const Chart chart = with_levels({"99", "90.1"});
  StopInput input = buy(chart.candles);
  input.tick = "7"_d;  // 90 is in bounds; the tick takes it to 84
  ASSERT_TRUE(technical_stop(input, {}));
  EXPECT_EQ(technical_stop(input, {})->stop.value, "84"_d);
  EXPECT_EQ(technical_stop(input, {})->distance, "0.1"_d);
}

TEST(TechnicalStop, a_tick_that_takes_it_to_nothing_leaves_none) {
  const Chart chart = with_levels({"99", "98"}, "0.5");
  StopInput input = buy(chart.candles);
  input.tick = "98.5"_d;
  const Found found = technical_stop(input, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stop.value, "98.5"_d);  // level 2 would come to stand at 0; the swing stop is 99.4
  EXPECT_EQ(found->method, StopMethod::swing_point);
  EXPECT_EQ(found->levels.at(1).skipped_because, "its stop would not be above 0");
  input.tick = "100"_d;
  EXPECT_FALSE(technical_stop(input, {}));
}

TEST(TechnicalStop, the_forming_candle_does_not_count) {
  Chart chart = with_levels({"99", "98"});
  const Found before = stop_of(chart);
  Candle forming = chart.candles.back();
  forming.open_time = Chart::open_time(200);
  forming.low = {"50"_d};
  forming.closed = false;
  chart.candles.push_back(forming);
  const Found after = stop_of(chart);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->stop, before->stop);
  EXPECT_EQ(after->atr->value, before->atr->value);
  chart.candles.erase(chart.candles.begin());
  EXPECT_EQ(stop_of(chart).error().fault, StopFault::insufficient_history);  // 199 closed ones and a forming one
}

TEST(TechnicalStop, only_the_last_200_candles_count) {
  Chart chart(205);
  chart.low(2, "90").low(50, "99").low(60, "99");
  EXPECT_EQ(stop_of(chart)->levels.size(), 1U);
  chart.candles[1].open_time = {};  // a hole before them
  EXPECT_TRUE(stop_of(chart));
}

TEST(TechnicalStop, fewer_than_200_closed_candles_are_insufficient) {
  EXPECT_TRUE(stop_of(with_levels({"99", "98"})));
  Chart chart = with_levels({"99", "98"});
  chart.candles.erase(chart.candles.begin());
  const Found found = stop_of(chart);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, StopFault::insufficient_history);
  EXPECT_THAT(found.error().text, HasSubstr("200"));
  EXPECT_EQ(technical_stop(buy({}), {}).error().fault, StopFault::insufficient_history);
}

TEST(TechnicalStop, a_hole_is_insufficient_history) {
  Chart chart = with_levels({"99", "98"});
  chart.candles.insert(chart.candles.begin(), chart.candles.front());
  chart.candles.front().open_time = Chart::open_time(0) - length(Interval::m15);
  ASSERT_TRUE(stop_of(chart));
  chart.candles.erase(chart.candles.begin() + 100);
  EXPECT_EQ(stop_of(chart).error().fault, StopFault::insufficient_history);
}

TEST(TechnicalStop, doubled_disordered_and_unclosed_candles_are_holes) {
  const Chart good = with_levels({"99", "98"});
  Chart doubled = good;
  doubled.candles[100].open_time = doubled.candles[99].open_time;
  Chart disordered = good;
  std::swap(disordered.candles[100], disordered.candles[101]);
  Chart unclosed = good;
  unclosed.candles[100].closed = false;
  Chart shifted = good;
  shifted.candles[199].open_time.us += 1;
  for (const Chart& bad : {doubled, disordered, unclosed, shifted}) {
    const Found found = stop_of(bad);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().fault, StopFault::insufficient_history);
  }
}

TEST(TechnicalStop, an_entry_of_nothing_has_no_stop) {
  const Chart chart = with_levels({"99", "98"});
  StopInput input = buy(chart.candles);
  for (const Price bad : {Price{}, Price{"-1"_d}}) {
    input.entry = bad;
    ASSERT_FALSE(technical_stop(input, {}));
    EXPECT_EQ(technical_stop(input, {}).error().fault, StopFault::no_technical_stop);
  }
}

TEST(TechnicalStop, rules_that_cannot_be_are_refused) {
  const Chart chart;
  StopInput input = buy(chart.candles);
  input.tick = {};
  EXPECT_THROW(technical_stop(input, {}), std::invalid_argument);
  StopRules rules;
  rules.level = 0;
  EXPECT_THROW(stop_of(chart, rules), std::invalid_argument);
  rules = {};
  rules.buffer = "-0.001"_d;
  EXPECT_THROW(stop_of(chart, rules), std::invalid_argument);
}

TEST(TechnicalStop, fewer_candles_than_the_average_needs_leave_it_out) {
  StopRules rules;
  rules.candles = 14;
  const Found found = stop_of(Chart(14).low(12, "99"), rules);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->method, StopMethod::swing_point);
  EXPECT_FALSE(found->atr);
  EXPECT_FALSE(stop_of(Chart(14, "0.1"), rules));
}

}  // namespace
}  // namespace robson
