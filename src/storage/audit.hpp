#pragma once
// Tables audit, who did what, and audit_heads, the newest row of each chain once more. Rows as they are stored, text by
// text, because that is what their hashes are made of (accounts/audit_chain.hpp). Only ever appended to; triggers
// refuse everything else.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct AuditRow {
  std::int64_t seq = 0;
  Timestamp at{};
  std::string user{};
  std::optional<std::string> role{};
  std::string action{};
  std::string target{};
  std::string outcome{};
  std::optional<std::int64_t> status{};  // of the answer
  std::string detail{};                  // a JSON object of texts
  std::string address{};
  std::string correlation_id{};
  std::string prev_hash{};
  std::string hash{};
};

// Fails as `violated` unless its seq is the next one.
void append_audit_row(Session& session, AuditScope scope, const AuditRow& row);
std::optional<AuditRow> last_audit_row(Session& session, AuditScope scope);

// What audit_heads says of a chain: noted with every row that was appended.
struct NotedHead {
  std::int64_t seq = 0;
  std::string hash{};
};
std::optional<NotedHead> noted_audit_head(Session& session, AuditScope scope);
// The clients that have a chain, by number; none stands for the installation. For the owner's command line.
std::vector<TenantId> audit_chains(Session& session, Installation);

// A row as the database really holds it: `sound` is false when a column is not of its kind, which a conversion to our
// types would hide.
struct StoredAuditRow {
  AuditRow row{};
  bool sound = false;
};
// By seq, those after `after`, at most `limit`.
std::vector<StoredAuditRow> audit_rows_after(Session& session, AuditScope scope, std::int64_t after, int limit);

struct AuditFilter {
  std::optional<std::string> user{};
  std::optional<std::string> action{};  // its beginning
  std::optional<std::string> outcome{};
  std::optional<std::string> part{};  // of target or detail, in any case of ASCII letters
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};  // before
};
// Newest first.
struct AuditQuery {
  AuditFilter filter{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const AuditQuery& query, std::string_view text);
// One step of the walk: looks at no more than `audit_rows_looked_at` rows, so that a page may have fewer than `limit`
// rows, or none, and a cursor all the same.
inline constexpr std::int64_t audit_rows_looked_at = 20'000;
Page<AuditRow> audit_page(Session& session, AuditScope scope, const AuditQuery& query);

}  // namespace robson::storage
