#pragma once
// Candles from a CSV file, in one of two layouts (LF or CRLF):
//   with a header   open_time_ms,open,high,low,close,volume[,...]   further columns are passed over
//                   (but `trades` or `count` is used); "open_time" is taken for "open_time_ms"
//   without one     Binance's public dumps, 12 columns: open time, open, high, low, close, volume, close time,
//                   quote volume, trades, taker buy base, taker buy quote, ignore
// Times are milliseconds since 1970, or microseconds as in dumps since 2025. Rows ascend and are of one interval;
// missing rows (gaps) are allowed and counted.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "simulator/bar.hpp"

namespace robson::simulator {

struct ReplayRow {
  std::int64_t minute = 0;  // of its open time, since 1970
  Bar bar{};                // volume and prices on the file's grid; `trades` 0 where the file does not say
};

struct ReplayFile {
  Grid grid{};           // as fine as the finest price and volume of the file, at least as `coarsest`
  int row_minutes = 15;  // length of a row
  std::vector<ReplayRow> rows{};
  std::int64_t missing = 0;    // rows that gaps left out
  std::int64_t first_gap = 0;  // line after the first gap; 0: none
  std::int64_t end_minute() const { return rows.back().minute + row_minutes; }
};

// `name` is how errors call the file: "btc.csv:17: high 100 is below open 101".
Result<ReplayFile, std::string> parse_replay(std::string_view text, const std::string& name, Grid coarsest);
Result<ReplayFile, std::string> read_replay(const std::string& path, Grid coarsest);

}  // namespace robson::simulator
