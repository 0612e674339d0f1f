#pragma once
// What must be true when everything has settled: of the journal, the engine's memory and the venue, which know of each
// other only by messages.
#include "simulation/life.hpp"

namespace robson::simulation {

// Says the first thing that is wrong to the world.
void check_books(const Ground& ground, const engine::Engine& engine);

// At any moment: an open operation has a confirmed stop for all that it holds, or its time without one is counted.
void check_alarms(const Ground& ground, const engine::Engine& engine);

}  // namespace robson::simulation
