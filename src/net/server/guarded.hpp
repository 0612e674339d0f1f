#pragma once
// The boundary where the code of a server's user is called: what it throws is logged and ends that one call.
#include <exception>
#include <string_view>

#include "base/log.hpp"

namespace robson::net {

// False when it threw. `about` says which one: a path, a peer.
template <class Call>
bool guarded(const char* what, std::string_view about, Call&& call) {
  try {
    call();
    return true;
  } catch (const std::exception& e) {
    log::error(what, {{"about", about}, {"error", e.what()}});
  } catch (...) {
    log::error(what, {{"about", about}, {"error", "unknown"}});
  }
  return false;
}

}  // namespace robson::net
