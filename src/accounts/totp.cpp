#include "accounts/totp.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/ensure.hpp"
#include "net/http.hpp"

namespace robson::accounts {
namespace {

constexpr std::size_t code_length = 6;
constexpr int steps_around = 1;

}  // namespace

std::int64_t totp_step_at(Timestamp now) {
  return now.seconds() / totp_step_seconds;
}

std::string totp_code(const Secret& secret, std::int64_t step, int digits) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  const std::string& key = secret.reveal();
  const auto* done =
      HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(), mac.data(), &size);
  ensure(done != nullptr && size == 20, "HMAC-SHA-1 gives 20 bytes");
  const std::size_t at = mac[19] & 0x0FU;
  std::uint32_t number = mac[at] & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) number = (number << 8U) | mac[at + i];
  std::uint32_t most = 1;
  for (int i = 0; i < digits; ++i) most *= 10;
  return fmt::format("{:0{}}", number % most, digits);
}

std::optional<std::int64_t> totp_match(const Secret& secret, std::string_view code, Timestamp now, std::int64_t after) {
  if (code.size() != code_length) return {};
  std::optional<std::int64_t> found;
  for (std::int64_t step = totp_step_at(now) - steps_around; step <= totp_step_at(now) + steps_around; ++step) {
    const std::string right = totp_code(secret, step);
    const bool same = sodium_memcmp(right.data(), code.data(), code_length) == 0;
    if (same && step > after && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += letters[(buffer >> (bits - 5)) & 31U];
    buffer &= (1U << bits) - 1U;
  }
  if (bits > 0) text += letters[(buffer << (5 - bits)) & 31U];
  return text;
}

std::string totp_uri(const Secret& secret, std::string_view user) {
  return fmt::format("otpauth://totp/Robson:{}?secret={}&issuer=Robson&algorithm=SHA1&digits=6&period=30",
                     net::percent_encode(user), base32(secret.reveal()));
}

}  // namespace robson::accounts
