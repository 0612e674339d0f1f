#pragma once
// Tables signals and approvals: what producers proposed, and the one decision that each may have.
#include <optional>
#include <string>
#include <vector>

#include "signals/policy.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// A signal with its decision, if it has one.
struct StoredSignal {
  signals::Signal signal{};
  std::optional<signals::Approval> approval{};
};

// The new row, counted at its producer, which must be there. One whose (producer, external_id) is there already is an
// error of the statement: look before.
void insert_signal(Session& session, Tenant tenant, const signals::Signal& signal);
// Status and end of a row that is NEW; any other is left as it is.
void end_signal(Session& session, Tenant tenant, const signals::Signal& signal);
// A new row.
void save_approval(Session& session, Tenant tenant, const signals::Approval& approval);

bool has_signal(Session& session, Tenant tenant, const std::string& producer, const std::string& external_id);
std::optional<StoredSignal> find_signal(Session& session, Tenant tenant, std::int64_t id);
// Oldest first; at most 100,000.
std::vector<signals::Signal> waiting_signals(Session& session, Tenant tenant);

struct SignalFilter {
  std::optional<signals::SignalStatus> status{};
  std::optional<Symbol> instrument{};
  std::optional<Side> side{};
  std::optional<std::string> producer{};
  std::optional<Decimal> min_confidence{};
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};  // before
};
// Newest first.
struct SignalQuery {
  SignalFilter filter{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const SignalQuery& query, std::string_view text);
Page<StoredSignal> signals_page(Session& session, Tenant tenant, const SignalQuery& query);

// Decided ones, the newest decision first.
struct ApprovalQuery {
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};  // before
  std::optional<Cursor> after{};
  int limit = 50;
};
Result<Cursor, CursorFault> read_cursor(const ApprovalQuery& query, std::string_view text);
Page<StoredSignal> approvals_page(Session& session, Tenant tenant, const ApprovalQuery& query);

// What each strategy has approved, as of `now`: its last approval, and how many there were that day.
std::vector<std::pair<StrategyId, signals::ApprovalRecord>> approval_records(Session& session, Tenant tenant,
                                                                             Timestamp now);

// Nonces of signals that came at `since` or later, of all clients.
struct UsedNonce {
  std::string producer{};
  std::string nonce{};
  Timestamp signed_at{};
};
std::vector<UsedNonce> used_nonces(Session& session, Installation, Timestamp since);
// The highest ids that were given; 0: none.
std::int64_t last_signal(Session& session, Installation);
std::int64_t last_approval(Session& session, Installation);

}  // namespace robson::storage
