#include "client/producer.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace robson::client {
namespace {

std::string hmac_sha256_hex(const Secret& secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.reveal().data(), static_cast<int>(secret.reveal().size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  constexpr std::string_view hex = "0123456789abcdef";
  std::string made;
  for (unsigned int i = 0; i < size; ++i) {
    made += hex[digest[i] >> 4U];
    made += hex[digest[i] & 15U];
  }
  return made;
}

}  // namespace

bool is_producer_id(std::string_view text) {
  constexpr std::string_view prefix = "prd_";
  return text.starts_with(prefix) && text.size() == prefix.size() + 12 &&
         std::ranges::all_of(text.substr(prefix.size()),
                             [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

net::Headers signature_of(const Producer& producer, std::string_view body, Timestamp now, const std::string& nonce) {
  const std::string timestamp = std::to_string(now.ms() / 1000);
  std::string text = timestamp + '\n' + nonce + '\n';
  text += body;
  net::Headers headers;
  headers.add("X-Producer-Id", producer.id);
  headers.add("X-Timestamp", timestamp);
  headers.add("X-Nonce", nonce);
  headers.add("X-Signature", hmac_sha256_hex(producer.secret, text));
  return headers;
}

}  // namespace robson::client
