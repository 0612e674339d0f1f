// Funding files, and recorded markets against sums that are made here from the files' own lines.
#include "hedge_fixture.hpp"
#include "simulator/hedge/hedge_venues.hpp"
#include "support/shared_data.hpp"

namespace robson::simulator {
namespace {
using namespace hedge_test;
using namespace std::chrono_literals;

std::string error_of(const std::string& text) {
  const auto file = parse_funding(text, "x.csv");
  return file ? "no error" : file.error();
}
const std::string header = "time_ms,funding_rate\n";

TEST(FundingFile, a_stamp_counts_for_the_hour_in_which_it_stands_and_gaps_are_counted) {
  const auto file =
      parse_funding(header + "1704067200151,0.0001016906\r\n1704070800006,-0.00002\r\n1704081600000,0\r\n", "x.csv");
  ASSERT_TRUE(file) << file.error();
  EXPECT_EQ(file->rows.size(), 3U);
  EXPECT_EQ(file->missing, 2);
  EXPECT_EQ(file->rate_at(Timestamp::from_ms(1'704'067'200'000)), "0.0001016906"_d);
  EXPECT_EQ(file->rate_at(Timestamp::from_ms(1'704'070'800'000)), "-0.00002"_d);
  EXPECT_FALSE(file->rate_at(Timestamp::from_ms(1'704'074'400'000)));
}

TEST(FundingFile, a_broken_row_is_named_with_its_line_and_what_is_wrong) {
  EXPECT_EQ(error_of(""), "x.csv: it holds no rates");
  EXPECT_EQ(error_of(header), "x.csv: it holds no rates");
  EXPECT_EQ(error_of("time,rate\n"), "x.csv:1: the header must be time_ms,funding_rate");
  EXPECT_EQ(error_of(header + "1,2,3\n"), "x.csv:2: expected 2 columns");
  EXPECT_EQ(error_of(header + "\n"), "x.csv:2: expected 2 columns");
  EXPECT_EQ(error_of(header + "a,0\n"), "x.csv:2: the time must be milliseconds since 1970, got \"a\"");
  EXPECT_EQ(error_of(header + "-1,0\n"), "x.csv:2: the time must be milliseconds since 1970, got \"-1\"");
  EXPECT_EQ(error_of(header + "1,1e-5\n"), "x.csv:2: the rate must be a decimal number, got \"1e-5\"");
  EXPECT_EQ(error_of(header + "1,1.5\n"), "x.csv:2: the rate 1.5 is above 100 %");
  EXPECT_EQ(error_of(header + "0,0\n3599999,0\n"), "x.csv:3: it is not in a later hour than the row before");
}

struct Recorded {
  std::string coin;
  std::string candles;
  std::string funding;
};

// The sum that a holder of `size` received in `hours` hours from the first candle on, by the files' lines alone.
struct Expected {
  std::vector<std::pair<std::int64_t, Decimal>> payments{};  // hour (ms) in the file's time
  Decimal sum{};
};
Expected expected_of(const Recorded& from, Decimal size, int hours) {
  std::map<std::int64_t, Decimal> opens;
  for (const auto& line : support::lines_of(support::file_text(support::shared_data(from.candles)))) {
    const auto fields = support::split(line, ',');
    if (fields[0] != "open_time_ms") opens[std::stoll(fields[0])] = *Decimal::parse(fields[1]);
  }
  const std::int64_t first = opens.begin()->first;
  Expected expected;
  for (const auto& line : support::lines_of(support::file_text(support::shared_data(from.funding)))) {
    const auto fields = support::split(line, ',');
    if (fields[0] == "time_ms") continue;
    const std::int64_t hour = std::stoll(fields[0]) / 3'600'000 * 3'600'000;
    if (hour <= first || hour > first + hours * 3'600'000LL) continue;
    const Decimal value = multiply(size, opens.at(hour), Rounding::half_away_from_zero);
    const Decimal received = -multiply(value, *Decimal::parse(fields[1]), Rounding::half_away_from_zero);
    expected.payments.emplace_back(hour, received);
    expected.sum += received;
  }
  return expected;
}

void holds_through(const Recorded& from, Decimal size) {
  constexpr int hours = 81 * 24;
  const auto candles = read_replay(support::shared_data(from.candles).string(), Grid{});
  ASSERT_TRUE(candles) << candles.error();
  const auto rates = read_funding(support::shared_data(from.funding).string());
  ASSERT_TRUE(rates) << rates.error();
  EXPECT_EQ(rates->missing, 1);  // each of these files lacks one hour
  const Timestamp start = midnight + 17min;
  HedgeSetup setup;
  setup.recordings = {{from.coin, *candles, *rates}};
  setup.accounts = {{key, usd("1000000000")}};
  setup.step = 15min;
  HedgeVenues venues(std::move(setup), start);
  const Duration shift = venues.market().shifts().at(from.coin);
  EXPECT_EQ(midnight - shift, Timestamp::from_ms(candles->rows.front().minute * 60'000));

  PerpOrderRequest request{.client_id = "hold", .coin = from.coin, .side = Side::SELL};
  request.size = {abs(size)};
  ASSERT_EQ(venues.order(key, request).result->status, PerpOrderStatus::FILLED);
  for (int day = 1; day <= 81; ++day) venues.advance(start + 24h * day);

  const Expected expected = expected_of(from, size, hours);
  const auto& paid = venues.perp().account(key)->payments;
  ASSERT_EQ(paid.size(), expected.payments.size());
  Decimal sum;
  for (std::size_t i = 0; i < paid.size(); ++i) {
    EXPECT_EQ((paid[i].time - shift).ms(), expected.payments[i].first);
    ASSERT_EQ(paid[i].amount.value, expected.payments[i].second) << i;
    sum += paid[i].amount.value;
  }
  EXPECT_EQ(sum, expected.sum);
  EXPECT_EQ(venues.perp().account(key)->positions.at(from.coin).funding.value, expected.sum);
}

TEST(HedgeReplay, every_hour_of_recorded_sol_pays_what_the_files_say_exactly) {
  SKIP_WITHOUT_SHARED_DATA();
  holds_through({"SOL", "perp/HL-SOL-15m-2025-02_2025-04.csv", "funding/HL-SOL-funding-1h-2024-01_2025-04.csv"},
                "-37.01"_d);
}

TEST(HedgeReplay, every_hour_of_recorded_btc_pays_what_the_files_say_exactly) {
  SKIP_WITHOUT_SHARED_DATA();
  holds_through({"BTC", "perp/HL-BTC-15m-2025-02_2025-04.csv", "funding/HL-BTC-funding-1h-2024-01_2025-04.csv"},
                "-1.23457"_d);
}

// Two hours of quarters, with a quarter missing, and a rate for the second hour only.
HedgeRecording small() {
  const auto candles = parse_replay(
      "open_time_ms,open,high,low,close,volume\n7200000,100,110,90,105,1\n8100000,105,106,104,104,1\n"
      "9900000,120,125,119,125,1\n10800000,125,130,125,130,1\n11700000,131,140,131,140,1\n",
      "x.csv", Grid{});
  const auto funding = parse_funding(header + "7200000,0.5\n14400003,0.001\n", "x.csv");
  return {"SOL", *candles, *funding};
}

TEST(HedgeReplay, the_first_bar_is_in_the_hour_of_now_and_a_gap_stands_at_the_price_before_it) {
  const HedgeMarket market(usual_listing(), 7, midnight + 10min, {small()});
  const auto oracle = [&](Duration after) { return market.perps_at(midnight + after).front().oracle; };
  EXPECT_EQ(oracle(0min), at("100"));
  EXPECT_EQ(oracle(15min), at("105"));
  EXPECT_EQ(oracle(31min), at("104"));
  EXPECT_EQ(oracle(44min), at("104"));
  EXPECT_EQ(oracle(45min), at("120"));
  EXPECT_EQ(oracle(75min), at("131"));
  for (int minute = 0; minute < 15; ++minute) {
    EXPECT_GE(oracle(std::chrono::minutes(minute)), at("90"));
    EXPECT_LE(oracle(std::chrono::minutes(minute)), at("110"));
  }
  const auto first = market.perps_at(midnight).front();
  EXPECT_EQ(first.mark, first.oracle);
  ASSERT_TRUE(first.recorded);
  EXPECT_FALSE(first.recorded->rate);
  EXPECT_EQ(market.perps_at(midnight + 60min).front().recorded->rate, "0.001"_d);
  EXPECT_FALSE(market.perps_at(midnight + 120min).front().recorded);  // over: the formula goes on
}

TEST(HedgeReplay, after_its_end_the_price_goes_on_from_the_last_one) {
  const HedgeMarket market(usual_listing(), 7, midnight, {small()});
  EXPECT_EQ(market.perps_at(midnight + 90min).front().oracle, at("140"));
  const Price later = market.perps_at(midnight + 24h * 30).front().oracle;
  EXPECT_GT(later, at("120"));
  EXPECT_LT(later, at("160"));
}

}  // namespace
}  // namespace robson::simulator
