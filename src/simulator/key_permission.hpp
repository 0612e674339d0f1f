#pragma once
// What an API key may do: each includes those before it.
#include <optional>
#include <string_view>

namespace robson::simulator {

enum class KeyPermission { read, trade, withdraw };

constexpr std::string_view name(KeyPermission permission) {
  return permission == KeyPermission::read ? "read" : permission == KeyPermission::trade ? "trade" : "withdraw";
}
constexpr std::optional<KeyPermission> key_permission_of(std::string_view text) {
  for (const auto each : {KeyPermission::read, KeyPermission::trade, KeyPermission::withdraw}) {
    if (name(each) == text) return each;
  }
  return {};
}

}  // namespace robson::simulator
