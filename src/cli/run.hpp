#pragma once
#include <string>
#include <vector>

#include "cli/world.hpp"

namespace robson::cli {
// The program: `words` are the arguments without its name. Returns the exit code. Uses up the calling thread until the
// command is done or SIGINT or SIGTERM came.
int run(World& world, const std::vector<std::string>& words);
}  // namespace robson::cli
