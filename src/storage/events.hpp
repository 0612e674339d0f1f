#pragma once
// Table events, the durable log of each client, in order; and feed_seqs, how far its numbers were given. A row is one
// ordered message (runtime::LogEntry): seq grows with gaps, prev_seq is the row before of the same channel.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/ports.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;
using runtime::LogEntry;

// The tenant is the scope; the member is not looked at. `run` is the run of the engine (begin_epoch). Fails as
// `duplicate` when the seq is taken: two engines write for one tenant, or one of them counted wrong; as `violated` when
// it is not above prev_seq.
void append_event(Session& session, Tenant tenant, const LogEntry& entry, std::int64_t run);

// The log's identity: the unix milliseconds of its making. Made once, never changed.
std::int64_t feed_epoch(Session& session, Installation, Timestamp now);

// How a tenant's numbering goes on after a start.
struct LogStart {
  std::int64_t next_seq = 1;                   // above all that was ever given
  std::map<std::string, std::int64_t> last{};  // by channel, of those that have a row
};
LogStart log_start(Session& session, Tenant tenant);
// Numbers up to `ceiling` may be given from now on. A lower one than before changes nothing.
void reserve_seqs(Session& session, Tenant tenant, std::int64_t ceiling);

// The newest `limit` (1 to 100,000) rows below `before`, oldest first.
std::vector<LogEntry> newest_events(Session& session, Tenant tenant, std::int64_t before, int limit);

// Pages of the history, oldest first.
struct EventQuery {
  std::vector<std::string> channels{};  // each once; none: all
  std::int64_t from_seq = 0;            // at or after
  std::optional<Timestamp> since{};     // at or after
  std::optional<Cursor> after{};        // out of read_cursor; none: from the first
  int limit = 200;                      // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const EventQuery& query, std::string_view text);
Page<LogEntry> events(Session& session, Tenant tenant, const EventQuery& query);

// Deletes what is older than the newest `keep` rows, `most` of them at a time, the oldest first. Each channel keeps its
// newest row, however old: the next one's prev_seq must be found after a restart. Gives how many went; fewer than
// `most`: there are no more.
struct Pruning {
  int keep = 100'000;
  int most = 2'000;
};
long long prune_events(Session& session, Tenant tenant, Pruning pruning = {});

}  // namespace robson::storage
