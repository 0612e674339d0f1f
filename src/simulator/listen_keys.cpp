#include "simulator/listen_keys.hpp"

namespace robson::simulator {
namespace {

constexpr Duration life = std::chrono::minutes(60);
constexpr std::size_t key_size = 64;

}  // namespace

std::string ListenKeys::open(AccountId account, Timestamp now) {
  for (auto entry = keys_.begin(); entry != keys_.end();) {
    if (now >= entry->second.ends) {
      entry = keys_.erase(entry);
    } else if (entry->second.account == account) {
      entry->second.ends = now + life;
      return entry->first;
    } else {
      ++entry;
    }
  }
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string key;
  for (std::size_t i = 0; i < key_size; ++i) key += letters[static_cast<std::size_t>(rng_.below(62))];
  keys_[key] = {account, now + life};
  return key;
}

bool ListenKeys::renew(const std::string& key, AccountId account, Timestamp now) {
  const auto found = keys_.find(key);
  if (found == keys_.end() || found->second.account != account || now >= found->second.ends) return false;
  found->second.ends = now + life;
  return true;
}

bool ListenKeys::remove(const std::string& key, AccountId account) {
  const auto found = keys_.find(key);
  if (found == keys_.end() || found->second.account != account) return false;
  keys_.erase(found);
  return true;
}

std::optional<AccountId> ListenKeys::account_of(const std::string& key, Timestamp now) const {
  const auto found = keys_.find(key);
  if (found == keys_.end() || now >= found->second.ends) return {};
  return found->second.account;
}

}  // namespace robson::simulator
