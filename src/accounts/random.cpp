#include "accounts/random.hpp"

#include <sodium.h>

#include <limits>

#include "base/ensure.hpp"

namespace robson::accounts {

void start_sodium() {
  // Idempotent and safe to call from several threads, says libsodium.
  static const int started = sodium_init();
  ensure(started >= 0, "libsodium cannot start");
}

std::string random_hex(std::size_t bytes) {
  start_sodium();
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  return hex(raw);
}

std::int64_t random_id() {
  start_sodium();
  std::int64_t id = 0;
  while (id == 0) {
    randombytes_buf(&id, sizeof id);
    id &= std::numeric_limits<std::int64_t>::max();
  }
  return id;
}

std::string random_name(std::size_t count) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  start_sodium();
  std::string name;
  for (std::size_t i = 0; i < count; ++i) name += letters[randombytes_uniform(letters.size())];
  return name;
}

Secret random_token() {
  start_sodium();
  std::array<unsigned char, 32> raw{};
  randombytes_buf(raw.data(), raw.size());
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), raw.data(), raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return Secret(text.data());
}

Digest digest_of(std::string_view text) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  return digest;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string hex(const Digest& digest) {
  return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace robson::accounts
