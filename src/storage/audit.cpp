#include "storage/audit.hpp"

#include <fmt/format.h>

#include <limits>

#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define AUDIT_COLUMNS                                                                                       \
  "seq, at, user_name, role, action, target, outcome, status, detail, address, correlation_id, prev_hash, " \
  "hash"

// What kind each column really has. A column that holds null, or bytes in place of a text, is not sound.
#define AUDIT_KINDS                                                                                          \
  "typeof(client_id) || typeof(seq) || typeof(at) || typeof(user_name) || typeof(coalesce(role, '')) || "    \
  "typeof(action) || typeof(target) || typeof(outcome) || typeof(coalesce(status, 0)) || typeof(detail) || " \
  "typeof(address) || typeof(correlation_id) || typeof(prev_hash) || typeof(hash)"
constexpr const char* sound_kinds = "integerintegerintegertexttexttexttexttextintegertexttexttexttexttext";

constexpr Sql insert =
    "insert into audit (client_id, " AUDIT_COLUMNS
    ") values (:client_id, :seq, :at, :user_name, :role, :action, :target, :outcome, :status, :detail, :address, "
    ":correlation_id, :prev_hash, :hash)";
constexpr Sql note_head =
    "insert into audit_heads (client_id, seq, hash) values (:client_id, :seq, :hash) on conflict (client_id) do update "
    "set seq = excluded.seq, hash = excluded.hash";
constexpr Sql select_head = "select seq, hash from audit_heads where client_id = :client_id";
constexpr Sql next_chain =
    "select min(client_id) from (select client_id from audit_heads where client_id > :after union all select client_id "
    "from audit where client_id > :after_too) as chains having count(*) > 0";
constexpr Sql select_last =
    "select " AUDIT_COLUMNS " from audit where client_id = :client_id order by seq desc limit 1";
constexpr Sql select_after = "select " AUDIT_KINDS ", " AUDIT_COLUMNS
                             " from audit where client_id = :client_id and seq > :after order by seq limit :limit";
constexpr Sql select_page =
    "select " AUDIT_COLUMNS
    " from audit where client_id = :client_id and seq < :before and seq >= :floor and (:any_user = 1 or user_name = "
    ":user) and (:any_action = 1 or substr(action, 1, length(:action)) = :action_again) and (:any_outcome = 1 or "
    "outcome = :outcome) and (:any_part = 1 or instr(lower(target), :part) > 0 or instr(lower(detail), :part_again) > "
    "0) and at >= :from and at < :to order by seq desc limit :limit";

auto columns_of(AuditRow& row) {
  return into(row.seq, row.at, row.user, row.role, row.action, row.target, row.outcome, row.status, row.detail,
              row.address, row.correlation_id, row.prev_hash, row.hash);
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string question_of(const AuditQuery& query) {
  const AuditFilter& filter = query.filter;
  std::string text = "audit";
  const auto add = [&](const char* name, const std::optional<std::string>& value) {
    if (value) text += fmt::format(" {} {}:{}", name, value->size(), *value);
  };
  add("user", filter.user);
  add("action", filter.action);
  add("outcome", filter.outcome);
  add("part", filter.part);
  if (filter.from) text += fmt::format(" from {}", filter.from->us);
  if (filter.to) text += fmt::format(" to {}", filter.to->us);
  return text;
}

}  // namespace

void append_audit_row(Session& session, AuditScope scope, const AuditRow& row) {
  session.run(insert, scope.id(), row.seq, row.at, row.user, row.role, row.action, row.target, row.outcome, row.status,
              row.detail, row.address, row.correlation_id, row.prev_hash, row.hash);
  session.run(note_head, scope.id(), row.seq, row.hash);
}

std::optional<NotedHead> noted_audit_head(Session& session, AuditScope scope) {
  NotedHead head;
  if (!session.first(select_head, into(head.seq, head.hash), scope.id())) return {};
  return head;
}

std::vector<TenantId> audit_chains(Session& session, Installation) {
  std::vector<TenantId> found;
  TenantId after{std::numeric_limits<std::int64_t>::min()};
  TenantId next;
  while (session.first(next_chain, into(next), after, after)) {
    found.push_back(next);
    after = next;
  }
  return found;
}

std::optional<AuditRow> last_audit_row(Session& session, AuditScope scope) {
  AuditRow row;
  if (!session.first(select_last, columns_of(row), scope.id())) return {};
  return row;
}

std::vector<StoredAuditRow> audit_rows_after(Session& session, AuditScope scope, std::int64_t after, int limit) {
  ensure(limit >= 1 && limit <= longest_page, "1 to 1000 rows of the audit are read at a time");
  std::vector<StoredAuditRow> found;
  AuditRow row;
  std::string kinds;
  session.each(
      select_after, std::tuple_cat(into(kinds), columns_of(row)),
      [&] {
        found.push_back({row, kinds == sound_kinds});
      },
      scope.id(), after, limit);
  return found;
}

Result<Cursor, CursorFault> read_cursor(const AuditQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

Page<AuditRow> audit_page(Session& session, AuditScope scope, const AuditQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const AuditFilter& filter = query.filter;
  std::int64_t before = 0;
  if (query.after) {
    before = query.after->id;
  } else if (const auto last = last_audit_row(session, scope)) {
    before = last->seq + 1;
  }
  const std::int64_t floor = std::max<std::int64_t>(1, before - audit_rows_looked_at);
  const std::string user = filter.user.value_or("");
  const std::string action = filter.action.value_or("");
  const std::string outcome = filter.outcome.value_or("");
  const std::string part = lower(filter.part.value_or(""));
  const Timestamp from = filter.from.value_or(Timestamp{std::numeric_limits<std::int64_t>::min()});
  const Timestamp to = filter.to.value_or(Timestamp{std::numeric_limits<std::int64_t>::max()});
  Page<AuditRow> page;
  AuditRow row;
  session.each(
      select_page, columns_of(row), [&] { page.rows.push_back(row); }, scope.id(), before, floor,
      !filter.user.has_value(), user, !filter.action.has_value(), action, action, !filter.outcome.has_value(), outcome,
      !filter.part.has_value(), part, part, from, to, query.limit);
  const bool full = page.rows.size() == static_cast<std::size_t>(query.limit);
  const std::int64_t reached = full ? page.rows.back().seq : floor;
  if (reached > 1) page.next = cursor_text(question_of(query), {.value = {}, .id = reached});
  return page;
}

}  // namespace robson::storage
