#pragma once
// Table clients: the tenants of this installation.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct Client {
  TenantId id{};
  std::string name{};
  bool active = true;
  Timestamp created_at{};
};

// Fails as `duplicate` when the name is taken.
TenantId insert_client(Session& session, Installation, const std::string& name, Timestamp now);
std::optional<Client> find_client(Session& session, Tenant tenant);
// By id, those after `after`, at most `limit`.
std::vector<Client> clients_after(Session& session, Installation, TenantId after, int limit);
// False when there is no such client.
bool set_client_active(Session& session, Installation, TenantId id, bool active);

}  // namespace robson::storage
