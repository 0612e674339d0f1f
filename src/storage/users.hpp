#pragma once
// Table users: who may sign in, for which client, and in which role.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

enum class Role { viewer, operator_, admin };  // "viewer", "operator", "admin"
std::string_view name(Role role);
std::optional<Role> role_of(std::string_view name);

struct User {
  UserId id{};
  TenantId tenant{};
  std::string name{};
  Secret password_hash{};  // argon2id in libsodium's text form
  Role role{};
  bool active = true;
  Timestamp created_at{};
  std::int64_t token_version = 1;  // access tokens made under a lower one are worthless
  std::optional<Timestamp> last_login{};
  std::optional<std::string> totp{};          // the second factor's secret, sealed; none: it is off
  std::optional<std::string> totp_pending{};  // one that was shown and is not confirmed yet
  std::int64_t totp_step = 0;                 // of the last code that was taken
};

// Inserts name, hash, role and created_at of `user`, active, for `tenant`. Fails as `duplicate` when the name is
// taken, by whichever client.
UserId insert_user(Session& session, Tenant tenant, const User& user);
std::optional<User> find_user(Session& session, Tenant tenant, UserId id);
// For login, where the name is all that is known.
std::optional<User> find_user_by_name(Session& session, Installation, const std::string& name);
// By id, those after `after`, at most `limit`.
std::vector<User> users_after(Session& session, Tenant tenant, UserId after, int limit);

// The active admins of the tenant, at most two of them counted.
int active_admins(Session& session, Tenant tenant);

// Each false when the tenant has no such user. The second and third also make all access tokens of the user worthless.
bool set_role(Session& session, Tenant tenant, UserId id, Role role);
bool set_active(Session& session, Tenant tenant, UserId id, bool active);
bool set_password_hash(Session& session, Tenant tenant, UserId id, const Secret& hash);
// The same of one's own: access tokens stay as good as their sessions are.
bool set_own_password_hash(Session& session, Tenant tenant, UserId id, const Secret& hash);

bool set_last_login(Session& session, Tenant tenant, UserId id, Timestamp at);
bool set_totp_pending(Session& session, Tenant tenant, UserId id, const std::string& sealed);
// What is pending becomes the second factor; `step` is that of the code which confirmed it.
bool begin_totp(Session& session, Tenant tenant, UserId id, std::int64_t step);
bool set_totp_step(Session& session, Tenant tenant, UserId id, std::int64_t step);
// Off, with nothing pending.
bool end_totp(Session& session, Tenant tenant, UserId id);

// Table recovery_codes: hashes of codes that stand in for a second factor, each once.
void put_recovery_codes(Session& session, Tenant tenant, UserId id, const std::vector<std::string>& hashes);
void forget_recovery_codes(Session& session, Tenant tenant, UserId id);
// False when there is none of that hash (any more).
bool spend_recovery_code(Session& session, Tenant tenant, UserId id, const std::string& hash);
int recovery_codes_left(Session& session, Tenant tenant, UserId id);

}  // namespace robson::storage
