// Users and API keys of a client, as its admins manage them.
#include <fmt/format.h>

#include "accounts/accounts_impl.hpp"
#include "accounts/random.hpp"
#include "accounts/user_jobs.hpp"
#include "base/log.hpp"

namespace robson::accounts {
namespace {
using storage::Tenant;

constexpr Duration uses_interval = std::chrono::seconds(60);
constexpr Timestamp far_away = Timestamp::from_seconds(253'402'300'799);  // the end of the year 9999

AccessFault fault_of(const storage::StorageError& error) {
  switch (error.kind) {
    case storage::StorageErrorKind::busy: return AccessFault::busy;
    case storage::StorageErrorKind::duplicate: return AccessFault::name_taken;
    default: break;
  }
  log::error("accounts cannot use the database", {{"why", error.text}});
  return AccessFault::storage;
}

AccessFault fault_of(UserFault fault) {
  return fault == UserFault::unknown ? AccessFault::unknown : AccessFault::last_admin;
}

std::string hash_of_key(std::string_view key) {
  return hex(digest_of(key));
}

}  // namespace

UserEntry Accounts::Impl::entry_of(storage::User user) const {
  const std::size_t sessions = registry_.count_of(user.id, clock_.now());
  return {std::move(user), sessions};
}

net::Task<Result<std::vector<UserEntry>, AccessFault>> Accounts::Impl::users(TenantId client) {
  auto look = [tenant = Tenant(client)](storage::Session& s) {
    return storage::users_after(s, tenant, UserId{}, most_users);
  };
  auto found = co_await database_.read(std::move(look));
  if (!found) co_return Unexpected(fault_of(found.error()));
  std::vector<UserEntry> entries;
  for (storage::User& user : *found) entries.push_back(entry_of(std::move(user)));
  co_return entries;
}

net::Task<Result<UserEntry, AccessFault>> Accounts::Impl::add_user(TenantId client, std::string name, Secret password,
                                                                   Role role) {
  auto hash = co_await passwords_.hash(std::move(password));
  if (!hash) co_return Unexpected(AccessFault::busy);
  const storage::User user{
      .name = std::move(name), .password_hash = std::move(*hash), .role = role, .created_at = clock_.now()};
  auto insert = [tenant = Tenant(client), user](storage::Session& s) -> Result<storage::User, AccessFault> {
    if (storage::users_after(s, tenant, UserId{}, most_users).size() >= most_users) {
      return Unexpected(AccessFault::too_many);
    }
    const UserId id = storage::insert_user(s, tenant, user);
    return storage::find_user(s, tenant, id).value();
  };
  auto made = co_await database_.write(std::move(insert));
  if (!made) co_return Unexpected(fault_of(made.error()));
  if (!*made) co_return Unexpected(made->error());
  registry_.put_user(**made);
  co_return entry_of(std::move(**made));
}

net::Task<Result<UserEntry, AccessFault>> Accounts::Impl::change_user(TenantId client, UserId user, UserChange change) {
  UserEdit edit{.role = change.role, .active = change.active};
  edit.totp_off = change.totp_off;
  if (change.password) {
    edit.password_hash = co_await passwords_.hash(std::move(*change.password));
    if (!edit.password_hash) co_return Unexpected(AccessFault::busy);
  }
  auto job = [tenant = Tenant(client), user, edit, now = clock_.now()](storage::Session& s) {
    return edit_user(s, tenant, user, edit, now);
  };
  auto changed = co_await database_.write(std::move(job));
  if (!changed) co_return Unexpected(fault_of(changed.error()));
  if (!*changed) co_return Unexpected(fault_of(changed->error()));
  take_over(**changed, edit.ends_sessions());
  co_return entry_of(std::move(**changed));
}

net::Task<Result<std::vector<ApiKeyEntry>, AccessFault>> Accounts::Impl::api_keys(TenantId client) {
  constexpr int most_shown = 1000;
  auto look = [tenant = Tenant(client)](storage::Session& s) {
    std::vector<ApiKeyEntry> entries;
    for (storage::ApiKey& key : storage::api_keys_after(s, tenant, ApiKeyId{}, most_shown)) {
      const auto maker = storage::find_user(s, tenant, key.user);
      entries.push_back({std::move(key), maker ? maker->name : std::string{}});
    }
    return entries;
  };
  auto found = co_await database_.read(std::move(look));
  if (!found) co_return Unexpected(fault_of(found.error()));
  for (ApiKeyEntry& entry : *found) {
    if (const auto used = api_keys_.last_use_of(entry.key.id)) entry.key.last_used_at = used;
  }
  co_return std::move(*found);
}

net::Task<Result<MadeApiKey, AccessFault>> Accounts::Impl::create_api_key(Caller maker, NewApiKey wanted) {
  Secret secret(std::string(api_key_mark) + random_token().reveal());
  storage::ApiKey key{.tenant = maker.tenant,
                      .user = maker.user,
                      .name = std::move(wanted.name),
                      .prefix = secret.reveal().substr(0, api_key_shown),
                      .hash = hash_of_key(secret.reveal()),
                      .scopes = std::move(wanted.scopes),
                      .created_at = clock_.now(),
                      .expires_at = wanted.expires_at};
  auto insert = [tenant = Tenant(maker.tenant), key](storage::Session& s) -> Result<ApiKeyId, AccessFault> {
    if (storage::count_api_keys(s, tenant, key.created_at) >= most_api_keys) return Unexpected(AccessFault::too_many);
    return storage::insert_api_key(s, tenant, key);
  };
  const auto made = co_await database_.write(std::move(insert));
  if (!made) co_return Unexpected(fault_of(made.error()));
  if (!*made) co_return Unexpected(made->error());
  key.id = **made;
  api_keys_.put(key);
  MadeApiKey answer{.key = std::move(secret)};
  answer.entry = {std::move(key), maker.name};
  co_return answer;
}

net::Task<Result<void, AccessFault>> Accounts::Impl::revoke_api_key(TenantId client, ApiKeyId id) {
  auto revoke = [tenant = Tenant(client), id, now = clock_.now()](storage::Session& s) {
    return storage::revoke_api_key(s, tenant, id, now);
  };
  const auto revoked = co_await database_.write(std::move(revoke));
  if (!revoked) co_return Unexpected(fault_of(revoked.error()));
  if (!*revoked) co_return Unexpected(AccessFault::unknown);
  api_keys_.revoke(id);
  co_return Result<void, AccessFault>{};
}

Result<Caller, AuthError> Accounts::Impl::authenticate_key(std::string_view text) {
  if (text.size() != api_key_length || !text.starts_with(api_key_mark)) return Unexpected(AuthError::invalid);
  const Timestamp now = clock_.now();
  const auto* key = api_keys_.find(hash_of_key(text), now);
  if (key == nullptr) return Unexpected(AuthError::invalid);
  const auto maker = registry_.find_user(key->maker);
  if (!maker || maker->user.tenant != key->tenant) return Unexpected(AuthError::invalid);
  api_keys_.used(key->id, now);
  return Caller{.tenant = key->tenant,
                .client_name = maker->client.name,
                .user = key->maker,
                .name = maker->user.name,
                .role = std::min(maker->user.role, key->reach),
                .session = key->id.value,
                .expires_at = key->expires_at.value_or(far_away),
                .by_api_key = true,
                .key_name = key->prefix,
                .maker_role = maker->user.role};
}

void Accounts::Impl::note_key_uses() {
  const Timestamp now = clock_.now();
  if (now - uses_written_at_ < uses_interval) return;
  uses_written_at_ = now;
  auto uses = api_keys_.take_uses();
  if (!uses.empty()) net::spawn(context_, "note key uses", write_key_uses(std::move(uses)));
}

net::Task<void> Accounts::Impl::write_key_uses(std::vector<ApiKeyRegistry::Use> uses) {
  auto note = [uses = std::move(uses)](storage::Session& s) {
    for (const auto& use : uses) storage::note_api_key_use(s, Tenant(use.tenant), use.id, use.at);
  };
  const auto noted = co_await database_.write(std::move(note));
  if (!noted) log::warning("the last use of keys is not noted", {{"why", noted.error().text}});
}

net::Task<Result<std::vector<UserEntry>, AccessFault>> Accounts::users(TenantId client) {
  return impl_->users(client);
}
net::Task<Result<UserEntry, AccessFault>> Accounts::add_user(TenantId client, std::string name, Secret password,
                                                             Role role) {
  return impl_->add_user(client, std::move(name), std::move(password), role);
}
net::Task<Result<UserEntry, AccessFault>> Accounts::change_user(TenantId client, UserId user, UserChange change) {
  return impl_->change_user(client, user, std::move(change));
}
net::Task<Result<std::vector<ApiKeyEntry>, AccessFault>> Accounts::api_keys(TenantId client) {
  return impl_->api_keys(client);
}
net::Task<Result<MadeApiKey, AccessFault>> Accounts::create_api_key(Caller maker, NewApiKey wanted) {
  return impl_->create_api_key(std::move(maker), std::move(wanted));
}
net::Task<Result<void, AccessFault>> Accounts::revoke_api_key(TenantId client, ApiKeyId id) {
  return impl_->revoke_api_key(client, id);
}
Result<Caller, AuthError> Accounts::authenticate_key(std::string_view key) {
  return impl_->authenticate_key(key);
}
void Accounts::note_key_uses() {
  impl_->note_key_uses();
}

}  // namespace robson::accounts
