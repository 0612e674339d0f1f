#pragma once
// Table venue_keys: each tenant's key at a venue, one for each kind. The secret is here only as sealed text
// (accounts/sealed_box.hpp), and no list shows even that.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"
#include "trading/plan.hpp"

namespace robson::storage {

class Session;

struct VenueKey {
  VenueKind kind{};
  std::string head{};  // first four characters of the key, for people to know it by
  std::string tail{};  // last four
  std::string by{};    // who entered it
  Timestamp at{};
};

// Takes the place of the tenant's earlier key of this kind.
void put_venue_key(Session& session, Tenant tenant, const VenueKey& key, const std::string& sealed);
// The sealed text; nothing when there is none.
std::optional<std::string> find_sealed_venue_key(Session& session, Tenant tenant, VenueKind kind);
std::vector<VenueKey> venue_keys(Session& session, Tenant tenant);
// False when there was none.
bool remove_venue_key(Session& session, Tenant tenant, VenueKind kind);

}  // namespace robson::storage
