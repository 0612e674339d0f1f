#pragma once
// The audit as a chain: every row carries the hash of the one before, so that a row that was changed, taken out, put in
// or moved shows, and everything behind it with it.
//
//   hash(row) = SHA-256, in lower-case hex, of these fields in this order
//     "robson audit 1", client id (0: the installation's own), seq, at (microseconds since 1970, UTC; whole
//     milliseconds), user, role, action, target, outcome, status, detail, address, correlation id, prev_hash
//   a field is its length in bytes in decimal, ':' and its bytes;  numbers are in decimal;  one that is null is "-"
//
// seq begins at 1 and has no gaps; prev_hash of row 1 is 64 zeros. `detail` is hashed as the text that is stored.
// What a chain cannot show by itself is that its end was cut off. Its head (seq and hash of the newest row) is
// therefore noted in a table of its own, which finds damage; against somebody who may write the file it is signed
// (accounts/audit_log.hpp) and can be kept elsewhere: verification is told such a head and looks for it.
#include <map>
#include <optional>
#include <string>

#include "storage/audit.hpp"
#include "storage/users.hpp"

namespace robson::accounts {

enum class AuditOutcome { requested, done, refused, failed };
std::string_view name(AuditOutcome outcome);

// What happened, before it is a row.
struct AuditEntry {
  std::string user{};
  std::optional<storage::Role> role{};
  std::string action{};  // "control.pause"
  std::string target{};
  AuditOutcome outcome{};
  std::optional<int> status{};
  std::map<std::string, std::string> detail{};
  std::string address{};
  std::string correlation_id{};
};

// Text from outside as it may stand in a row: valid UTF-8 without control characters, '?' for what is neither, at most
// `most` bytes (a character is never cut).
std::string audit_text(std::string_view text, std::size_t most);

inline constexpr std::string_view no_hash = "0000000000000000000000000000000000000000000000000000000000000000";
std::string hash_of(storage::AuditScope scope, const storage::AuditRow& row);

// Appends the entry, made fit by audit_text; one job of the writer, or part of one.
storage::AuditRow append_audit(storage::Session& session, storage::AuditScope scope, const AuditEntry& entry,
                               Timestamp now);

struct AuditHead {
  std::int64_t seq = 0;  // 0: nothing yet
  std::string hash{};    // then no_hash
};
AuditHead head_of(storage::Session& session, storage::AuditScope scope);

struct AuditFault {
  std::int64_t seq = 0;
  std::string what{};  // one sentence
};

// Recomputes a chain step by step, from its beginning to what was its end when the walk began. Reader thread.
class AuditWalk {
 public:
  // `kept` are heads that were seen earlier: each must be in the chain.
  AuditWalk(storage::AuditScope scope, std::vector<AuditHead> kept) : scope_(scope), kept_(std::move(kept)) {}

  // Some rows further; false when there is no more to do.
  bool step(storage::Session& session);
  std::int64_t entries() const { return entries_; }
  const AuditHead& head() const { return before_; }  // the last row that was looked at
  const std::optional<AuditFault>& fault() const { return fault_; }

 private:
  void check(const storage::StoredAuditRow& stored);
  void finish();

  storage::AuditScope scope_;
  std::vector<AuditHead> kept_;
  AuditHead before_{0, std::string(no_hash)};
  std::optional<std::int64_t> until_{};
  std::int64_t entries_ = 0;
  std::optional<AuditFault> fault_{};
};

}  // namespace robson::accounts
