#include "simulator/replay_file.hpp"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <fstream>
#include <limits>
#include <optional>

namespace robson::simulator {
namespace {

constexpr std::size_t max_bytes = 512U << 20U;
constexpr std::size_t max_rows = 5'000'000;
constexpr std::size_t max_columns = 32;
constexpr std::size_t dump_columns = 12;
constexpr std::size_t dump_trades = 8;
constexpr std::array<std::string_view, 6> needed = {"open_time_ms", "open", "high", "low", "close", "volume"};
constexpr std::array<int, 12> intervals = {1, 3, 5, 15, 30, 60, 120, 240, 360, 480, 720, 1440};  // minutes

using Columns = std::vector<std::string_view>;

// One row as decimals: the grid is only known when all rows were seen.
struct RawRow {
  std::int64_t line = 0;
  std::int64_t minute = 0;
  std::array<Decimal, 5> values{};  // open, high, low, close, volume
  std::int64_t trades = 0;
};

struct Layout {
  std::size_t columns = dump_columns;
  std::optional<std::size_t> trades = dump_trades;
};

struct Lines {
  std::string_view text{};
  std::int64_t number = 0;

  bool next(std::string_view& line) {
    if (text.empty()) return false;
    const std::size_t end = text.find('\n');
    line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++number;
    return true;
  }
};

Columns columns_of(std::string_view line) {
  Columns columns;
  while (columns.size() < max_columns) {
    const std::size_t comma = line.find(',');
    columns.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) break;
    line.remove_prefix(comma + 1);
  }
  return columns;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return {};
  return value;
}

std::string cut(std::string_view text) {
  return std::string(text.substr(0, 40));
}

Result<Layout, std::string> layout_of(const Columns& header) {
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const bool named = i < header.size() && (header[i] == needed[i] || (i == 0 && header[i] == "open_time"));
    if (!named) {
      return Unexpected(fmt::format("column {} of the header must be {}, got \"{}\"", i + 1, needed[i],
                                    i < header.size() ? cut(header[i]) : ""));
    }
  }
  Layout layout{header.size(), {}};
  for (std::size_t i = needed.size(); i < header.size(); ++i) {
    if (header[i] == "trades" || header[i] == "count") layout.trades = i;
  }
  return layout;
}

// Nothing when the row is sound; else what is wrong with it.
std::optional<std::string> fault_of(const RawRow& row) {
  const auto& [open, high, low, close, volume] = row.values;
  if (!low.is_positive()) return fmt::format("low {} is not above zero", low.text());
  if (volume.is_negative()) return fmt::format("volume {} is negative", volume.text());
  if (high < low) return fmt::format("high {} is below low {}", high.text(), low.text());
  if (high < open || high < close) {
    return fmt::format("high {} is below {} {}", high.text(), high < open ? "open" : "close",
                       (high < open ? open : close).text());
  }
  if (low > open || low > close) {
    return fmt::format("low {} is above {} {}", low.text(), low > open ? "open" : "close",
                       (low > open ? open : close).text());
  }
  return {};
}

Result<RawRow, std::string> row_of(const Columns& columns, const Layout& layout) {
  if (columns.size() != layout.columns) {
    return Unexpected(fmt::format("expected {} columns, got {}", layout.columns, columns.size()));
  }
  RawRow row;
  auto time = integer(columns[0]);
  constexpr std::int64_t first_us = 100'000'000'000'000;  // as milliseconds that is the year 5138
  if (time && *time >= first_us) time = *time % 1000 == 0 ? std::optional(*time / 1000) : std::nullopt;
  if (!time || *time < 0 || *time >= first_us || *time % 60'000 != 0) {
    return Unexpected(
        fmt::format("open time must be whole minutes in milliseconds since 1970, got \"{}\"", cut(columns[0])));
  }
  row.minute = *time / 60'000;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const auto value = Decimal::parse(columns[i + 1]);
    if (!value)
      return Unexpected(fmt::format("{} must be a decimal number, got \"{}\"", needed[i + 1], cut(columns[i + 1])));
    row.values[i] = *value;
  }
  if (layout.trades) {
    const auto trades = integer(columns[*layout.trades]);
    if (!trades || *trades < 0) {
      return Unexpected(fmt::format("trades must be a whole number, got \"{}\"", cut(columns[*layout.trades])));
    }
    row.trades = *trades;
  }
  if (const auto fault = fault_of(row)) return Unexpected(*fault);
  return row;
}

// The shortest distance of two rows; all others must be multiples of it, and rows stand on its grid.
Result<int, std::string> interval_of_rows(const std::vector<RawRow>& rows, const std::string& name) {
  std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::int64_t distance = rows[i].minute - rows[i - 1].minute;
    if (distance <= 0) {
      return Unexpected(fmt::format("{}:{}: open time is not after that of the row before", name, rows[i].line));
    }
    shortest = std::min(shortest, distance);
  }
  if (std::find(intervals.begin(), intervals.end(), shortest) == intervals.end()) {
    return Unexpected(fmt::format("{}: rows are {} minutes apart; allowed are 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d",
                                  name, shortest));
  }
  for (const RawRow& row : rows) {
    if (row.minute % shortest != 0) {
      return Unexpected(
          fmt::format("{}:{}: open time is off the {}-minute grid of the rows", name, row.line, shortest));
    }
  }
  return static_cast<int>(shortest);
}

Decimal finest(Decimal step, Decimal value) {
  const int places = value.places();
  if (places <= step.places()) return step;
  Int128 units = 1;
  for (int i = places; i < Decimal::max_places; ++i) units *= 10;
  return Decimal::from_units(units);
}

std::optional<std::int64_t> count_of(Decimal value, Decimal step) {
  const Int128 count = value.units() / step.units();
  constexpr Int128 most = 1'000'000'000'000'000;  // leaves room for sums and products with shares
  if (count > most) return {};
  return static_cast<std::int64_t>(count);
}

Result<ReplayFile, std::string> on_grid(const std::vector<RawRow>& raw, const std::string& name, Grid grid,
                                        int minutes) {
  for (const RawRow& row : raw) {
    for (std::size_t i = 0; i < 4; ++i) grid.tick = finest(grid.tick, row.values[i]);
    grid.step = finest(grid.step, row.values[4]);
  }
  ReplayFile file{grid, minutes, {}, 0, 0};
  file.rows.reserve(raw.size());
  for (const RawRow& row : raw) {
    std::array<std::int64_t, 5> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const auto count = count_of(row.values[i], i < 4 ? grid.tick : grid.step);
      if (!count) return Unexpected(fmt::format("{}:{}: {} is too large for the grid", name, row.line, needed[i + 1]));
      counts[i] = *count;
    }
    // Turnovers are products of both, and a day's sum of them has to fit.
    constexpr Int128 most_turnover = static_cast<Int128>(1'000'000'000'000) * 1'000'000'000'000;
    if (static_cast<Int128>(counts[1]) * counts[4] > most_turnover) {
      return Unexpected(fmt::format("{}:{}: high times volume is too large for the grid", name, row.line));
    }
    if (!file.rows.empty()) {
      const std::int64_t skipped = (row.minute - file.rows.back().minute) / minutes - 1;
      file.missing += skipped;
      if (skipped > 0 && file.first_gap == 0) file.first_gap = row.line;
    }
    Bar bar{.open = counts[0], .high = counts[1], .low = counts[2], .close = counts[3], .volume = counts[4]};
    bar.trades = row.trades;
    file.rows.push_back({row.minute, bar});
  }
  return file;
}

}  // namespace

Result<ReplayFile, std::string> parse_replay(std::string_view text, const std::string& name, Grid coarsest) {
  Lines lines{text, 0};
  Layout layout;
  std::vector<RawRow> rows;
  std::string_view line;
  while (lines.next(line)) {
    if (line.empty() && lines.text.empty()) break;
    const Columns columns = columns_of(line);
    const auto located = [&](const std::string& why) { return fmt::format("{}:{}: {}", name, lines.number, why); };
    if (lines.number == 1 && !integer(columns[0])) {
      const auto header = layout_of(columns);
      if (!header) return Unexpected(located(header.error()));
      layout = *header;
      continue;
    }
    auto row = row_of(columns, layout);
    if (!row) return Unexpected(located(row.error()));
    if (rows.size() == max_rows) return Unexpected(located(fmt::format("more than {} rows", max_rows)));
    row->line = lines.number;
    rows.push_back(*row);
  }
  if (rows.size() < 2)
    return Unexpected(fmt::format("{}: a replay needs at least two rows, got {}", name, rows.size()));
  const auto minutes = interval_of_rows(rows, name);
  if (!minutes) return Unexpected(minutes.error());
  return on_grid(rows, name, coarsest, *minutes);
}

Result<ReplayFile, std::string> read_replay(const std::string& path, Grid coarsest) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return Unexpected(fmt::format("cannot read the replay file {}", path));
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
  if (size > max_bytes) return Unexpected(fmt::format("the replay file {} is larger than {} bytes", path, max_bytes));
  std::string text(size, '\0');
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (!in) return Unexpected(fmt::format("cannot read the replay file {}", path));
  return parse_replay(text, path, coarsest);
}

}  // namespace robson::simulator
