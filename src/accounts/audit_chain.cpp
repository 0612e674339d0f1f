#include "accounts/audit_chain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/digest.hpp"
#include "base/utf8.hpp"
#include "json/write.hpp"

namespace robson::accounts {
namespace {

constexpr std::string_view form = "robson audit 1";
constexpr int rows_at_once = 500;
constexpr std::size_t longest_word = 128;
constexpr std::size_t longest_detail = 500;
constexpr std::size_t most_details = 16;

void add(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}
void add(std::string& out, std::int64_t number) {
  add(out, std::string_view(std::to_string(number)));
}
template <class T>
void add(std::string& out, const std::optional<T>& field) {
  if (field) {
    add(out, *field);
  } else {
    out += '-';
  }
}

// The bytes of the character at `from`; 0 when it is none, or a control character.
std::size_t character_at(std::string_view text, std::size_t from) {
  const auto first = static_cast<unsigned char>(text[from]);
  if (first < 0x20 || first == 0x7F) return 0;
  if (first == 0xC2 && from + 1 < text.size() && static_cast<unsigned char>(text[from + 1]) < 0xA0) return 0;
  Utf8Check check;
  for (std::size_t length = 1; length <= 4 && from + length <= text.size(); ++length) {
    if (!check.take(text.substr(from + length - 1, 1))) return 0;
    if (check.whole()) return length;
  }
  return 0;
}

// Keys in order, nothing but texts: one spelling for one content.
std::string detail_text(const std::map<std::string, std::string>& detail) {
  std::string out = "{";
  std::size_t count = 0;
  for (const auto& [key, value] : detail) {
    if (++count > most_details) break;
    if (out.size() > 1) out += ',';
    json::write_text(out, audit_text(key, longest_word));
    out += ':';
    json::write_text(out, audit_text(value, longest_detail));
  }
  out += '}';
  return out;
}

}  // namespace

std::string_view name(AuditOutcome outcome) {
  switch (outcome) {
    case AuditOutcome::requested: return "requested";
    case AuditOutcome::done: return "done";
    case AuditOutcome::refused: return "refused";
    case AuditOutcome::failed: break;
  }
  return "failed";
}

std::string audit_text(std::string_view text, std::size_t most) {
  std::string fit;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_at(text, at);
    const std::string_view one = length == 0 ? std::string_view("?") : text.substr(at, length);
    if (fit.size() + one.size() > most) break;
    fit += one;
    at += std::max<std::size_t>(length, 1);
  }
  return fit;
}

std::string hash_of(storage::AuditScope scope, const storage::AuditRow& row) {
  std::string bytes;
  add(bytes, form);
  add(bytes, scope.id().value);
  add(bytes, row.seq);
  add(bytes, row.at.us);
  add(bytes, row.user);
  add(bytes, row.role);
  add(bytes, row.action);
  add(bytes, row.target);
  add(bytes, row.outcome);
  add(bytes, row.status);
  add(bytes, row.detail);
  add(bytes, row.address);
  add(bytes, row.correlation_id);
  add(bytes, row.prev_hash);
  return sha256_hex(bytes);
}

AuditHead head_of(storage::Session& session, storage::AuditScope scope) {
  auto last = storage::last_audit_row(session, scope);
  if (!last) return {0, std::string(no_hash)};
  return {last->seq, std::move(last->hash)};
}

storage::AuditRow append_audit(storage::Session& session, storage::AuditScope scope, const AuditEntry& entry,
                               Timestamp now) {
  const AuditHead before = head_of(session, scope);
  const Timestamp at{now.us - now.us % 1000};  // as an export tells it, which has to prove the same hash
  storage::AuditRow row{.seq = before.seq + 1,
                        .at = at,
                        .user = audit_text(entry.user, longest_word),
                        .action = audit_text(entry.action, longest_word),
                        .target = audit_text(entry.target, longest_word),
                        .outcome = std::string(name(entry.outcome)),
                        .detail = detail_text(entry.detail),
                        .address = audit_text(entry.address, longest_word),
                        .correlation_id = audit_text(entry.correlation_id, longest_word),
                        .prev_hash = before.hash};
  if (entry.role) row.role = std::string(storage::name(*entry.role));
  if (entry.status) row.status = *entry.status;
  row.hash = hash_of(scope, row);
  storage::append_audit_row(session, scope, row);
  return row;
}

bool AuditWalk::step(storage::Session& session) {
  if (fault_) return false;
  if (!until_) {
    until_ = head_of(session, scope_).seq;
    const auto noted = storage::noted_audit_head(session, scope_);
    if (noted) kept_.push_back({noted->seq, noted->hash});
    if (!noted && *until_ > 0) {
      fault_ = {*until_, "The note of the newest entry is missing."};
      return false;
    }
    for (const AuditHead& head : kept_) until_ = std::max(*until_, head.seq);
  }
  const auto rows = storage::audit_rows_after(session, scope_, before_.seq, rows_at_once);
  for (const auto& stored : rows) {
    if (fault_) return false;
    if (stored.row.seq > *until_) break;
    check(stored);
  }
  const bool more = !fault_ && rows.size() == rows_at_once && before_.seq < *until_;
  if (!more) finish();
  return more;
}

void AuditWalk::check(const storage::StoredAuditRow& stored) {
  const storage::AuditRow& row = stored.row;
  const std::int64_t expected = before_.seq + 1;
  const auto fail = [&](std::int64_t seq, std::string what) { fault_ = {seq, std::move(what)}; };
  if (row.seq != expected) return fail(expected, "That entry is missing.");
  if (!stored.sound) return fail(row.seq, "A column of the entry holds something of another kind.");
  if (row.prev_hash != before_.hash) return fail(row.seq, "The entry does not follow the one before it.");
  if (row.hash != hash_of(scope_, row)) return fail(row.seq, "The entry is not what its hash was made of.");
  for (const AuditHead& head : kept_) {
    if (head.seq == row.seq && head.hash != row.hash)
      return fail(row.seq, "The entry is not the one of the kept head.");
  }
  ++entries_;
  before_ = {row.seq, row.hash};
}

void AuditWalk::finish() {
  if (fault_) return;
  for (const AuditHead& head : kept_) {
    if (head.seq > before_.seq) fault_ = {before_.seq + 1, "The entries from here to the kept head are missing."};
    if (fault_) return;
  }
}

}  // namespace robson::accounts
