#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace robson::accounts {

// A user's name as it is stored: 1 to 64 of a-z, 0-9, '.', '_', '@', '-'; capital letters are folded, so that Ada and
// ada are one person. Nothing when it is none.
std::optional<std::string> user_name_of(std::string_view text);

// A client's name: 1 to 80 bytes without control characters.
bool is_client_name(std::string_view text);

}  // namespace robson::accounts
