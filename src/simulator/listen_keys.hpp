#pragma once
// The older way to a user data stream: a key that names an account for an hour, renewed by PUT.
#include <optional>
#include <string>
#include <unordered_map>

#include "simulator/exchange_types.hpp"
#include "simulator/random.hpp"

namespace robson::simulator {

class ListenKeys {
 public:
  explicit ListenKeys(std::uint64_t seed) : rng_(mix(seed, "listen keys")) {}

  // The account's key, which is renewed when there is one already.
  std::string open(AccountId account, Timestamp now);
  // False: the key is not one of the account's.
  bool renew(const std::string& key, AccountId account, Timestamp now);
  bool remove(const std::string& key, AccountId account);
  std::optional<AccountId> account_of(const std::string& key, Timestamp now) const;

 private:
  struct Entry {
    AccountId account{};
    Timestamp ends{};
  };
  Rng rng_;
  std::unordered_map<std::string, Entry> keys_;  // at most one an account
};

}  // namespace robson::simulator
