#pragma once
// The keys of programs, in memory: which key is good, whose it is and how far it reaches. A change is written first and
// then told here. Keys are found by their hash; the keys themselves are nowhere.
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/api_keys.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

// "rbk_" and 256 random bits in base64url.
inline constexpr std::string_view api_key_mark = "rbk_";
inline constexpr std::size_t api_key_length = 4 + 43;
inline constexpr std::size_t api_key_shown = 10;  // of it: the prefix

enum class Scope { read, operate, admin };
std::optional<Scope> scope_of(std::string_view name);
std::string_view name(Scope scope);
// The role that the widest of the scopes "read,operate" reaches to; nothing when one of them is none.
std::optional<storage::Role> reach_of(std::string_view scopes);

// Loop thread.
class ApiKeyRegistry {
 public:
  struct Key {
    ApiKeyId id{};
    TenantId tenant{};
    UserId maker{};
    std::string prefix{};
    storage::Role reach{};
    std::optional<Timestamp> expires_at{};
    std::optional<Timestamp> last_used_at{};
  };

  void put(const storage::ApiKey& key);
  void revoke(ApiKeyId id);
  // nullptr: none of ours, revoked, or expired.
  const Key* find(const std::string& hash, Timestamp now) const;
  const Key* find(ApiKeyId id, Timestamp now) const;
  // Notes the minute.
  void used(ApiKeyId id, Timestamp now);

  struct Use {
    TenantId tenant{};
    ApiKeyId id{};
    Timestamp at{};
  };
  // Uses since the last time, for the database; at most one a key.
  std::vector<Use> take_uses();
  std::optional<Timestamp> last_use_of(ApiKeyId id) const;

 private:
  std::unordered_map<std::string, ApiKeyId> by_hash_;
  std::unordered_map<ApiKeyId, Key> keys_;
  std::unordered_map<ApiKeyId, Timestamp> unwritten_;
};

}  // namespace robson::accounts
