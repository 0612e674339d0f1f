#include "net/router.hpp"

#include "base/ensure.hpp"

namespace robson::net {
namespace {
bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
}  // namespace

const std::string& PathParameters::operator[](std::string_view name) const {
  for (const auto& value : values) {
    if (value.first == name) return value.second;
  }
  ensure(false, "a handler asked for a path parameter that its pattern does not name");
  return values.front().second;
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  if (path.empty()) return segments;
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool match_path(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
                PathParameters& into) {
  into.values.clear();
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string_view expected = pattern[i];
    if (!is_parameter(expected)) {
      // Literals compare as sent: what a guard decides by the prefix of a path must not depend on decoding.
      if (expected != path[i]) return false;
      continue;
    }
    auto value = percent_decode(path[i], false);
    if (!value || value->empty()) return false;
    into.values.emplace_back(expected.substr(1, expected.size() - 2), std::move(*value));
  }
  return true;
}

}  // namespace robson::net
