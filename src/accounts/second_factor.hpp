#pragma once
// The second factor of a user in the database: its secret sealed under the master key for exactly that user, recovery
// codes as hashes. Each function is a job of the writer, or part of one: what decides is read in the transaction that
// acts on it, so that a code is good once however many ask at the same time.
#include "accounts/sealed_box.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

inline constexpr int recovery_code_count = 10;

SealContext totp_place(TenantId tenant, UserId user);

// Spends a code of the authenticator, or a recovery code: letters and digits in any case, with or without '-'.
bool spend_code(storage::Session& session, const SealedBox& box, const storage::User& user, std::string_view code,
                Timestamp now);

enum class FactorChange { done, no_such_user, already_on, not_on, nothing_pending, wrong_code };
FactorChange propose_totp(storage::Session& session, TenantId tenant, UserId user, const std::string& sealed);
FactorChange confirm_totp(storage::Session& session, const SealedBox& box, TenantId tenant, UserId user,
                          std::string_view code, const std::vector<std::string>& recovery_hashes, Timestamp now);
FactorChange disable_totp(storage::Session& session, const SealedBox& box, TenantId tenant, UserId user,
                          std::string_view code, Timestamp now);

// "abcde-fghjk": ten of 31 letters and digits, 49 random bits.
std::string new_recovery_code();
std::string recovery_hash(std::string_view code);

}  // namespace robson::accounts
