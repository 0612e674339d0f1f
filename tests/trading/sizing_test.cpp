// DECISIONS 5: the size that follows from the stop.
#include "trading/sizing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <stdexcept>

namespace robson {
namespace {

SizeInput trade(Decimal capital, Decimal entry, Decimal stop) {
  return {.capital = {capital}, .entry = {entry}, .stop = {stop}, .step = "0.00000001"_d};
}

TEST(Size, a_thousand_at_90000_with_a_stop_at_88200) {
  const Size size = size_of(trade("1000"_d, "90000"_d, "88200"_d), {});
  EXPECT_EQ(size.quantity.value, "0.00555555"_d);
  EXPECT_FALSE(size.is_capped);  // risk x entry = cap x distance exactly
  EXPECT_EQ(size.notional.value, "499.9995"_d);
  EXPECT_EQ(size.risk.value, "9.99999"_d);
  EXPECT_EQ(size.risk_percent, "0.999999"_d);
}

TEST(Size, ten_thousand_at_90000_with_a_stop_at_87000) {
  const Size size = size_of(trade("10000"_d, "90000"_d, "87000"_d), {});
  EXPECT_EQ(size.quantity.value, "0.03333333"_d);
  EXPECT_FALSE(size.is_capped);
}

TEST(Size, ten_thousand_at_95000_with_a_stop_at_93500_is_capped) {
  const Size size = size_of(trade("10000"_d, "95000"_d, "93500"_d), {});
  EXPECT_TRUE(size.is_capped);
  EXPECT_EQ(size.quantity.value, "0.05263157"_d);
  EXPECT_EQ(size.notional.value, "4999.99915"_d);
  EXPECT_EQ(size.risk.value.text(2), "78.95");
  EXPECT_EQ(size.risk_percent.text(2), "0.79");
}

TEST(Size, a_short_is_sized_like_the_long_of_the_same_distance) {
  EXPECT_EQ(size_of(trade("10000"_d, "90000"_d, "93000"_d), {}).quantity.value, "0.03333333"_d);
}

TEST(Size, is_floored_to_the_step_whatever_the_step) {
  SizeInput input = trade("10000"_d, "90000"_d, "87000"_d);
  input.step = "0.001"_d;
  EXPECT_EQ(size_of(input, {}).quantity.value, "0.033"_d);
  input.step = "0.0025"_d;
  EXPECT_EQ(size_of(input, {}).quantity.value, "0.0325"_d);
  input.step = "0.03333333"_d;
  EXPECT_EQ(size_of(input, {}).quantity.value, "0.03333333"_d);
  input.step = "0.03333334"_d;
  EXPECT_TRUE(size_of(input, {}).quantity.is_zero());
}

TEST(Size, the_cap_is_decided_exactly_where_one_unit_makes_it) {
  // 1 % over 50 %: capped when the distance is below a fiftieth of the entry.
  EXPECT_FALSE(size_of(trade("1000"_d, "90000"_d, "88200"_d), {}).is_capped);
  EXPECT_TRUE(size_of(trade("1000"_d, "90000"_d, "88200.000000000001"_d), {}).is_capped);
  EXPECT_FALSE(size_of(trade("1000"_d, "90000"_d, "88199.999999999999"_d), {}).is_capped);
}

TEST(Size, the_cap_is_decided_exactly_for_tiny_prices) {
  SizeInput input = trade("1000"_d, "0.000000005"_d, "0.0000000049"_d);
  input.step = "1"_d;
  EXPECT_FALSE(size_of(input, {}).is_capped);
  EXPECT_EQ(size_of(input, {}).quantity.value, "100000000000"_d);
  input.stop = {"0.000000004901"_d};
  EXPECT_TRUE(size_of(input, {}).is_capped);
  input.entry = {"0.000000000051"_d};  // the distance is 1 unit, a fifty-first of it
  input.stop = {"0.00000000005"_d};
  EXPECT_TRUE(size_of(input, {}).is_capped);
  input.entry = {"0.00000000005"_d};
  input.stop = {"0.000000000049"_d};
  EXPECT_FALSE(size_of(input, {}).is_capped);
}

TEST(Size, the_quotient_is_not_rounded_before_it_is_floored) {
  // 10 / 3 is 3.33..., and a third of it 1.11...: rounding up at 10^-12 would reach a step that is not within the risk.
  SizeInput input = trade("1000"_d, "100"_d, "97"_d);
  input.step = "0.000000000001"_d;
  EXPECT_EQ(size_of(input, {}).quantity.value, "3.333333333333"_d);
  input.stop = {"98.5"_d};  // capped: 500 / 100
  EXPECT_EQ(size_of(input, {}).quantity.value, "5"_d);
  // 10 / 6 = 1.6666...: the nearest number of 12 places is above it
  input.stop = {"94"_d};
  EXPECT_EQ(size_of(input, {}).quantity.value, "1.666666666666"_d);
}

TEST(Size, an_exact_quotient_is_taken_whole) {
  SizeInput input = trade("1000"_d, "100"_d, "95"_d);
  EXPECT_EQ(size_of(input, {}).quantity.value, "2"_d);
  EXPECT_EQ(size_of(input, {}).risk.value, "10"_d);
  EXPECT_EQ(size_of(input, {}).risk_percent, "1"_d);
}

TEST(Size, the_contract_size_multiplies_loss_and_notional) {
  SizeInput gold = trade("100000"_d, "2000"_d, "1950"_d);
  gold.contract_size = "100"_d;
  gold.step = "0.01"_d;
  const Size size = size_of(gold, {});
  EXPECT_EQ(size.quantity.value, "0.2"_d);  // 1,000 / (50 x 100)
  EXPECT_EQ(size.notional.value, "40000"_d);
  EXPECT_EQ(size.risk.value, "1000"_d);
  gold.stop = {"1990"_d};
  EXPECT_TRUE(size_of(gold, {}).is_capped);
  EXPECT_EQ(size_of(gold, {}).quantity.value, "0.25"_d);  // 50,000 / (2,000 x 100)
}

TEST(Size, executable_risk_adds_fees_and_slippage_of_both_sides) {
  SizeInput input = trade("1000"_d, "100"_d, "95"_d);
  input.taker_fee = "0.001"_d;
  input.slippage = "0.0005"_d;
  const Size size = size_of(input, {});
  EXPECT_EQ(size.quantity.value, "2"_d);  // costs do not size unless asked
  EXPECT_EQ(size.risk.value, "10"_d);
  EXPECT_EQ(size.executable_risk.value, "10.585"_d);  // 2 x (5 + 0.0015 x 195)
  EXPECT_FALSE(size.costs_exceed_risk);
}

TEST(Size, costs_exceed_risk_over_one_point_one_percent_of_the_capital) {
  SizeInput input = trade("1000"_d, "102.5"_d, "97.5"_d);  // 2 x (5 + rate x 200)
  input.taker_fee = "0.0025"_d;
  EXPECT_EQ(size_of(input, {}).executable_risk.value, "11"_d);
  EXPECT_FALSE(size_of(input, {}).costs_exceed_risk);
  input.taker_fee = "0.002500000001"_d;
  EXPECT_TRUE(size_of(input, {}).costs_exceed_risk);
}

TEST(Size, costs_can_be_part_of_what_is_sized) {
  SizeInput input = trade("1000"_d, "102.5"_d, "97.5"_d);
  input.taker_fee = "0.0025"_d;
  SizeRules rules;
  rules.include_costs = true;
  const Size size = size_of(input, rules);
  EXPECT_EQ(size.quantity.value, "1.81818181"_d);  // 10 / 5.5
  EXPECT_LE(size.executable_risk.value, "10"_d);
  EXPECT_FALSE(size.costs_exceed_risk);
  EXPECT_FALSE(size.is_capped);
}

TEST(Size, the_cap_with_costs_is_decided_on_distance_and_costs) {
  SizeInput input = trade("1000"_d, "101"_d, "99.5"_d);
  EXPECT_TRUE(size_of(input, {}).is_capped);
  SizeRules rules;
  rules.include_costs = true;
  input.taker_fee = "0.005"_d;  // 1.5 + 1.0025 over a fiftieth of 101
  EXPECT_FALSE(size_of(input, rules).is_capped);
}

TEST(Size, nothing_fits_without_capital_distance_or_price) {
  EXPECT_TRUE(size_of(trade("0"_d, "100"_d, "95"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("-5"_d, "100"_d, "95"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("1000"_d, "100"_d, "100"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("1000"_d, "0"_d, "95"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("1000"_d, "100"_d, "0"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("1000"_d, "100"_d, "-1"_d), {}).quantity.is_zero());
  EXPECT_TRUE(size_of(trade("0.000001"_d, "90000"_d, "88000"_d), {}).quantity.is_zero());
  SizeRules none;
  none.risk_fraction = {};
  EXPECT_TRUE(size_of(trade("1000"_d, "100"_d, "95"_d), none).quantity.is_zero());
}

TEST(Size, steps_and_fractions_that_cannot_be_are_refused) {
  SizeInput input = trade("1000"_d, "100"_d, "95"_d);
  input.step = {};
  EXPECT_THROW(size_of(input, {}), std::invalid_argument);
  input = trade("1000"_d, "100"_d, "95"_d);
  input.contract_size = {};
  EXPECT_THROW(size_of(input, {}), std::invalid_argument);
  input = trade("1000"_d, "100"_d, "95"_d);
  input.taker_fee = "-0.001"_d;
  EXPECT_THROW(size_of(input, {}), std::invalid_argument);
}

TEST(Size, a_size_beyond_all_numbers_is_an_overflow_not_a_wrong_one) {
  SizeInput input = trade("100000000000000000000000000"_d, "0.000000000002"_d, "0.000000000001"_d);
  EXPECT_THROW(size_of(input, {}), DecimalOverflow);
  input.step = "1"_d;
  EXPECT_THROW(size_of(input, {}), DecimalOverflow);
}

// Bounds checked by products that this narrow range holds exactly.
RC_GTEST_PROP(SizeProperty, neither_bound_is_passed_and_one_step_more_would_pass_one, ()) {
  const auto between = [](std::int64_t low, std::int64_t high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
  };
  const std::int64_t step = between(1, 500);       // 10^-6
  const std::int64_t entry = between(2, 100'000);  // 10^-3
  const std::int64_t far = between(1, 2) == 1 ? entry : entry / 20 + 1;
  const std::int64_t stop = entry + between(1 - far, far);  // 10^-3
  const std::int64_t capital = between(1, 10'000'000);      // 10^-2
  const std::int64_t risk = between(1, 500);                // 10^-4
  const std::int64_t most = between(1, 10'000);             // 10^-4
  const std::int64_t contract = between(1, 100);
  const std::int64_t fee = between(0, 100);  // 10^-4
  const bool with_costs = between(0, 1) == 1;
  RC_PRE(entry != stop);

  const auto scaled = [](std::int64_t value, std::int64_t ten_to) {
    return Decimal::from_units(static_cast<Int128>(value) * (1'000'000'000'000 / ten_to));
  };
  const SizeInput input{.capital = {scaled(capital, 100)},
                        .entry = {scaled(entry, 1000)},
                        .stop = {scaled(stop, 1000)},
                        .step = scaled(step, 1'000'000),
                        .contract_size = Decimal::integer(contract),
                        .taker_fee = scaled(fee, 10'000)};
  const SizeRules rules{.risk_fraction = scaled(risk, 10'000),
                        .max_notional_fraction = scaled(most, 10'000),
                        .include_costs = with_costs};
  const Size size = size_of(input, rules);

  RC_ASSERT(is_multiple_of(size.quantity.value, input.step));
  // In units of 10^-13: quantity 10^-6, price 10^-3, fraction 10^-4.
  const Int128 distance = static_cast<Int128>(entry > stop ? entry - stop : stop - entry) * 10'000;
  const Int128 lost = distance + (with_costs ? static_cast<Int128>(fee) * (entry + stop) : 0);
  const Int128 risk_bound = static_cast<Int128>(capital) * risk * 10'000'000;  // 10^-6 x 10^-7
  const Int128 cap = static_cast<Int128>(capital) * most * 10'000'000;
  const Int128 quantity = size.quantity.value.units() / 1'000'000;
  const auto fits = [&](Int128 held) {
    return held * contract * lost <= risk_bound && held * contract * entry * 10'000 <= cap;
  };
  RC_ASSERT(fits(quantity));
  RC_ASSERT(!fits(quantity + step));
  RC_ASSERT(size.is_capped == (static_cast<Int128>(risk) * entry * 10'000 > static_cast<Int128>(most) * lost));
  RC_CLASSIFY(size.is_capped);
  RC_CLASSIFY(quantity > 0);
}

TEST(SizeRule, takes_from_95_percent_up_to_the_computed_size) {
  const Quantity computed{"1"_d};
  EXPECT_TRUE(within_size_rule({"1"_d}, computed));
  EXPECT_TRUE(within_size_rule({"0.95"_d}, computed));
  EXPECT_FALSE(within_size_rule({"0.949999999999"_d}, computed));
  EXPECT_FALSE(within_size_rule({"0.9499"_d}, computed));  // 5.01 % below
  EXPECT_FALSE(within_size_rule({"1.000000000001"_d}, computed));
  EXPECT_FALSE(within_size_rule({"-1"_d}, computed));
}

TEST(SizeRule, is_exact_where_the_share_has_more_places_than_a_decimal) {
  const Quantity computed{"0.000000000019"_d};  // 95 % are 18.05 units
  EXPECT_TRUE(within_size_rule({"0.000000000019"_d}, computed));
  EXPECT_FALSE(within_size_rule({"0.000000000018"_d}, computed));
}

TEST(SizeRule, nothing_is_not_a_size) {
  EXPECT_FALSE(within_size_rule({}, {}));
  EXPECT_FALSE(within_size_rule({"1"_d}, {}));
}

}  // namespace
}  // namespace robson
