#include "storage/users.hpp"

#include <array>

#include "storage/session.hpp"

namespace robson::storage {
namespace {

struct RoleSpellings {
  static constexpr std::array<std::pair<Role, std::string_view>, 3> all = {
      {{Role::viewer, "viewer"}, {Role::operator_, "operator"}, {Role::admin, "admin"}}};
};

// The order of columns_of() below.
#define SELECT_USER "select id, client_id, name, password_hash, role, active, created_at, token_version from users "

constexpr Sql insert =
    "insert into users (client_id, name, password_hash, role, active, created_at) "
    "values (:client_id, :name, :password_hash, :role, 1, :created_at) returning id";
constexpr Sql select_one = SELECT_USER "where client_id = :client_id and id = :id";
constexpr Sql select_by_name = SELECT_USER "where name = :name";
constexpr Sql select_after = SELECT_USER "where client_id = :client_id and id > :after order by id limit :limit";
constexpr Sql update_role = "update users set role = :role where client_id = :client_id and id = :id";
constexpr Sql update_active =
    "update users set active = :active, token_version = token_version + 1 "
    "where client_id = :client_id and id = :id";
constexpr Sql update_password =
    "update users set password_hash = :hash, token_version = token_version + 1 "
    "where client_id = :client_id and id = :id";

}  // namespace
}  // namespace robson::storage

namespace soci {
template <>
struct type_conversion<robson::storage::Role>
    : robson::storage::SpelledColumn<robson::storage::Role, robson::storage::RoleSpellings> {};

template <>
struct type_conversion<robson::Secret> {
  using base_type = std::string;
  static void from_base(const std::string& in, indicator indicator, robson::Secret& out) {
    robson::storage::refuse_null(indicator);
    out = robson::Secret(in);
  }
  static void to_base(const robson::Secret& in, std::string& out, indicator& indicator) {
    out = in.reveal();
    indicator = i_ok;
  }
};
}  // namespace soci

namespace robson::storage {
namespace {
auto columns_of(User& row) {
  return into(row.id, row.tenant, row.name, row.password_hash, row.role, row.active, row.created_at, row.token_version);
}
}  // namespace

std::string_view name(Role role) {
  for (const auto& spelling : RoleSpellings::all) {
    if (spelling.first == role) return spelling.second;
  }
  return {};
}

std::optional<Role> role_of(std::string_view name) {
  for (const auto& spelling : RoleSpellings::all) {
    if (spelling.second == name) return spelling.first;
  }
  return {};
}

UserId insert_user(Session& session, Tenant tenant, const User& user) {
  UserId id;
  session.first(insert, into(id), tenant.id(), user.name, user.password_hash, user.role, user.created_at);
  return id;
}

std::optional<User> find_user(Session& session, Tenant tenant, UserId id) {
  User row;
  if (!session.first(select_one, columns_of(row), tenant.id(), id)) return {};
  return row;
}

std::optional<User> find_user_by_name(Session& session, Installation, const std::string& name) {
  User row;
  if (!session.first(select_by_name, columns_of(row), name)) return {};
  return row;
}

std::vector<User> users_after(Session& session, Tenant tenant, UserId after, int limit) {
  std::vector<User> found;
  User row;
  session.each(
      select_after, columns_of(row), [&] { found.push_back(row); }, tenant.id(), after, limit);
  return found;
}

bool set_role(Session& session, Tenant tenant, UserId id, Role role) {
  return session.run(update_role, role, tenant.id(), id) == 1;
}

bool set_active(Session& session, Tenant tenant, UserId id, bool active) {
  return session.run(update_active, active, tenant.id(), id) == 1;
}

bool set_password_hash(Session& session, Tenant tenant, UserId id, const Secret& hash) {
  return session.run(update_password, hash, tenant.id(), id) == 1;
}

}  // namespace robson::storage
