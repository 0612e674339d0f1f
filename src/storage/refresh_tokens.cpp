#include "storage/refresh_tokens.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define SELECT_TOKEN \
  "select id, user_id, client_id, family, token_hash, created_at, expires_at, rotated_to, revoked_at from sessions "

constexpr Sql insert =
    "insert into sessions (user_id, client_id, family, token_hash, created_at, expires_at) "
    "values (:user_id, :client_id, :family, :token_hash, :created_at, :expires_at) returning id";
constexpr Sql select_by_hash = SELECT_TOKEN "where token_hash = :token_hash";
constexpr Sql select_live = SELECT_TOKEN
    "where id > :after and expires_at > :now and rotated_to is null and revoked_at is null "
    "order by id limit :limit";
constexpr Sql update_rotated = "update sessions set rotated_to = :to where client_id = :client_id and id = :id";
constexpr Sql update_revoked =
    "update sessions set revoked_at = :now where client_id = :client_id and family = :family and revoked_at is null";
constexpr Sql update_revoked_user =
    "update sessions set revoked_at = :now where client_id = :client_id and user_id = :user_id and revoked_at is null";
constexpr Sql update_revoked_others =
    "update sessions set revoked_at = :now where client_id = :client_id and user_id = :user_id and family <> :kept and "
    "revoked_at is null";
constexpr Sql delete_expired = "delete from sessions where expires_at < :before";

auto columns_of(RefreshToken& row) {
  return into(row.id, row.user, row.tenant, row.session, row.hash, row.created_at, row.expires_at, row.rotated_to,
              row.revoked_at);
}

}  // namespace

std::int64_t insert_refresh_token(Session& session, Tenant tenant, const RefreshToken& token) {
  std::int64_t id = 0;
  session.first(insert, into(id), token.user, tenant.id(), token.session, token.hash, token.created_at,
                token.expires_at);
  return id;
}

std::optional<RefreshToken> find_refresh_token(Session& session, Installation, const std::string& hash) {
  RefreshToken row;
  if (!session.first(select_by_hash, columns_of(row), hash)) return {};
  return row;
}

void set_rotated(Session& session, Tenant tenant, std::int64_t id, std::int64_t to) {
  session.run(update_rotated, to, tenant.id(), id);
}

long long revoke_session(Session& session, Tenant tenant, SessionId id, Timestamp now) {
  return session.run(update_revoked, now, tenant.id(), id);
}

long long revoke_sessions_of(Session& session, Tenant tenant, UserId user, Timestamp now) {
  return session.run(update_revoked_user, now, tenant.id(), user);
}

long long revoke_other_sessions_of(Session& session, Tenant tenant, UserId user, SessionId kept, Timestamp now) {
  return session.run(update_revoked_others, now, tenant.id(), user, kept);
}

std::vector<RefreshToken> live_tokens_after(Session& session, Installation, Timestamp now, std::int64_t after,
                                            int limit) {
  std::vector<RefreshToken> found;
  RefreshToken row;
  session.each(
      select_live, columns_of(row), [&] { found.push_back(row); }, after, now, limit);
  return found;
}

long long delete_expired_tokens(Session& session, Installation, Timestamp before) {
  return session.run(delete_expired, before);
}

}  // namespace robson::storage
