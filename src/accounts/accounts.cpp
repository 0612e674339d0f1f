#include "accounts/accounts_impl.hpp"
#include "accounts/names.hpp"
#include "base/log.hpp"
#include "base/place.hpp"

namespace robson::accounts {
namespace {

using storage::Installation;
using storage::Tenant;

constexpr int rows_at_once = 1000;
constexpr Duration sweep_interval = std::chrono::hours(1);
// Spent tokens are kept for a while after their end, so that using one again is still seen as what it is.
constexpr Duration keep_expired = std::chrono::hours(24 * 7);

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

void load(storage::Session& session, ApiKeyRegistry& registry) {
  std::vector<storage::ApiKey> keys;
  do {
    keys =
        storage::live_api_keys_after(session, Installation{}, keys.empty() ? ApiKeyId{} : keys.back().id, rows_at_once);
    for (const auto& key : keys) registry.put(key);
  } while (keys.size() == rows_at_once);
}

}  // namespace

Unexpected<AuthFailure> refuse(AuthError kind, Duration retry_after) {
  return Unexpected(AuthFailure{.kind = kind, .retry_after = retry_after});
}

Unexpected<AuthFailure> refuse(const storage::StorageError& error) {
  log::error("accounts cannot use the database", {{"why", error.text}});
  return refuse(error.kind == storage::StorageErrorKind::busy ? AuthError::busy : AuthError::storage);
}

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::login(std::string user, Secret password, std::string address,
                                                             std::optional<Secret> code) {
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
    const TenantId tenant = known->tenant;
    tokens = co_await begin(std::move(*known), std::move(code));
    if (!tokens) tokens.error().tenant = tenant;
  } else {
    tokens = Unexpected(known.error());
  }
  if (tokens) {
    throttle_.clear(name, address);
    log::info("login", {{"user", name}, {"client_id", tokens->caller.tenant.value}, {"address", address}});
    co_return tokens;
  }
  const AuthError kind = tokens.error().kind;
  if (kind == AuthError::bad_credentials || kind == AuthError::wrong_code) {
    log::warning("login refused", {{"user", name}, {"address", address}});
  } else {
    throttle_.forgive(name, address);  // nothing was guessed
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
  if (!*right) {
    AuthFailure failure{.kind = AuthError::bad_credentials};
    if (*found) failure.tenant = (*found)->tenant;
    co_return Unexpected(std::move(failure));
  }
  co_return std::move(**found);
}

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::begin(storage::User user, std::optional<Secret> code) {
  Secret refresh = random_token();
  const NewSession wanted{.session = {random_id()},
                          .tenant = user.tenant,
                          .user = user.id,
                          .token_version = user.token_version,
                          .password_hash = user.password_hash,
                          .code = std::move(code),
                          .token = token_for(refresh),
                          .instead_of = registry_.surplus_of(user.id)};
  auto job = [box = box_, wanted](storage::Session& s) { return begin_session(s, box, wanted); };
  const auto begun = co_await database_.write(std::move(job));
  if (!begun) co_return refuse(begun.error());
  switch (begun->kind) {
    case Beginning::done: break;
    case Beginning::refused: co_return refuse(AuthError::bad_credentials);
    case Beginning::code_missing: co_return refuse(AuthError::totp_required);
    case Beginning::code_wrong: co_return refuse(AuthError::wrong_code);
  }
  if (wanted.instead_of) registry_.close(*wanted.instead_of);
  Tokens tokens = issue(*begun->bearer, std::move(refresh), wanted.token);
  tokens.caller.fresh_until = wanted.token.now + fresh_after_login;
  registry_.freshen(wanted.session, tokens.caller.fresh_until);
  co_return tokens;
}

// Anybody may ask, and with nothing that is ours: only so many at once, and only those that were given out reach the
// writer, whose queue is the traders'.
net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::refresh(Secret spent) {
  if (refreshes_out_ >= most_refreshes_out) co_return refuse(AuthError::busy);
  const Place place(refreshes_out_);  // given back however this ends
  co_return co_await renew(std::move(spent));
}

net::Task<Result<Tokens, AuthFailure>> Accounts::Impl::renew(Secret spent) {
  Secret refresh = random_token();
  const NewToken token = token_for(refresh);
  const std::string spent_hash = hex(digest_of(spent.reveal()));
  auto look = [spent_hash](storage::Session& s) { return is_ours(s, spent_hash); };
  const auto ours = co_await database_.read(std::move(look));
  if (!ours) co_return refuse(ours.error());
  if (!*ours) co_return refuse(AuthError::invalid);
  auto rotate = [spent_hash, token](storage::Session& s) { return rotate_token(s, spent_hash, token); };
  const auto rotated = co_await database_.write(std::move(rotate));
  if (!rotated) co_return refuse(rotated.error());
  switch (rotated->kind) {
    case Rotation::done: co_return issue(*rotated->bearer, std::move(refresh), token);
    case Rotation::unknown: break;
    case Rotation::expired: co_return refuse(AuthError::expired);
    case Rotation::reused: {
      registry_.close(rotated->session);
      log::warning("a refresh token was used twice, its session ends", {{"session", rotated->session.value}});
      AuthFailure failure{.kind = AuthError::invalid, .tenant = rotated->tenant, .user = rotated->user};
      failure.token_reused = true;
      co_return Unexpected(std::move(failure));
    }
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
  registry_.close(session);  // again: a refresh that was under way may have opened it
  if (!revoked) co_return refuse(revoked.error());
  log::info("logout", {{"user", caller.name}, {"client_id", caller.tenant.value}});
  co_return Result<void, AuthFailure>{};
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
                .expires_at = entry->expires_at,
                .fresh_until = live->fresh_until};
}

bool Accounts::Impl::has_totp(const Caller& caller) const {
  const auto live = registry_.find_user(caller.user);
  return live && live->user.totp;
}

bool Accounts::Impl::is_valid(const Caller& caller) const {
  const Timestamp now = clock_.now();
  if (caller.by_api_key) {
    const auto* key = api_keys_.find(ApiKeyId{caller.session}, now);
    const auto maker = key == nullptr ? std::nullopt : registry_.find_user(key->maker);
    return maker && std::min(maker->user.role, key->reach) == caller.role;
  }
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
  auto box = SealedBox::load_or_create(database.directory().path() / "master.key");
  if (!box) return Unexpected(std::move(box).error());
  auto registries = database.read_now([&](storage::Session& session) {
    Registries loaded;
    load(session, loaded.sessions, clock.now());
    load(session, loaded.keys);
    return loaded;
  });
  if (!registries) return Unexpected("users and sessions cannot be read: " + registries.error().text);
  auto impl = std::make_unique<Impl>(context, clock, database, options, std::move(*keys), std::move(*box),
                                     std::move(*registries));
  return std::unique_ptr<Accounts>(new Accounts(std::move(impl)));
}

Accounts::Accounts(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Accounts::~Accounts() = default;

net::Task<Result<Tokens, AuthFailure>> Accounts::login(std::string user, Secret password, std::string address,
                                                       std::optional<Secret> code) {
  return impl_->login(std::move(user), std::move(password), std::move(address), std::move(code));
}
net::Task<Result<Tokens, AuthFailure>> Accounts::refresh(Secret refresh) {
  return impl_->refresh(std::move(refresh));
}
net::Task<Result<void, AuthFailure>> Accounts::logout(Caller caller) {
  return impl_->logout(std::move(caller));
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
bool Accounts::has_totp(const Caller& caller) const {
  return impl_->has_totp(caller);
}
bool Accounts::is_valid(const Caller& caller) const {
  return impl_->is_valid(caller);
}

}  // namespace robson::accounts
