#include "engine/portfolio.hpp"

#include <gtest/gtest.h>

#include "support/operation_one.hpp"

namespace robson::engine {
namespace {
using namespace support;

const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

Engine desk() {
  Engine engine;
  engine.apply(InstrumentsListed{{btcusdc()}}, start);
  engine.apply(AdoptOperation{operation_one()}, start);
  engine.apply(AccountStreamChanged{{1}, StreamState::live}, start);
  engine.apply(
      BalancesSeen{{1}, {{"USDC", {{"9000"_d}, {"1000"_d}}}, {"BTC", {{"1"_d}, {}}}, {"DUST", {{"3"_d}, {}}}}, true},
      start);
  return engine;
}

TEST(Portfolio, counts_every_priced_asset_and_names_the_others) {
  Engine engine = desk();
  engine.apply(QuoteSeen{reference_quote(start)}, start);
  const Portfolio view = portfolio_of(engine, {1}, "USDC", start);
  EXPECT_EQ(view.total, Money{"99245"_d});
  EXPECT_EQ(view.available, Money{"9000"_d});
  EXPECT_EQ(view.positions_value->value.text(2), "29.45");
  EXPECT_EQ(view.unrealized->value.text(), "0.1343364");
  EXPECT_EQ(view.worst_case.value.text(2), "0.59");
  EXPECT_EQ(view.positions, 1U);
  EXPECT_FALSE(view.prices_stale);
  EXPECT_FALSE(view.account_stale);
  ASSERT_EQ(view.assets.size(), 3U);
  EXPECT_EQ(view.assets[1].name, "DUST");
  EXPECT_FALSE(view.assets[1].price);
}

TEST(Portfolio, without_a_price_the_value_is_unknown_not_zero) {
  const Portfolio view = portfolio_of(desk(), {1}, "USDC", start);
  EXPECT_FALSE(view.positions_value);
  EXPECT_FALSE(view.unrealized);
  EXPECT_TRUE(view.prices_stale);
}

TEST(Portfolio, old_prices_and_old_balances_are_marked) {
  Engine engine = desk();
  engine.apply(QuoteSeen{reference_quote(start)}, start);
  EXPECT_TRUE(portfolio_of(engine, {1}, "USDC", start + std::chrono::seconds(6)).prices_stale);
  EXPECT_TRUE(portfolio_of(engine, {1}, "USDC", start + std::chrono::seconds(61)).account_stale);
  engine.apply(AccountStreamChanged{{1}, StreamState::down}, start);
  EXPECT_TRUE(portfolio_of(engine, {1}, "USDC", start).account_stale);
}

TEST(Portfolio, another_tenant_sees_nothing_of_it) {
  const Portfolio view = portfolio_of(desk(), {2}, "USDC", start);
  EXPECT_FALSE(view.account_known);
  EXPECT_TRUE(view.assets.empty());
  EXPECT_EQ(view.positions, 0U);
  EXPECT_EQ(view.realized, Money{});
}

}  // namespace
}  // namespace robson::engine
