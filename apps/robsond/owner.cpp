#include "owner.hpp"

#include <fmt/format.h>

#include <iostream>

#include "accounts/accounts.hpp"
#include "accounts/audit_log.hpp"
#include "accounts/owner.hpp"
#include "base/overloaded.hpp"
#include "storage/clients.hpp"

namespace robson {
namespace {

using storage::Installation;

constexpr int failed = 1;
constexpr int usage_error = 2;
constexpr int most_listed = 1000;

int fail(const std::string& why, int code = failed) {
  std::cerr << "robsond: " << why << '\n';
  return code;
}

template <class T>
int print_id(const Result<T, std::string>& id) {
  if (!id) return fail(id.error());
  std::cout << id->value << '\n';
  return 0;
}

int end_with(const Result<void, std::string>& done) {
  return done ? 0 : fail(done.error());
}

std::optional<accounts::Role> role_from(const std::string& name) {
  const auto role = accounts::role_of(name);
  if (!role) fail(fmt::format("the role must be viewer, operator or admin, not {}", name));
  return role;
}

Secret password_from_input() {
  std::string password;
  std::getline(std::cin, password);
  return Secret(std::move(password));
}

class Owner {
 public:
  Owner(storage::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  int operator()(const AddClient& task) const {
    return print_id(accounts::create_client(database_, clock_, task.name));
  }

  int operator()(const ListClients&) const {
    const auto clients = all_clients();
    if (!clients) return fail(clients.error().text);
    for (const storage::Client& client : *clients) {
      fmt::print("{}\t{}\t{}\n", client.id.value, client.name, client.active ? "active" : "disabled");
    }
    return 0;
  }

  int operator()(const SetClientActive& task) const {
    return end_with(accounts::set_client_active(database_, clock_, TenantId{task.client}, task.active));
  }

  int operator()(const AddUser& task) const {
    const auto role = role_from(task.role);
    if (!role) return usage_error;
    return print_id(
        accounts::create_user(database_, clock_, TenantId{task.client}, task.name, password_from_input(), *role));
  }

  int operator()(const ListUsers& task) const {
    const auto clients = all_clients();
    if (!clients) return fail(clients.error().text);
    for (const storage::Client& client : *clients) {
      if (task.client && *task.client != client.id.value) continue;
      const auto users = database_.read_now([&](storage::Session& session) {
        return storage::users_after(session, storage::Tenant(client.id), UserId{}, most_listed);
      });
      if (!users) return fail(users.error().text);
      for (const storage::User& user : *users) {
        fmt::print("{}\t{}\t{}\t{}\t{}\n", user.id.value, client.id.value, user.name, accounts::name(user.role),
                   user.active ? "active" : "disabled");
      }
    }
    return 0;
  }

  int operator()(const SetUserRole& task) const {
    const auto role = role_from(task.role);
    if (!role) return usage_error;
    accounts::UserEdit edit{.role = *role};
    return end_with(accounts::edit_user(database_, clock_, task.name, edit,
                                        accounts::owner_entry("users.change", task.name, {{"role", task.role}})));
  }

  int operator()(const SetUserActive& task) const {
    accounts::UserEdit edit{.active = task.active};
    const char* active = task.active ? "true" : "false";
    return end_with(accounts::edit_user(database_, clock_, task.name, edit,
                                        accounts::owner_entry("users.change", task.name, {{"active", active}})));
  }

  int operator()(const SetUserPassword& task) const {
    const Secret password = password_from_input();
    if (const auto fault = accounts::password_fault(password)) return fail("the password " + *fault);
    accounts::UserEdit edit{.password_hash = accounts::hash_password(password, accounts::PasswordCost{})};
    return end_with(accounts::edit_user(database_, clock_, task.name, edit,
                                        accounts::owner_entry("users.change", task.name, {{"password", "new"}})));
  }

  int operator()(const VerifyAudit& task) const {
    const auto key = accounts::AuditKey::load_or_create(database_.directory().path() / "audit.key");
    if (!key) return fail(key.error());
    const auto chains =
        database_.read_now([](storage::Session& session) { return storage::audit_chains(session, Installation{}); });
    if (!chains) return fail("the audit is broken: it cannot be read: " + chains.error().text);
    bool all_whole = true;
    for (const TenantId client : *chains) {
      if (task.client && *task.client != client.value) continue;
      all_whole = verify(client, *key) && all_whole;
    }
    return all_whole ? 0 : failed;
  }

 private:
  Result<std::vector<storage::Client>, storage::StorageError> all_clients() const {
    return database_.read_now([](storage::Session& session) {
      return storage::clients_after(session, Installation{}, TenantId{}, most_listed);
    });
  }

  bool verify(TenantId client, const accounts::AuditKey& key) const {
    if (client.value < 0) {
      fail(fmt::format("the audit is broken: there is a row of client {}", client.value));
      return false;
    }
    const auto scope = client ? storage::AuditScope(storage::Tenant(client)) : storage::AuditScope(Installation{});
    const auto verdict = accounts::verify_now(database_, key, scope, std::nullopt, clock_.now());
    const std::string whose = client ? fmt::format("client {}", client.value) : "the installation";
    if (verdict.fault) {
      fail(fmt::format("the audit of {} is broken at entry {}: {}", whose, verdict.fault->seq, verdict.fault->what));
      return false;
    }
    fmt::print("{}: {} entries, head {} {}\n", whose, verdict.entries, verdict.head.head.seq, verdict.head.head.hash);
    return true;
  }

  storage::Database& database_;
  const Clock& clock_;
};

}  // namespace

int carry_out(storage::Database& database, const Clock& clock, const OwnerTask& task) {
  return std::visit(Owner(database, clock), task);
}

}  // namespace robson
