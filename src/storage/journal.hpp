#pragma once
// The journal of the runtime: in one transaction each event changes its table, and the entries that the log made of the
// commit are appended to it (table events).
#include <atomic>
#include <memory>

#include "runtime/ports.hpp"
#include "storage/database.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

// All of `events` and `entries`, in the caller's transaction. Rows are written parents first, whatever their order
// here.
void write_events(Session& session, const std::vector<engine::Event>& events,
                  const std::vector<runtime::LogEntry>& entries, std::int64_t run, Timestamp now);

// Loop thread. After one commit that failed all later ones fail, until the next start: what they carry builds on it.
class DatabaseJournal final : public runtime::Journal {
 public:
  // `run` is this run of the engine (begin_epoch).
  DatabaseJournal(Database& database, const Clock& clock, std::int64_t run)
      : database_(database), clock_(clock), run_(run) {}
  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> events,
                                                        std::vector<runtime::LogEntry> entries) override;

 private:
  Database& database_;
  const Clock& clock_;
  std::int64_t run_;
  std::shared_ptr<std::atomic<bool>> failed_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace robson::storage
