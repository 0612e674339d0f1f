#include "json/read.hpp"

#include <algorithm>

#include "json/tree.hpp"

namespace robson::json {

std::string Path::text() const {
  if (up == nullptr) return {};
  const std::string before = up->text();
  if (field.empty()) return before + '[' + std::to_string(index) + ']';
  return before.empty() ? std::string(field) : before + '.' + std::string(field);
}

Check fault(const Path& at, std::string expected, const Value& got) {
  return Fault{at.text(), std::move(expected), describe(got)};
}

Check read_decimal(const Value& value, Decimal& out, const Path& at) {
  if (value.kind != Kind::number && value.kind != Kind::text) return fault(at, "a decimal", value);
  const auto parsed = Decimal::parse(value.text);
  if (!parsed) return fault(at, "a decimal with at most 12 places and no exponent", value);
  out = *parsed;
  return {};
}

Check read_fixed(const Value& value, Fixed& out, const Path& at) {
  if (auto bad = read_decimal(value, out.value, at)) return bad;
  const auto point = value.text.find('.');
  out.places = point == std::string::npos ? 0 : static_cast<int>(value.text.size() - point - 1);
  return {};
}

Check read_text(const Value& value, std::string& out, const Path& at) {
  if (value.kind != Kind::text) return fault(at, "text", value);
  out = value.text;
  return {};
}

Check read_raw(const Value& value, Raw& out) {
  out.text = tree_text(value);
  return {};
}

Check read_time(const Value& value, Timestamp& out, const Path& at) {
  const auto parsed = value.kind == Kind::text ? parse_time(value.text) : std::nullopt;
  if (!parsed) return fault(at, "a time such as 2026-01-02T03:04:05Z", value);
  out = *parsed;
  return {};
}

Check check_members(const Value& object, const std::vector<std::string_view>& known, Unknown unknown, const Path& at) {
  if (object.kind != Kind::object) return fault(at, "an object", object);
  for (std::size_t i = 0; i < object.children.size(); ++i) {
    const Value& child = object.children[i];
    const bool is_known = std::ranges::find(known, std::string_view(child.key)) != known.end();
    if (!is_known && unknown == Unknown::ignored) continue;
    if (!is_known) return Fault{Path{&at, child.key}.text(), "no such field", describe(child)};
    if (object.find(child.key) != &child) return Fault{Path{&at, child.key}.text(), "given once", "given twice"};
  }
  return {};
}

}  // namespace robson::json
