#include "analytics/tally.hpp"

#include <gtest/gtest.h>

#include "analytics/books.hpp"

namespace robson::analytics {
namespace {

using namespace literals;

struct Case {
  const char* name;
  std::vector<const char*> results;
  const char* win_rate;
  const char* net;
  const char* profit_factor;
  const char* expectancy;
  const char* average_win;
  const char* average_loss;
  const char* largest_win;
  const char* largest_loss;
  const char* average_r;
};

class TallyOf : public testing::TestWithParam<Case> {};

TEST_P(TallyOf, has_the_figures_of_the_table) {
  const Case& expected = GetParam();
  const Tally tally = tally_of(expected.results);
  EXPECT_EQ(tally.trades(), static_cast<std::int64_t>(expected.results.size()));
  EXPECT_EQ(shown(tally.win_rate()), expected.win_rate);
  EXPECT_EQ(shown(tally.net()), expected.net);
  EXPECT_EQ(shown(tally.profit_factor()), expected.profit_factor);
  EXPECT_EQ(shown(tally.expectancy()), expected.expectancy);
  EXPECT_EQ(shown(tally.average_win()), expected.average_win);
  EXPECT_EQ(shown(tally.average_loss()), expected.average_loss);
  EXPECT_EQ(shown(tally.largest_win()), expected.largest_win);
  EXPECT_EQ(shown(tally.largest_loss()), expected.largest_loss);
  EXPECT_EQ(shown(tally.average_r()), expected.average_r);
}

INSTANTIATE_TEST_SUITE_P(
    Books, TallyOf,
    testing::Values(
        Case{"nothing", {}, "none", "0.00", "none", "none", "none", "none", "none", "none", "none"},
        Case{"one_win", {"5"}, "1.0000", "5.00", "none", "5.00", "5.00", "none", "5.00", "none", "0.5000"},
        Case{"one_loss", {"-5"}, "0.0000", "-5.00", "0.0000", "-5.00", "none", "-5.00", "none", "-5.00", "-0.5000"},
        Case{"no_losses", {"5", "10"}, "1.0000", "15.00", "none", "7.50", "7.50", "none", "10.00", "none", "0.7500"},
        Case{"all_break_even", {"0", "0"}, "0.0000", "0.00", "none", "0.00", "none", "none", "none", "none", "0.0000"},
        Case{"mixed",
             {"20", "-10", "0", "5", "-4.5"},
             "0.4000",
             "10.50",
             "1.7241",
             "2.10",
             "12.50",
             "-7.25",
             "20.00",
             "-10.00",
             "0.2100"}),
    [](const auto& named) { return named.param.name; });

TEST(Tally, a_trade_without_risk_has_no_r_and_counts_all_the_same) {
  Trade bare = trade_of("7");
  bare.risk.reset();
  Tally tally;
  tally.add(bare);
  EXPECT_EQ(tally.wins(), 1);
  EXPECT_EQ(shown(tally.average_r()), "none");
  tally.add(trade_of("20"));
  EXPECT_EQ(shown(tally.average_r()), "2.0000");
}

TEST(Tally, an_r_on_an_edge_belongs_to_the_bucket_that_begins_there) {
  struct Edge {
    const char* net;  // at a risk of 10
    std::size_t bucket;
  };
  for (const Edge& edge : {Edge{"-20.000000000001", 0}, Edge{"-20", 1}, Edge{"-10.000000000001", 2}, Edge{"-10", 3},
                           Edge{"-0.000000000001", 4}, Edge{"0", 5}, Edge{"4.999999999999", 5}, Edge{"5", 6},
                           Edge{"29.99", 10}, Edge{"30", 11}, Edge{"39.99", 11}, Edge{"40", 12}, Edge{"1000", 12}}) {
    const Tally tally = tally_of({edge.net});
    EXPECT_EQ(tally.r_counts()[edge.bucket], 1) << edge.net;
  }
}

TEST(Tally, holding_time_is_a_mean_in_minutes) {
  Trade longer = trade_of("1");
  longer.opened_at = longer.closed_at - std::chrono::minutes(91);
  Tally tally = tally_of({"1", "1"});  // an hour each
  tally.add(longer);
  EXPECT_EQ(shown(tally.average_holding_minutes()), "70.3333");
  EXPECT_EQ(shown(Tally{}.average_holding_minutes()), "none");
}

TEST(Trade, initial_risk_is_of_the_stop_it_began_with_and_the_contract_size) {
  const Price entry{"1950.5"_d};
  EXPECT_EQ(initial_risk(entry, {"1940.5"_d}, {"0.1"_d}, "100"_d)->value.text(), "100");
  EXPECT_EQ(initial_risk(entry, {"1960.5"_d}, {"0.1"_d}, "100"_d)->value.text(), "100");  // a short
  EXPECT_EQ(initial_risk(entry, {"1940.5"_d}, {"0.1"_d}, "1"_d)->value.text(), "1");
  EXPECT_FALSE(initial_risk(entry, entry, {"0.1"_d}, "1"_d).has_value());
}

}  // namespace
}  // namespace robson::analytics
