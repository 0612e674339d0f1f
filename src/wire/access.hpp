#pragma once
// Users, API keys, the second factor and the audit on the wire. Secrets travel through these structs for the length of
// one request or answer only.
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "json/describe.hpp"
#include "json/write.hpp"

namespace robson::wire {

struct StepUpRequest {
  std::optional<std::string> password{};
  std::optional<std::string> totp{};
};
BOOST_DESCRIBE_STRUCT(StepUpRequest, (), (password, totp))
struct PasswordChange {
  std::string current_password{};
  std::string new_password{};
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current_password, new_password))
struct Totp {
  bool enabled = false;
  std::int64_t recovery_codes_left = 0;
};
BOOST_DESCRIBE_STRUCT(Totp, (), (enabled, recovery_codes_left))
struct TotpSecret {
  std::string secret{};
  std::string uri{};
};
BOOST_DESCRIBE_STRUCT(TotpSecret, (), (secret, uri))
struct TotpCode {
  std::string code{};
};
BOOST_DESCRIBE_STRUCT(TotpCode, (), (code))
struct RecoveryCodes {
  std::vector<std::string> recovery_codes{};
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

struct User {
  std::int64_t id = 0;
  std::string username{};
  std::string role{};
  bool active = false;
  bool totp = false;
  std::int64_t sessions = 0;
  Timestamp created_at{};
  std::optional<Timestamp> last_login{};
};
BOOST_DESCRIBE_STRUCT(User, (), (id, username, role, active, totp, sessions, created_at, last_login))
struct Users {
  std::vector<User> users{};
};
BOOST_DESCRIBE_STRUCT(Users, (), (users))
struct NewUser {
  std::string username{};
  std::string role{};
  std::string password{};
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (username, role, password))
struct UserChange {
  std::optional<std::string> role{};
  std::optional<bool> active{};
  std::optional<std::string> password{};
  std::optional<bool> totp{};
};
BOOST_DESCRIBE_STRUCT(UserChange, (), (role, active, password, totp))

struct ApiKey {
  std::int64_t id = 0;
  std::string name{};
  std::string prefix{};
  std::vector<std::string> scopes{};
  Timestamp created_at{};
  std::string created_by{};
  std::optional<Timestamp> expires_at{};
  std::optional<Timestamp> last_used_at{};
  std::optional<Timestamp> revoked_at{};
};
BOOST_DESCRIBE_STRUCT(ApiKey, (),
                      (id, name, prefix, scopes, created_at, created_by, expires_at, last_used_at, revoked_at))
struct ApiKeys {
  std::vector<ApiKey> api_keys{};
};
BOOST_DESCRIBE_STRUCT(ApiKeys, (), (api_keys))
struct NewApiKey {
  std::string name{};
  std::vector<std::string> scopes{};
  std::optional<std::int64_t> expires_in_days{};
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (name, scopes, expires_in_days))
struct NewApiKeyAnswer {
  std::string api_key{};
  ApiKey key{};
};
BOOST_DESCRIBE_STRUCT(NewApiKeyAnswer, (), (api_key, key))

enum class AuditOutcome { requested, done, refused, failed };
BOOST_DESCRIBE_ENUM(AuditOutcome, requested, done, refused, failed)
struct AuditEntry {
  std::int64_t seq = 0;
  Timestamp at{};
  std::string user{};
  std::optional<std::string> role{};
  std::string action{};
  std::string target{};
  std::string outcome{};
  std::optional<std::int64_t> status{};
  json::Raw detail{};  // as it is stored
  std::string address{};
  std::string correlation_id{};
  std::string prev_hash{};
  std::string hash{};
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (),
                      (seq, at, user, role, action, target, outcome, status, detail, address, correlation_id, prev_hash,
                       hash))
struct AuditEntries {
  std::vector<AuditEntry> entries{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(AuditEntries, (), (entries, next_cursor))
struct AuditHead {
  std::int64_t seq = 0;
  std::string hash{};
  Timestamp at{};
  std::string signature{};
  std::string public_key{};
};
BOOST_DESCRIBE_STRUCT(AuditHead, (), (seq, hash, at, signature, public_key))
struct AuditFault {
  std::int64_t seq = 0;
  std::string what{};
};
BOOST_DESCRIBE_STRUCT(AuditFault, (), (seq, what))
struct AuditVerdict {
  bool ok = false;
  std::int64_t entries = 0;
  AuditHead head{};
  std::optional<AuditFault> fault{};
};
BOOST_DESCRIBE_STRUCT(AuditVerdict, (), (ok, entries, head, fault))

}  // namespace robson::wire
