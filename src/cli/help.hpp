#pragma once
#include <string>

#include "cli/command.hpp"

namespace robson::cli {
// The program's help, or a command's; ends in a line end.
std::string general_help(const Style& style);
std::string command_help(const Command& command, const Style& style);
// "robson market depth SYMBOL [--limit N]"
std::string synopsis(const Command& command);
// "-o, --output FORM", "--watch[=SECONDS]"
std::string spelling(const Option& option);
}  // namespace robson::cli
