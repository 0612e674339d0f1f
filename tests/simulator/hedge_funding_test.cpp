#include <gtest/gtest.h>

#include "hedge_fixture.hpp"

namespace robson::simulator {
namespace {
using namespace hedge_test;
using namespace std::chrono_literals;

TEST(Funding, the_public_formula) {
  const struct {
    const char* premium;
    const char* rate;
  } cases[] = {
      {"0", "0.0000125"},
      {"0.0006", "0.0000125"},
      {"-0.0004", "0.0000125"},  // interest alone
      {"0.00074", "0.00003"},
      {"0.0007", "0.000025"},
      {"0.01", "0.0011875"},  // the correction is at its bound
      {"-0.0005", "0"},
      {"-0.001", "-0.0000625"},
      {"-0.02", "-0.0024375"},
      {"0.3205", "0.04"},
      {"1", "0.04"},
      {"-1", "-0.04"},  // the cap
      {"0.000000000003", "0.0000125"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(hourly_funding_rate(*Decimal::parse(each.premium)).text(), each.rate) << each.premium;
  }
}

TEST(Funding, longs_pay_a_positive_rate_to_shorts_on_the_oracle_price) {
  EXPECT_EQ(funding_received(coins("10"), at("150.25"), "0.00003"_d).value, "-0.045075"_d);
  EXPECT_EQ(funding_received(coins("-10"), at("150.25"), "0.00003"_d).value, "0.045075"_d);
  EXPECT_EQ(funding_received(coins("-10"), at("150.25"), "-0.00003"_d).value, "-0.045075"_d);
}

TEST(Funding, a_premium_counts_for_as_long_as_it_stood) {
  PremiumAverage average;
  EXPECT_EQ(average.value("0.5"_d), "0.5"_d);
  average.hold("0.001"_d, 45min);
  average.hold("-0.001"_d, 15min);
  EXPECT_EQ(average.value({}), "0.0005"_d);
}

TEST(Funding, how_often_it_is_looked_at_does_not_change_what_is_paid) {
  PerpExchange seldom = sol_exchange();
  PerpExchange often = sol_exchange();
  for (PerpExchange* each : {&seldom, &often}) ASSERT_TRUE(each->order(key, sell("s", "7")));
  seldom.advance(midnight + 20min, {sol_at("100", "101.37")});
  seldom.advance(midnight + 60min, {sol_at("101", "102")});
  for (int second = 1; second < 3600; ++second) {
    if (second < 1200) often.advance(midnight + std::chrono::seconds(second), {sol_at("100")});
    if (second >= 1200) often.advance(midnight + std::chrono::seconds(second), {sol_at("100", "101.37")});
  }
  often.advance(midnight + 60min, {sol_at("101", "102")});
  const auto paid = seldom.payments(*seldom.account(key), 0, 10);
  ASSERT_EQ(paid.size(), 1U);
  EXPECT_EQ(paid[0].oracle, at("101"));
  EXPECT_EQ(paid[0].rate, hourly_funding_rate("0.009133333333"_d));
  EXPECT_EQ(paid[0].amount, often.payments(*often.account(key), 0, 10).at(0).amount);
}

TEST(Funding, the_running_hours_rate_is_what_it_would_be_were_it_over) {
  PerpExchange exchange = sol_exchange();
  exchange.advance(midnight + 30min, {sol_at("100", "101")});
  EXPECT_EQ(exchange.predicted_rate("SOL"), "0.0000125"_d);  // half an hour without a premium
  exchange.advance(midnight + 45min, {sol_at("100", "101")});
  EXPECT_EQ(exchange.predicted_rate("SOL"), hourly_funding_rate("0.003333333333"_d));
}

TEST(Funding, every_full_hour_pays_once_also_when_several_pass_at_once) {
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, sell("s", "10")));
  exchange.advance(midnight + 59min, {sol_at("100")});
  EXPECT_TRUE(exchange.account(key)->payments.empty());
  exchange.advance(midnight + 60min, {sol_at("110")});
  exchange.advance(midnight + 60min, {sol_at("111")});
  exchange.advance(midnight + 90min, {sol_at("111")});
  EXPECT_EQ(exchange.account(key)->payments.size(), 1U);
  exchange.advance(midnight + 60min * 5, {sol_at("120")});
  const auto paid = exchange.payments(*exchange.account(key), 1, 2);
  ASSERT_EQ(paid.size(), 2U);
  EXPECT_EQ(paid[0].id, 2);
  EXPECT_EQ(paid[0].time, midnight + 120min);
  EXPECT_EQ(paid[0].oracle, at("111"));
  EXPECT_EQ(exchange.account(key)->payments.back().oracle, at("120"));
  EXPECT_EQ(exchange.account(key)->payments.size(), 5U);
}

TEST(Funding, a_recorded_rate_replaces_the_formula_and_an_hour_without_one_pays_nothing) {
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, sell("s", "10")));
  exchange.advance(midnight + 1s, {recorded(sol_at("100"), "0.0001"_d)});
  EXPECT_EQ(exchange.predicted_rate("SOL"), "0.0001"_d);
  exchange.advance(midnight + 60min, {recorded(sol_at("100"), std::nullopt)});
  exchange.advance(midnight + 120min, {recorded(sol_at("100"), "-0.0002"_d)});
  exchange.advance(midnight + 180min, {sol_at("100")});
  const auto paid = exchange.payments(*exchange.account(key), 0, 10);
  ASSERT_EQ(paid.size(), 2U);
  EXPECT_EQ(paid[0].amount, usd("0.1"));
  EXPECT_EQ(paid[1].amount, usd("-0.2"));
  EXPECT_EQ(exchange.account(key)->positions.at("SOL").funding, usd("-0.1"));
  EXPECT_EQ(exchange.rates("SOL", midnight, midnight + 170min, 10).size(), 1U);
  EXPECT_EQ(exchange.rates("SOL", midnight, midnight + 180min, 10).size(), 2U);
}

}  // namespace
}  // namespace robson::simulator
