// Replay files: any bytes are a file or a sentence that says what is wrong. The rows of a file ascend, are sound, and
// are the sums of the minutes they are split into.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "simulator/path.hpp"
#include "simulator/replay_file.hpp"

namespace robson::simulator {
namespace {

void check_row(const ReplayRow& row) {
  const Bar& bar = row.bar;
  ensure(bar.low > 0 && bar.low <= std::min(bar.open, bar.close), "the low is the lowest");
  ensure(bar.high >= std::max(bar.open, bar.close), "the high is the highest");
  ensure(bar.volume >= 0, "no volume is negative");
  const auto parts = split(bar, 5, Rng(static_cast<std::uint64_t>(row.minute)));
  Bar sum = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) sum.append(parts[i]);
  ensure(sum.open == bar.open && sum.high == bar.high && sum.low == bar.low && sum.close == bar.close &&
             sum.volume == bar.volume,
         "a row is the sum of its parts");
}

void check_file(std::string_view text) {
  const auto file = parse_replay(text, "x.csv", Grid{});
  if (!file) {
    ensure(file.error().substr(0, 5) == "x.csv", "a fault names the file");
    return;
  }
  ensure(file->rows.size() >= 2, "a file has rows");
  std::int64_t before = -1;
  for (const ReplayRow& row : file->rows) {
    ensure(row.minute > before && row.minute % file->row_minutes == 0, "rows ascend on their grid");
    before = row.minute;
    check_row(row);
  }
}

}  // namespace
}  // namespace robson::simulator

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  robson::simulator::check_file({reinterpret_cast<const char*>(data), size});
  return 0;
}
