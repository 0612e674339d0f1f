#pragma once
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace robson::accounts {
// SHA-256 in lower-case hex. Any thread.
std::string sha256_hex(std::string_view text);
// HMAC-SHA256 in lower-case hex, with a key of any length. Any thread.
std::string hmac_sha256_hex(const Secret& key, std::string_view text);
// Whether both are the same; takes as long whatever differs.
bool is_same(std::string_view one, std::string_view other);
}  // namespace robson::accounts
