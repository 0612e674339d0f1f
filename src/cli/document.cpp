#include "cli/document.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/decimal.hpp"
#include "cli/style.hpp"
#include "json/tree.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

using json::Kind;
using json::Value;

bool is_nest(const Value& value) {
  return value.kind == Kind::array || value.kind == Kind::object;
}

// Every text is a JSON text, which YAML reads as it is.
void append_yaml(std::string& out, const Value& value, std::size_t indent) {
  for (const Value& child : value.children) {
    out.append(indent, ' ');
    if (value.kind == Kind::array) {
      out += "-";
    } else {
      json::write_text(out, child.key);
      out += ":";
    }
    if (is_nest(child) && !child.children.empty()) {
      out += "\n";
      append_yaml(out, child, indent + 2);
    } else {
      out += " ";
      json::append_tree(out, child, -1);
      out += "\n";
    }
  }
}

using Cells = std::vector<std::pair<std::string, std::string>>;

void flatten(const Value& value, const std::string& name, Cells& into) {
  if (value.kind == Kind::object) {
    for (const Value& child : value.children) flatten(child, name.empty() ? child.key : name + '.' + child.key, into);
  } else if (value.kind == Kind::array) {
    into.emplace_back(name, to_json(value));
  } else {
    into.emplace_back(name, value.kind == Kind::null      ? ""
                            : value.kind == Kind::boolean ? (value.truth ? "true" : "false")
                                                          : value.text);
  }
}

std::string cell(std::string text, Separator separator) {
  if (separator == Separator::tab) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return text;
  }
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

const std::string* cell_of(const Cells& cells, std::string_view name) {
  const auto found = std::ranges::find(cells, name, [](const auto& each) -> const std::string& { return each.first; });
  return found == cells.end() ? nullptr : &found->second;
}

// Those of the first row, and behind them what only later rows have: an empty object there has no members here.
std::vector<std::string> columns_of(const std::vector<Cells>& table) {
  std::vector<std::string> columns;
  std::set<std::string_view> known;
  for (const Cells& cells : table) {
    for (const auto& each : cells) {
      if (known.insert(each.first).second) columns.push_back(each.first);
    }
  }
  return columns;
}

std::optional<std::string> why_unknown(const std::vector<Cells>& table, std::string_view name) {
  if (table.empty()) return std::nullopt;
  for (const Cells& cells : table) {
    if (cell_of(cells, name) != nullptr) return std::nullopt;
  }
  std::string known;
  for (const auto& each : table.front()) known += (known.empty() ? "" : ", ") + each.first;
  return "no column is called \"" + clean(name) + "\"; there are: " + known;
}

bool comes_first(const std::string& one, const std::string& other) {
  const auto a = Decimal::parse(one);
  const auto b = Decimal::parse(other);
  return a && b ? *a < *b : one < other;
}

Value object_of(const Cells& cells, const std::vector<std::string>& columns) {
  Value row{.kind = Kind::object, .key = {}, .text = {}, .children = {}};
  const auto add = [&row](const std::string& name, const std::string& text) {
    row.children.push_back({.kind = Kind::text, .key = name, .text = text, .children = {}});
  };
  if (columns.empty()) {
    for (const auto& each : cells) add(each.first, each.second);
  }
  for (const std::string& column : columns) {
    const auto* found = cell_of(cells, column);
    add(column, found == nullptr ? std::string() : *found);
  }
  return row;
}

}  // namespace

std::optional<Format> format_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Format>, 8> formats = {{{"table", Format::table},
                                                                           {"wide", Format::wide},
                                                                           {"template", Format::row_template},
                                                                           {"json", Format::json},
                                                                           {"jsonl", Format::jsonl},
                                                                           {"yaml", Format::yaml},
                                                                           {"csv", Format::csv},
                                                                           {"tsv", Format::tsv}}};
  for (const auto& [known, format] : formats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

std::vector<const Value*> Rows::all() const {
  const Value* rows = list.empty() ? document : document->find(list);
  if (rows == nullptr || rows->kind != Kind::array) return {document};
  std::vector<const Value*> made;
  for (const Value& row : rows->children) made.push_back(&row);
  return made;
}

Result<Value, std::string> select(const Rows& rows, const Selection& selection) {
  std::vector<Cells> table;
  for (const Value* row : rows.all()) flatten(*row, "", table.emplace_back());
  const bool descending = selection.sort_by.starts_with('-');
  const std::string_view sort_by = std::string_view(selection.sort_by).substr(descending ? 1 : 0);
  for (const std::string& column : selection.columns) {
    if (auto unknown = why_unknown(table, column)) return Unexpected(std::move(*unknown));
  }
  if (!sort_by.empty()) {
    if (auto unknown = why_unknown(table, sort_by)) return Unexpected(std::move(*unknown));
    std::ranges::stable_sort(table, [&](const Cells& a, const Cells& b) {
      const std::string* one = cell_of(a, sort_by);
      const std::string* other = cell_of(b, sort_by);
      const std::string none;
      return descending ? comes_first(other == nullptr ? none : *other, one == nullptr ? none : *one)
                        : comes_first(one == nullptr ? none : *one, other == nullptr ? none : *other);
    });
  }
  Value made{.kind = Kind::array, .key = {}, .text = {}, .children = {}};
  for (const Cells& cells : table) made.children.push_back(object_of(cells, selection.columns));
  return made;
}

std::string to_template(const Rows& rows, std::string_view text) {
  std::string out;
  for (const Value* row : rows.all()) {
    Cells cells;
    flatten(*row, "", cells);
    for (std::size_t at = 0; at < text.size();) {
      const auto open = std::min(text.find('{', at), text.size());
      out += text.substr(at, open - at);
      const auto close = text.find('}', open);
      if (open == text.size() || close == std::string_view::npos) {
        out += text.substr(open);
        break;
      }
      if (const auto* found = cell_of(cells, text.substr(open + 1, close - open - 1))) out += *found;
      at = close + 1;
    }
    out += '\n';
  }
  return out;
}

std::string to_json(const Value& value) {
  return json::tree_text(value);
}

std::string to_indented_json(const Value& value) {
  std::string out;
  json::append_tree(out, value, 0);
  return out + '\n';
}

std::string to_json_lines(const Rows& rows) {
  std::string out;
  for (const Value* row : rows.all()) out += to_json(*row) + '\n';
  return out;
}

std::string to_yaml(const Value& value) {
  std::string out;
  if (is_nest(value) && !value.children.empty()) {
    append_yaml(out, value, 0);
  } else {
    json::append_tree(out, value, -1);
    out += '\n';
  }
  return out;
}

std::string to_separated(const Rows& rows, Separator separator, bool headings) {
  const char mark = separator == Separator::tab ? '\t' : ',';
  std::vector<Cells> table;
  for (const Value* row : rows.all()) flatten(*row, "", table.emplace_back());
  if (table.empty()) return {};
  const std::vector<std::string> columns = columns_of(table);
  const auto line = [&](const auto& text_of) {
    std::string out;
    for (const std::string& column : columns) {
      if (&column != &columns.front()) out += mark;
      out += cell(text_of(column), separator);
    }
    return out + '\n';
  };
  std::string out;
  if (headings) out += line([](const std::string& column) { return column; });
  for (const Cells& cells : table) {
    out += line([&cells](const std::string& column) {
      const std::string* found = cell_of(cells, column);
      return found == nullptr ? std::string() : *found;
    });
  }
  return out;
}

}  // namespace robson::cli
