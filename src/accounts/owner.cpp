#include "accounts/owner.hpp"

#include <fmt/format.h>

#include "accounts/names.hpp"
#include "storage/clients.hpp"
#include "storage/database.hpp"

namespace robson::accounts {
namespace {
using storage::Installation;
using storage::Tenant;

std::string not_stored(const storage::StorageError& error) {
  return "the change cannot be stored: " + error.text;
}
}  // namespace

AuditEntry owner_entry(std::string action, std::string target, std::map<std::string, std::string> detail) {
  return {.user = "owner",
          .action = std::move(action),
          .target = std::move(target),
          .outcome = AuditOutcome::done,
          .detail = std::move(detail),
          .address = "local"};
}

Result<void, std::string> set_client_active(storage::Database& database, const Clock& clock, TenantId client,
                                            bool active) {
  const auto none = [&] { return Unexpected(fmt::format("there is no client {}", client.value)); };
  if (client.value <= 0) return none();
  const AuditEntry entry = owner_entry(active ? "client.enable" : "client.disable", std::to_string(client.value));
  const auto done = database.write_now([&](storage::Session& session) {
    if (!storage::set_client_active(session, Installation{}, client, active)) return false;
    append_audit(session, storage::AuditScope(Tenant(client)), entry, clock.now());
    return true;
  });
  if (!done) return Unexpected(not_stored(done.error()));
  if (!*done) return none();
  return {};
}

Result<void, std::string> edit_user(storage::Database& database, const Clock& clock, const std::string& name,
                                    const UserEdit& edit, AuditEntry entry) {
  const std::string stored_name = user_name_of(name).value_or("");
  entry.target = stored_name;
  const auto done = database.write_now([&](storage::Session& session) -> Result<storage::User, UserFault> {
    const auto user = storage::find_user_by_name(session, Installation{}, stored_name);
    if (!user) return Unexpected(UserFault::unknown);
    const Tenant tenant(user->tenant);
    auto edited = accounts::edit_user(session, tenant, user->id, edit, clock.now());
    if (edited) append_audit(session, storage::AuditScope(tenant), entry, clock.now());
    return edited;
  });
  if (!done) return Unexpected(not_stored(done.error()));
  if (*done) return {};
  if (done->error() == UserFault::unknown) return Unexpected(fmt::format("there is no user {}", audit_text(name, 64)));
  return Unexpected(
      fmt::format("{} is the last active admin of its client: make another one first, or disable the client", name));
}

}  // namespace robson::accounts
