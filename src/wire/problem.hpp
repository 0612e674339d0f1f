#pragma once
#include <string>

#include "json/describe.hpp"

namespace robson::wire {
// RFC 9457. `code` is stable and meant for programs, `detail` one sentence for a person.
struct Problem {
  std::string type = "about:blank";
  std::string title{};
  int status = 500;
  std::string code{};
  std::string detail{};
  std::optional<std::string> field{};
  std::string correlation_id{};
  std::optional<int> retry_after{};  // seconds
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, code, detail, field, correlation_id, retry_after))

// JSON without the members that are absent.
std::string write(const Problem& problem);
// The standard phrase of a status: "Not Found".
std::string_view reason_phrase(int status);
}  // namespace robson::wire
