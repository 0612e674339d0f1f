#pragma once
// What the engine starts from.
#include "engine/input.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// Everything that engine::Restored describes, of all tenants, disabled ones too: their positions stay protected. Looks
// at open and recently ended operations only, however long the history is. Needs a connection that can write: the
// installation's tag is made at the first start.
engine::Restored load_state(Session& session, Installation, Timestamp now);

// Six characters a-z0-9 that tell this installation's client order ids from others'. Made once, never changed.
std::string installation_tag(Session& session, Installation);

}  // namespace robson::storage
