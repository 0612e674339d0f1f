#pragma once
// What the owner of the installation does from its command line, while no server runs on the data directory. Each act
// and its row in the audit are one transaction: the client's chain tells it. These block; errors are one human sentence
// that names what is at fault.
#include <string>

#include "accounts/audit_chain.hpp"
#include "accounts/user_jobs.hpp"
#include "base/result.hpp"

namespace robson::storage {
class Database;
}

namespace robson::accounts {

// The row of an act of the owner: user "owner", address "local".
AuditEntry owner_entry(std::string action, std::string target, std::map<std::string, std::string> detail = {});

// Nobody of a disabled client gets in; its sessions end.
Result<void, std::string> set_client_active(storage::Database& database, const Clock& clock, TenantId client,
                                            bool active);
// The user with that name, of whichever client. `entry` says what is done; its target is the user's name.
Result<void, std::string> edit_user(storage::Database& database, const Clock& clock, const std::string& name,
                                    const UserEdit& edit, AuditEntry entry);

}  // namespace robson::accounts
