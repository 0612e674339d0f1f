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
#define SELECT_USER                                                                                        \
  "select id, client_id, name, password_hash, role, active, created_at, token_version, last_login, totp, " \
  "totp_pending, totp_step from users "

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

constexpr Sql update_own_password = "update users set password_hash = :hash where client_id = :client_id and id = :id";
constexpr Sql count_admins =
    "select count(*) from (select 1 from users where client_id = :client_id and role = 'admin' and active = 1 limit 2)";
#define OF_USER " where client_id = :client_id and id = :id"
constexpr Sql update_last_login = "update users set last_login = :at" OF_USER;
constexpr Sql update_totp_pending = "update users set totp_pending = :sealed" OF_USER;
constexpr Sql update_totp_begun =
    "update users set totp = totp_pending, totp_pending = null, totp_step = :step" OF_USER;
constexpr Sql update_totp_step = "update users set totp_step = :step" OF_USER;
constexpr Sql update_totp_ended = "update users set totp = null, totp_pending = null" OF_USER;
constexpr Sql insert_code =
    "insert into recovery_codes (client_id, user_id, hash) values (:client_id, :user_id, :hash)";
constexpr Sql delete_codes = "delete from recovery_codes where client_id = :client_id and user_id = :user_id";
constexpr Sql delete_code =
    "delete from recovery_codes where client_id = :client_id and user_id = :user_id and hash = :hash";
constexpr Sql count_codes = "select count(*) from recovery_codes where client_id = :client_id and user_id = :user_id";

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
  return into(row.id, row.tenant, row.name, row.password_hash, row.role, row.active, row.created_at, row.token_version,
              row.last_login, row.totp, row.totp_pending, row.totp_step);
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

bool set_own_password_hash(Session& session, Tenant tenant, UserId id, const Secret& hash) {
  return session.run(update_own_password, hash, tenant.id(), id) == 1;
}

int active_admins(Session& session, Tenant tenant) {
  int count = 0;
  session.first(count_admins, into(count), tenant.id());
  return count;
}

bool set_last_login(Session& session, Tenant tenant, UserId id, Timestamp at) {
  return session.run(update_last_login, at, tenant.id(), id) == 1;
}

bool set_totp_pending(Session& session, Tenant tenant, UserId id, const std::string& sealed) {
  return session.run(update_totp_pending, sealed, tenant.id(), id) == 1;
}

bool begin_totp(Session& session, Tenant tenant, UserId id, std::int64_t step) {
  return session.run(update_totp_begun, step, tenant.id(), id) == 1;
}

bool set_totp_step(Session& session, Tenant tenant, UserId id, std::int64_t step) {
  return session.run(update_totp_step, step, tenant.id(), id) == 1;
}

bool end_totp(Session& session, Tenant tenant, UserId id) {
  return session.run(update_totp_ended, tenant.id(), id) == 1;
}

void put_recovery_codes(Session& session, Tenant tenant, UserId id, const std::vector<std::string>& hashes) {
  forget_recovery_codes(session, tenant, id);
  for (const std::string& hash : hashes) session.run(insert_code, tenant.id(), id, hash);
}

void forget_recovery_codes(Session& session, Tenant tenant, UserId id) {
  session.run(delete_codes, tenant.id(), id);
}

bool spend_recovery_code(Session& session, Tenant tenant, UserId id, const std::string& hash) {
  return session.run(delete_code, tenant.id(), id, hash) == 1;
}

int recovery_codes_left(Session& session, Tenant tenant, UserId id) {
  int count = 0;
  session.first(count_codes, into(count), tenant.id(), id);
  return count;
}

}  // namespace robson::storage
