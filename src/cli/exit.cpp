#include "cli/exit.hpp"

namespace robson::cli {

Exit exit_of(client::Cause cause) {
  using client::Cause;
  switch (cause) {
    case Cause::unreachable: return Exit::unreachable;
    case Cause::login_needed: return Exit::login_needed;
    case Cause::not_found: return Exit::not_found;
    case Cause::refused: return Exit::refused;
    case Cause::stale: return Exit::stale;
    case Cause::invalid: return Exit::usage;
    case Cause::outcome_unknown: return Exit::outcome_unknown;
    case Cause::busy:
    case Cause::bad_answer:
    case Cause::failed: return Exit::failure;
  }
  return Exit::failure;
}

}  // namespace robson::cli
