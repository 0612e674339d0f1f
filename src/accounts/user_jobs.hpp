#pragma once
// Changes of a client's users, each as one job of the writer, so that two at once cannot both take away the last admin
// but one.
#include "base/result.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

enum class UserFault { unknown, last_admin };

// What changes, with the password as its hash.
struct UserEdit {
  std::optional<storage::Role> role{};
  std::optional<bool> active{};
  std::optional<Secret> password_hash{};
  bool totp_off = false;
  // Disabling, enabling and a new password end all sessions.
  bool ends_sessions() const { return active.has_value() || password_hash.has_value(); }
};
// The user as it is now. The last active admin of a client stays one.
Result<storage::User, UserFault> edit_user(storage::Session& session, storage::Tenant tenant, UserId id,
                                           const UserEdit& edit, Timestamp now);

}  // namespace robson::accounts
