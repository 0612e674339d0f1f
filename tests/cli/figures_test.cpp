#include "cli/figures.hpp"

#include <gtest/gtest.h>

namespace robson::cli {
namespace {

using namespace literals;
using json::Fixed;

const Style utf8{.color = false, .unicode = true, .columns = 80};
const Style ascii{.color = false, .unicode = false, .columns = 80};

TEST(Figures, thousands_are_grouped_and_digits_after_the_point_are_not) {
  EXPECT_EQ(grouped("0"), "0");
  EXPECT_EQ(grouped("999.1234567"), "999.1234567");
  EXPECT_EQ(grouped("1000"), "1,000");
  EXPECT_EQ(grouped("-89245.50"), "-89,245.50");
  EXPECT_EQ(grouped("-123"), "-123");
  EXPECT_EQ(grouped("1234567890.5"), "1,234,567,890.5");
}

TEST(Figures, a_non_zero_amount_never_reads_zero) {
  EXPECT_EQ(amount("0.1345014"_d), "0.13");
  EXPECT_EQ(amount("0"_d), "0.00");
  EXPECT_EQ(amount("0.005"_d), "0.01");
  EXPECT_EQ(amount("0.0049"_d), "0.0049");
  EXPECT_EQ(amount("0.004"_d), "0.0040");
  EXPECT_EQ(amount("-0.000123"_d), "-0.00012");
  EXPECT_EQ(amount("0.000000000001"_d), "0.000000000001");
  EXPECT_EQ(amount("-1234.565"_d), "-1,234.57");
}

TEST(Figures, dollars_stand_before_and_other_assets_behind_the_number) {
  EXPECT_EQ(money("89245.5"_d, "USDC", utf8), "$89,245.50");
  EXPECT_EQ(money("1"_d, "USD", utf8), "$1.00");
  EXPECT_EQ(money("1234.5"_d, "BRL", utf8), "1,234.50 BRL");
  EXPECT_EQ(price(Fixed{"0.05123"_d, 5}, "BTC", utf8), "0.05123 BTC");
  EXPECT_EQ(price(Fixed{"88837.92"_d, 2}, "USDC", utf8), "$88,837.92");
}

TEST(Figures, the_sign_stands_before_the_currency) {
  EXPECT_EQ(money("0.13"_d, "USDC", utf8, Sign::always), "+$0.13");
  EXPECT_EQ(money("-0.59"_d, "USDC", utf8, Sign::always), "\u2212$0.59");
  EXPECT_EQ(money("-0.59"_d, "USDC", ascii), "-$0.59");
  EXPECT_EQ(money("0"_d, "USDC", utf8, Sign::always), "$0.00");
  EXPECT_EQ(percent(Fixed{"-2.45"_d, 2}, utf8), "\u22122.45%");
  EXPECT_EQ(percent(Fixed{"3.53"_d, 2}, ascii), "+3.53%");
  EXPECT_EQ(percent(Fixed{"0.03"_d, 2}, ascii, Sign::minus_only), "0.03%");
}

TEST(Figures, what_is_not_known_is_never_zero) {
  EXPECT_EQ(money(std::optional<Fixed>{}, "USDC", utf8), "\u2014");
  EXPECT_EQ(percent(std::optional<Fixed>{}, ascii), "n/a");
}

TEST(Figures, quantities_are_exact) {
  EXPECT_EQ(quantity("0.00033"_d, "BTC", utf8), "0.00033 BTC");
  EXPECT_EQ(quantity("-1234.5"_d, "", ascii), "-1,234.5");
}

TEST(Figures, ages_grow_coarser) {
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  EXPECT_EQ(age(milliseconds(-5)), "0.0 s");
  EXPECT_EQ(age(milliseconds(450)), "0.4 s");
  EXPECT_EQ(age(milliseconds(9'999)), "9.9 s");
  EXPECT_EQ(age(seconds(12)), "12 s");
  EXPECT_EQ(age(seconds(180)), "3 min");
  EXPECT_EQ(age(seconds(7'300)), "2 h");
  EXPECT_EQ(age(seconds(3 * 86'400)), "3 d");
}

TEST(Figures, a_markets_name_is_split_at_its_quote_asset) {
  EXPECT_EQ(pair_of("BTCUSDC").text(), "BTC/USDC");
  EXPECT_EQ(pair_of("XAUUSD").text(), "XAU/USD");
  EXPECT_EQ(pair_of("ETHBTC").text(), "ETH/BTC");
  EXPECT_EQ(pair_of("BTC-USD").text(), "BTC/USD");
  EXPECT_EQ(pair_of("UNKNOWN1").text(), "UNKNOWN1");
  EXPECT_EQ(pair_of("USDC").text(), "USDC");
}

TEST(Figures, moments_say_their_zone_and_counts_their_plural) {
  EXPECT_EQ(moment(*parse_time("2026-01-02T03:04:05.678Z")), "2026-01-02 03:04:05 UTC");
  EXPECT_EQ(counted(1, "position"), "1 position");
  EXPECT_EQ(counted(2, "position"), "2 positions");
}

}  // namespace
}  // namespace robson::cli
