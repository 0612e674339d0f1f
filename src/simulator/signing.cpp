#include "simulator/signing.hpp"

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "net/http.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t usual_window_ms = 5'000;
constexpr std::int64_t longest_window_ms = 60'000;
constexpr std::int64_t ahead_ms = 1'000;  // how far a client's clock may run before ours

std::string without_signature(std::string_view form) {
  std::string kept;
  while (!form.empty()) {
    const std::size_t end = form.find('&');
    const std::string_view pair = form.substr(0, end);
    if (pair.substr(0, 10) != "signature=") {
      if (!kept.empty()) kept += '&';
      kept += pair;
    }
    if (end == std::string_view::npos) break;
    form.remove_prefix(end + 1);
  }
  return kept;
}

std::optional<ApiError> check_age(Parameters& parameters, Timestamp now) {
  std::int64_t sent = parameters.needed_integer("timestamp");
  constexpr std::int64_t first_us = 100'000'000'000'000;  // clients may send microseconds
  if (sent >= first_us) sent /= 1000;
  const Decimal window = parameters.decimal("recvWindow").value_or(Decimal::integer(usual_window_ms));
  if (parameters.fault()) return parameters.fault();
  if (window > Decimal::integer(longest_window_ms)) {
    return ApiError{400, -1131, fmt::format("'recvWindow' must be less than {}.", longest_window_ms), {}};
  }
  if (sent >= now.ms() + ahead_ms) {
    return ApiError{400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.", {}};
  }
  if (Decimal::integer(now.ms() - sent) > window) {
    return ApiError{400, -1021, "Timestamp for this request is outside of the recvWindow.", {}};
  }
  return {};
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string hmac_sha256_hex(const Secret& secret, std::string_view payload) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.reveal().data(), static_cast<int>(secret.reveal().size()),
       reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), digest.data(), &size);
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  text.reserve(std::size_t{2} * size);
  for (unsigned int i = 0; i < size; ++i) {
    text += hex[digest[i] >> 4U];
    text += hex[digest[i] & 15U];
  }
  return text;
}

void KeyRing::add(const std::string& key, Key entry) {
  keys_.insert_or_assign(key, std::move(entry));
}

const KeyRing::Key* KeyRing::find(std::string_view key) const {
  const auto found = keys_.find(key);
  return found == keys_.end() ? nullptr : &found->second;
}

Result<AccountId, ApiError> KeyRing::account_of(std::string_view key) const {
  if (key.empty()) return Unexpected(ApiError{401, -2014, "API-key format invalid.", {}});
  const Key* found = find(key);
  if (found == nullptr) {
    return Unexpected(ApiError{401, -2015, "Invalid API-key, IP, or permissions for action.", {}});
  }
  return found->account;
}

Result<AccountId, ApiError> KeyRing::check(std::string_view key, Parameters& parameters,
                                           const std::vector<std::string>& payloads, Timestamp now) const {
  auto account = account_of(key);
  if (!account) return account;
  const std::string signature = parameters.needed_text("signature");
  if (parameters.fault()) return Unexpected(*parameters.fault());
  if (const auto aged = check_age(parameters, now)) return Unexpected(*aged);
  const Secret& secret = find(key)->secret;
  for (const std::string& payload : payloads) {
    if (equal_in_constant_time(hmac_sha256_hex(secret, payload), signature)) return account;
  }
  return Unexpected(ApiError{400, -1022, "Signature for this request is not valid.", {}});
}

std::string signed_payload(std::string_view query, std::string_view body) {
  return without_signature(query) + without_signature(body);
}

std::vector<std::string> signed_payloads(const Parameters& parameters) {
  auto sorted = parameters.all();
  std::sort(sorted.begin(), sorted.end());
  std::string plain;
  std::string encoded;
  for (const auto& [name, value] : sorted) {
    if (name == "signature") continue;
    const std::string_view joint = plain.empty() ? "" : "&";
    plain += fmt::format("{}{}={}", joint, name, value);
    encoded += fmt::format("{}{}={}", joint, name, net::percent_encode(value));
  }
  if (plain == encoded) return {plain};
  return {plain, encoded};
}

}  // namespace robson::simulator
