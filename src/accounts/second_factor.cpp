#include "accounts/second_factor.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "accounts/random.hpp"
#include "accounts/totp.hpp"
#include "base/log.hpp"

namespace robson::accounts {
namespace {
using storage::Tenant;

constexpr std::size_t longest_code = 16;

// The step of a code that is right for the sealed secret.
std::optional<std::int64_t> step_of(const SealedBox& box, const storage::User& user, const std::string& sealed,
                                    std::string_view code, Timestamp now, std::int64_t after) {
  const auto secret = box.open(sealed, totp_place(user.tenant, user.id));
  if (!secret) {
    log::error("a second factor cannot be opened", {{"user", user.name}});
    return {};
  }
  return totp_match(*secret, code, now, after);
}

}  // namespace

SealContext totp_place(TenantId tenant, UserId user) {
  return {tenant, fmt::format("totp {}", user.value)};
}

std::string new_recovery_code() {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";  // no i, l, o, 0, 1
  std::string code;
  start_sodium();
  while (code.size() < 11) {
    if (code.size() == 5) code += '-';
    code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  }
  return code;
}

std::string recovery_hash(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (c == '-' || c == ' ') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return hex(digest_of("recovery " + plain));
}

bool spend_code(storage::Session& session, const SealedBox& box, const storage::User& user, std::string_view code,
                Timestamp now) {
  if (!user.totp || code.size() > longest_code) return false;
  const Tenant tenant(user.tenant);
  if (const auto step = step_of(box, user, *user.totp, code, now, user.totp_step)) {
    return storage::set_totp_step(session, tenant, user.id, *step);
  }
  return storage::spend_recovery_code(session, tenant, user.id, recovery_hash(code));
}

FactorChange propose_totp(storage::Session& session, TenantId tenant, UserId id, const std::string& sealed) {
  const auto user = storage::find_user(session, Tenant(tenant), id);
  if (!user) return FactorChange::no_such_user;
  if (user->totp) return FactorChange::already_on;
  storage::set_totp_pending(session, Tenant(tenant), id, sealed);
  return FactorChange::done;
}

FactorChange confirm_totp(storage::Session& session, const SealedBox& box, TenantId tenant, UserId id,
                          std::string_view code, const std::vector<std::string>& recovery_hashes, Timestamp now) {
  const auto user = storage::find_user(session, Tenant(tenant), id);
  if (!user) return FactorChange::no_such_user;
  if (user->totp) return FactorChange::already_on;
  if (!user->totp_pending) return FactorChange::nothing_pending;
  const auto step = step_of(box, *user, *user->totp_pending, code, now, 0);
  if (!step) return FactorChange::wrong_code;
  storage::begin_totp(session, Tenant(tenant), id, *step);
  storage::put_recovery_codes(session, Tenant(tenant), id, recovery_hashes);
  return FactorChange::done;
}

FactorChange disable_totp(storage::Session& session, const SealedBox& box, TenantId tenant, UserId id,
                          std::string_view code, Timestamp now) {
  const auto user = storage::find_user(session, Tenant(tenant), id);
  if (!user) return FactorChange::no_such_user;
  if (!user->totp) return FactorChange::not_on;
  if (!spend_code(session, box, *user, code, now)) return FactorChange::wrong_code;
  storage::end_totp(session, Tenant(tenant), id);
  storage::forget_recovery_codes(session, Tenant(tenant), id);
  return FactorChange::done;
}

}  // namespace robson::accounts
