// Funding files: any bytes are a file or a sentence that says what is wrong. A file's hours ascend, and each is found
// again by its time.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "simulator/hedge/funding.hpp"
#include "simulator/hedge/funding_file.hpp"

namespace robson::simulator {
namespace {

void check_file(std::string_view text) {
  const auto file = parse_funding(text, "x.csv");
  if (!file) {
    ensure(file.error().substr(0, 5) == "x.csv", "a fault names the file");
    return;
  }
  ensure(!file->rows.empty(), "a file has rows");
  std::int64_t missing = 0;
  for (std::size_t i = 0; i < file->rows.size(); ++i) {
    const FundingFile::Row& row = file->rows[i];
    ensure(row.hour == hour_of(row.hour), "rows stand at full hours");
    ensure(file->rate_at(row.hour) == row.rate, "a row is found by its hour");
    if (i > 0) missing += (row.hour - file->rows[i - 1].hour) / funding_period - 1;
  }
  ensure(missing == file->missing, "missing hours are counted");
}

}  // namespace
}  // namespace robson::simulator

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  robson::simulator::check_file({reinterpret_cast<const char*>(data), size});
  return 0;
}
