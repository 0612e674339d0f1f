#pragma once
// Who may come in: users of clients, their passwords, tokens and sessions. Loop thread; what takes long (argon2id, the
// disk) is done on other threads while the task waits.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/auth_error.hpp"
#include "accounts/login_throttle.hpp"
#include "accounts/passwords.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "net/loop.hpp"
#include "storage/users.hpp"

namespace robson::storage {
class Database;
}

namespace robson::accounts {

using storage::name;  // of a Role: "viewer", "operator", "admin"
using storage::Role;
using storage::role_of;

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

struct AccountsOptions {
  Duration access_lifetime = std::chrono::hours(24);
  Duration refresh_lifetime = std::chrono::hours(24 * 30);
  ThrottleLimits login{};
  PasswordCost password{};
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

  // Each takes effect at once: a token says who its bearer is, and what he may do is looked up. False when the client
  // has no such user. Disabling and a new password end all sessions of the user. A new password must have passed
  // password_fault().
  net::Task<Result<bool, AuthFailure>> change_role(TenantId client, UserId user, Role role);
  net::Task<Result<bool, AuthFailure>> change_active(TenantId client, UserId user, bool active);
  net::Task<Result<bool, AuthFailure>> change_password(TenantId client, UserId user, Secret password);
  // For the owner of the installation. Nobody of a disabled client gets in, or stays in.
  net::Task<Result<bool, AuthFailure>> change_client_active(TenantId client, bool active);

  // Signs with a new key from now on; tokens of the one before stay good until they expire. Blocks for a disk sync.
  // The error is one human sentence.
  Result<void, std::string> rotate_key();

  // Whose access token that is. Under 10 microseconds for a token that was seen before.
  Result<Caller, AuthError> authenticate(std::string_view access_token);
  // Whether the caller's session, user and client are still good, the token has not expired, and the role is still the
  // one that `caller` carries.
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
