#include "simulator/replay_file.hpp"

#include <gtest/gtest.h>

namespace robson::simulator {
namespace {
using namespace literals;

constexpr const char* header = "open_time_ms,open,high,low,close,volume\n";

std::string error_of(const std::string& text) {
  const auto file = parse_replay(text, "x.csv", Grid{});
  return file ? "no error" : file.error();
}

TEST(ReplayFile, reads_rows_with_a_header_and_crlf) {
  const auto file = parse_replay(
      "open_time_ms,open,high,low,close,volume,quote_volume,trades\r\n"
      "900000,100.5,101,99.25,100,3.00001,1,17\r\n1800000,100,100,100,100,0,0,0\r\n",
      "x.csv", Grid{});
  ASSERT_TRUE(file) << file.error();
  ASSERT_EQ(file->rows.size(), 2U);
  EXPECT_EQ(file->row_minutes, 15);
  EXPECT_EQ(file->rows[0].minute, 15);
  EXPECT_EQ(file->grid.price(file->rows[0].bar.open).value, "100.5"_d);
  EXPECT_EQ(file->grid.price(file->rows[0].bar.low).value, "99.25"_d);
  EXPECT_EQ(file->grid.quantity(file->rows[0].bar.volume).value, "3.00001"_d);
  EXPECT_EQ(file->rows[0].bar.trades, 17);
}

TEST(ReplayFile, reads_binance_dumps_in_milliseconds_and_in_microseconds) {
  for (const std::string zeros : {"", "000"}) {
    const auto file = parse_replay(
        "1730073600000" + zeros + ",68021.69000000,68116.78000000,67839.90000000,67859.91000000,555.35912000,1" +
            zeros + ",37756129.81953250,145225,281.12098000,19113044.72922260,0\n1730077200000" + zeros +
            ",67859.90000000,67907.20000000,67740.11000000,67751.89000000,304.90747000,1,2,89536,3,4,0\n",
        "x.csv", Grid{});
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->row_minutes, 60);
    EXPECT_EQ(file->rows[0].minute, 1730073600 / 60);
    EXPECT_EQ(file->grid.price(file->rows[0].bar.close).value, "67859.91"_d);
    EXPECT_EQ(file->rows[0].bar.trades, 145225);
    EXPECT_EQ(file->grid.tick, "0.01"_d);
  }
}

TEST(ReplayFile, the_grid_is_as_fine_as_the_file) {
  const auto file =
      parse_replay(std::string(header) + "0,0.0012345,2,0.001,1,0.12345678\n60000,1,1,1,1,1\n", "x.csv", Grid{});
  ASSERT_TRUE(file);
  EXPECT_EQ(file->grid.tick, "0.0000001"_d);
  EXPECT_EQ(file->grid.step, "0.00000001"_d);
}

TEST(ReplayFile, gaps_are_counted_and_located) {
  const auto file = parse_replay(
      std::string(header) + "0,1,1,1,1,1\n60000,1,1,1,1,1\n240000,1,1,1,1,1\n300000,1,1,1,1,1\n", "x.csv", Grid{});
  ASSERT_TRUE(file);
  EXPECT_EQ(file->missing, 2);
  EXPECT_EQ(file->first_gap, 4);
}

TEST(ReplayFile, a_broken_row_is_named_with_its_line_and_what_is_wrong) {
  const std::string good = std::string(header) + "0,10,11,9,10,1\n";
  EXPECT_EQ(error_of(good + "60000,10,11,9\n"), "x.csv:3: expected 6 columns, got 4");
  EXPECT_EQ(error_of(good + "60000,10,9.5,9,10,1\n"), "x.csv:3: high 9.5 is below open 10");
  EXPECT_EQ(error_of(good + "60000,10,11,9,NaN,1\n"), "x.csv:3: close must be a decimal number, got \"NaN\"");
  EXPECT_EQ(error_of(good + "60000,10,11,9,1e1,1\n"), "x.csv:3: close must be a decimal number, got \"1e1\"");
  EXPECT_EQ(error_of(good + "60000,10,11,10.5,10,1\n"), "x.csv:3: low 10.5 is above open 10");
  EXPECT_EQ(error_of(good + "60000,10,11,9,10,-1\n"), "x.csv:3: volume -1 is negative");
  EXPECT_EQ(error_of(good + "60000,0,11,0,10,1\n"), "x.csv:3: low 0 is not above zero");
  EXPECT_EQ(error_of(good + "0,10,11,9,10,1\n"), "x.csv:3: open time is not after that of the row before");
  EXPECT_EQ(error_of(good + "61000,10,11,9,10,1\n"),
            "x.csv:3: open time must be whole minutes in milliseconds since 1970, got \"61000\"");
  EXPECT_EQ(error_of(good + "\n60000,10,11,9,10,1\n"), "x.csv:3: expected 6 columns, got 1");
  EXPECT_EQ(error_of(good + "420000,10,11,9,10,1\n"),
            "x.csv: rows are 7 minutes apart; allowed are 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d");
  EXPECT_EQ(error_of("time,open\n"), "x.csv:1: column 1 of the header must be open_time_ms, got \"time\"");
  EXPECT_EQ(error_of(good), "x.csv: a replay needs at least two rows, got 1");
  EXPECT_EQ(error_of(""), "x.csv: a replay needs at least two rows, got 0");
  EXPECT_EQ(error_of(good + "60000,10,11,9,10,100000000000000000000\n"), "x.csv:3: volume is too large for the grid");
  EXPECT_EQ(error_of(good + "60000,100000000000,100000000000,9,10,1000000000\n"),
            "x.csv:3: high times volume is too large for the grid");
}

TEST(ReplayFile, a_file_that_cannot_be_read_is_named) {
  const auto file = read_replay("/nowhere/x.csv", Grid{});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error(), "cannot read the replay file /nowhere/x.csv");
}

}  // namespace
}  // namespace robson::simulator
