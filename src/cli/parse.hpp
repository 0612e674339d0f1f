#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/command.hpp"

namespace robson::cli {

// What is wrong with a command line, in one sentence, with the command it was about for its help.
struct UsageError {
  std::string text{};
  std::string command{};  // path; empty when none was recognised
};

// `words` without the program's name. Global options may stand anywhere.
Result<Invocation, UsageError> parse(const std::vector<std::string>& words);

// The name among `known` that `typed` probably meant; empty when none is near.
std::string nearest(std::string_view typed, const std::vector<std::string_view>& known);

}  // namespace robson::cli
