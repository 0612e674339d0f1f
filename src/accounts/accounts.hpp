#pragma once
// (The lead needs exactly this interface in main: src/routes is being written against it. Keep its signatures; put all else in files of your own.)
// Who may come in: users of clients, their passwords, tokens and sessions. Loop thread; what takes long (argon2id, the
// disk) is done on other threads while the task waits.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "net/loop.hpp"

namespace robson::storage {
class Database;
}

namespace robson::accounts {

enum class Role { viewer, operator_, admin };
std::string_view name(Role role);  // "viewer", "operator", "admin"
std::optional<Role> role_of(std::string_view name);

// A person or program whose token was good a moment ago.
struct Caller {
  TenantId tenant{};
  std::string client_name{};
  UserId user{};
  std::string name{};
  Role role{};
  std::int64_t session = 0;
  Timestamp expires_at{};  // of the access token
};

struct Tokens {
  Secret access{};
  Secret refresh{};
  Duration access_lifetime{};
  Duration refresh_lifetime{};
  Caller caller{};
};

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

struct AccountsOptions {
  Duration access_lifetime = std::chrono::hours(24);
  Duration refresh_lifetime = std::chrono::hours(24 * 30);
};

class Accounts {
 public:
  // Blocks: for start-up. Reads or makes the signing key in the database's directory and loads the live sessions. The
  // error is one human sentence.
  static Result<std::unique_ptr<Accounts>, std::string> open(net::Context& context, const Clock& clock,
                                                             storage::Database& database, AccountsOptions options);
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  net::Task<Result<Tokens, AuthFailure>> login(std::string user, Secret password, std::string address);
  // The old refresh token is spent; one that was spent before ends the whole family of sessions.
  net::Task<Result<Tokens, AuthFailure>> refresh(Secret refresh);
  net::Task<Result<void, AuthFailure>> logout(Caller caller);

  // Whose access token that is. Under 10 microseconds for a token that was seen before.
  Result<Caller, AuthError> authenticate(std::string_view access_token);
  // Whether the caller's session, user and client are still good and the token has not expired.
  bool is_valid(const Caller& caller) const;

 private:
  class Impl;
  explicit Accounts(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// For start-up and the owner's command line; these block. Errors are one human sentence that names what is at fault.
Result<TenantId, std::string> create_client(storage::Database& database, const Clock& clock, const std::string& name);
Result<UserId, std::string> create_user(storage::Database& database, const Clock& clock, TenantId client,
                                        const std::string& name, const Secret& password, Role role);

}  // namespace robson::accounts
