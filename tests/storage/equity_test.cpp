#include "storage/equity.hpp"

#include "storage/day_figures.hpp"
#include "storage/equity_curve.hpp"
#include "storage/fixture.hpp"
#include "storage/movements.hpp"

namespace robson::storage {
namespace {

using namespace literals;
using std::chrono::hours;
using std::chrono::minutes;

struct EquityTest : StorageTest {
  Tenant one = new_client("one");
  Timestamp begin = parse_time("2026-03-27T12:00:00Z").value();
  std::map<std::string, Money> held{};

  void move(const std::string& asset, Decimal amount, MovementCause cause, Timestamp at) {
    held[asset].value += amount;
    ASSERT_TRUE(write([&](Session& s) {
      return insert_movement(
          s, one, {.tenant = one.id(), .asset = asset, .amount = {amount}, .cause = cause, .note = "", .at = at});
    }));
  }
  bool measure(Timestamp at, Decimal equity, Decimal btc = "100"_d) {
    const EquityMeasurement measured{
        .at = at, .equity = {equity}, .held = held, .prices = {{"USDC", {"1"_d}}, {"BTC", {btc}}}};
    return write([&](Session& s) { return measure_equity(s, one, measured); }).value();
  }
  EquityRow newest() {
    return read([&](Session& s) { return equity_before(s, one, {std::numeric_limits<std::int64_t>::max()}); })
        .value()
        .value();
  }
  std::string rows() {
    std::string text;
    const auto all = read([&](Session& s) { return newest_equity(s, one, {}, 1000); }).value();
    for (const EquityRow& row : all) {
      text += row.equity.value.text() + " ";
    }
    return text;
  }
};

TEST_F(EquityTest, the_first_row_is_the_initial_equity_whatever_came_before_it) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  move("USDC", "50"_d, MovementCause::external, begin + minutes(1));
  EXPECT_TRUE(measure(begin + minutes(2), "1050"_d));
  EXPECT_TRUE(measure(begin + minutes(3), "1051"_d));
  EXPECT_EQ(newest(), (EquityRow{begin + minutes(3), {"1051"_d}, {}, {}}));
  EXPECT_EQ(read([&](Session& s) { return first_equity(s, one); }).value()->equity, Money{"1050"_d});
}

TEST_F(EquityTest, nothing_is_measured_while_the_ledger_does_not_explain_the_account) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  held["USDC"].value += "7"_d;  // came, and is no line yet
  EXPECT_FALSE(measure(begin + minutes(1), "1007"_d));
  held["USDC"].value -= "7"_d;
  held["DOGE"] = {"1"_d};
  EXPECT_FALSE(measure(begin + minutes(1), "1000"_d));
  held.erase("DOGE");
  EXPECT_TRUE(measure(begin + minutes(1), "1000"_d));
  held.clear();
  EXPECT_FALSE(measure(begin + minutes(2), "0"_d));
}

TEST_F(EquityTest, what_came_and_went_stands_in_the_row_that_first_has_it) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin + minutes(1), "1000"_d));
  move("USDC", "500"_d, MovementCause::external, begin + minutes(2));
  move("BTC", "2"_d, MovementCause::external, begin + minutes(3));
  move("USDC", "-30"_d, MovementCause::external, begin + minutes(4));
  move("SHIB", "9"_d, MovementCause::external, begin + minutes(5));  // no market prices it
  move("USDC", "-10"_d, MovementCause::fee, begin + minutes(5));     // no flow
  EXPECT_TRUE(measure(begin + minutes(6), "1680"_d, "110"_d));
  EXPECT_EQ(newest(), (EquityRow{begin + minutes(6), {"1680"_d}, {"720"_d}, {"30"_d}}));
  EXPECT_TRUE(measure(begin + minutes(7), "1690"_d));
  EXPECT_EQ(newest().deposits, Money{}) << "each counts once";
}

TEST_F(EquityTest, a_trade_by_other_hands_is_almost_no_flow) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin + minutes(1), "1000"_d));
  move("USDC", "-200.5"_d, MovementCause::external, begin + minutes(2));
  move("BTC", "2"_d, MovementCause::external, begin + minutes(2));
  EXPECT_TRUE(measure(begin + minutes(3), "999.5"_d, "100"_d));
  EXPECT_EQ(newest(), (EquityRow{begin + minutes(3), {"999.5"_d}, {}, {"0.5"_d}}));
}

TEST_F(EquityTest, a_moment_is_measured_once_and_time_goes_on) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin + minutes(1), "1000"_d));
  EXPECT_FALSE(measure(begin + minutes(1), "1001"_d));
  EXPECT_FALSE(measure(begin, "1001"_d));
  EXPECT_EQ(rows(), "1000 ");
}

TEST_F(EquityTest, thinning_leaves_the_last_of_each_quarter_and_all_flows) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  for (int i = 0; i < 40; ++i) {
    if (i == 17) move("USDC", "1"_d, MovementCause::external, begin + minutes(i));
    EXPECT_TRUE(measure(begin + minutes(i), Decimal::integer(i)));
  }
  const auto thin = [&] { return write([&](Session& s) { return thin_equity(s, one, begin, begin + hours(1)); }); };
  EXPECT_EQ(thin().value(), 36);
  EXPECT_EQ(rows(), "14 17 29 39 ");
  EXPECT_EQ(thin().value(), 0);
}

TEST_F(EquityTest, rows_from_elsewhere_come_before_the_first_measurement_only) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin, "1000"_d));
  const auto put = [&](Timestamp at, Decimal equity) {
    ASSERT_TRUE(write([&](Session& s) { put_earlier_equity(s, one, {{.at = at, .equity = {equity}}}); }));
  };
  put(begin + minutes(1), "7"_d);
  put(begin, "8"_d);
  put(begin - minutes(1), "990"_d);
  put(begin - minutes(1), "9"_d);
  EXPECT_EQ(rows(), "990 1000 ");
  EXPECT_TRUE(measure(begin + minutes(1), "1001"_d)) << "and measuring goes on";
}

TEST_F(EquityTest, a_day_is_told_where_it_was_measured_within_the_hour) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin, "1000"_d));
  move("USDC", "100"_d, MovementCause::external, begin + minutes(30));
  EXPECT_TRUE(measure(begin + minutes(50), "1130"_d));
  const auto day = [&](Timestamp close, Timestamp midnight, std::optional<Timestamp> open, Timestamp end) {
    const auto told =
        read([&](Session& s) {
          return equity_of_day(s, one, {.yesterdays_close = close, .midnight = midnight, .open = open, .end = end});
        }).value();
    const auto shown = [](const std::optional<Money>& one_of) { return one_of ? one_of->value.text() : "none"; };
    return shown(told.at_midnight) + " " + shown(told.at_end) + " made " + shown(told.since_midnight) + " " +
           shown(told.since_yesterdays_close) + " " + shown(told.overnight) + " came " + told.deposits.value.text();
  };
  const Timestamp later = begin + hours(1);
  EXPECT_EQ(day(begin + minutes(1), begin + minutes(2), later, later), "1000 1130 made 30 30 30 came 100");
  EXPECT_EQ(day(begin, begin + minutes(2), {}, later), "1000 1130 made 30 none none came 100");
  EXPECT_EQ(day(begin + minutes(1), begin + hours(1), {}, begin + hours(2)), "1130 none made none none none came 0");
  EXPECT_EQ(day(begin + minutes(55), begin + minutes(55), later, later), "1130 1130 made 0 0 0 came 0");
}

TEST_F(EquityTest, another_client_has_another_equity) {
  const Tenant other = new_client("other");
  move("USDC", "1000"_d, MovementCause::opening, begin);
  EXPECT_TRUE(measure(begin, "1000"_d));
  EXPECT_FALSE(read([&](Session& s) { return first_equity(s, other); }).value().has_value());
}

struct DayCurveTest : EquityTest {
  std::string days(const char* from, const char* to, const char* zone = "Europe/Berlin") {
    DayCurve days{.zone = analytics::TimeZone::find(zone).value(),
                  .next = analytics::parse_day(from).value(),
                  .last = analytics::parse_day(to).value()};
    bool more = true;
    while (more) more = read([&](Session& s) { return read_on(s, one, days); }).value();
    if (!days.curve) return "nothing";
    std::string text = days.curve->initial().value.text() + ":";
    for (const auto& point : days.curve->points()) {
      text += " " + analytics::to_text(analytics::Day{static_cast<int>(point.at)}).substr(5) + " " +
              point.equity.value.text() + (point.flow.is_zero() ? "" : " flow " + point.flow.value.text()) +
              (point.change ? " " + multiply(*point.change, "100"_d, Rounding::toward_zero).text(2) + "%" : "");
    }
    return text;
  }
};

// The clocks go forward on the 29th; its day in Berlin is from 23:00 to 22:00 UTC.
TEST_F(DayCurveTest, every_day_of_the_zone_is_there_from_the_initial_equity_on) {
  move("USDC", "1000"_d, MovementCause::opening, begin);
  measure(begin, "1000"_d);                                            // the 27th
  measure(parse_time("2026-03-27T22:59:00Z").value(), "1010"_d);       // the same day
  measure(parse_time("2026-03-28T23:30:00Z").value(), "1020.1"_d);     // the 29th, 00:30
  measure(parse_time("2026-03-29T21:59:59Z").value(), "1030.301"_d);   // the 29th, 23:59
  measure(parse_time("2026-03-29T22:00:00Z").value(), "1133.3311"_d);  // the 30th, 00:00
  EXPECT_EQ(days("2026-03-01", "2026-03-31"),
            "1000: 03-27 1010 1.00% 03-28 1010 0.00% 03-29 1030.301 2.01% 03-30 1133.3311 10.00% 03-31 1133.3311 "
            "0.00%");
  EXPECT_EQ(days("2026-03-29", "2026-03-29"), "1010: 03-29 1030.301 2.01%") << "a window begins with what was before";
  EXPECT_EQ(days("2026-03-29", "2026-03-29", "UTC"), "1020.1: 03-29 1133.3311 11.10%");
  EXPECT_EQ(days("2026-03-01", "2026-03-26"), "nothing");
}

TEST_F(DayCurveTest, a_deposit_within_a_day_cuts_it) {
  move("USDC", "100"_d, MovementCause::opening, begin);
  measure(begin, "100"_d);
  move("USDC", "10000"_d, MovementCause::external, begin + minutes(1));
  measure(begin + minutes(2), "10110"_d);
  measure(begin + minutes(3), "10211.1"_d);
  EXPECT_EQ(days("2026-03-27", "2026-03-28"), "100: 03-27 10211.1 flow 10000 11.10% 03-28 10211.1 0.00%");
}

TEST_F(DayCurveTest, years_are_read_in_steps) {
  move("USDC", "100"_d, MovementCause::opening, begin);
  measure(begin, "100"_d);
  measure(begin + hours(24) * 800, "121"_d);
  DayCurve curve{.next = analytics::parse_day("1970-01-01").value(),
                 .last = analytics::parse_day("2028-12-31").value()};
  int steps = 1;
  while (read([&](Session& s) { return read_on(s, one, curve); }).value()) ++steps;
  EXPECT_EQ(curve.curve->points().size(), 1011U);
  EXPECT_EQ(steps, 11);
  EXPECT_EQ(curve.curve->total_return(), "0.21"_d);
}

}  // namespace
}  // namespace robson::storage
