#include "accounts/access_token.hpp"

#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "accounts/random.hpp"
#include "base/ensure.hpp"

namespace robson::accounts {
namespace {

constexpr std::size_t token_bytes_max = 2048;

struct FreeJwt {
  void operator()(jwt_t* jwt) const { jwt_free(jwt); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }  // libjwt 1.10 has no function of its own for this
};
using Jwt = std::unique_ptr<jwt_t, FreeJwt>;

const unsigned char* bytes_of(const SigningKey& key) {
  return reinterpret_cast<const unsigned char*>(key.bytes.reveal().data());
}

const char* permissions_of(storage::Role role) {
  switch (role) {
    case storage::Role::viewer: return R"({"permissions":["read"]})";
    case storage::Role::operator_: return R"({"permissions":["read","write"]})";
    case storage::Role::admin: return R"({"permissions":["read","write","admin"]})";
  }
  return R"({"permissions":[]})";
}

void must(int failed) {
  ensure(failed == 0, "libjwt cannot build a token");
}

std::string_view header(const Jwt& jwt, const char* name) {
  const char* value = jwt_get_header(jwt.get(), name);
  return value != nullptr ? value : std::string_view{};
}

// The token as it was signed by one of the keys; nullptr when it was not. libjwt takes any algorithm that the header
// names, in any case of letters, and does not look at the key's id, so both are checked here.
Jwt decode(const std::string& token, const SigningKeys& keys) {
  for (const SigningKey& key : keys.all()) {
    jwt_t* raw = nullptr;
    if (jwt_decode(&raw, token.c_str(), bytes_of(key), static_cast<int>(key.bytes.reveal().size())) != 0) continue;
    Jwt jwt(raw);
    if (header(jwt, "alg") == "HS256" && header(jwt, "kid") == key.id) return jwt;
  }
  return nullptr;
}

}  // namespace

Secret sign(const AccessClaims& claims, const SigningKey& key) {
  jwt_t* raw = nullptr;
  must(jwt_new(&raw));
  const Jwt jwt(raw);
  must(jwt_set_alg(jwt.get(), JWT_ALG_HS256, bytes_of(key), static_cast<int>(key.bytes.reveal().size())));
  must(jwt_add_header(jwt.get(), "kid", key.id.c_str()));
  must(jwt_add_grant(jwt.get(), "sub", claims.user.c_str()));
  must(jwt_add_grant_int(jwt.get(), "client_id", claims.tenant.value));
  must(jwt_add_grant(jwt.get(), "role", std::string(storage::name(claims.role)).c_str()));
  must(jwt_add_grants_json(jwt.get(), permissions_of(claims.role)));
  must(jwt_add_grant_int(jwt.get(), "iat", claims.issued_at.seconds()));
  must(jwt_add_grant_int(jwt.get(), "exp", claims.expires_at.seconds()));
  must(jwt_add_grant(jwt.get(), "jti", random_hex(16).c_str()));
  must(jwt_add_grant_int(jwt.get(), "sid", claims.session.value));
  must(jwt_add_grant_int(jwt.get(), "ver", claims.version));
  const std::unique_ptr<char, FreeText> text(jwt_encode_str(jwt.get()));
  if (text == nullptr) throw std::bad_alloc();
  return Secret(text.get());
}

Result<AccessClaims, AuthError> verify(std::string_view token, const SigningKeys& keys, Timestamp now) {
  // A NUL would hide what comes after it from libjwt.
  if (token.empty() || token.size() > token_bytes_max || token.find('\0') != std::string_view::npos) {
    return Unexpected(AuthError::invalid);
  }
  const Jwt jwt = decode(std::string(token), keys);
  const char* user = jwt ? jwt_get_grant(jwt.get(), "sub") : nullptr;
  if (user == nullptr) return Unexpected(AuthError::invalid);
  const AccessClaims claims{.user = user,
                            .tenant = {jwt_get_grant_int(jwt.get(), "client_id")},
                            .session = {jwt_get_grant_int(jwt.get(), "sid")},
                            .version = jwt_get_grant_int(jwt.get(), "ver"),
                            .expires_at = Timestamp::from_seconds(jwt_get_grant_int(jwt.get(), "exp"))};
  if (!claims.tenant || !claims.session) return Unexpected(AuthError::invalid);
  if (claims.expires_at <= now) return Unexpected(AuthError::expired);  // a missing exp reads as 0
  return claims;
}

}  // namespace robson::accounts
