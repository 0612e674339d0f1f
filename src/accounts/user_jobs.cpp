#include "accounts/user_jobs.hpp"

#include "storage/refresh_tokens.hpp"

namespace robson::accounts {

Result<storage::User, UserFault> edit_user(storage::Session& session, storage::Tenant tenant, UserId id,
                                           const UserEdit& edit, Timestamp now) {
  const auto before = storage::find_user(session, tenant, id);
  if (!before) return Unexpected(UserFault::unknown);
  const auto is_admin = [](storage::Role role, bool active) { return role == storage::Role::admin && active; };
  const bool was = is_admin(before->role, before->active);
  const bool stays = is_admin(edit.role.value_or(before->role), edit.active.value_or(before->active));
  if (was && !stays && storage::active_admins(session, tenant) < 2) return Unexpected(UserFault::last_admin);
  if (edit.role) storage::set_role(session, tenant, id, *edit.role);
  if (edit.active) storage::set_active(session, tenant, id, *edit.active);
  if (edit.password_hash) storage::set_password_hash(session, tenant, id, *edit.password_hash);
  if (edit.totp_off) {
    storage::end_totp(session, tenant, id);
    storage::forget_recovery_codes(session, tenant, id);
  }
  if (edit.ends_sessions()) storage::revoke_sessions_of(session, tenant, id, now);
  auto after = storage::find_user(session, tenant, id);
  if (!after) return Unexpected(UserFault::unknown);
  return std::move(*after);
}

}  // namespace robson::accounts
