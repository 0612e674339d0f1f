#pragma once
// Tables emergency_stops and emergency_stop_bots: who stopped everything, and which bot has confirmed it.
#include <vector>

#include "engine/bot_noted.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// The whole row with its bots, new or changed.
void save_stop(Session& session, Tenant tenant, const engine::EmergencyStop& stop);
// Those that are not acknowledged, not confirmed by every bot, or whose kill switch does not stand; newest first, 1000
// at most.
std::vector<engine::EmergencyStop> open_stops(Session& session, Tenant tenant);
// Whatever its state. Nothing when the client has no such stop.
std::optional<engine::EmergencyStop> find_stop(Session& session, Tenant tenant, std::int64_t id);
// The highest number ever given, of all clients; 0: none.
std::int64_t last_stop(Session& session, Installation);

}  // namespace robson::storage
