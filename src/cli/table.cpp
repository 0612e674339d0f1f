#include "cli/table.hpp"

#include <algorithm>

namespace robson::cli {
namespace {
constexpr std::string_view gap = "  ";
constexpr int left_out = -1;
}  // namespace

std::vector<int> Table::widths(bool headings) const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int widest = headings ? width(columns_[i].heading) : 0;
    for (const auto& row : rows_) widest = std::max(widest, width(row[i]));
    widths.push_back(widest);
  }
  return widths;
}

int Table::total(const std::vector<int>& widths) const {
  int columns = 0;
  for (const int size : widths) {
    if (size != left_out) columns += size + (columns == 0 ? 0 : static_cast<int>(gap.size()));
  }
  return columns;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<int>& widths) const {
  std::string made;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == left_out) continue;
    if (!made.empty()) made += gap;
    made += columns_[i].align == Align::right ? pad_left(cells[i], widths[i]) : pad_right(cells[i], widths[i]);
  }
  while (made.ends_with(' ')) made.pop_back();
  return made + '\n';
}

std::string Table::cards(const Style& style) const {
  std::string made;
  for (const auto& row : rows_) {
    if (!made.empty()) made += '\n';
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string label = columns_[i].heading.empty() ? "" : columns_[i].heading + ": ";
      for (const auto& part : wrap(style.paint(Tone::dim, label) + row[i], style.columns, 2)) made += part + '\n';
    }
  }
  return made;
}

std::string Table::text(const Style& style, bool headings) const {
  auto sizes = widths(headings);
  std::string missing;
  for (std::size_t i = columns_.size(); i-- > 0 && total(sizes) > style.columns;) {
    if (!columns_[i].may_be_left_out) continue;
    sizes[i] = left_out;
    missing.insert(0, missing.empty() ? columns_[i].heading : columns_[i].heading + ", ");
  }
  if (total(sizes) > style.columns && !rows_.empty()) return cards(style);
  std::string made;
  if (headings) {
    std::vector<std::string> cells;
    for (const Column& column : columns_) cells.push_back(style.paint(Tone::dim, column.heading));
    made += line(cells, sizes);
  }
  for (const auto& row : rows_) made += line(row, sizes);
  if (headings && !missing.empty()) made += style.paint(Tone::dim, "Left out for want of width: " + missing) + '\n';
  return made;
}

}  // namespace robson::cli
