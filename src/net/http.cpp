#include "net/http.hpp"

#include <algorithm>
#include <array>

namespace robson::net {
namespace {

constexpr std::array<std::string_view, 7> method_names = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view name(Method method) {
  return method_names[static_cast<std::size_t>(method)];
}

std::optional<Method> method_of(std::string_view name) {
  const auto* const found = std::find(method_names.begin(), method_names.end(), name);
  if (found == method_names.end()) return std::nullopt;
  return static_cast<Method>(found - method_names.begin());
}

void Headers::set(std::string_view name, std::string value) {
  const auto is_it = [name](const auto& field) { return same_name(field.first, name); };
  const auto first = std::find_if(fields_.begin(), fields_.end(), is_it);
  if (first == fields_.end()) {
    fields_.emplace_back(std::string(name), std::move(value));
    return;
  }
  first->second = std::move(value);
  fields_.erase(std::remove_if(first + 1, fields_.end(), is_it), fields_.end());
}

std::string_view Headers::get(std::string_view name) const {
  for (const auto& field : fields_) {
    if (same_name(field.first, name)) return field.second;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [name](const auto& field) { return same_name(field.first, name); });
}

std::optional<std::string> Request::parameter(std::string_view wanted) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto key = percent_decode(pair.substr(0, equals), true);
    if (!key || *key != wanted) continue;
    return percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{}, true);
  }
  return std::nullopt;
}

}  // namespace robson::net
