#pragma once
#include <string>

#include "base/id.hpp"
#include "base/timestamp.hpp"

namespace robson::accounts {

// Why somebody does not get in. Closed list.
enum class AuthError {
  bad_credentials,  // unknown user, wrong password, disabled user or client: one answer for all
  totp_required,    // the password was right; the code of the second factor is missing
  wrong_code,       // the password was right; the code is not, or was used before
  invalid,          // a token that is none of ours, revoked, or of a session that has ended
  expired,          // a token of ours whose time is over
  throttled,        // too many attempts for this account from this address; wait `retry_after`
  busy,             // the password worker has no room
  storage,          // the database does not answer
};
struct AuthFailure {
  AuthError kind{};
  Duration retry_after{};
  // For the audit, never for an answer: whose account it was about; no tenant when there is no such user.
  TenantId tenant{};
  std::string user{};
  bool token_reused = false;  // a refresh token that was spent before: its session has ended
};

}  // namespace robson::accounts
