// The backtest of the shared data: its curve of every quarter of an hour is made anew from its candles and trades, and
// its figures must be those that are listed beside it.
#include <gtest/gtest.h>

#include "analytics/book.hpp"
#include "analytics/books.hpp"
#include "support/shared_data.hpp"

namespace robson::analytics {
namespace {

using support::lines_of;
using support::split;

const std::string name = "backtest/sma10x30-ETHUSDT-15m-2025-09_2026-02";

struct Row {
  std::int64_t entered_ms = 0;
  std::int64_t left_ms = 0;
  Price entry{};
  Price exit{};
  Quantity quantity{};
  Money entry_fee{};
  Money exit_fee{};
  Money net{};
};

std::vector<Row> trades() {
  std::vector<Row> rows;
  const auto lines = lines_of(support::file_text(support::shared_data(name + ".trades.csv")));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto f = split(lines[i], ',');
    const auto decimal = [&](std::size_t at) { return Decimal::parse(f.at(at)).value(); };
    rows.push_back({std::stoll(f.at(0)),
                    std::stoll(f.at(2)),
                    {decimal(1)},
                    {decimal(3)},
                    {decimal(4)},
                    {decimal(5)},
                    {decimal(6)},
                    {decimal(7)}});
  }
  return rows;
}

struct Bar {
  std::int64_t open_ms = 0;
  Price open{};
  Price close{};
};
std::vector<Bar> bars() {
  std::vector<Bar> found;
  const auto lines = lines_of(support::file_text(support::shared_data("candles/ETHUSDT-15m-2025-09_2026-02.csv")));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto f = split(lines[i], ',');
    found.push_back({std::stoll(f.at(0)), {Decimal::parse(f.at(1)).value()}, {Decimal::parse(f.at(4)).value()}});
  }
  return found;
}

// The number of a member of the summary, which is flat.
double listed(const std::string& member) {
  const std::string text = support::file_text(support::shared_data(name + ".summary.json"));
  const auto at = text.find("\"" + member + "\": ");
  EXPECT_NE(at, std::string::npos) << member;
  const auto begin = text.find_first_of("-0123456789", at + member.size() + 3);
  return std::stod(text.substr(begin, 30));
}

// The equity at each bar's close: cash, or what is held at the close. The position that is open at the end is in no
// list; its quantity is the summary's, and it was bought at the first open at which all cash paid for just that.
Curve curve_of_bars(const std::vector<Bar>& all, const std::vector<Row>& rows) {
  Money cash = money("10000");
  Curve curve(cash);
  std::size_t next = 0;
  Quantity held{};
  const Quantity held_at_end{Decimal::parse("2.203323476092").value()};
  const Money fee_rate = money("1.001");
  for (const Bar& bar : all) {
    if (next < rows.size() && rows[next].left_ms == bar.open_ms && !held.is_zero()) {
      cash = notional(bar.open, held) - rows[next].exit_fee;
      held = {};
      ++next;
    }
    if (held.is_zero() && next < rows.size() && rows[next].entered_ms == bar.open_ms) {
      held = rows[next].quantity;
      cash = {};
    }
    if (held.is_zero() && next == rows.size()) {
      const Money cost{multiply(notional(bar.open, held_at_end).value, fee_rate.value, Rounding::half_away_from_zero)};
      if (abs((cost - cash).value) < money("0.0001").value) {
        held = held_at_end;
        cash = {};
      }
    }
    curve.measure({cash + notional(bar.close, held), {}, {}});
    curve.end_point(bar.open_ms);
  }
  return curve;
}

TEST(Backtest, equity_drawdown_and_sharpe_are_those_listed) {
  SKIP_WITHOUT_SHARED_DATA();
  const auto all = bars();
  ASSERT_EQ(all.size(), 17'376U);
  const Curve curve = curve_of_bars(all, trades());
  EXPECT_NEAR(curve.final().value.to_double(), listed("final_equity"), 1e-6);
  EXPECT_NEAR(curve.max_drawdown_fraction().to_double(), listed("max_drawdown"), 1e-9);
  EXPECT_NEAR(sharpe(curve.returns(), 35'040).value(), listed("sharpe_ddof1"), 1e-8);
}

TEST(Backtest, the_curve_is_that_listed_at_every_96th_bar) {
  SKIP_WITHOUT_SHARED_DATA();
  std::map<std::int64_t, Money> equity;
  const Curve curve = curve_of_bars(bars(), trades());
  for (const CurvePoint& point : curve.points()) equity[point.at] = point.equity;
  const auto lines = lines_of(support::file_text(support::shared_data(name + ".equity.csv")));
  ASSERT_GT(lines.size(), 100U);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto f = split(lines[i], ',');
    EXPECT_NEAR(equity.at(std::stoll(f.at(0))).value.to_double(), std::stod(f.at(1)), 1e-6) << lines[i];
  }
}

TEST(Backtest, profit_factor_and_win_rate_are_those_listed) {
  SKIP_WITHOUT_SHARED_DATA();
  Tally tally;
  for (const Row& row : trades()) {
    tally.add({.opened_at = Timestamp::from_ms(row.entered_ms),
               .closed_at = Timestamp::from_ms(row.left_ms),
               .net = row.net,
               .fees = row.entry_fee + row.exit_fee});
  }
  EXPECT_EQ(tally.trades(), static_cast<std::int64_t>(listed("closed_trades")));
  EXPECT_EQ(tally.wins(), static_cast<std::int64_t>(listed("wins")));
  EXPECT_NEAR(tally.win_rate()->to_double(), listed("win_rate"), 1e-12);
  EXPECT_NEAR(tally.profit_factor()->to_double(), listed("profit_factor"), 1e-9);
}

}  // namespace
}  // namespace robson::analytics
