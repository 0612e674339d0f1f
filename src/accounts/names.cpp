#include "accounts/names.hpp"

#include <algorithm>

namespace robson::accounts {

std::optional<std::string> user_name_of(std::string_view text) {
  if (text.empty() || text.size() > 64) return {};
  std::string name;
  for (const char c : text) {
    const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool fits = (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9') || folded == '.' ||
                      folded == '_' || folded == '@' || folded == '-';
    if (!fits) return {};
    name += folded;
  }
  return name;
}

bool is_client_name(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !text.empty() && text.size() <= 80 && std::ranges::none_of(text, is_control);
}

}  // namespace robson::accounts
