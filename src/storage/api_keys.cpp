#include "storage/api_keys.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define SELECT_KEY                                                                                               \
  "select id, client_id, user_id, name, prefix, hash, scopes, created_at, expires_at, last_used_at, revoked_at " \
  "from api_keys "

constexpr Sql insert =
    "insert into api_keys (client_id, user_id, name, prefix, hash, scopes, created_at, expires_at) values (:client_id, "
    ":user_id, :name, :prefix, :hash, :scopes, :created_at, :expires_at) returning id";
constexpr Sql select_after = SELECT_KEY "where client_id = :client_id and id > :after order by id limit :limit";
constexpr Sql select_live = SELECT_KEY "where id > :after and revoked_at is null order by id limit :limit";
constexpr Sql count_live =
    "select count(*) from api_keys where client_id = :client_id and revoked_at is null and (expires_at is null or "
    "expires_at > :now)";
constexpr Sql update_revoked =
    "update api_keys set revoked_at = :now where client_id = :client_id and id = :id and revoked_at is null";
constexpr Sql update_used =
    "update api_keys set last_used_at = :at where client_id = :client_id and id = :id and (last_used_at is null or "
    "last_used_at < :at_too)";

auto columns_of(ApiKey& row) {
  return into(row.id, row.tenant, row.user, row.name, row.prefix, row.hash, row.scopes, row.created_at, row.expires_at,
              row.last_used_at, row.revoked_at);
}

}  // namespace

ApiKeyId insert_api_key(Session& session, Tenant tenant, const ApiKey& key) {
  ApiKeyId id;
  session.first(insert, into(id), tenant.id(), key.user, key.name, key.prefix, key.hash, key.scopes, key.created_at,
                key.expires_at);
  return id;
}

std::vector<ApiKey> api_keys_after(Session& session, Tenant tenant, ApiKeyId after, int limit) {
  std::vector<ApiKey> found;
  ApiKey row;
  session.each(
      select_after, columns_of(row), [&] { found.push_back(row); }, tenant.id(), after, limit);
  return found;
}

std::vector<ApiKey> live_api_keys_after(Session& session, Installation, ApiKeyId after, int limit) {
  std::vector<ApiKey> found;
  ApiKey row;
  session.each(
      select_live, columns_of(row), [&] { found.push_back(row); }, after, limit);
  return found;
}

int count_api_keys(Session& session, Tenant tenant, Timestamp now) {
  int count = 0;
  session.first(count_live, into(count), tenant.id(), now);
  return count;
}

bool revoke_api_key(Session& session, Tenant tenant, ApiKeyId id, Timestamp now) {
  return session.run(update_revoked, now, tenant.id(), id) == 1;
}

void note_api_key_use(Session& session, Tenant tenant, ApiKeyId id, Timestamp at) {
  session.run(update_used, at, tenant.id(), id, at);
}

}  // namespace robson::storage
