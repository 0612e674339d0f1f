#include "venues/binance/signing.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "base/ensure.hpp"
#include "json/write.hpp"
#include "net/http.hpp"

namespace robson::venues::binance {
namespace {

std::string milliseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

// Values that the venue reads as numbers stand bare.
bool is_number(std::string_view name) {
  return name == "timestamp" || name == "recvWindow";
}

}  // namespace

std::string encode_query(const Parameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += '&';
    query += net::percent_encode(name) + '=' + net::percent_encode(value);
  }
  return query;
}

std::string hmac_sha256_hex(const Secret& secret, std::string_view payload) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  const std::string& key = secret.reveal();
  const auto* done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), mac.data(), &size);
  ensure(done != nullptr, "HMAC-SHA256 is there");
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) fmt::format_to(std::back_inserter(hex), "{:02x}", mac[i]);
  return hex;
}

std::string signed_query(Parameters parameters, const Secret& secret, Timestamp venue_now, Duration receive_window) {
  parameters.emplace_back("recvWindow", milliseconds(receive_window));
  parameters.emplace_back("timestamp", std::to_string(venue_now.ms()));
  const std::string query = encode_query(parameters);
  return query + "&signature=" + hmac_sha256_hex(secret, query);
}

std::string signed_params(Parameters parameters, const Credentials& credentials, Timestamp venue_now,
                          Duration receive_window) {
  parameters.emplace_back("apiKey", credentials.key.reveal());
  parameters.emplace_back("recvWindow", milliseconds(receive_window));
  parameters.emplace_back("timestamp", std::to_string(venue_now.ms()));
  std::ranges::sort(parameters);
  parameters.emplace_back("signature", hmac_sha256_hex(credentials.secret, encode_query(parameters)));
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += text.empty() ? '{' : ',';
    json::write_text(text, name);
    text += ':';
    if (is_number(name)) {
      text += value;
    } else {
      json::write_text(text, value);
    }
  }
  return text + '}';
}

}  // namespace robson::venues::binance
