// Generated books against reference.py, which computes every figure anew from its definition, with decimals of 60
// digits: the texts must be equal to the last digit.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>

#include "analytics/book.hpp"
#include "analytics/books.hpp"
#include "support/temporary_directory.hpp"

namespace robson::analytics {
namespace {

// A book of so many trades, over a year and a half of days with measurements, flows, and days without.
class Generated {
 public:
  Generated(int trades, unsigned seed) : random_(seed) {
    for (int i = 0; i < trades; ++i) add_trade();
    add_curve(trades < 100 ? 12 : 550);
  }
  const std::string& text() const { return text_; }

 private:
  std::int64_t up_to(std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random_); }
  static std::string decimal(std::int64_t hundred_millionths) {
    return Decimal::from_units(Int128{hundred_millionths} * 10'000).text();
  }

  void add_trade() {
    const std::int64_t closed = 1'735'000'000'000'000 + up_to(47'000'000'000'000);
    const std::int64_t opened = closed - up_to(400'000'000'000);
    const std::int64_t risk = up_to(9) == 0 ? 0 : 1 + up_to(2'000'000'000);
    const std::int64_t kind = up_to(19);
    std::int64_t net = up_to(5'000'000'000) - 2'200'000'000;
    if (kind == 0) net = 0;
    if (kind == 1) net = risk * (up_to(10) - 4);  // on an edge of R
    text_ += "T " + std::to_string(opened) + " " + std::to_string(closed) + " " + decimal(net) + " " +
             decimal(up_to(10'000'000)) + " " + (risk == 0 ? "-" : decimal(risk)) + " S" + std::to_string(up_to(6)) +
             "\n";
  }

  void add_curve(int days) {
    std::int64_t equity = 1'000'000'000'000;
    text_ += "I " + decimal(equity) + "\n";
    for (int day = 0; day < days; ++day) {
      for (std::int64_t left = up_to(4); left > 0; --left) {
        equity += (up_to(2000) - 980) * (equity / 100'000);
        const std::int64_t flow = up_to(40) == 0 ? (up_to(100) - 45) * (equity / 200) : 0;
        equity += flow;
        text_ += "M " + decimal(equity) + " " + decimal(std::max<std::int64_t>(flow, 0)) + " " +
                 decimal(std::max<std::int64_t>(-flow, 0)) + "\n";
      }
      text_ += "D\n";
    }
  }

  std::mt19937 random_;
  std::string text_;
};

class Figures {
 public:
  explicit Figures(const std::string& book) { read(book); }

  std::string text() {
    for (const auto by : {Grouping::symbol, Grouping::weekday, Grouping::hour, Grouping::month})
      books_.emplace_back(zone(), by);
    for (Book& book : books_) {
      for (const Trade& trade : trades_) book.add(trade);
    }
    tell("all", books_.front().all());
    constexpr std::array names = {"symbol", "weekday", "hour", "month"};
    for (std::size_t i = 0; i < books_.size(); ++i) {
      for (const auto& [key, group] : books_[i].groups()) tell(std::string(names[i]) + " " + key, group.tally);
    }
    for (const auto& [day, sum] : books_.front().days()) {
      line("day " + to_text(day) + " " + std::to_string(sum.trades), shown(std::optional(sum.net), 12));
    }
    tell_curve();
    return text_;
  }

 private:
  static TimeZone zone() { return TimeZone::find("Europe/Berlin").value(); }
  void line(const std::string& name, const std::string& value) { text_ += name + " " + value + "\n"; }

  void read(const std::string& book) {
    std::istringstream lines(book);
    for (std::string kind; lines >> kind;) {
      if (kind == "T") {
        Trade trade;
        std::string net;
        std::string fees;
        std::string risk;
        lines >> trade.opened_at.us >> trade.closed_at.us >> net >> fees >> risk >> trade.symbol.text;
        trade.net = money(net.c_str());
        trade.fees = money(fees.c_str());
        if (risk != "-") trade.risk = money(risk.c_str());
        trades_.push_back(trade);
      } else if (kind == "D") {
        curve_->end_point(static_cast<std::int64_t>(curve_->points().size()) + 1);
      } else {
        std::string equity;
        std::string deposits = "0";
        std::string withdrawals = "0";
        lines >> equity;
        if (kind == "I") {
          curve_.emplace(money(equity.c_str()));
          continue;
        }
        lines >> deposits >> withdrawals;
        curve_->measure({money(equity.c_str()), money(deposits.c_str()), money(withdrawals.c_str())});
      }
    }
  }

  void tell(const std::string& label, const Tally& tally) {
    const auto tell_one = [&](const char* name, const std::string& value) { line(label + " " + name, value); };
    tell_one("trades", std::to_string(tally.trades()));
    tell_one("wins", std::to_string(tally.wins()));
    tell_one("losses", std::to_string(tally.losses()));
    tell_one("net", shown(std::optional(tally.net()), 12));
    tell_one("fees", shown(std::optional(tally.fees()), 12));
    tell_one("win_rate", shown(tally.win_rate(), 8));
    tell_one("profit_factor", shown(tally.profit_factor(), 8));
    tell_one("expectancy", shown(tally.expectancy(), 8));
    tell_one("average_win", shown(tally.average_win(), 8));
    tell_one("average_loss", shown(tally.average_loss(), 8));
    tell_one("largest_win", shown(tally.largest_win(), 12));
    tell_one("largest_loss", shown(tally.largest_loss(), 12));
    tell_one("average_r", shown(tally.average_r(), 8));
    tell_one("minutes", shown(tally.average_holding_minutes(), 8));
    for (std::size_t i = 0; i < r_buckets; ++i) {
      tell_one(("r" + std::to_string(i)).c_str(), std::to_string(tally.r_counts()[i]));
    }
  }

  void tell_curve() {
    const auto returns = curve_->returns();
    const auto total = curve_->total_return();
    line("total_return", shown(total, 8));
    line("max_drawdown", shown(std::optional(curve_->max_drawdown()), 12));
    line("max_drawdown_fraction", curve_->max_drawdown_fraction().text(8));
    line("max_drawdown_days", std::to_string(curve_->longest_drawdown()));
    line("current_drawdown", curve_->current_drawdown().text(8));
    line("sharpe", shown(sharpe(returns, days_a_year), 6));
    line("sortino", shown(sortino(returns, days_a_year), 6));
    line(
        "calmar",
        shown(calmar(total->to_double(), curve_->max_drawdown_fraction().to_double(), returns.size(), days_a_year), 6));
    for (const CurvePoint& point : curve_->points()) line("return " + std::to_string(point.at), shown(point.change, 8));
  }

  std::vector<Trade> trades_;
  std::vector<Book> books_;
  std::optional<Curve> curve_;
  std::string text_;
};

std::string reference_of(const std::string& book) {
  const support::TemporaryDirectory directory;
  const auto path = directory.path() / "book.txt";
  std::ofstream(path) << book;
  const std::string command =
      std::string("python3 '") + ROBSON_SOURCE_DIR + "/tests/analytics/reference.py' < '" + path.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 65'536> block{};
  for (std::size_t read = 1; pipe && read > 0;) {
    read = fread(block.data(), 1, block.size(), pipe.get());
    text.append(block.data(), read);
  }
  return text;
}

std::string first_difference(const std::string& ours, const std::string& reference) {
  std::istringstream a(ours);
  std::istringstream b(reference);
  for (std::string x, y;;) {
    const bool more_a = static_cast<bool>(std::getline(a, x));
    const bool more_b = static_cast<bool>(std::getline(b, y));
    if (!more_a && !more_b) return {};
    if (more_a != more_b || x != y) return "ours: " + x + "   reference: " + y;
  }
}

class BookOf : public testing::TestWithParam<int> {};

TEST_P(BookOf, is_that_of_the_reference_to_the_last_digit) {
  for (const unsigned seed : {1U, 2U}) {
    const Generated book(GetParam(), seed);
    const std::string reference = reference_of(book.text());
    ASSERT_GT(reference.size(), 1000U) << "python3 did not answer";
    EXPECT_EQ(first_difference(Figures(book.text()).text(), reference), "") << "seed " << seed;
    if (GetParam() > 10'000) break;
  }
}
INSTANTIATE_TEST_SUITE_P(Trades, BookOf, testing::Values(10, 1'000, 100'000),
                         [](const auto& named) { return std::to_string(named.param); });

}  // namespace
}  // namespace robson::analytics
