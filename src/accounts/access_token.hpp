#pragma once
// Access tokens: JWTs (RFC 7519) signed with HS256 and nothing else.
//   header  {"alg": "HS256", "typ": "JWT", "kid": <id of the signing key>}
//   claims  sub (user name), client_id, role, permissions, iat, exp, jti, sid (session), ver (of the user's tokens)
// A token says who its bearer is. What he may do now is looked up (SessionRegistry), so role and permissions are for
// the reader on the other side only.
#include <cstdint>
#include <string>
#include <string_view>

#include "accounts/auth_error.hpp"
#include "accounts/signing_keys.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "storage/refresh_tokens.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

struct AccessClaims {
  std::string user{};
  TenantId tenant{};
  storage::Role role{};
  SessionId session{};
  std::int64_t version = 0;
  Timestamp issued_at{};
  Timestamp expires_at{};  // both in whole seconds in the token
};

Secret sign(const AccessClaims& claims, const SigningKey& key);

// Checks form, key, algorithm, signature and expiry, in that order; role and issued_at are not read back. Errors:
// invalid, expired.
Result<AccessClaims, AuthError> verify(std::string_view token, const SigningKeys& keys, Timestamp now);

}  // namespace robson::accounts
