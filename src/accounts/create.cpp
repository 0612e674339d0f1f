// Clients and users as the owner of the installation makes them, at start-up or from the command line.
#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "accounts/names.hpp"
#include "accounts/owner.hpp"
#include "storage/clients.hpp"
#include "storage/database.hpp"

namespace robson::accounts {

Result<TenantId, std::string> create_client(storage::Database& database, const Clock& clock, const std::string& name) {
  if (!is_client_name(name)) {
    return Unexpected(std::string("the client's name must have 1 to 80 bytes and no control characters"));
  }
  const auto made = database.write_now([&](storage::Session& session) {
    const TenantId id = storage::insert_client(session, storage::Installation{}, name, clock.now());
    append_audit(session, storage::AuditScope(storage::Tenant(id)), owner_entry("client.create", name), clock.now());
    return id;
  });
  if (made) return *made;
  if (made.error().kind == storage::StorageErrorKind::duplicate) {
    return Unexpected(fmt::format("there is a client named {} already", name));
  }
  return Unexpected(fmt::format("the client cannot be stored: {}", made.error().text));
}

Result<UserId, std::string> create_user(storage::Database& database, const Clock& clock, TenantId client,
                                        const std::string& name, const Secret& password, Role role) {
  const auto stored_name = user_name_of(name);
  if (!stored_name) {
    return Unexpected(std::string("the user name must have 1 to 64 of the characters a-z, 0-9, '.', '_', '@', '-'"));
  }
  if (const auto fault = password_fault(password)) return Unexpected("the password " + *fault);
  if (client.value <= 0) return Unexpected(fmt::format("there is no client {}", client.value));
  const storage::User user{.name = *stored_name,
                           .password_hash = hash_password(password, PasswordCost{}),
                           .role = role,
                           .created_at = clock.now()};
  const AuditEntry entry = owner_entry("users.create", *stored_name, {{"role", std::string(storage::name(role))}});
  const auto made = database.write_now([&](storage::Session& session) {
    const storage::Tenant tenant(client);
    const UserId id = storage::insert_user(session, tenant, user);
    append_audit(session, storage::AuditScope(tenant), entry, clock.now());
    return id;
  });
  if (made) return *made;
  switch (made.error().kind) {
    case storage::StorageErrorKind::duplicate:
      return Unexpected(fmt::format("there is a user named {} already", *stored_name));
    case storage::StorageErrorKind::violated: return Unexpected(fmt::format("there is no client {}", client.value));
    default: return Unexpected(fmt::format("the user cannot be stored: {}", made.error().text));
  }
}

}  // namespace robson::accounts
