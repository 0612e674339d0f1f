#pragma once
// WS /api/v1/dashboard/ws: approvals, positions and equity once a second, as numbers. Loop thread.
#include <map>

#include "routes/equity_board.hpp"
#include "routes/visit.hpp"
#include "wire/views.hpp"

namespace robson::routes {

class DashboardSockets {
 public:
  // The signals of a tenant that wait, as they are read now; and until when that stays so if none comes or goes.
  struct Approvals {
    std::string data{"[]"};
    Timestamp until{};
  };
  using ReadApprovals = std::function<Approvals(TenantId, Timestamp)>;
  DashboardSockets(Gate& gate, Visits& visits, const Clock& clock, const engine::Engine& engine, EquityBoard& equity,
                   wire::VenueLabel venue, ReadApprovals approvals)
      : gate_(gate),
        visits_(visits),
        clock_(clock),
        engine_(engine),
        equity_(equity),
        venue_(std::move(venue)),
        read_approvals_(std::move(approvals)) {
    equity_.on_change([this](TenantId tenant) { outdate(tenant); });
  }
  DashboardSockets(const DashboardSockets&) = delete;
  DashboardSockets& operator=(const DashboardSockets&) = delete;

  static void add_route(Gate& gate);
  std::variant<net::AcceptSocket, net::Response> accept(const net::Request& request);
  // What the tenant's data are made of has changed. A tenant that nobody reads is passed over.
  void outdate(TenantId tenant);
  void outdate_approvals(TenantId tenant);
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
    Approvals approvals{};  // written anew when its time is over; none: outdated
  };
  void write(TenantId tenant, Shown& shown, Timestamp now) const;
  std::array<net::FramePtr, 3> frames(TenantId tenant, Shown& shown, Timestamp now) const;

  Gate& gate_;
  Visits& visits_;
  const Clock& clock_;
  const engine::Engine& engine_;
  EquityBoard& equity_;
  wire::VenueLabel venue_;
  ReadApprovals read_approvals_;
  std::map<TenantId, Shown> shown_;
};

}  // namespace robson::routes
