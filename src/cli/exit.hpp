#pragma once
#include <array>
#include <string_view>

#include "client/error.hpp"

namespace robson::cli {

// What the program ends with. Part of its contract: scripts decide by it.
enum class Exit {
  ok = 0,
  failure = 1,
  usage = 2,
  not_found = 3,
  login_needed = 4,
  refused = 5,
  unreachable = 6,
  stale = 7,
  outcome_unknown = 8,
  interrupted = 130,
};

struct ExitMeaning {
  Exit code{};
  std::string_view name{};
  std::string_view text{};
};
inline constexpr std::array<ExitMeaning, 10> exit_meanings = {{
    {Exit::ok, "ok", "done"},
    {Exit::failure, "failure", "failed; the message says why"},
    {Exit::usage, "usage", "the command line or the configuration is wrong, or a question was not answered with yes"},
    {Exit::not_found, "not found", "no such symbol, plan, position, operation, order or path"},
    {Exit::login_needed, "login needed", "not signed in, or the session has ended"},
    {Exit::refused, "refused", "refused by a rule or for want of permission"},
    {Exit::unreachable, "unreachable", "the server cannot be reached"},
    {Exit::stale, "stale", "a price is stale or unknown: shown all the same, or refused because of it"},
    {Exit::outcome_unknown, "outcome unknown", "sent, but no answer came: it may have happened"},
    {Exit::interrupted, "interrupted", "interrupted by Ctrl-C"},
}};

Exit exit_of(client::Cause cause);

}  // namespace robson::cli
