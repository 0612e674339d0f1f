#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "net/http.hpp"

namespace robson::reference_bot {

// What went wrong with a request, as RFC 9457 has it.
struct Problem {
  int status = 500;
  std::string code{};    // stable, for programs
  std::string detail{};  // one sentence for a person
  std::optional<std::string> field{};
  std::optional<std::int64_t> newest{};  // with 410: where to go on from
};

net::Response response_of(const Problem& problem);
// A field or parameter that cannot be taken.
Problem wrong(std::string field, std::string expected);

}  // namespace robson::reference_bot
