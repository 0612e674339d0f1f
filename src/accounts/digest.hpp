#pragma once
#include <string>
#include <string_view>

namespace robson::accounts {
// SHA-256 in lower-case hex. Any thread.
std::string sha256_hex(std::string_view text);
}  // namespace robson::accounts
