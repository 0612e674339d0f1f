// DECISIONS 4: what a swing is, what a level is.
#include "market/levels.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/chart.hpp"

namespace robson {
namespace {
using support::Chart;
using support::mirrored;

const Price entry{"100"_d};

std::vector<PriceLevel> supports(const Chart& chart, LevelRules rules = {}) {
  return levels(chart.candles, entry, LevelKind::support, rules);
}
std::vector<PriceLevel> resistances(const Chart& chart, LevelRules rules = {}) {
  return levels(chart.candles, entry, LevelKind::resistance, rules);
}
std::vector<Decimal> prices(const std::vector<PriceLevel>& found) {
  std::vector<Decimal> out;
  for (const PriceLevel& level : found) out.push_back(level.price.value);
  return out;
}
using Prices = std::vector<Decimal>;
LevelRules single_touch() {
  LevelRules rules;
  rules.min_touches = 1;
  return rules;
}

TEST(Levels, a_quiet_chart_has_none) {
  EXPECT_TRUE(supports(Chart()).empty());
  EXPECT_TRUE(resistances(Chart()).empty());
}

TEST(Levels, a_swing_low_is_strictly_below_two_lows_on_each_side) {
  const Chart lone = Chart(20).low(10, "99");
  EXPECT_EQ(prices(supports(lone, single_touch())), Prices{"99"_d});
  for (const std::size_t beside : {8U, 9U, 11U, 12U}) {
    Chart equal = lone;
    equal.low(beside, "99");
    EXPECT_TRUE(supports(equal, single_touch()).empty()) << "an equal low at " << beside;
    Chart higher = lone;
    higher.low(beside, "99.000000000001");
    EXPECT_EQ(prices(supports(higher, single_touch())), Prices{"99"_d}) << "a higher low at " << beside;
  }
  Chart outside = lone;
  outside.low(7, "99").low(13, "99");
  EXPECT_EQ(supports(outside, single_touch()).at(0).touches, 3);
}

TEST(Levels, a_swing_needs_its_whole_window) {
  EXPECT_TRUE(supports(Chart(20).low(1, "99").low(18, "99"), single_touch()).empty());
  EXPECT_EQ(supports(Chart(20).low(2, "99").low(17, "99"), single_touch()).at(0).touches, 2);
  EXPECT_TRUE(supports(Chart(4).low(2, "99"), single_touch()).empty());
  EXPECT_TRUE(levels({}, entry, LevelKind::support, {}).empty());
}

TEST(Levels, the_window_is_a_rule) {
  LevelRules rules = single_touch();
  const Chart chart = Chart(20).low(10, "99").low(13, "98.9");
  EXPECT_EQ(supports(chart, rules).at(0).touches, 2);
  rules.swing_window = 3;
  EXPECT_EQ(supports(chart, rules).at(0).touches, 1);
}

TEST(Levels, only_swings_strictly_on_their_side_of_the_entry_count) {
  const Chart chart = Chart(40, "5").low(10, "94.9").low(20, "94.8");
  EXPECT_EQ(levels(chart.candles, {"94.85"_d}, LevelKind::support, single_touch()).at(0).touches, 1);
  EXPECT_EQ(levels(chart.candles, {"94.9"_d}, LevelKind::support, single_touch()).at(0).touches, 1);
  EXPECT_TRUE(levels(chart.candles, {"94.8"_d}, LevelKind::support, single_touch()).empty());
}

TEST(Levels, a_swing_joins_within_the_tolerance_of_the_first_member_and_the_bound_counts) {
  // tolerance 0.5 % of 100: 0.5
  EXPECT_EQ(prices(supports(Chart().low(50, "99").low(60, "98.5"))), Prices{"98.5"_d});
  EXPECT_TRUE(supports(Chart().low(50, "99").low(60, "98.499999999999")).empty());
}

TEST(Levels, a_level_is_not_chained_by_the_gap_to_the_previous_member) {
  const auto found = supports(Chart().low(20, "99").low(30, "98.7").low(40, "98.4").low(50, "98.1"));
  EXPECT_EQ(prices(found), (Prices{"98.7"_d, "98.1"_d}));
  EXPECT_EQ(found.at(0).touches, 2);
  EXPECT_EQ(found.at(1).touches, 2);
}

TEST(Levels, the_tolerance_is_of_the_entry_not_of_the_level) {
  const Chart chart = Chart(40, "5").low(10, "60").low(20, "59.5");
  EXPECT_EQ(levels(chart.candles, entry, LevelKind::support, {}).size(), 1U);
  EXPECT_TRUE(levels(chart.candles, {"99.9"_d}, LevelKind::support, {}).empty());
}

TEST(Levels, a_level_needs_two_members) {
  EXPECT_TRUE(supports(Chart().low(50, "98")).empty());
  EXPECT_EQ(prices(supports(Chart().low(50, "98").low(60, "98"))), Prices{"98"_d});
  LevelRules three;
  three.min_touches = 3;
  EXPECT_TRUE(supports(Chart().low(50, "98").low(60, "98"), three).empty());
}

TEST(Levels, a_lone_swing_does_not_lend_its_place_to_the_next_level) {
  // 99 stands alone, 98.4 begins the next level, although 98.4 and 98.9 would have made one.
  EXPECT_EQ(prices(supports(Chart().low(20, "99").low(30, "98.4").low(40, "97.95"))), Prices{"97.95"_d});
}

TEST(Levels, come_nearest_first_with_adverse_extreme_touches_strength_and_times) {
  const auto found = supports(Chart().low(60, "99").low(20, "98.8").low(100, "98.9").low(40, "97").low(80, "97.1"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].price.value, "98.8"_d);
  EXPECT_EQ(found[0].kind, LevelKind::support);
  EXPECT_EQ(found[0].touches, 3);
  EXPECT_EQ(found[0].strength, 60);
  EXPECT_EQ(found[0].first_time, Chart::open_time(20));
  EXPECT_EQ(found[0].last_time, Chart::open_time(100));
  EXPECT_EQ(found[1].price.value, "97"_d);
  EXPECT_EQ(found[1].strength, 40);
  EXPECT_EQ(found[1].first_time, Chart::open_time(40));
  EXPECT_EQ(found[1].last_time, Chart::open_time(80));
}

TEST(Levels, strength_is_twenty_a_touch_and_at_most_a_hundred) {
  for (const auto& [touches, strength] : {std::pair{2, 40}, {4, 80}, {5, 100}, {6, 100}, {30, 100}}) {
    Chart chart;
    for (int i = 0; i < touches; ++i) chart.low(5 + 5 * static_cast<std::size_t>(i), "98");
    const auto found = supports(chart);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].touches, touches);
    EXPECT_EQ(found[0].strength, strength);
  }
}

TEST(Levels, resistances_are_supports_mirrored) {
  const Chart chart = Chart().high(20, "101").high(30, "101.5").high(40, "101.6").high(60, "103").high(50, "102.7");
  const auto found = resistances(chart);
  EXPECT_EQ(prices(found), (Prices{"101.5"_d, "103"_d}));
  EXPECT_EQ(found.at(1).kind, LevelKind::resistance);
  EXPECT_EQ(found.at(1).first_time, Chart::open_time(50));
  const auto below = levels(mirrored(chart.candles, entry), entry, LevelKind::support, {});
  EXPECT_EQ(prices(below), (Prices{"98.5"_d, "97"_d}));
}

TEST(Levels, rules_that_cannot_be_are_refused) {
  EXPECT_THROW(levels({}, entry, LevelKind::support, {.swing_window = 0}), std::invalid_argument);
  EXPECT_THROW(levels({}, entry, LevelKind::support, {.min_touches = 0}), std::invalid_argument);
  EXPECT_THROW(levels({}, entry, LevelKind::support, {.tolerance = "-0.1"_d}), std::invalid_argument);
}

TEST(TrueRange, spans_the_gap_to_the_close_before) {
  Chart chart(3, "1");
  EXPECT_EQ(true_range_total(chart.candles, 2)->value, "4"_d);
  chart.candles[1].close = {"90"_d};  // the next range begins there
  EXPECT_EQ(true_range_total(chart.candles, 1)->value, "11"_d);
  chart.candles[1].close = {"105"_d};
  EXPECT_EQ(true_range_total(chart.candles, 1)->value, "6"_d);
}

TEST(TrueRange, average_is_the_mean_of_the_last_ones) {
  Chart chart(15, "1");
  chart.high(0, "900");  // its own range is before the last 14
  EXPECT_EQ(average_true_range(chart.candles, 14)->value, "2"_d);
  chart.high(14, "102");
  EXPECT_EQ(average_true_range(chart.candles, 14)->value, "2.071428571429"_d);
}

TEST(TrueRange, needs_one_candle_more_than_its_period) {
  EXPECT_TRUE(average_true_range(Chart(15).candles, 14));
  EXPECT_FALSE(average_true_range(Chart(14).candles, 14));
  EXPECT_FALSE(average_true_range({}, 14));
  EXPECT_FALSE(average_true_range(Chart(15).candles, 0));
}

}  // namespace
}  // namespace robson
