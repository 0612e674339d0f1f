#pragma once
// What login and refresh do to the database, each as one job of the writer: everything that decides is read again in
// the transaction that acts on it.
#include <optional>
#include <string>

#include "accounts/sealed_box.hpp"
#include "storage/clients.hpp"
#include "storage/refresh_tokens.hpp"
#include "storage/users.hpp"

namespace robson::storage {
class Session;
}

namespace robson::accounts {

struct NewToken {
  std::string hash{};
  Timestamp now{};
  Timestamp expires_at{};
};
// A session that has just got a new refresh token, and whose it is.
struct Bearer {
  SessionId session{};
  storage::User user{};
  storage::Client client{};
};

struct NewSession {
  SessionId session{};
  TenantId tenant{};
  UserId user{};
  std::int64_t token_version = 0;  // as it was when the password was checked
  Secret password_hash{};          // that it was checked against
  std::optional<Secret> code{};    // of the second factor
  NewToken token{};
  std::optional<SessionId> instead_of{};  // ends
};
enum class Beginning { done, refused, code_missing, code_wrong };
struct Begun {
  Beginning kind{};
  std::optional<Bearer> bearer{};  // there when done
};
// Refused, and nothing done, when the user or client is disabled by now, or the password was changed meanwhile.
Begun begin_session(storage::Session& session, const SealedBox& box, const NewSession& wanted);

// Whether that refresh token was given out, for a session that has not been ended: for a reader, before rotate_token().
bool is_ours(storage::Session& session, const std::string& hash);

enum class Rotation { done, unknown, expired, reused };
struct Rotated {
  Rotation kind{};
  SessionId session{};  // none when unknown
  TenantId tenant{};
  std::string user{};  // when reused
  std::optional<Bearer> bearer{};
};
// Puts a new token in the place of the one with `spent_hash`. A token that was spent before is in two hands: its whole
// session ends (reused). Tokens of ended sessions and of disabled users and clients are unknown.
Rotated rotate_token(storage::Session& session, const std::string& spent_hash, const NewToken& next);

}  // namespace robson::accounts
