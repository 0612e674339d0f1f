#pragma once
// The journal of the runtime: an event changes its table and is appended to its tenant's log in one transaction.
//
// Rows of the log (table events): kind and a small JSON object of ids.
//   Operation's and desk's `what`  {"operation_id":1}  {}
//   order_changed                  {"order_id":7,"operation_id":1,"status":"FILLED"}
//   fill_booked                    {"order_id":7,"operation_id":1,"symbol":"BTCUSDC","trade_id":9}
//   movement_booked                {"movement_id":3,"asset":"USDC","cause":"fee"}
//   plan_changed                   {"plan_id":4,"status":"VALIDATED"}
//   strategy_changed               {"strategy_id":2,"version":3}
//   proof_recorded                 {"operation_id":1,"client_id":"rb..."}
//   difference_found               {"difference_id":5,"kind":"balance"}
// A kept answer leaves no row there.
#include <atomic>
#include <memory>

#include "runtime/ports.hpp"
#include "storage/database.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

// All of `events`, in the caller's transaction. Rows are written parents first, whatever their order here.
void write_events(Session& session, const std::vector<engine::Event>& events, std::int64_t epoch, Timestamp now);

// Loop thread. After one commit that failed all later ones fail, until the next start: what they carry builds on it.
class DatabaseJournal final : public runtime::Journal {
 public:
  // `epoch` is this run of the engine (begin_epoch).
  DatabaseJournal(Database& database, const Clock& clock, std::int64_t epoch)
      : database_(database), clock_(clock), epoch_(epoch) {}
  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> events,
                                                        std::vector<runtime::LogEntry> entries) override;

 private:
  Database& database_;
  const Clock& clock_;
  std::int64_t epoch_;
  std::shared_ptr<std::atomic<bool>> failed_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace robson::storage
