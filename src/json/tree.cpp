#include "json/tree.hpp"

#include "json/write.hpp"

namespace robson::json {
namespace {

void append_scalar(std::string& out, const Value& value) {
  switch (value.kind) {
    case Kind::null: out += "null"; break;
    case Kind::boolean: out += value.truth ? "true" : "false"; break;
    case Kind::number: out += value.text; break;
    default: write_text(out, value.text);
  }
}

}  // namespace

void append_tree(std::string& out, const Value& value, int indent) {
  if (value.kind != Kind::array && value.kind != Kind::object) return append_scalar(out, value);
  const bool is_object = value.kind == Kind::object;
  const int inner = indent < 0 ? indent : indent + 2;
  const auto new_line = [&out](int columns) {
    if (columns >= 0) out.append("\n").append(static_cast<std::size_t>(columns), ' ');
  };
  out.push_back(is_object ? '{' : '[');
  for (const Value& child : value.children) {
    if (&child != &value.children.front()) out.push_back(',');
    new_line(inner);
    if (is_object) {
      write_text(out, child.key);
      out += indent < 0 ? ":" : ": ";
    }
    append_tree(out, child, inner);
  }
  if (!value.children.empty()) new_line(indent);
  out.push_back(is_object ? '}' : ']');
}

std::string tree_text(const Value& value) {
  std::string out;
  append_tree(out, value);
  return out;
}

}  // namespace robson::json
