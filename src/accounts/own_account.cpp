// What the caller of a session does about itself: step-up, password, second factor.
#include <sodium.h>

#include "accounts/accounts_impl.hpp"
#include "accounts/random.hpp"
#include "accounts/totp.hpp"
#include "base/log.hpp"

namespace robson::accounts {
namespace {
using storage::Tenant;

constexpr std::size_t totp_secret_bytes = 20;  // as long as SHA-1's output, RFC 4226 section 4

TotpFault fault_of(const storage::StorageError& error) {
  log::error("accounts cannot use the database", {{"why", error.text}});
  return error.kind == storage::StorageErrorKind::busy ? TotpFault::busy : TotpFault::storage;
}

// Nothing when the change was made.
std::optional<TotpFault> fault_of(FactorChange change) {
  switch (change) {
    case FactorChange::done: break;
    case FactorChange::already_on: return TotpFault::already_on;
    case FactorChange::not_on: return TotpFault::not_on;
    case FactorChange::nothing_pending: return TotpFault::nothing_pending;
    case FactorChange::wrong_code: return TotpFault::wrong_code;
    case FactorChange::no_such_user: return TotpFault::storage;
  }
  return {};
}

}  // namespace

net::Task<Result<storage::User, AuthFailure>> Accounts::Impl::prove_password(const Caller& caller, Secret password,
                                                                             std::string address) {
  const std::string name = caller.name;
  if (const auto wait = throttle_.attempt(name, address, clock_.now())) co_return refuse(AuthError::throttled, *wait);
  auto known = co_await identify(name, std::move(password));
  if (known) {
    throttle_.clear(name, address);
  } else if (known.error().kind != AuthError::bad_credentials) {
    throttle_.forgive(name, address);
  }
  co_return known;
}

net::Task<void> Accounts::Impl::reload(TenantId client, UserId user) {
  auto find = [tenant = Tenant(client), user](storage::Session& s) { return storage::find_user(s, tenant, user); };
  const auto found = co_await database_.read(std::move(find));
  if (found && *found) registry_.put_user(**found);
}

net::Task<Result<void, AuthFailure>> Accounts::Impl::step_up(Caller caller, Secret proof, bool is_code,
                                                             std::string address) {
  if (!is_code) {
    const auto proven = co_await prove_password(caller, std::move(proof), address);
    if (!proven) co_return Unexpected(proven.error());
  } else {
    if (const auto wait = throttle_.attempt(caller.name, address, clock_.now())) {
      co_return refuse(AuthError::throttled, *wait);
    }
    auto spend = [box = box_, caller, proof, now = clock_.now()](storage::Session& s) {
      const auto user = storage::find_user(s, Tenant(caller.tenant), caller.user);
      return user && spend_code(s, box, *user, proof.reveal(), now);
    };
    const auto spent = co_await database_.write(std::move(spend));
    if (!spent) throttle_.forgive(caller.name, address);
    if (!spent) co_return refuse(spent.error());
    if (!*spent) co_return refuse(AuthError::wrong_code);
    throttle_.clear(caller.name, address);
  }
  registry_.freshen({caller.session}, clock_.now() + fresh_after_step_up);
  log::info("step-up", {{"user", caller.name}, {"client_id", caller.tenant.value}});
  co_return Result<void, AuthFailure>{};
}

net::Task<Result<void, AuthFailure>> Accounts::Impl::change_own_password(Caller caller, Secret current, Secret wanted,
                                                                         std::string address) {
  const auto proven = co_await prove_password(caller, std::move(current), address);
  if (!proven) co_return Unexpected(proven.error());
  const auto hash = co_await passwords_.hash(std::move(wanted));
  if (!hash) co_return refuse(AuthError::busy);
  const SessionId kept{caller.session};
  auto change = [caller, kept, hash = *hash, now = clock_.now()](storage::Session& s) {
    const Tenant tenant(caller.tenant);
    storage::set_own_password_hash(s, tenant, caller.user, hash);
    storage::revoke_other_sessions_of(s, tenant, caller.user, kept, now);
  };
  const auto changed = co_await database_.write(std::move(change));
  if (!changed) co_return refuse(changed.error());
  registry_.close_others_of(caller.user, kept);
  co_return Result<void, AuthFailure>{};
}

net::Task<Result<TotpState, TotpFailure>> Accounts::Impl::totp_state(Caller caller) {
  auto look = [caller](storage::Session& s) {
    const Tenant tenant(caller.tenant);
    const auto user = storage::find_user(s, tenant, caller.user);
    return TotpState{user && user->totp, storage::recovery_codes_left(s, tenant, caller.user)};
  };
  const auto found = co_await database_.read(std::move(look));
  if (!found) co_return Unexpected(TotpFailure{fault_of(found.error()), {}});
  co_return *found;
}

net::Task<Result<Secret, TotpFailure>> Accounts::Impl::begin_totp(Caller caller) {
  start_sodium();
  std::string raw(totp_secret_bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  Secret secret(std::move(raw));
  auto propose = [caller, sealed = box_.seal(secret, totp_place(caller.tenant, caller.user))](storage::Session& s) {
    return propose_totp(s, caller.tenant, caller.user, sealed);
  };
  const auto proposed = co_await database_.write(std::move(propose));
  if (!proposed) co_return Unexpected(TotpFailure{fault_of(proposed.error()), {}});
  if (const auto fault = fault_of(*proposed)) co_return Unexpected(TotpFailure{*fault, {}});
  co_return secret;
}

net::Task<Result<std::vector<std::string>, TotpFailure>> Accounts::Impl::confirm_totp(Caller caller, Secret code,
                                                                                      std::string address) {
  if (const auto wait = throttle_.attempt(caller.name, address, clock_.now())) {
    co_return Unexpected(TotpFailure{TotpFault::throttled, *wait});
  }
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  codes.reserve(recovery_code_count);
  hashes.reserve(recovery_code_count);
  for (int i = 0; i < recovery_code_count; ++i) codes.push_back(new_recovery_code());
  for (const std::string& one : codes) hashes.push_back(recovery_hash(one));
  auto confirm = [box = box_, caller, code, hashes, now = clock_.now()](storage::Session& s) {
    return accounts::confirm_totp(s, box, caller.tenant, caller.user, code.reveal(), hashes, now);
  };
  const auto confirmed = co_await database_.write(std::move(confirm));
  if (!confirmed) co_return Unexpected(TotpFailure{fault_of(confirmed.error()), {}});
  if (const auto fault = fault_of(*confirmed)) co_return Unexpected(TotpFailure{*fault, {}});
  throttle_.clear(caller.name, address);
  co_await reload(caller.tenant, caller.user);
  co_return codes;
}

net::Task<Result<void, TotpFailure>> Accounts::Impl::disable_totp(Caller caller, Secret code, std::string address) {
  if (const auto wait = throttle_.attempt(caller.name, address, clock_.now())) {
    co_return Unexpected(TotpFailure{TotpFault::throttled, *wait});
  }
  auto disable = [box = box_, caller, code, now = clock_.now()](storage::Session& s) {
    return accounts::disable_totp(s, box, caller.tenant, caller.user, code.reveal(), now);
  };
  const auto disabled = co_await database_.write(std::move(disable));
  if (!disabled) co_return Unexpected(TotpFailure{fault_of(disabled.error()), {}});
  if (const auto fault = fault_of(*disabled)) co_return Unexpected(TotpFailure{*fault, {}});
  throttle_.clear(caller.name, address);
  co_await reload(caller.tenant, caller.user);
  co_return Result<void, TotpFailure>{};
}

net::Task<Result<void, AuthFailure>> Accounts::step_up(Caller caller, Secret proof, bool is_code, std::string address) {
  return impl_->step_up(std::move(caller), std::move(proof), is_code, std::move(address));
}
net::Task<Result<void, AuthFailure>> Accounts::change_own_password(Caller caller, Secret current, Secret wanted,
                                                                   std::string address) {
  return impl_->change_own_password(std::move(caller), std::move(current), std::move(wanted), std::move(address));
}
net::Task<Result<TotpState, TotpFailure>> Accounts::totp_state(Caller caller) {
  return impl_->totp_state(std::move(caller));
}
net::Task<Result<Secret, TotpFailure>> Accounts::begin_totp(Caller caller) {
  return impl_->begin_totp(std::move(caller));
}
net::Task<Result<std::vector<std::string>, TotpFailure>> Accounts::confirm_totp(Caller caller, Secret code,
                                                                                std::string address) {
  return impl_->confirm_totp(std::move(caller), std::move(code), std::move(address));
}
net::Task<Result<void, TotpFailure>> Accounts::disable_totp(Caller caller, Secret code, std::string address) {
  return impl_->disable_totp(std::move(caller), std::move(code), std::move(address));
}

}  // namespace robson::accounts
