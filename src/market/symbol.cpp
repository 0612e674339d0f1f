#include "market/symbol.hpp"
namespace robson {
std::optional<Symbol> Symbol::parse(std::string_view text) {
  if (text.empty() || text.size() > 32) return {};
  Symbol made;
  for (const char c : text) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (!lower && !plain) return {};
    made.text.push_back(lower ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return made;
}
}  // namespace robson
