#pragma once
// GET /api/v1/events: the durable log by pages, for whoever was away longer than the feed remembers.
#include "routes/gate.hpp"
#include "storage/events.hpp"

namespace robson::storage {
class Database;
}

namespace robson::routes {

// `channels=a,b&from_seq=N&since=TIME&limit=N&cursor=C`; without channels: all. Faults name the parameter.
Result<storage::EventQuery, Failure> event_query(const net::Request& request);
// The messages as the feed sent them.
std::string events_text(const storage::Page<runtime::LogEntry>& page, std::int64_t epoch);

// `epoch` is the log's identity (storage::feed_epoch). The database must outlive the gate.
void add_event_routes(Gate& gate, storage::Database& database, std::int64_t epoch);

}  // namespace robson::routes
