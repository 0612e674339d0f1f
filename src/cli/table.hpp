#pragma once
// Rows under headings, as wide as their content. Where they do not fit the terminal, columns that may be missed are
// left out and named below; if that is not enough each row becomes a small card of "HEADING: value" lines. Nothing is
// cut.
#include <string>
#include <vector>

#include "cli/style.hpp"

namespace robson::cli {

enum class Align { left, right };
struct Column {
  std::string heading{};
  Align align = Align::left;
  bool may_be_left_out = false;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // One cell a column; cells may be coloured.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool is_empty() const { return rows_.empty(); }
  // Ends in a line end; without rows, the headings alone.
  std::string text(const Style& style, bool headings) const;

 private:
  std::vector<int> widths(bool headings) const;
  int total(const std::vector<int>& widths) const;
  // One line of the columns whose width is not `left_out`.
  std::string line(const std::vector<std::string>& cells, const std::vector<int>& widths) const;
  std::string cards(const Style& style) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace robson::cli
