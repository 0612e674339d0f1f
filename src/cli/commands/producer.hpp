#pragma once
// Commands that a producer of signals calls: its secret comes from a file that only its owner may read.
#include <optional>
#include <string>

#include "cli/commands/asking.hpp"
#include "client/producer.hpp"

namespace robson::cli {

// Of --producer and --secret-file.
Read<client::Producer> producer_of(const Invocation& asked);
// Signs and sends the change, and shows the signal that is answered.
net::Task<Exit> tell_as_producer(Desk& desk, client::Producer producer, client::Change change);

// A confidence from 0 to 1 with at most 4 places, as it was typed; nothing when it was not given.
Read<std::optional<std::string>> confidence_of(const Invocation& asked, std::string_view name);

}  // namespace robson::cli
