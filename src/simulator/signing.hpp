#pragma once
// Who calls: API keys, HMAC-SHA256 signatures and the age of a request, checked in the venue's order:
//   key missing (-2014), key unknown (-2015), signature or timestamp missing (-1102), timestamp out of recvWindow
//   (-1021), signature wrong (-1022).
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "simulator/key_permission.hpp"
#include "simulator/parameters.hpp"

namespace robson::simulator {

// 64 lower-case hexadecimal digits.
std::string hmac_sha256_hex(const Secret& secret, std::string_view payload);

class KeyRing {
 public:
  struct Key {
    Secret secret{};
    AccountId account{};
    KeyPermission permission = KeyPermission::trade;
    Timestamp created{};
    bool made_at_run_time = false;  // by /sim/accounts, not by a flag
  };
  // A key that is there already is replaced.
  void add(const std::string& key, Key entry);
  const Key* find(std::string_view key) const;
  const std::map<std::string, Key, std::less<>>& all() const { return keys_; }
  // `key` is the X-MBX-APIKEY header or the parameter apiKey.
  Result<AccountId, ApiError> account_of(std::string_view key) const;
  // Checks the signature over any of `payloads` (as a client may have read the rules) and the age.
  Result<AccountId, ApiError> check(std::string_view key, Parameters& parameters,
                                    const std::vector<std::string>& payloads, Timestamp now) const;

 private:
  std::map<std::string, Key, std::less<>> keys_;
};

// What a REST client signed: query and body as sent, one after the other, without the signature.
std::string signed_payload(std::string_view query, std::string_view body);
// What a WebSocket API client signed: parameters sorted by name, plain and percent-encoded.
std::vector<std::string> signed_payloads(const Parameters& parameters);

}  // namespace robson::simulator
