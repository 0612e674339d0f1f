#pragma once
// Random numbers, hashes and text forms for tokens, by libsodium.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace robson::accounts {

// Makes libsodium ready; called by whatever needs it, as often as one likes, from any thread.
void start_sodium();

// `bytes` random bytes as lower-case hex.
std::string random_hex(std::size_t bytes);
// 1 to 2^63 - 1.
std::int64_t random_id();

// `count` characters a-z0-9, each as likely as the others.
std::string random_name(std::size_t count);

// 256 random bits, base64url without padding: what a refresh token is.
Secret random_token();

using Digest = std::array<unsigned char, 32>;
Digest digest_of(std::string_view text);  // BLAKE2b-256
std::string hex(std::string_view bytes);
std::string hex(const Digest& digest);

}  // namespace robson::accounts
