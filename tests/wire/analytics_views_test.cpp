// What stands in the answers of analytics: places, what does not exist, and a day as it ended.
#include "wire/analytics_views.hpp"

#include <gtest/gtest.h>

#include "json/write.hpp"

namespace robson::wire {
namespace {

using namespace literals;

analytics::OpenPosition position(const char* symbol, Side side, Decimal value) {
  return {.symbol = symbol,
          .strategy_key = "3",
          .strategy = "Trend \"long\":",
          .side = side,
          .value = {value},
          .unrealized = Money{"1.005"_d},
          .loss_at_stop = {"2.5"_d}};
}

TEST(AnalyticsViews, an_empty_book_has_counts_and_no_figures) {
  Performance view;
  add_trades(view, analytics::Book({}, {}), {});
  add_equity(view, {});
  const std::string text = json::text_of(view);
  for (const char* none : {"win_rate", "profit_factor", "expectancy", "average_r", "initial_equity",
                           "max_drawdown_days", "total_return_percent", "sharpe", "calmar", "by"}) {
    EXPECT_NE(text.find("\"" + std::string(none) + "\":null"), std::string::npos) << none;
  }
  EXPECT_NE(text.find(R"("net_pnl":"0.00","gross_profit":"0.00")"), std::string::npos);
  EXPECT_NE(text.find(R"("r_multiples":[{"from":null,"to":"-2.0","trades":0},{"from":"-2.0","to":"-1.5")"),
            std::string::npos);
  EXPECT_NE(text.find(R"({"from":"4.0","to":null,"trades":0}])"), std::string::npos);
}

TEST(AnalyticsViews, exposure_has_both_sides_of_each_row_and_of_all) {
  analytics::Exposure exposure;
  exposure.add(position("BTCUSDC", Side::BUY, "300"_d));
  exposure.add(position("ETHUSDC", Side::SELL, "100"_d));
  exposure.leave_out();
  const std::string text = exposure_text(exposure, Money{"1000"_d}, "USDC", false, {});
  EXPECT_NE(
      text.find(R"("equity":"1000.00","net":"200.00","gross":"400.00","gross_percent":"40.00","net_percent":"20.00")"),
      std::string::npos)
      << text;
  EXPECT_NE(
      text.find(
          R"("share_percent":"25.00","unrealized_pnl":"1.01","risk_at_stop":"2.50","positions":1,"stale":false,"long":"0.00","short":"100.00"})"),
      std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with(R"(,"unvalued_positions":1,"long":"300.00","short":"100.00"})")) << text;
  EXPECT_NE(text.find(R"("label":"Trend \"long\":")"), std::string::npos);
}

TEST(AnalyticsViews, exposure_without_an_equity_has_no_parts_of_it) {
  const std::string text = exposure_text({}, {}, "USDC", true, {});
  EXPECT_NE(text.find(R"("stale":true,"equity":null,"net":"0.00","gross":"0.00","gross_percent":null)"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find(
          R"("concentration":null,"effective_positions":null,"by_symbol":[],"by_strategy":[],"unvalued_positions":0)"),
      std::string::npos);
}

TEST(AnalyticsViews, a_curve_is_dated_by_its_step) {
  std::optional<analytics::Curve> curve(Money{"100"_d});
  curve->measure({Money{"99.995"_d}, {}, {}});
  curve->end_point(20'000);
  EquityCurve days;
  add_curve(days, curve, CurveStep::day);
  EXPECT_EQ(days.points[0].at, "2024-10-04");
  EXPECT_EQ(
      json::text_of(days.points[0]),
      R"({"at":"2024-10-04","equity":"100.00","flow":"0.00","return_percent":"-0.01","drawdown_percent":"0.01"})");
  EquityCurve minutes;
  add_curve(minutes, curve, CurveStep::minute);
  EXPECT_EQ(minutes.points[0].at, "1970-01-01T00:00:00.020Z");
  EquityCurve nothing;
  add_curve(nothing, {}, CurveStep::day);
  EXPECT_FALSE(nothing.final_equity.has_value());
}

TEST(AnalyticsViews, an_operation_is_shown_as_it_was_at_the_end_of_the_day) {
  robson::Operation operation{.id = {7},
                              .symbol = {"BTCUSDC"},
                              .side = Side::BUY,
                              .quantity = {"0.5"_d},
                              .entry = {"100"_d},
                              .status = OperationStatus::CLOSED,
                              .opened_at = Timestamp::from_seconds(10),
                              .closed_at = Timestamp::from_seconds(50),
                              .exit = Price{"110"_d},
                              .exit_reason = ExitReason::TARGET,
                              .realized_pnl = {"4.9"_d}};
  const analytics::Trade trade{.net = {"4.9"_d}, .risk = Money{"2.5"_d}};
  const Instrument units{.base = "BTC", .tick = "0.01"_d};
  const auto after = report_trade(operation, trade, units, Timestamp::from_seconds(51));
  EXPECT_EQ(after.net_pnl->value, "4.9"_d);
  EXPECT_EQ(after.r->value, "1.96"_d);
  const auto unvalued = report_trade(operation, {}, units, Timestamp::from_seconds(51));
  EXPECT_FALSE(unvalued.net_pnl || unvalued.r);
  EXPECT_TRUE(unvalued.exit_reason);
  EXPECT_EQ(after.exit_price->value, "110"_d);
  const auto before = report_trade(operation, trade, units, Timestamp::from_seconds(50));
  EXPECT_FALSE(before.closed_at || before.exit_price || before.net_pnl || before.r || before.exit_reason);
  EXPECT_EQ(before.entry_price->value, "100"_d);
}

}  // namespace
}  // namespace robson::wire
