#pragma once
#include <optional>
#include <string>

#include "base/timestamp.hpp"

namespace robson::client {

// Why a call brought no answer. Closed list; a program decides by it what to do next.
enum class Cause {
  unreachable,      // no answer: the server was not there, or went away; nothing was changed
  login_needed,     // no session, or one that has ended
  not_found,        // no such thing, or not one of ours
  refused,          // the server understood and says no: a rule, a permission, a conflict
  stale,            // refused because a price that it would rest on is stale
  invalid,          // the server rejects what was asked as malformed
  busy,             // too many requests; see retry_after
  outcome_unknown,  // a change was sent and no answer came: it may have happened
  bad_answer,       // an answer that is not Robson's
  failed,           // everything else: the server's own trouble, a file that cannot be read
};

struct Error {
  Cause cause = Cause::failed;
  std::string text{};            // one sentence for a person, without a final stop
  std::string code{};            // stable, for programs: the server's (UNKNOWN_SYMBOL) or ours (SERVER_UNREACHABLE)
  std::string correlation_id{};  // of the server's log; empty when it said none
  std::optional<Duration> retry_after{};
  std::string document{};  // the server's problem document as it came; empty when there was none
};

}  // namespace robson::client
