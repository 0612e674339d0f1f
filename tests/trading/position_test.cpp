#include "trading/position.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/operation_one.hpp"

namespace robson {
namespace {
using namespace support;

TEST(Position, operation_one_at_the_reference_bid) {
  const auto worth = value_of(operation_one(), btcusdc(), reference_quote());
  EXPECT_EQ(worth.current.value.text(2), "89245.00");
  EXPECT_EQ(worth.pnl.value.text(), "0.1343364");
  EXPECT_EQ(worth.pnl.value.text(2), "0.13");
  EXPECT_EQ(worth.pnl_percent.text(2), "0.46");
  EXPECT_EQ(worth.distance_to_stop.text(2), "-2.45");
  EXPECT_EQ(worth.distance_to_target->text(2), "3.53");
}

TEST(Position, operation_one_at_the_reference_last) {
  const auto worth = value_of(operation_one(), btcusdc(), quote_at("89245.50", "89246.00", "89245.50"));
  EXPECT_EQ(worth.pnl.value.text(), "0.1345014");
  EXPECT_EQ(worth.pnl_percent.text(2), "0.46");
  EXPECT_EQ(worth.distance_to_stop.text(2), "-2.45");
  EXPECT_EQ(worth.distance_to_target->text(2), "3.53");
}

TEST(Position, operation_one_prospect) {
  const auto prospect = prospect_of(operation_one(), btcusdc());
  EXPECT_EQ(prospect.cost.value.text(2), "29.32");
  EXPECT_EQ(prospect.loss_at_stop.value.text(2), "0.59");
  EXPECT_EQ(prospect.gain_at_target->value.text(2), "1.17");
  EXPECT_EQ(prospect.reward_risk->text(2), "2.00");
}

TEST(Position, a_short_is_closed_at_the_ask_and_gains_when_the_price_falls) {
  Operation shorted = operation_one();
  shorted.side = Side::SELL;
  shorted.stop = {"90000"_d};
  const auto worth = value_of(shorted, btcusdc(), quote_at("87999.00", "88000.00", "88000"));
  EXPECT_EQ(worth.current, Price{"88000.00"_d});
  EXPECT_EQ(worth.pnl.value, multiply("837.92"_d, "0.00033"_d, Rounding::toward_zero));
}

TEST(Position, contract_size_multiplies_the_profit) {
  Instrument gold = btcusdc();
  gold.contract_size = "100"_d;
  Operation lot = operation_one();
  lot.entry = {"1950.00"_d};
  lot.stop = {"1940.00"_d};
  lot.target.reset();
  lot.held = {"0.1"_d};
  const auto worth = value_of(lot, gold, quote_at("1955.00", "1955.10", "1955.00"));
  EXPECT_EQ(worth.pnl.value, "50"_d);
  EXPECT_EQ(worth.pnl_percent.text(2), "0.26");
}

// The vectors of the requirements for lots: (current - entry) x lots x contract size, mirrored for a short.
TEST(Position, lots_of_gold_and_of_euros_gain_by_their_contract_size) {
  struct Case {
    const char* contract;
    const char* lots;
    const char* entry;
    Side side;
    const char* bid;
    const char* ask;
    const char* gain;
  };
  for (const Case& c : {Case{"100", "0.10", "1950.00", Side::BUY, "1955.00", "1955.05", "50"},
                        Case{"100", "0.10", "1950.00", Side::SELL, "1954.95", "1955.00", "-50"},
                        Case{"100", "0.10", "1955.00", Side::SELL, "1949.95", "1950.00", "50"},
                        Case{"100000", "0.50", "1.08500", Side::BUY, "1.08620", "1.08625", "60"},
                        Case{"100000", "0.50", "1.08500", Side::SELL, "1.08615", "1.08620", "-60"}}) {
    Instrument lots = btcusdc();
    lots.contract_size = *Decimal::parse(c.contract);
    Operation operation = operation_one();
    operation.side = c.side;
    operation.entry = {*Decimal::parse(c.entry)};
    operation.held = {*Decimal::parse(c.lots)};
    operation.target.reset();
    EXPECT_EQ(value_of(operation, lots, quote_at(c.bid, c.ask, c.bid)).pnl.value.text(), c.gain);
  }
}

TEST(Position, a_stop_that_locks_profit_in_has_no_worst_case) {
  Operation trailed = operation_one();
  trailed.stop = {"89000.00"_d};
  const auto prospect = prospect_of(trailed, btcusdc());
  EXPECT_TRUE(prospect.loss_at_stop.is_zero());
  EXPECT_FALSE(prospect.reward_risk);
}

RC_GTEST_PROP(PositionProperty, long_and_short_of_the_same_trade_cancel_out, ()) {
  const auto cents = [](int low, int high) {
    return Price{Decimal::from_units(static_cast<Int128>(*rc::gen::inRange(low, high)) * 10'000'000'000)};
  };
  Operation bought = operation_one();
  bought.entry = cents(1, 20'000'000);
  Operation sold = bought;
  sold.side = Side::SELL;
  const Price at = cents(1, 20'000'000);
  RC_ASSERT(profit_at(bought, btcusdc(), at) == -profit_at(sold, btcusdc(), at));
}

TEST(Operation, stop_and_target_must_be_on_their_sides) {
  const auto fault_of = [](auto change) -> std::optional<OperationFault> {
    Operation operation = operation_one();
    change(operation);
    const auto checked = check_new(operation, btcusdc());
    if (checked) return {};
    return checked.error();
  };
  EXPECT_EQ(fault_of([](Operation&) {}), std::nullopt);
  EXPECT_EQ(fault_of([](Operation& o) { o.stop = o.entry; }), OperationFault::stop_on_wrong_side);
  EXPECT_EQ(fault_of([](Operation& o) { o.stop = {"89000"_d}; }), OperationFault::stop_on_wrong_side);
  EXPECT_EQ(fault_of([](Operation& o) { o.stop = {}; }), OperationFault::stop_not_positive);
  EXPECT_EQ(fault_of([](Operation& o) { o.target = Price{"88000"_d}; }), OperationFault::target_on_wrong_side);
  EXPECT_EQ(fault_of([](Operation& o) { o.quantity = {}; }), OperationFault::quantity_not_positive);
  EXPECT_EQ(fault_of([](Operation& o) { o.quantity = {"0.000005"_d}; }), OperationFault::off_tick);
  EXPECT_EQ(fault_of([](Operation& o) { o.stop = {"87061.165"_d}; }), OperationFault::off_tick);
  EXPECT_EQ(fault_of([](Operation& o) { o.side = Side::SELL; }), OperationFault::stop_on_wrong_side);
}

}  // namespace
}  // namespace robson
