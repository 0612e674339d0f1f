#pragma once
// WS /api/v1/dashboard/ws: approvals, positions and equity once a second, as numbers. Loop thread.
#include <map>

#include "routes/visit.hpp"
#include "wire/views.hpp"

namespace robson::routes {

class DashboardSockets {
 public:
  DashboardSockets(Gate& gate, Visits& visits, const Clock& clock, const engine::Engine& engine, wire::VenueLabel venue)
      : gate_(gate), visits_(visits), clock_(clock), engine_(engine), venue_(std::move(venue)) {}
  DashboardSockets(const DashboardSockets&) = delete;
  DashboardSockets& operator=(const DashboardSockets&) = delete;

  static void add_route(Gate& gate);
  std::variant<net::AcceptSocket, net::Response> accept(const net::Request& request);
  // What the tenant's data are made of has changed. A tenant that nobody reads is passed over.
  void outdate(TenantId tenant);
  // Every second: the three messages to everybody, written once for each tenant.
  void tell(Timestamp now);

 private:
  class Client;
  // The newest data of a tenant that is read.
  struct Shown {
    std::set<Client*> clients{};
    std::string positions{};
    std::string equity{};
    Timestamp written{};
    bool outdated = true;
  };
  void write(TenantId tenant, Shown& shown, Timestamp now) const;
  std::array<net::FramePtr, 3> frames(TenantId tenant, Shown& shown, Timestamp now) const;

  Gate& gate_;
  Visits& visits_;
  const Clock& clock_;
  const engine::Engine& engine_;
  wire::VenueLabel venue_;
  std::map<TenantId, Shown> shown_;
};

}  // namespace robson::routes
