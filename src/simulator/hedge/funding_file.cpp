#include "simulator/hedge/funding_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "simulator/hedge/funding.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t max_bytes = 64U << 20U;
constexpr std::size_t max_rows = 1'000'000;
constexpr std::string_view header = "time_ms,funding_rate";
constexpr std::int64_t latest_ms = 100'000'000'000'000;  // the year 5138

Result<FundingFile::Row, std::string> row_of(std::string_view line) {
  const std::size_t comma = line.find(',');
  if (comma == std::string_view::npos || line.find(',', comma + 1) != std::string_view::npos) {
    return Unexpected(std::string("expected 2 columns"));
  }
  const std::string_view time = line.substr(0, comma);
  std::int64_t ms = 0;
  const auto parsed = std::from_chars(time.data(), time.data() + time.size(), ms);
  if (parsed.ec != std::errc{} || parsed.ptr != time.data() + time.size() || ms < 0 || ms >= latest_ms) {
    return Unexpected(fmt::format("the time must be milliseconds since 1970, got \"{}\"", time.substr(0, 40)));
  }
  const std::string_view text = line.substr(comma + 1);
  const auto rate = Decimal::parse(text);
  if (!rate) return Unexpected(fmt::format("the rate must be a decimal number, got \"{}\"", text.substr(0, 40)));
  if (abs(*rate) > Decimal::integer(1)) return Unexpected(fmt::format("the rate {} is above 100 %", rate->text()));
  return FundingFile::Row{hour_of(Timestamp::from_ms(ms)), *rate};
}

}  // namespace

std::optional<Decimal> FundingFile::rate_at(Timestamp hour) const {
  const auto found = std::lower_bound(rows.begin(), rows.end(), hour,
                                      [](const Row& row, Timestamp wanted) { return row.hour < wanted; });
  if (found == rows.end() || found->hour != hour) return {};
  return found->rate;
}

Result<FundingFile, std::string> parse_funding(std::string_view text, const std::string& name) {
  FundingFile file;
  for (std::int64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const auto located = [&](std::string_view why) { return Unexpected(fmt::format("{}:{}: {}", name, number, why)); };
    if (number == 1) {
      if (line != header) return located(fmt::format("the header must be {}", header));
      continue;
    }
    const auto row = row_of(line);
    if (!row) return located(row.error());
    if (!file.rows.empty()) {
      const Duration since = row->hour - file.rows.back().hour;
      if (since <= Duration{}) return located("it is not in a later hour than the row before");
      file.missing += since / funding_period - 1;
    }
    if (file.rows.size() == max_rows) return located(fmt::format("more than {} rows", max_rows));
    file.rows.push_back(*row);
  }
  if (file.rows.empty()) return Unexpected(fmt::format("{}: it holds no rates", name));
  return file;
}

Result<FundingFile, std::string> read_funding(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return Unexpected(fmt::format("cannot read the funding file {}", path));
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
  if (size > max_bytes) return Unexpected(fmt::format("the funding file {} is larger than {} bytes", path, max_bytes));
  std::string text(size, '\0');
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in) return Unexpected(fmt::format("cannot read the funding file {}", path));
  return parse_funding(text, path);
}

}  // namespace robson::simulator
