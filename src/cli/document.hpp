#pragma once
// A server's document in the forms that programs read. Values stay as the server wrote them: no rounding, no grouping.
//   json   the document itself: one line when piped, indented for people
//   jsonl  its rows, one a line (a document without a list is one row)
//   yaml   the document; every text quoted
//   csv    RFC 4180 with plain line ends: the rows under the names of their members; members of members as
//   "checks.database.status" tsv    the same with tabs; a tab or line end inside a value becomes a blank
#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace robson::cli {

enum class Format { automatic, table, json, jsonl, yaml, csv, tsv };
std::optional<Format> format_of(std::string_view name);

// The rows of a document: the elements of its member `list`, or of itself; the document when that is no array.
struct Rows {
  const json::Value* document = nullptr;
  std::string_view list{};
  std::vector<const json::Value*> all() const;
};

std::string to_json(const json::Value& value);
std::string to_indented_json(const json::Value& value);
std::string to_json_lines(const Rows& rows);
std::string to_yaml(const json::Value& value);
enum class Separator { comma, tab };
std::string to_separated(const Rows& rows, Separator separator, bool headings);

}  // namespace robson::cli
