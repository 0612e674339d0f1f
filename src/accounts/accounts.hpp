#pragma once
// Who may come in: users of clients, their passwords, tokens and sessions. Loop thread; what takes long (argon2id, the
// disk) is done on other threads while the task waits.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/api_key_registry.hpp"
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

// A person or program whose token or key was good a moment ago.
struct Caller {
  TenantId tenant{};
  std::string client_name{};
  UserId user{};
  std::string name{};
  Role role{};
  std::int64_t session = 0;
  Timestamp expires_at{};   // of the access token
  Timestamp fresh_until{};  // until then its sign-in or step-up counts as fresh; long past: it must step up first
  bool by_api_key = false;  // a program: it has no session (`session` is the key's number) and cannot step up
  std::string key_name{};   // the beginning of its key; then `name` is the maker's
  Role maker_role{};        // of the key's maker: `role` may be less, the requests count for the maker
};

inline constexpr Duration fresh_after_login = std::chrono::minutes(15);
inline constexpr Duration fresh_after_step_up = std::chrono::minutes(5);

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

// A user as admins see it.
struct UserEntry {
  storage::User user{};
  std::size_t sessions = 0;  // open now
};
struct UserChange {
  std::optional<Role> role{};
  std::optional<bool> active{};
  std::optional<Secret> password{};  // must have passed password_fault()
  bool totp_off = false;
};
// Why users or keys are not changed. Closed list.
enum class AccessFault {
  unknown,     // the client has no such user or key
  name_taken,  // by whichever client
  too_many,    // users or keys of this client
  last_admin,  // nobody would be left who may manage the client
  busy,
  storage,
};
struct NewApiKey {
  std::string name{};
  std::string scopes{};  // "read,operate"
  std::optional<Timestamp> expires_at{};
};
struct ApiKeyEntry {
  storage::ApiKey key{};
  std::string maker{};
};
struct MadeApiKey {
  Secret key{};  // shown once
  ApiKeyEntry entry{};
};

// The second factor of a user.
struct TotpState {
  bool enabled = false;
  int recovery_codes_left = 0;
};
enum class TotpFault { already_on, not_on, nothing_pending, wrong_code, throttled, busy, storage };
struct TotpFailure {
  TotpFault kind{};
  Duration retry_after{};
};

class Accounts {
 public:
  static constexpr int most_users = 1000;    // of a client
  static constexpr int most_api_keys = 100;  // of a client, that are good
  static constexpr std::size_t most_refreshes_out = 256;

  // Blocks: for start-up. Reads or makes the signing key in the database's directory and loads the live sessions. The
  // error is one human sentence.
  static Result<std::unique_ptr<Accounts>, std::string> open(net::Context& context, const Clock& clock,
                                                             storage::Database& database, AccountsOptions options);
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  // `code`: of the second factor, where it is on. The session is fresh for a while.
  net::Task<Result<Tokens, AuthFailure>> login(std::string user, Secret password, std::string address,
                                               std::optional<Secret> code = {});
  // The old refresh token is spent; one that was spent before ends the whole family of sessions. `busy`, while
  // `most_refreshes_out` are under way.
  net::Task<Result<Tokens, AuthFailure>> refresh(Secret refresh);
  net::Task<Result<void, AuthFailure>> logout(Caller caller);

  // What the caller of a session does about itself; none of it is for a caller by API key. Wrong passwords and codes
  // are throttled like those of a login.
  net::Task<Result<void, AuthFailure>> step_up(Caller caller, Secret proof, bool is_code, std::string address);
  // All other sessions of the user end. The new password must have passed password_fault().
  net::Task<Result<void, AuthFailure>> change_own_password(Caller caller, Secret current, Secret wanted,
                                                           std::string address);
  net::Task<Result<TotpState, TotpFailure>> totp_state(Caller caller);
  net::Task<Result<Secret, TotpFailure>> begin_totp(Caller caller);
  net::Task<Result<std::vector<std::string>, TotpFailure>> confirm_totp(Caller caller, Secret code,
                                                                        std::string address);
  net::Task<Result<void, TotpFailure>> disable_totp(Caller caller, Secret code, std::string address);

  // Users of a client. A change takes effect at once: a token says who its bearer is, and what he may do is looked up.
  // Disabling and a new password end all sessions of the user. The last active admin stays one; that is decided in the
  // transaction that changes.
  net::Task<Result<std::vector<UserEntry>, AccessFault>> users(TenantId client);
  net::Task<Result<UserEntry, AccessFault>> add_user(TenantId client, std::string name, Secret password, Role role);
  net::Task<Result<UserEntry, AccessFault>> change_user(TenantId client, UserId user, UserChange change);

  // Keys of programs. A key acts with the lesser of its reach and its maker's role of the moment.
  net::Task<Result<std::vector<ApiKeyEntry>, AccessFault>> api_keys(TenantId client);
  net::Task<Result<MadeApiKey, AccessFault>> create_api_key(Caller maker, NewApiKey wanted);
  net::Task<Result<void, AccessFault>> revoke_api_key(TenantId client, ApiKeyId id);
  Result<Caller, AuthError> authenticate_key(std::string_view key);
  // When keys were last used goes to the database now and then: called every second or so.
  void note_key_uses();

  // For the owner of the installation. Nobody of a disabled client gets in, or stays in.
  net::Task<Result<bool, AuthFailure>> change_client_active(TenantId client, bool active);

  // Signs with a new key from now on; tokens of the one before stay good until they expire. Blocks for a disk sync.
  // The error is one human sentence.
  Result<void, std::string> rotate_key();

  // Whether that user has a second factor.
  bool has_totp(const Caller& caller) const;
  // Whose access token that is. Under 10 microseconds for a token that was seen before.
  Result<Caller, AuthError> authenticate(std::string_view access_token);
  // Whether the caller's session or key, user and client are still good, the token has not expired, and the role is
  // still the one that `caller` carries.
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
