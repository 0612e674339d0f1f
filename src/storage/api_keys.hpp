#pragma once
// Table api_keys: keys that programs act with. Only hashes are kept, and the beginning to know one by.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson {
using ApiKeyId = Id<struct ApiKeyTag>;
}

namespace robson::storage {

class Session;

struct ApiKey {
  ApiKeyId id{};
  TenantId tenant{};
  UserId user{};  // its maker
  std::string name{};
  std::string prefix{};
  std::string hash{};
  std::string scopes{};  // "read,operate"
  Timestamp created_at{};
  std::optional<Timestamp> expires_at{};
  std::optional<Timestamp> last_used_at{};
  std::optional<Timestamp> revoked_at{};
};

// Inserts all but id, last use and revocation of `key`, for `tenant`.
ApiKeyId insert_api_key(Session& session, Tenant tenant, const ApiKey& key);
// By id, those after `after`, at most `limit`; revoked and expired ones too.
std::vector<ApiKey> api_keys_after(Session& session, Tenant tenant, ApiKeyId after, int limit);
// Those of all clients that are not revoked.
std::vector<ApiKey> live_api_keys_after(Session& session, Installation, ApiKeyId after, int limit);
// Those that are neither revoked nor expired.
int count_api_keys(Session& session, Tenant tenant, Timestamp now);
// False when the tenant has no such key, or it is revoked already.
bool revoke_api_key(Session& session, Tenant tenant, ApiKeyId id, Timestamp now);
// Never goes back.
void note_api_key_use(Session& session, Tenant tenant, ApiKeyId id, Timestamp at);

}  // namespace robson::storage
