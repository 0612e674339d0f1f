#pragma once
#include "base/timestamp.hpp"

namespace robson::accounts {

// Why somebody does not get in. Closed list.
enum class AuthError {
  bad_credentials,  // unknown user, wrong password, disabled user or client: one answer for all
  invalid,          // a token that is none of ours, revoked, or of a session that has ended
  expired,          // a token of ours whose time is over
  throttled,        // too many attempts for this account from this address; wait `retry_after`
  busy,             // the password worker has no room
  storage,          // the database does not answer
};
struct AuthFailure {
  AuthError kind{};
  Duration retry_after{};
};

}  // namespace robson::accounts
