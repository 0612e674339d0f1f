#pragma once
// An error as the venue words it: HTTP status and {"code":-1121,"msg":"Invalid symbol."}.
#include <string>

#include "base/result.hpp"
#include "simulator/exchange_types.hpp"

namespace robson::simulator {

struct ApiError {
  int status = 400;
  int code = -1000;
  std::string message = "An unknown error occurred while processing the request.";
  std::string data{};  // JSON of cancelReplace's halves; empty: none

  std::string body() const;
};

inline ApiError error_of(const Rejection& rejection) {
  return {400, rejection.code, rejection.message, {}};
}
inline ApiError no_such_symbol() {
  return {400, -1121, "Invalid symbol.", {}};
}
inline ApiError missing_parameter(std::string_view name) {
  return {
      400, -1102, "Mandatory parameter '" + std::string(name) + "' was not sent, was empty/null, or malformed.", {}};
}

// The JSON text of an answer, or why there is none.
using Answer = Result<std::string, ApiError>;

}  // namespace robson::simulator
