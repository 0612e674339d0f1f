#pragma once
// The inside of Accounts: signing in (accounts.cpp), what users do about themselves (own_account.cpp), users and keys
// of a client (access.cpp).
#include "accounts/access_token.hpp"
#include "accounts/accounts.hpp"
#include "accounts/sealed_box.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/session_jobs.hpp"
#include "accounts/session_registry.hpp"
#include "accounts/verified_tokens.hpp"
#include "storage/database.hpp"

namespace robson::accounts {

// What storage holds, in memory.
struct Registries {
  SessionRegistry sessions{};
  ApiKeyRegistry keys{};
};

Unexpected<AuthFailure> refuse(AuthError kind, Duration retry_after = {});
Unexpected<AuthFailure> refuse(const storage::StorageError& error);

class Accounts::Impl {
 public:
  Impl(net::Context& context, const Clock& clock, storage::Database& database, AccountsOptions options,
       SigningKeys keys, SealedBox box, Registries registries)
      : context_(context),
        clock_(clock),
        database_(database),
        options_(options),
        keys_(std::move(keys)),
        box_(std::move(box)),
        registry_(std::move(registries.sessions)),
        api_keys_(std::move(registries.keys)),
        throttle_(options.login),
        passwords_(options.password) {}

  net::Task<Result<Tokens, AuthFailure>> login(std::string user, Secret password, std::string address,
                                               std::optional<Secret> code);
  net::Task<Result<Tokens, AuthFailure>> refresh(Secret spent);
  net::Task<Result<void, AuthFailure>> logout(Caller caller);
  net::Task<Result<bool, AuthFailure>> change_client_active(TenantId client, bool active);
  Result<void, std::string> rotate_key();
  Result<Caller, AuthError> authenticate(std::string_view token);
  bool is_valid(const Caller& caller) const;
  bool has_totp(const Caller& caller) const;

  net::Task<Result<void, AuthFailure>> step_up(Caller caller, Secret proof, bool is_code, std::string address);
  net::Task<Result<void, AuthFailure>> change_own_password(Caller caller, Secret current, Secret wanted,
                                                           std::string address);
  net::Task<Result<TotpState, TotpFailure>> totp_state(Caller caller);
  net::Task<Result<Secret, TotpFailure>> begin_totp(Caller caller);
  net::Task<Result<std::vector<std::string>, TotpFailure>> confirm_totp(Caller caller, Secret code,
                                                                        std::string address);
  net::Task<Result<void, TotpFailure>> disable_totp(Caller caller, Secret code, std::string address);

  net::Task<Result<std::vector<UserEntry>, AccessFault>> users(TenantId client);
  net::Task<Result<UserEntry, AccessFault>> add_user(TenantId client, std::string name, Secret password, Role role);
  net::Task<Result<UserEntry, AccessFault>> change_user(TenantId client, UserId user, UserChange change);
  net::Task<Result<std::vector<ApiKeyEntry>, AccessFault>> api_keys(TenantId client);
  net::Task<Result<MadeApiKey, AccessFault>> create_api_key(Caller maker, NewApiKey wanted);
  net::Task<Result<void, AccessFault>> revoke_api_key(TenantId client, ApiKeyId id);
  Result<Caller, AuthError> authenticate_key(std::string_view key);
  void note_key_uses();

 private:
  // The user with that name and password, disabled or not.
  net::Task<Result<storage::User, AuthFailure>> identify(std::string name, Secret password);
  // New tokens for a refresh token.
  net::Task<Result<Tokens, AuthFailure>> renew(Secret spent);
  // A new session for a user whose password was right.
  net::Task<Result<Tokens, AuthFailure>> begin(storage::User user, std::optional<Secret> code);
  NewToken token_for(const Secret& refresh) const;
  Tokens issue(const Bearer& bearer, Secret refresh, const NewToken& token);
  // The caller's password once more.
  net::Task<Result<storage::User, AuthFailure>> prove_password(const Caller& caller, Secret password,
                                                               std::string address);
  // Reads the user anew into the registry.
  net::Task<void> reload(TenantId client, UserId user);
  net::Task<void> write_key_uses(std::vector<ApiKeyRegistry::Use> uses);
  // What a change of a user left behind goes into the registry.
  void take_over(const storage::User& user, bool sessions_ended);
  UserEntry entry_of(storage::User user) const;
  void sweep_now_and_then();
  net::Task<void> forget_expired();

  net::Context& context_;
  const Clock& clock_;
  storage::Database& database_;
  const AccountsOptions options_;
  SigningKeys keys_;
  const SealedBox box_;
  SessionRegistry registry_;
  ApiKeyRegistry api_keys_;
  VerifiedTokens verified_;
  LoginThrottle throttle_;
  PasswordWorker passwords_;
  std::size_t refreshes_out_ = 0;
  Timestamp swept_at_{};
  Timestamp uses_written_at_{};
};

}  // namespace robson::accounts
