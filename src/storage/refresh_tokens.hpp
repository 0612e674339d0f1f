#pragma once
// Table sessions: the refresh tokens that were given out. The tokens of one login follow each other in a family; its
// number is the session. Only hashes are kept.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson {
using SessionId = Id<struct SessionTag>;
}

namespace robson::storage {

class Session;

struct RefreshToken {
  std::int64_t id = 0;
  UserId user{};
  TenantId tenant{};
  SessionId session{};
  std::string hash{};
  Timestamp created_at{};
  Timestamp expires_at{};
  std::optional<std::int64_t> rotated_to{};  // the token that took this one's place
  std::optional<Timestamp> revoked_at{};
};

// Inserts user, session, hash and the times of `token`; its id.
std::int64_t insert_refresh_token(Session& session, Tenant tenant, const RefreshToken& token);
// The hash is the credential: whoever has the token need not say whose it is.
std::optional<RefreshToken> find_refresh_token(Session& session, Installation, const std::string& hash);
void set_rotated(Session& session, Tenant tenant, std::int64_t id, std::int64_t to);

// Ends one session, or all of a user; the number of tokens that were still good.
long long revoke_session(Session& session, Tenant tenant, SessionId id, Timestamp now);
long long revoke_sessions_of(Session& session, Tenant tenant, UserId user, Timestamp now);
long long revoke_other_sessions_of(Session& session, Tenant tenant, UserId user, SessionId kept, Timestamp now);

// The newest token of each session that can still be refreshed, by id, those after `after`, at most `limit`.
std::vector<RefreshToken> live_tokens_after(Session& session, Installation, Timestamp now, std::int64_t after,
                                            int limit);
// Forgets tokens that expired before `before`; their number.
long long delete_expired_tokens(Session& session, Installation, Timestamp before);

}  // namespace robson::storage
