#pragma once
#include <optional>
#include <string>
#include <string_view>
namespace robson {
// A venue's name of a market, e.g. BTCUSDC: 1 to 32 characters A-Z, 0-9, '-', '_', '.'.
struct Symbol {
  std::string text{};
  static std::optional<Symbol> parse(std::string_view text);  // folds lower case to upper
  friend bool operator==(const Symbol&, const Symbol&) = default;
  friend auto operator<=>(const Symbol&, const Symbol&) = default;
};
}  // namespace robson
template <>
struct std::hash<robson::Symbol> {
  std::size_t operator()(const robson::Symbol& symbol) const noexcept { return std::hash<std::string>{}(symbol.text); }
};
