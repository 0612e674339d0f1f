// The technical stop against its naive twin, over real candles and over random walks that meet the bounds exactly.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "support/chart.hpp"
#include "support/shared_data.hpp"
#include "trading/naive_stop.hpp"
#include "trading/technical_stop.hpp"

namespace robson {
namespace {

std::int64_t cents_of(Price price) {
  EXPECT_TRUE(is_multiple_of(price.value, "0.01"_d));
  return static_cast<std::int64_t>(price.value.units() / 10'000'000'000);
}
Price price_of(std::int64_t cents) {
  return {Decimal::from_units(static_cast<Int128>(cents) * 10'000'000'000)};
}
Decimal per_10000(std::int64_t count) {
  return Decimal::from_units(static_cast<Int128>(count) * 100'000'000);
}

std::vector<Candle> candles_of(const std::string& file) {
  std::vector<Candle> candles;
  const auto lines = support::lines_of(support::file_text(support::shared_data("candles/" + file)));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto fields = support::split(lines[i], ',');
    const auto price = [&fields](std::size_t at) { return Price{*Decimal::parse(fields.at(at))}; };
    candles.push_back({.open_time = Timestamp::from_ms(std::stoll(fields.at(0))),
                       .open = price(1),
                       .high = price(2),
                       .low = price(3),
                       .close = price(4),
                       .closed = true});
  }
  return candles;
}

std::vector<naive::Bar> bars_of(std::span<const Candle> candles) {
  std::vector<naive::Bar> bars;
  for (const Candle& candle : candles) {
    bars.push_back({.time = candle.open_time.us,
                    .high = cents_of(candle.high),
                    .low = cents_of(candle.low),
                    .close = cents_of(candle.close)});
  }
  return bars;
}

std::string_view name_of(StopMethod method) {
  switch (method) {
    case StopMethod::support_resistance: return "support_resistance";
    case StopMethod::swing_point: return "swing_point";
    case StopMethod::atr: return "atr";
  }
  return "";
}
std::string_view name_of(StopConfidence confidence) {
  switch (confidence) {
    case StopConfidence::HIGH: return "HIGH";
    case StopConfidence::MEDIUM: return "MEDIUM";
    case StopConfidence::LOW: return "LOW";
  }
  return "";
}

// Both answers as one text of all that they share, so that a difference shows itself whole.
std::string told(const std::vector<naive::Level>& levels, const std::set<int>& skipped) {
  std::string text;
  int n = 0;
  for (const naive::Level& level : levels) {
    ++n;
    text += fmt::format("\n  {} {} x{} {}..{}{}", n, level.price, level.touches, level.first, level.last,
                        skipped.count(n) != 0 ? " skipped" : "");
  }
  return text;
}
std::string told(const naive::Stop& stop) {
  return fmt::format("{} {} {} level {}", stop.method, stop.confidence, stop.cents, stop.chosen) +
         told(stop.levels, stop.skipped);
}
std::string told(const Result<TechnicalStop, StopRefusal>& found) {
  std::vector<naive::Level> levels;
  std::set<int> skipped;
  for (const ConsideredLevel& at : found ? found->levels : found.error().levels) {
    levels.push_back({.price = cents_of(at.level.price),
                      .touches = at.level.touches,
                      .first = at.level.first_time.us,
                      .last = at.level.last_time.us});
    if (!at.skipped_because.empty()) skipped.insert(static_cast<int>(levels.size()));
  }
  if (!found) return "none  0 level 0" + told(levels, skipped);
  return fmt::format("{} {} {} level {}", name_of(found->method), name_of(found->confidence), cents_of(found->stop),
                     found->level_chosen) +
         told(levels, skipped);
}

struct Asked {
  std::vector<Candle> candles{};  // 200
  Price entry{};
  Side side{};
};

Result<TechnicalStop, StopRefusal> ask(const Asked& asked, const naive::Rules& rules) {
  StopRules own;
  own.level = rules.level;
  own.min_touches = rules.touches;
  own.tolerance = per_10000(rules.tolerance);
  own.min_distance = per_10000(rules.minimum);
  own.max_distance = per_10000(rules.maximum);
  own.buffer = per_10000(rules.buffer);
  return technical_stop({.side = asked.side,
                         .entry = asked.entry,
                         .candles = asked.candles,
                         .tick = "0.01"_d,
                         .taker_fee = per_10000(rules.taker_fee),
                         .spread = price_of(rules.spread)},
                        own);
}

naive::Stop ask_naive(const Asked& asked, const naive::Rules& rules) {
  return naive::Question(bars_of(asked.candles), cents_of(asked.entry), asked.side == Side::BUY, rules).answer();
}

struct Tally {
  int asked = 0;
  int with_second_level = 0;
  std::map<std::string, int> methods{};

  std::string text() const {
    std::string out = fmt::format("{} asked, {:.1f} % with a second level", asked, share() * 100);
    for (const auto& [method, count] : methods) out += fmt::format(", {} {}", method, count);
    return out;
  }
  double share() const { return static_cast<double>(with_second_level) / asked; }
};

// Replays `windows` windows spread evenly over the file, entry at the close of each, both sides.
Tally replay(const std::string& file, int windows, const naive::Rules& rules) {
  const std::vector<Candle> all = candles_of(file);
  Tally tally;
  EXPECT_GE(all.size(), 5'000U);
  if (testing::Test::HasFailure()) return tally;
  const std::size_t room = all.size() - 200;
  for (int w = 0; w < windows; ++w) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(room * static_cast<std::size_t>(w) /
                                                                 static_cast<std::size_t>(windows - 1));
    for (const Side side : {Side::BUY, Side::SELL}) {
      const Asked asked{.candles = {begin, begin + 200}, .entry = (begin + 199)->close, .side = side};
      const auto found = ask(asked, rules);
      if (!found && found.error().fault == StopFault::insufficient_history) {
        ADD_FAILURE() << "a hole in the file";
        return tally;
      }
      const naive::Stop expected = ask_naive(asked, rules);
      EXPECT_EQ(told(found), told(expected)) << (side == Side::BUY ? "BUY" : "SELL") << " window " << w;
      if (testing::Test::HasFailure()) return tally;
      if (found) {
        EXPECT_EQ(found->atr->value.text(8),
                  Decimal::from_units(Int128{expected.ranges} * 10'000'000'000 / 14).text(8));
        ++tally.methods[std::string(name_of(found->method))];
      } else {
        ++tally.methods["none"];
      }
      ++tally.asked;
      if (expected.levels.size() >= 2) ++tally.with_second_level;
    }
  }
  return tally;
}

constexpr const char* btc = "BTCUSDT-15m-2024.csv";
constexpr const char* eth = "ETHUSDT-15m-2025-09_2026-02.csv";

TEST(TechnicalStopReplay, agrees_with_its_twin_and_mostly_finds_a_second_level_in_a_year_of_btc) {
  SKIP_WITHOUT_SHARED_DATA();
  const Tally tally = replay(btc, 2'500, {});
  EXPECT_EQ(tally.asked, 5'000);
  EXPECT_GE(tally.share(), 0.6) << tally.text();
  EXPECT_LE(tally.share(), 0.8) << tally.text();
  RecordProperty("tally", tally.text());
}

TEST(TechnicalStopReplay, agrees_with_its_twin_on_half_a_year_of_eth) {
  SKIP_WITHOUT_SHARED_DATA();
  const Tally tally = replay(eth, 2'500, {});
  EXPECT_EQ(tally.asked, 5'000);
  RecordProperty("tally", tally.text());
}

TEST(TechnicalStopReplay, agrees_with_its_twin_when_narrow_rules_force_every_fallback) {
  SKIP_WITHOUT_SHARED_DATA();
  const naive::Rules narrow{
      .level = 3, .touches = 3, .tolerance = 30, .minimum = 60, .maximum = 200, .buffer = 5, .taker_fee = 40};
  for (const char* file : {btc, eth}) {
    const Tally tally = replay(file, 2'000, narrow);
    EXPECT_EQ(tally.methods.size(), 4U) << tally.text();  // none too
    RecordProperty("tally", tally.text());
  }
}

// A walk of few, coarse prices: equal lows, members exactly at the tolerance, stops exactly on the bounds.
Asked coarse_walk() {
  const auto between = [](int low, int high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
  };
  Asked asked{.side = between(0, 1) == 1 ? Side::BUY : Side::SELL};
  const std::int64_t grain = between(1, 3) * 10;  // cents; 0.1 % of 100 is 10
  std::int64_t at = 10'000;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::int64_t close = at + between(-2, 2) * grain;
    asked.candles.push_back({.open_time = support::Chart::open_time(i),
                             .open = price_of(at),
                             .high = price_of(std::max(at, close) + between(0, 2) * grain),
                             .low = price_of(std::min(at, close) - between(0, 2) * grain),
                             .close = price_of(close),
                             .closed = true});
    at = close;
  }
  asked.entry = price_of(between(0, 1) == 1 ? 10'000 : at);
  return asked;
}

naive::Rules some_rules() {
  const auto between = [](int low, int high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
  };
  return {.level = between(1, 4),
          .touches = between(1, 4),
          .tolerance = between(0, 6) * 10,
          .minimum = between(0, 4) * 10,
          .maximum = between(1, 20) * 50,
          .buffer = between(0, 2) * 10,
          .taker_fee = between(0, 3) * 5,
          .spread = between(0, 3) * 10};
}

RC_GTEST_PROP(TechnicalStopProperty, agrees_with_its_twin_on_walks_that_meet_the_bounds, ()) {
  const Asked asked = coarse_walk();
  const naive::Rules rules = some_rules();
  const auto found = ask(asked, rules);
  RC_ASSERT(told(found) == told(ask_naive(asked, rules)));
  RC_TAG(found ? std::string(name_of(found->method)) : std::string("none"));
}

RC_GTEST_PROP(TechnicalStopProperty, a_sell_is_the_buy_in_a_mirror_at_the_entry, ()) {
  const Asked asked = coarse_walk();
  const naive::Rules rules = some_rules();
  const Asked mirror{.candles = support::mirrored(asked.candles, asked.entry),
                     .entry = asked.entry,
                     .side = asked.side == Side::BUY ? Side::SELL : Side::BUY};
  const auto found = ask(asked, rules);
  const auto across = ask(mirror, rules);
  RC_ASSERT(found.has_value() == across.has_value());
  if (!found) return;
  RC_ASSERT(across->stop == asked.entry + asked.entry - found->stop);
  RC_ASSERT(across->method == found->method);
  RC_ASSERT(across->confidence == found->confidence);
  RC_ASSERT(across->level_chosen == found->level_chosen);
  RC_ASSERT(across->distance == found->distance);
  RC_ASSERT(across->levels.size() == found->levels.size());
}

RC_GTEST_PROP(TechnicalStopProperty, a_stop_is_on_its_side_on_the_tick_and_its_distance_in_bounds, ()) {
  const Asked asked = coarse_walk();
  const naive::Rules rules = some_rules();
  const auto found = ask(asked, rules);
  if (!found) return;
  RC_ASSERT((asked.side == Side::BUY ? found->stop < asked.entry : found->stop > asked.entry));
  RC_ASSERT(is_multiple_of(found->stop.value, "0.01"_d));
  RC_ASSERT(found->distance >= per_10000(rules.minimum) - "0.000000000001"_d);
  RC_ASSERT(found->distance <= per_10000(rules.maximum) + "0.000000000001"_d);
}

}  // namespace
}  // namespace robson
