#pragma once
// Whether every member of a document is within the bounds of read_documents.hpp.
#include "bots/read_documents.hpp"

namespace robson::bots {

// The first that is not, as "hyperliquid.size: too large"; nothing when all are.
template <class T>
std::optional<std::string> out_of_bounds(const T& value, const std::string& path);

template <json::Described T>
std::optional<std::string> out_of_bounds_member(const T& value, const std::string& path) {
  std::optional<std::string> found;
  boost::mp11::mp_for_each<json::members_of<T>>([&](auto member) {
    if (found) return;
    found = out_of_bounds(value.*member.pointer, path.empty() ? member.name : path + '.' + member.name);
  });
  return found;
}

template <class T>
std::optional<std::string> out_of_bounds(const T& value, const std::string& path) {
  if constexpr (std::is_same_v<T, Decimal>) {
    if (abs(value) > Decimal::integer(1'000'000'000'000)) return path + ": too large";
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (value.size() > longest_text) return path + ": too long";
  } else if constexpr (std::is_same_v<T, json::Raw>) {
    if (value.text.size() > 16 * longest_text) return path + ": too long";
    if (!value.text.starts_with('{')) return path + ": expected an object";
  } else if constexpr (json::is_optional<T>::value) {
    if (value) return out_of_bounds(*value, path);
  } else if constexpr (json::Described<T>) {
    return out_of_bounds_member(value, path);
  } else if constexpr (requires { value.size(); }) {
    if (value.size() > most_members) return path + ": too many";
    for (const auto& element : value) {
      if (auto found = out_of_bounds(element, path)) return found;
    }
  }
  return {};
}

}  // namespace robson::bots
