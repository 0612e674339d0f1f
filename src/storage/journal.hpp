#pragma once
// The journal of the runtime: an event changes its table and is appended to its tenant's log in one transaction.
#include "runtime/ports.hpp"
#include "storage/database.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

// Loop thread.
class DatabaseJournal final : public runtime::Journal {
 public:
  // `epoch` is this run of the engine (begin_epoch).
  DatabaseJournal(Database& database, const Clock& clock, std::int64_t epoch)
      : database_(database), clock_(clock), epoch_(epoch) {}
  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> events) override;

 private:
  Database& database_;
  const Clock& clock_;
  std::int64_t epoch_;
};

// Everything that the engine starts from: all operations of all tenants, oldest first.
std::vector<Operation> all_operations(Session& session, Installation);

}  // namespace robson::storage
