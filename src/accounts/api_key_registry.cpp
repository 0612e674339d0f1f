#include "accounts/api_key_registry.hpp"

namespace robson::accounts {
namespace {
constexpr std::int64_t minute = 60'000'000;
}

std::optional<Scope> scope_of(std::string_view name) {
  for (const Scope scope : {Scope::read, Scope::operate, Scope::admin}) {
    if (accounts::name(scope) == name) return scope;
  }
  return {};
}

std::string_view name(Scope scope) {
  switch (scope) {
    case Scope::read: return "read";
    case Scope::operate: return "operate";
    case Scope::admin: break;
  }
  return "admin";
}

std::optional<storage::Role> reach_of(std::string_view scopes) {
  std::optional<storage::Role> reach;
  while (!scopes.empty()) {
    const auto comma = scopes.find(',');
    const auto scope = scope_of(scopes.substr(0, comma));
    if (!scope) return {};
    const auto role = static_cast<storage::Role>(*scope);  // the same three, in the same order
    if (!reach || *reach < role) reach = role;
    if (comma == std::string_view::npos) break;
    scopes = scopes.substr(comma + 1);
    if (scopes.empty()) return {};
  }
  return reach;
}

void ApiKeyRegistry::put(const storage::ApiKey& key) {
  const auto reach = reach_of(key.scopes);
  if (key.revoked_at || !reach) return;
  by_hash_[key.hash] = key.id;
  keys_[key.id] = {key.id, key.tenant, key.user, key.prefix, *reach, key.expires_at, key.last_used_at};
}

void ApiKeyRegistry::revoke(ApiKeyId id) {
  keys_.erase(id);
  std::erase_if(by_hash_, [&](const auto& entry) { return entry.second == id; });
}

const ApiKeyRegistry::Key* ApiKeyRegistry::find(const std::string& hash, Timestamp now) const {
  const auto found = by_hash_.find(hash);
  return found == by_hash_.end() ? nullptr : find(found->second, now);
}

const ApiKeyRegistry::Key* ApiKeyRegistry::find(ApiKeyId id, Timestamp now) const {
  const auto found = keys_.find(id);
  if (found == keys_.end() || (found->second.expires_at && *found->second.expires_at <= now)) return nullptr;
  return &found->second;
}

void ApiKeyRegistry::used(ApiKeyId id, Timestamp now) {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return;
  const Timestamp at{now.us - now.us % minute};
  if (found->second.last_used_at && *found->second.last_used_at >= at) return;
  found->second.last_used_at = at;
  unwritten_[id] = at;
}

std::vector<ApiKeyRegistry::Use> ApiKeyRegistry::take_uses() {
  std::vector<Use> uses;
  for (const auto& [id, at] : unwritten_) {
    const auto found = keys_.find(id);
    if (found != keys_.end()) uses.push_back({found->second.tenant, id, at});
  }
  unwritten_.clear();
  return uses;
}

std::optional<Timestamp> ApiKeyRegistry::last_use_of(ApiKeyId id) const {
  const auto found = keys_.find(id);
  if (found == keys_.end()) return {};
  return found->second.last_used_at;
}

}  // namespace robson::accounts
