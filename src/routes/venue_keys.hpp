#pragma once
// The venue key of a client: entered, tried, sealed, used. What a route needs for that; implemented where the accounts
// are opened (apps/robsond).
#include "base/secret.hpp"
#include "routes/gate.hpp"
#include "wire/venue_key.hpp"

namespace robson::routes {

enum class KeyFault {
  refused,        // the venue does not know it, or the signature is wrong
  can_withdraw,   // it may take money out
  cannot_trade,   // it may only read
  unreachable,    // the venue did not answer: nothing was kept
  in_use,         // positions are open or orders out: the account cannot be taken away
  not_there,      // there is no entered key to forget
  not_supported,  // this venue needs none (paper)
  storage,        // it could not be sealed or stored
};

class VenueKeys {
 public:
  virtual ~VenueKeys() = default;
  // Tries the key at the venue, seals and stores it, and opens the tenant's account with it in place of the old one.
  virtual net::Task<Result<void, KeyFault>> enter(TenantId tenant, Secret key, Secret secret, std::string by) = 0;
  virtual net::Task<Result<void, KeyFault>> forget(TenantId tenant) = 0;
  // Those of the tenant, that of the configuration too. Shows at most the first and last four characters.
  virtual net::Task<std::vector<wire::VenueKey>> list(TenantId tenant) = 0;
};

// "AbCd…wxyz"; nothing of a key that is too short to hide the rest.
std::string shown(std::string_view head, std::string_view tail);

}  // namespace robson::routes
