#pragma once
// A server's document in the forms that programs read. Values stay as the server wrote them: no rounding, no grouping.
//   json   the document itself: one line when piped, indented for people
//   wide   as table, however wide the terminal is
//   template  its rows, each as a text of the caller's
//   jsonl  its rows, one a line (a document without a list is one row)
//   yaml   the document; every text quoted
//   csv    RFC 4180 with plain line ends: the rows under the names of their members; members of members as
//   "checks.database.status" tsv    the same with tabs; a tab or line end inside a value becomes a blank
#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace robson::cli {

enum class Format { automatic, table, wide, json, jsonl, yaml, csv, tsv, row_template };
std::optional<Format> format_of(std::string_view name);

// The rows of a document: the elements of its member `list`, or of itself; the document when that is no array.
struct Rows {
  const json::Value* document = nullptr;
  std::string_view list{};
  std::vector<const json::Value*> all() const;
};

// Which rows' members are wanted, in which order. Members of members are named "checks.database.status".
struct Selection {
  std::vector<std::string> columns{};  // empty: all
  std::string sort_by{};               // empty: as they came; "-name": descending
  std::string row_template{};          // "{symbol} {quantity}"
  bool is_empty() const { return columns.empty() && sort_by.empty(); }
};
// The rows as objects of texts: the columns that were asked for (a row that lacks one has it empty), in the wanted
// order. Numbers are ordered as numbers. The error names a column that no row has.
Result<json::Value, std::string> select(const Rows& rows, const Selection& selection);
// Each row as the text, its members in place of their names in braces; a name that it lacks becomes nothing.
std::string to_template(const Rows& rows, std::string_view text);

std::string to_json(const json::Value& value);
std::string to_indented_json(const json::Value& value);
std::string to_json_lines(const Rows& rows);
std::string to_yaml(const json::Value& value);
enum class Separator { comma, tab };
std::string to_separated(const Rows& rows, Separator separator, bool headings);

}  // namespace robson::cli
