#include <gtest/gtest.h>

#include "hedge_fixture.hpp"

namespace robson::simulator {
namespace {
using namespace hedge_test;
using namespace std::chrono_literals;

PerpReason reason_of(const Result<PerpOrder, VenueRefusal>& order) {
  EXPECT_TRUE(order && order->reason);
  return *order->reason;
}

TEST(Perp, opening_moves_margin_and_takes_the_fee) {
  PerpExchange exchange = sol_exchange("10000", "0.00045"_d);
  const auto order = exchange.order(key, sell("open", "30", "3"_d));
  ASSERT_TRUE(order);
  EXPECT_EQ(order->status, PerpOrderStatus::FILLED);
  EXPECT_EQ(order->average_price, at("100"));
  EXPECT_EQ(order->fee, usd("1.35"));
  const PerpAccount& account = *exchange.account(key);
  EXPECT_EQ(account.free, usd("8998.65"));
  EXPECT_EQ(account.positions.at("SOL").size, coins("-30"));
  EXPECT_EQ(account.positions.at("SOL").margin, usd("1000"));
  exchange.advance(midnight + 1s, {sol_at("110")});
  EXPECT_EQ(exchange.account_value(account), usd("9698.65"));
}

TEST(Perp, a_part_that_is_closed_gives_back_its_part_of_the_margin) {
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, sell("open", "30", "3"_d)));
  exchange.advance(midnight + 1s, {sol_at("90")});
  PerpOrderRequest close = buy("close", "10");
  close.reduce_only = true;
  ASSERT_TRUE(exchange.order(key, close));
  const PerpAccount& account = *exchange.account(key);
  EXPECT_EQ(account.free, usd("9433.333333333333"));
  EXPECT_EQ(account.positions.at("SOL").size, coins("-20"));
  EXPECT_EQ(entry_price(account.positions.at("SOL")), at("100"));
  EXPECT_EQ(exchange.account_value(account), usd("10300"));
  close.client_id = "rest";
  close.size = coins("25");
  const auto rest = exchange.order(key, close);
  EXPECT_EQ(rest->filled, coins("20"));
  EXPECT_EQ(rest->status, PerpOrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(reason_of(rest), PerpReason::REDUCED_TO_POSITION);
  EXPECT_TRUE(account.positions.empty());
  EXPECT_EQ(account.free, usd("10300"));
}

TEST(Perp, an_order_through_the_position_turns_it) {
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, buy("long", "10")));
  ASSERT_TRUE(exchange.order(key, sell("turn", "25", "5"_d)));
  const PerpPosition& position = exchange.account(key)->positions.at("SOL");
  EXPECT_EQ(position.size, coins("-15"));
  EXPECT_EQ(position.margin, usd("300"));
  EXPECT_EQ(exchange.account(key)->free, usd("9700"));
}

TEST(Perp, the_same_client_id_is_one_order) {
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, sell("one", "10")));
  exchange.advance(midnight + 5s, {sol_at("105")});
  const auto again = exchange.order(key, sell("one", "10"));
  EXPECT_EQ(again->time, midnight);
  EXPECT_EQ(again->average_price, at("100"));
  EXPECT_EQ(exchange.account(key)->positions.at("SOL").size, coins("-10"));
  EXPECT_EQ(exchange.order(key, sell("one", "11")).error().code, RefusalCode::CLIENT_ID_IN_USE);
  EXPECT_EQ(exchange.order_of(key, "one")->filled, coins("10"));
  EXPECT_EQ(exchange.order_of(key, "two").error().code, RefusalCode::UNKNOWN_ORDER);
}

TEST(Perp, a_rejected_order_stays_rejected_under_its_id) {
  PerpExchange exchange = sol_exchange();
  EXPECT_EQ(reason_of(exchange.reject(key, sell("bad", "10"))), PerpReason::ON_REQUEST);
  EXPECT_EQ(exchange.order(key, sell("bad", "10"))->status, PerpOrderStatus::REJECTED);
  EXPECT_TRUE(exchange.account(key)->positions.empty());
}

TEST(Perp, what_an_account_may_not_do_is_rejected_and_changes_nothing) {
  PerpExchange exchange = sol_exchange("1000", "0.00045"_d);
  EXPECT_EQ(reason_of(exchange.order(key, buy("a", "0.015"))), PerpReason::SIZE_OFF_STEP);
  EXPECT_EQ(reason_of(exchange.order(key, buy("b", "1", "20.01"_d))), PerpReason::LEVERAGE_OUT_OF_RANGE);
  EXPECT_EQ(reason_of(exchange.order(key, buy("c", "1", "0.99"_d))), PerpReason::LEVERAGE_OUT_OF_RANGE);
  EXPECT_EQ(reason_of(exchange.order(key, buy("d", "0.09"))), PerpReason::BELOW_MIN_NOTIONAL);
  EXPECT_EQ(reason_of(exchange.order(key, buy("e", "10"))), PerpReason::INSUFFICIENT_MARGIN);  // for the fee
  PerpOrderRequest reduce = buy("f", "1");
  reduce.reduce_only = true;
  EXPECT_EQ(reason_of(exchange.order(key, reduce)), PerpReason::NOTHING_TO_REDUCE);
  PerpOrderRequest limited = buy("g", "1");
  limited.limit_price = at("99.995");
  EXPECT_EQ(reason_of(exchange.order(key, limited)), PerpReason::PRICE_OFF_TICK);
  EXPECT_EQ(exchange.account(key)->free, usd("1000"));
  EXPECT_EQ(exchange.order("nobody", buy("h", "1")).error().code, RefusalCode::UNAUTHORIZED);
  EXPECT_EQ(exchange.order(key, buy("liquidation-1", "1")).error().code, RefusalCode::INVALID_REQUEST);
  EXPECT_EQ(exchange.order(key, buy("", "1")).error().code, RefusalCode::INVALID_REQUEST);
  EXPECT_EQ(exchange.order(key, buy("i", "0")).error().code, RefusalCode::INVALID_REQUEST);
}

TEST(Perp, a_limit_cancels_what_is_beyond_it_and_depth_cuts_what_is_too_much) {
  PerpExchange exchange = sol_exchange("1000000");
  PerpOrderRequest limited = buy("limit", "1");
  limited.limit_price = at("99.99");
  const auto cancelled = exchange.order(key, limited);
  EXPECT_EQ(cancelled->status, PerpOrderStatus::CANCELLED);
  EXPECT_EQ(cancelled->filled, Quantity{});
  EXPECT_FALSE(cancelled->average_price);
  ASSERT_TRUE(exchange.set_depth("SOL", coins("4.005")));
  const auto part = exchange.order(key, buy("much", "10"));
  EXPECT_EQ(part->status, PerpOrderStatus::PARTIALLY_FILLED);
  EXPECT_EQ(part->filled, coins("4"));
  EXPECT_EQ(reason_of(part), PerpReason::DEPTH);
}

TEST(Perp, at_the_maintenance_margin_a_position_is_liquidated_and_a_tick_before_it_is_not) {
  // 30 short at 100 with 1000 of margin: (1000 + 30 x (100 - P)) = 0.025 x 30 x P at 4000 / 30.75 = 130.0813
  PerpExchange exchange = sol_exchange("1500");
  ASSERT_TRUE(exchange.order(key, sell("open", "30", "3"_d)));
  const auto price = liquidation_price(exchange.account(key)->positions.at("SOL"), "0.025"_d);
  ASSERT_TRUE(price);
  EXPECT_EQ(price->value, "130.081300813008"_d);
  exchange.advance(midnight + 1s, {sol_at("130.08")});
  EXPECT_EQ(exchange.account(key)->positions.size(), 1U);
  exchange.advance(midnight + 2s, {sol_at("130.09")});
  const PerpAccount& account = *exchange.account(key);
  EXPECT_TRUE(account.positions.empty());
  EXPECT_EQ(account.free, usd("500"));
  ASSERT_EQ(account.liquidations.size(), 1U);
  EXPECT_EQ(account.liquidations[0].lost, usd("97.3"));
  const auto order = exchange.order_of(key, "liquidation-1");
  ASSERT_TRUE(order);
  EXPECT_EQ(order->request.side, Side::BUY);
  EXPECT_EQ(order->filled, coins("30"));
  EXPECT_EQ(order->average_price, at("130.09"));
  EXPECT_EQ(reason_of(order), PerpReason::LIQUIDATION);
}

TEST(Perp, exactly_at_the_maintenance_margin_is_under_it) {
  // 10 long at 100 with a margin of 250: at 80 there are 50 left of 800, and funding of 3.75 % takes 30 of them.
  PerpExchange exchange = sol_exchange();
  ASSERT_TRUE(exchange.order(key, buy("open", "10", "4"_d)));
  exchange.advance(midnight + 1s, {recorded(sol_at("80"), "0.0375"_d)});
  exchange.advance(midnight + 59min, {recorded(sol_at("80"), "0.0375"_d)});
  EXPECT_EQ(margin_fraction_at(exchange.account(key)->positions.at("SOL"), at("80")), "0.0625"_d);
  exchange.advance(midnight + 60min, {recorded(sol_at("80"), "0.0375"_d)});
  EXPECT_TRUE(exchange.account(key)->positions.empty());
}

TEST(Perp, a_gap_beyond_the_margin_is_the_insurances_loss_not_the_accounts) {
  PerpExchange exchange = sol_exchange("1000");
  ASSERT_TRUE(exchange.order(key, buy("open", "50", "10"_d)));
  exchange.advance(midnight + 1s, {sol_at("60")});
  EXPECT_EQ(exchange.account(key)->free, usd("500"));
  EXPECT_EQ(exchange.state().books.insurance, usd("-1500"));
}

}  // namespace
}  // namespace robson::simulator
