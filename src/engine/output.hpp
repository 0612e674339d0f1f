#pragma once
// What the engine answers. The shell commits the events first; only then does it send the reply and tell the feed.
#include <string>
#include <variant>
#include <vector>

#include "engine/input.hpp"

namespace robson::engine {

// Durable: written by the journal, from which the state is rebuilt.
struct OperationAdopted {
  Operation operation{};
};
using Event = std::variant<OperationAdopted>;

// Passing: told to the feed, never written. The newest of a symbol makes the older ones worthless.
struct PriceChanged {
  Symbol symbol{};
};
struct VenueStreamChanged {};
using Notice = std::variant<PriceChanged, VenueStreamChanged>;

// Why a command was refused; `code` is stable, `field` the part of the command at fault.
struct Rejection {
  std::string code{};
  std::string text{};
  std::string field{};
};

struct Output {
  std::vector<Event> events{};
  std::vector<Notice> notices{};
  std::variant<std::monostate, Rejection, OperationId> reply{};  // of a command
};

}  // namespace robson::engine
