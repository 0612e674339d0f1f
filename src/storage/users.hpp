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
};

// Inserts name, hash, role and created_at of `user`, active, for `tenant`. Fails as `duplicate` when the name is
// taken, by whichever client.
UserId insert_user(Session& session, Tenant tenant, const User& user);
std::optional<User> find_user(Session& session, Tenant tenant, UserId id);
// For login, where the name is all that is known.
std::optional<User> find_user_by_name(Session& session, Installation, const std::string& name);
// By id, those after `after`, at most `limit`.
std::vector<User> users_after(Session& session, Tenant tenant, UserId after, int limit);

// Each false when the tenant has no such user. The last two also make all access tokens of the user worthless.
bool set_role(Session& session, Tenant tenant, UserId id, Role role);
bool set_active(Session& session, Tenant tenant, UserId id, bool active);
bool set_password_hash(Session& session, Tenant tenant, UserId id, const Secret& hash);

}  // namespace robson::storage
