#include "accounts/accounts.hpp"

#include "accounts/access_token.hpp"
#include "accounts/names.hpp"
#include "accounts/session_jobs.hpp"
#include "accounts/session_registry.hpp"
#include "accounts/verified_tokens.hpp"
#include "base/log.hpp"
#include "storage/database.hpp"

namespace robson::accounts {
namespace {

using storage::Installation;
using storage::Tenant;

constexpr int rows_at_once = 1000;
constexpr Duration sweep_interval = std::chrono::hours(1);
// Spent tokens are kept for a while after their end, so that using one again is still seen as what it is.
constexpr Duration keep_expired = std::chrono::hours(24 * 7);

Unexpected<AuthFailure> refuse(AuthError kind, Duration retry_after = {}) {
  return Unexpected(AuthFailure{kind, retry_after});
}

Unexpected<AuthFailure> refuse(const storage::StorageError& error) {
  log::error("accounts cannot use the database", {{"why", error.text}});
  return refuse(error.kind == storage::StorageErrorKind::busy ? AuthError::busy : AuthError::storage);
}

// The registry as the database has it.
void load(storage::Session& session, SessionRegistry& registry, Timestamp now) {
  const Installation all{};
  std::vector<storage::Client> clients;
  do {
    clients = storage::clients_after(session, all, clients.empty() ? TenantId{} : clients.back().id, rows_at_once);
    for (const auto& client : clients) {
      registry.put_client(client);
      std::vector<storage::User> users;
      do {
        users =
            storage::users_after(session, Tenant(client.id), users.empty() ? UserId{} : users.back().id, rows_at_once);
        for (const auto& user : users) registry.put_user(user);
      } while (users.size() == rows_at_once);
    }
  } while (clients.size() == rows_at_once);
  std::vector<storage::RefreshToken> tokens;
  do {
    tokens = storage::live_tokens_after(session, all, now, tokens.empty() ? 0 : tokens.back().id, rows_at_once);
    for (const auto& token : tokens) registry.open(token.session, token.user, token.expires_at);
  } while (tokens.size() == rows_at_once);
}

}  // namespace

class Accounts::Impl {
 public:
  Impl(net::Context& context, const Clock& clock, storage::Database& database, AccountsOptions options,
       SigningKeys keys, SessionRegistry registry)
      : context_(context),
        clock_(clock),
        database_(database),
        options_(options),
        keys_(std::move(keys)),
        registry_(std::move(registry)),
        throttle_(options.login),
        passwords_(options.password) {}

  net::Task<Result<Tokens, AuthFailure>> login(std::string user, Secret password, std::string address);
  net::Task<Result<Tokens, AuthFailure>> refresh(Secret spent);
  net::Task<Result<void, AuthFailure>> logout(Caller caller);
  net::Task<Result<bool, AuthFailure>> change_role(TenantId client, UserId user, Role role);
  net::Task<Result<bool, AuthFailure>> change_active(TenantId client, UserId user, bool active);
  net::Task<Result<bool, AuthFailure>> change_password(TenantId client, UserId user, Secret password);
  net::Task<Result<bool, AuthFailure>> change_client_active(TenantId client, bool active);
  Result<void, std::string> rotate_key();
  Result<Caller, AuthError> authenticate(std::string_view token);
  bool is_valid(const Caller& caller) const;

 private:
  // The user with that name and password, disabled or not.
  net::Task<Result<storage::User, AuthFailure>> identify(std::string name, Secret password);
  // A new session for a user whose password was right.
  net::Task<Result<Tokens, AuthFailure>> begin(storage::User user);
  NewToken token_for(const Secret& refresh) const;
  Tokens issue(const Bearer& bearer, Secret refresh, const NewToken& token);
  // What a change of a user left behind goes into the registry.
  void take_over(const storage::User& user, bool sessions_ended);
  void sweep_now_and_then();
  net::Task<void> forget_expired();

  net::Context& context_;
  const Clock& clock_;
  storage::Database& database_;
  const AccountsOptions options_;
  SigningKeys keys_;
  SessionRegistry registry_;
  VerifiedTokens verified_;
  LoginThrottle throttle_;
  PasswordWorker passwords_;
  Timestamp swept_at_{};
};

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::login(std::string user, Secret password, std::string address) {
  // A name that no user can have is treated like one that no user has.
  const std::string name = user_name_of(user).value_or(std::string());
  if (const auto wait = throttle_.attempt(name, address, clock_.now())) {
    log::warning("login throttled", {{"user", name}, {"address", address}});
    co_return refuse(AuthError::throttled, *wait);
  }
  sweep_now_and_then();
  auto known = co_await identify(name, std::move(password));
  Result<Tokens, AuthFailure> tokens = refuse(AuthError::bad_credentials);
  if (known) {
    tokens = co_await begin(std::move(*known));
  } else {
    tokens = Unexpected(known.error());
  }
  if (tokens) {
    throttle_.clear(name, address);
    log::info("login", {{"user", name}, {"client_id", tokens->caller.tenant.value}, {"address", address}});
  } else if (tokens.error().kind == AuthError::bad_credentials) {
    log::warning("login refused", {{"user", name}, {"address", address}});
  } else {
    throttle_.forgive(name, address);  // nothing was found out about the password
  }
  co_return tokens;
}

net::Task<Result<storage::User, AuthFailure>> Accounts::Impl::identify(std::string name, Secret password) {
  auto find = [name](storage::Session& s) { return storage::find_user_by_name(s, Installation{}, name); };
  auto found = co_await database_.read(std::move(find));
  if (!found) co_return refuse(found.error());
  std::optional<Secret> hash;
  if (*found) hash = (*found)->password_hash;
  const auto right = co_await passwords_.verify(std::move(password), std::move(hash));
  if (!right) co_return refuse(AuthError::busy);
  if (!*right) co_return refuse(AuthError::bad_credentials);
  co_return std::move(**found);
}

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::begin(storage::User user) {
  Secret refresh = random_token();
  const NewSession wanted{.session = {random_id()},
                          .tenant = user.tenant,
                          .user = user.id,
                          .token_version = user.token_version,
                          .token = token_for(refresh),
                          .instead_of = registry_.surplus_of(user.id)};
  auto job = [wanted](storage::Session& s) { return begin_session(s, wanted); };
  const auto begun = co_await database_.write(std::move(job));
  if (!begun) co_return refuse(begun.error());
  if (!*begun) co_return refuse(AuthError::bad_credentials);
  if (wanted.instead_of) registry_.close(*wanted.instead_of);
  co_return issue(**begun, std::move(refresh), wanted.token);
}

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::refresh(Secret spent) {
  Secret refresh = random_token();
  const NewToken token = token_for(refresh);
  const std::string spent_hash = hex(digest_of(spent.reveal()));
  auto rotate = [spent_hash, token](storage::Session& s) { return rotate_token(s, spent_hash, token); };
  const auto rotated = co_await database_.write(std::move(rotate));
  if (!rotated) co_return refuse(rotated.error());
  switch (rotated->kind) {
    case Rotation::done: co_return issue(*rotated->bearer, std::move(refresh), token);
    case Rotation::unknown: break;
    case Rotation::expired: co_return refuse(AuthError::expired);
    case Rotation::reused:
      registry_.close(rotated->session);
      log::warning("a refresh token was used twice, its session ends", {{"session", rotated->session.value}});
      break;
  }
  co_return refuse(AuthError::invalid);
}

net::Task<Result<void, AuthFailure>> Accounts::Impl::logout(Caller caller) {
  const SessionId session{caller.session};
  registry_.close(session);  // even if the disk fails, this run takes the session no more
  auto revoke = [tenant = Tenant(caller.tenant), session, now = clock_.now()](storage::Session& s) {
    return storage::revoke_session(s, tenant, session, now);
  };
  const auto revoked = co_await database_.write(std::move(revoke));
  if (!revoked) co_return refuse(revoked.error());
  log::info("logout", {{"user", caller.name}, {"client_id", caller.tenant.value}});
  co_return Result<void, AuthFailure>{};
}

net::Task<Result<bool, AuthFailure>> Accounts::Impl::change_role(TenantId client, UserId user, Role role) {
  auto change = [tenant = Tenant(client), user, role](storage::Session& s) {
    storage::set_role(s, tenant, user, role);
    return storage::find_user(s, tenant, user);
  };
  const auto changed = co_await database_.write(std::move(change));
  if (!changed) co_return refuse(changed.error());
  if (*changed) take_over(**changed, false);
  co_return changed->has_value();
}

net::Task<Result<bool, AuthFailure>> Accounts::Impl::change_active(TenantId client, UserId user, bool active) {
  auto change = [tenant = Tenant(client), user, active, now = clock_.now()](storage::Session& s) {
    storage::set_active(s, tenant, user, active);
    storage::revoke_sessions_of(s, tenant, user, now);
    return storage::find_user(s, tenant, user);
  };
  const auto changed = co_await database_.write(std::move(change));
  if (!changed) co_return refuse(changed.error());
  if (*changed) take_over(**changed, true);
  co_return changed->has_value();
}

net::Task<Result<bool, AuthFailure>> Accounts::Impl::change_password(TenantId client, UserId user, Secret password) {
  auto find = [tenant = Tenant(client), user](storage::Session& s) { return storage::find_user(s, tenant, user); };
  const auto found = co_await database_.read(std::move(find));
  if (!found) co_return refuse(found.error());
  if (!*found) co_return false;
  const auto hash = co_await passwords_.hash(std::move(password));
  if (!hash) co_return refuse(AuthError::busy);
  auto change = [tenant = Tenant(client), user, hash = *hash, now = clock_.now()](storage::Session& s) {
    storage::set_password_hash(s, tenant, user, hash);
    storage::revoke_sessions_of(s, tenant, user, now);
    return storage::find_user(s, tenant, user);
  };
  const auto changed = co_await database_.write(std::move(change));
  if (!changed) co_return refuse(changed.error());
  if (*changed) take_over(**changed, true);
  co_return changed->has_value();
}

net::Task<Result<bool, AuthFailure>> Accounts::Impl::change_client_active(TenantId client, bool active) {
  auto change = [client, active](storage::Session& s) {
    return storage::set_client_active(s, Installation{}, client, active);
  };
  const auto changed = co_await database_.write(std::move(change));
  if (!changed) co_return refuse(changed.error());
  registry_.put_client_active(client, active);
  co_return *changed;
}

Result<void, std::string> Accounts::Impl::rotate_key() {
  auto rotated = keys_.rotate();
  if (rotated) verified_.clear();  // what a forgotten key has signed is good no more
  return rotated;
}

Result<Caller, AuthError> Accounts::Impl::authenticate(std::string_view token) {
  const Timestamp now = clock_.now();
  const Digest digest = digest_of(token);
  const auto* entry = verified_.find(digest);
  if (entry == nullptr) {
    const auto claims = verify(token, keys_, now);
    if (!claims) return Unexpected(claims.error());
    entry = &verified_.remember(digest, *claims);
  }
  if (entry->expires_at <= now) return Unexpected(AuthError::expired);
  const auto live = registry_.find(entry->session, now);
  if (!live || live->user.tenant != entry->tenant || live->user.token_version != entry->version) {
    return Unexpected(AuthError::invalid);
  }
  return Caller{.tenant = live->user.tenant,
                .client_name = live->client.name,
                .user = live->id,
                .name = live->user.name,
                .role = live->user.role,
                .session = entry->session.value,
                .expires_at = entry->expires_at};
}

bool Accounts::Impl::is_valid(const Caller& caller) const {
  const Timestamp now = clock_.now();
  const auto live = registry_.find({caller.session}, now);
  return live && caller.expires_at > now && live->id == caller.user && live->user.role == caller.role;
}

NewToken Accounts::Impl::token_for(const Secret& refresh) const {
  const Timestamp now = clock_.now();
  return {.hash = hex(digest_of(refresh.reveal())), .now = now, .expires_at = now + options_.refresh_lifetime};
}

Tokens Accounts::Impl::issue(const Bearer& bearer, Secret refresh, const NewToken& token) {
  registry_.put_client(bearer.client);
  registry_.put_user(bearer.user);
  registry_.open(bearer.session, bearer.user.id, token.expires_at);
  const Duration lifetime = std::min(options_.access_lifetime, options_.refresh_lifetime);
  const AccessClaims claims{.user = bearer.user.name,
                            .tenant = bearer.user.tenant,
                            .role = bearer.user.role,
                            .session = bearer.session,
                            .version = bearer.user.token_version,
                            .issued_at = token.now,
                            .expires_at = token.now + lifetime};
  return {.access = sign(claims, keys_.current()),
          .refresh = std::move(refresh),
          .access_lifetime = lifetime,
          .refresh_lifetime = options_.refresh_lifetime,
          .caller = {.tenant = bearer.user.tenant,
                     .client_name = bearer.client.name,
                     .user = bearer.user.id,
                     .name = bearer.user.name,
                     .role = bearer.user.role,
                     .session = bearer.session.value,
                     .expires_at = claims.expires_at}};
}

void Accounts::Impl::take_over(const storage::User& user, bool sessions_ended) {
  registry_.put_user(user);
  if (sessions_ended) registry_.close_all_of(user.id);
}

void Accounts::Impl::sweep_now_and_then() {
  const Timestamp now = clock_.now();
  if (now - swept_at_ < sweep_interval) return;
  swept_at_ = now;
  registry_.sweep(now);
  net::spawn(context_, "forget expired refresh tokens", forget_expired());
}

net::Task<void> Accounts::Impl::forget_expired() {
  auto forget = [before = clock_.now() - keep_expired](storage::Session& s) {
    return storage::delete_expired_tokens(s, Installation{}, before);
  };
  const auto forgotten = co_await database_.write(std::move(forget));
  if (!forgotten) log::warning("expired refresh tokens stay", {{"why", forgotten.error().text}});
}

Result<std::unique_ptr<Accounts>, std::string> Accounts::open(net::Context& context, const Clock& clock,
                                                              storage::Database& database, AccountsOptions options) {
  auto keys = SigningKeys::load_or_create(database.directory().path() / "signing.keys");
  if (!keys) return Unexpected(std::move(keys).error());
  auto registry = database.read_now([&](storage::Session& session) {
    SessionRegistry loaded;
    load(session, loaded, clock.now());
    return loaded;
  });
  if (!registry) return Unexpected("users and sessions cannot be read: " + registry.error().text);
  auto impl = std::make_unique<Impl>(context, clock, database, options, std::move(*keys), std::move(*registry));
  return std::unique_ptr<Accounts>(new Accounts(std::move(impl)));
}

Accounts::Accounts(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Accounts::~Accounts() = default;

net::Task<Result<Tokens, AuthFailure>> Accounts::login(std::string user, Secret password, std::string address) {
  return impl_->login(std::move(user), std::move(password), std::move(address));
}
net::Task<Result<Tokens, AuthFailure>> Accounts::refresh(Secret refresh) {
  return impl_->refresh(std::move(refresh));
}
net::Task<Result<void, AuthFailure>> Accounts::logout(Caller caller) {
  return impl_->logout(std::move(caller));
}
net::Task<Result<bool, AuthFailure>> Accounts::change_role(TenantId client, UserId user, Role role) {
  return impl_->change_role(client, user, role);
}
net::Task<Result<bool, AuthFailure>> Accounts::change_active(TenantId client, UserId user, bool active) {
  return impl_->change_active(client, user, active);
}
net::Task<Result<bool, AuthFailure>> Accounts::change_password(TenantId client, UserId user, Secret password) {
  return impl_->change_password(client, user, std::move(password));
}
net::Task<Result<bool, AuthFailure>> Accounts::change_client_active(TenantId client, bool active) {
  return impl_->change_client_active(client, active);
}
Result<void, std::string> Accounts::rotate_key() {
  return impl_->rotate_key();
}
Result<Caller, AuthError> Accounts::authenticate(std::string_view access_token) {
  return impl_->authenticate(access_token);
}
bool Accounts::is_valid(const Caller& caller) const {
  return impl_->is_valid(caller);
}

}  // namespace robson::accounts
