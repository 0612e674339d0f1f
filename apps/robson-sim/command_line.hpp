#pragma once
#include <optional>

#include "simulator/options.hpp"

namespace robson::sim {

struct CommandLine {
  simulator::Options options{};
  std::optional<int> exit_code{};  // set: all is said (help, version, a wrong flag), leave with it
};
// Reads the flags, prints what there is to say about them, starts the log.
CommandLine read_command_line(int argc, char** argv);

}  // namespace robson::sim
