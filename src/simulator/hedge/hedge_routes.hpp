#pragma once
// The hedge venues over HTTP: /perp/v1/..., /lending/v1/..., /chains/v1, and /sim/hedge/... to steer them. The members
// of bodies and answers stand in docs/guide/simulator.md. Loop thread.
#include <functional>

#include "net/http.hpp"
#include "net/server.hpp"
#include "simulator/hedge/hedge_venues.hpp"

namespace robson::simulator {

bool is_hedge_path(std::string_view path);

using RunLater = std::function<void(Duration, std::function<void()>)>;
// One request to a venue; faults on the way may lose the answer (the connection is cut) or have it come later.
void serve_hedge(HedgeVenues& venues, const net::Request& request, Timestamp wall, const RunLater& later,
                 net::Respond respond);
// /sim/hedge/...; never faulted.
net::Response serve_hedge_controls(HedgeVenues& venues, const net::Request& request, Timestamp wall);

}  // namespace robson::simulator
