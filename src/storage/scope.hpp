#pragma once
// Whose rows a query may see. Every query function takes one of these first, so that a query which forgot to say does
// not compile.
#include "base/ensure.hpp"
#include "base/id.hpp"

namespace robson::storage {

// The rows of one client. Made from the id that the caller's token carries, never from what the caller sent.
class Tenant {
 public:
  explicit Tenant(TenantId id) : id_(id) { ensure(id.value > 0, "a tenant scope needs a tenant"); }
  TenantId id() const { return id_; }

 private:
  TenantId id_;
};

// The rows of all clients, and what belongs to none: for start-up, for login (which does not know the client yet) and
// for the owner's command line. No route has a reason to make one.
struct Installation {
  explicit Installation() = default;
};

// Whose audit: a client's, or that of the installation, where stands what belongs to no client.
class AuditScope {
 public:
  explicit AuditScope(Tenant tenant) : id_(tenant.id()) {}
  explicit AuditScope(Installation) {}
  TenantId id() const { return id_; }  // none: the installation's

 private:
  TenantId id_;
};

}  // namespace robson::storage
