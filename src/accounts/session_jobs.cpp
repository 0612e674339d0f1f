#include "accounts/session_jobs.hpp"

#include "accounts/second_factor.hpp"

namespace robson::accounts {
namespace {
using storage::Installation;
using storage::Tenant;

std::optional<Bearer> active_bearer(storage::Session& session, Tenant tenant, UserId id, SessionId family) {
  auto user = storage::find_user(session, tenant, id);
  auto client = storage::find_client(session, tenant);
  if (!user || !user->active || !client || !client->active) return {};
  return Bearer{family, std::move(*user), std::move(*client)};
}

std::int64_t insert_token(storage::Session& session, Tenant tenant, const Bearer& bearer, const NewToken& token) {
  return storage::insert_refresh_token(session, tenant,
                                       {.user = bearer.user.id,
                                        .session = bearer.session,
                                        .hash = token.hash,
                                        .created_at = token.now,
                                        .expires_at = token.expires_at});
}
}  // namespace

Begun begin_session(storage::Session& session, const SealedBox& box, const NewSession& wanted) {
  const Tenant tenant(wanted.tenant);
  auto bearer = active_bearer(session, tenant, wanted.user, wanted.session);
  const bool as_checked = bearer && bearer->user.token_version == wanted.token_version &&
                          bearer->user.password_hash.reveal() == wanted.password_hash.reveal();
  if (!as_checked) return {.kind = Beginning::refused};
  if (bearer->user.totp) {
    if (!wanted.code) return {.kind = Beginning::code_missing};
    if (!spend_code(session, box, bearer->user, wanted.code->reveal(), wanted.token.now)) {
      return {.kind = Beginning::code_wrong};
    }
  }
  if (wanted.instead_of) storage::revoke_session(session, tenant, *wanted.instead_of, wanted.token.now);
  insert_token(session, tenant, *bearer, wanted.token);
  storage::set_last_login(session, tenant, wanted.user, wanted.token.now);
  return {.kind = Beginning::done, .bearer = std::move(bearer)};
}

bool is_ours(storage::Session& session, const std::string& hash) {
  const auto token = storage::find_refresh_token(session, Installation{}, hash);
  return token && !token->revoked_at;
}

Rotated rotate_token(storage::Session& session, const std::string& spent_hash, const NewToken& next) {
  const auto spent = storage::find_refresh_token(session, Installation{}, spent_hash);
  if (!spent || spent->revoked_at) return {.kind = Rotation::unknown};
  const Tenant tenant(spent->tenant);
  if (spent->rotated_to) {
    storage::revoke_session(session, tenant, spent->session, next.now);
    const auto user = storage::find_user(session, tenant, spent->user);
    return {.kind = Rotation::reused,
            .session = spent->session,
            .tenant = spent->tenant,
            .user = user ? user->name : std::string{}};
  }
  if (spent->expires_at <= next.now) return {.kind = Rotation::expired, .session = spent->session};
  auto bearer = active_bearer(session, tenant, spent->user, spent->session);
  if (!bearer) return {.kind = Rotation::unknown};
  storage::set_rotated(session, tenant, spent->id, insert_token(session, tenant, *bearer, next));
  return {.kind = Rotation::done, .session = spent->session, .bearer = std::move(bearer)};
}

}  // namespace robson::accounts
