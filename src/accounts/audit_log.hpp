#pragma once
// The audit as the server keeps it: rows are appended through the writer, read and verified on the reader threads, and
// heads are signed with a key of the installation.
//   audit.key in the data directory (0600): 64 hex digits, the seed of an Ed25519 key, and a line end.
//   signature: over "SEQ\nHASH\nAT" with AT as RFC 3339, in hex.
// Loop thread; what its tasks refer to outlives them.
#include <memory>

#include "accounts/audit_chain.hpp"
#include "base/secret.hpp"
#include "net/loop.hpp"
#include "storage/database.hpp"

namespace robson::accounts {

class AuditKey {
 public:
  // Makes the file with a random seed if it is not there. Refuses a file that its group or others may read, and one
  // that is not as described. The error is one human sentence.
  static Result<AuditKey, std::string> load_or_create(const std::filesystem::path& file);
  std::string sign(std::string_view text) const;  // hex
  const std::string& public_key() const { return public_key_; }

 private:
  AuditKey(Secret secret, std::string public_key) : secret_(std::move(secret)), public_key_(std::move(public_key)) {}
  Secret secret_;  // 64 bytes, as libsodium wants it
  std::string public_key_;
};
// Whether `signature` (hex) is one of `public_key` (hex) over `text`.
bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key);

struct SignedHead {
  AuditHead head{};
  Timestamp at{};
  std::string signature{};
  std::string public_key{};
};
SignedHead sign_head(const AuditKey& key, AuditHead head, Timestamp at);

struct AuditVerdict {
  std::int64_t entries = 0;
  SignedHead head{};
  std::optional<AuditFault> fault{};
};

class AuditLog {
 public:
  // Reads or makes the key in the database's directory.
  static Result<std::unique_ptr<AuditLog>, std::string> open(const Clock& clock, storage::Database& database);

  // Whether rows can be written at all, as far as is known.
  bool is_writable() const { return database_.is_writable(); }
  // On the disk when it returns. Waits for room in the writer's queue for a short while.
  net::Task<Result<void, storage::StorageError>> record(storage::AuditScope scope, AuditEntry entry);
  net::Task<Result<SignedHead, storage::StorageError>> head(storage::AuditScope scope);
  // A database that cannot be read is a fault too.
  net::Task<AuditVerdict> verify(storage::AuditScope scope, std::optional<AuditHead> kept);
  const AuditKey& key() const { return key_; }

 private:
  AuditLog(const Clock& clock, storage::Database& database, AuditKey key)
      : clock_(clock), database_(database), key_(std::move(key)) {}
  const Clock& clock_;
  storage::Database& database_;
  const AuditKey key_;
  std::map<TenantId, AuditHead> written_;  // the newest of this run
};

// For the owner's command line; blocks.
AuditVerdict verify_now(storage::Database& database, const AuditKey& key, storage::AuditScope scope,
                        std::optional<AuditHead> kept, Timestamp now);

}  // namespace robson::accounts
