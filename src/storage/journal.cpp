#include "storage/journal.hpp"

#include "base/overloaded.hpp"
#include "storage/bot_events.hpp"
#include "storage/desks.hpp"
#include "storage/differences.hpp"
#include "storage/emergency_stops.hpp"
#include "storage/events.hpp"
#include "storage/fills.hpp"
#include "storage/kept_answers.hpp"
#include "storage/movements.hpp"
#include "storage/operations.hpp"
#include "storage/orders.hpp"
#include "storage/plans.hpp"
#include "storage/producers.hpp"
#include "storage/proofs.hpp"
#include "storage/session.hpp"
#include "storage/signal_policies.hpp"
#include "storage/signals.hpp"
#include "storage/strategies.hpp"

namespace robson::storage {
namespace {

// A row refers only to rows of lower rank.
int rank_of(const engine::Event& event) {
  return std::visit(
      overloaded{[](const engine::StrategySaved&) { return 0; }, [](const engine::OperationSaved&) { return 0; },
                 [](const engine::OrderSaved&) { return 1; }, [](const engine::FillBooked&) { return 2; },
                 [](const auto&) { return 3; }},
      event);
}
constexpr int highest_rank = 3;

struct Rows {
  Session& session;
  Timestamp now{};

  void write(const engine::OperationSaved& event) {
    save_operation(session, Tenant(event.operation.tenant), event.operation);
  }
  void write(const engine::OrderSaved& event) { save_order(session, Tenant(event.order.tenant), event.order); }
  void write(const engine::FillBooked& event) { insert_fill(session, Tenant(event.fill.tenant), event.fill); }
  void write(const engine::MovementBooked& event) {
    insert_movement(session, Tenant(event.movement.tenant), event.movement);
  }
  void write(const engine::PlanSaved& event) { save_plan(session, Tenant(event.plan.tenant), event.plan); }
  void write(const engine::StrategySaved& event) {
    save_strategy(session, Tenant(event.strategy.tenant), event.strategy);
  }
  void write(const engine::DeskSaved& event) { save_desk(session, Tenant(event.desk.tenant), event.desk); }
  void write(const engine::ProofSaved& event) { save_proof(session, Tenant(event.proof.tenant), event.proof); }
  void write(const engine::DifferenceFound& event) {
    insert_difference(session, Tenant(event.tenant),
                      {.kind = event.kind, .text = event.text, .operation = event.operation, .at = event.at});
  }
  void write(const engine::AnswerKept& event) {
    keep_answer(session, Tenant(event.tenant),
                {.route = event.route,
                 .key = event.key,
                 .body_hash = event.body_hash,
                 .status = event.status,
                 .body = event.body,
                 .at = now});
  }
  void write(const engine::BotNoted& event) {
    const Tenant tenant(event.tenant);
    for (const engine::BotEvent& one : event.events) insert_bot_event(session, tenant, one);
    for (const engine::EmergencyStop& stop : event.stops) save_stop(session, tenant, stop);
  }
  void write(const engine::SignalNoted& event) {
    const Tenant tenant(event.tenant);
    for (const signals::Producer& one : event.producers) save_producer(session, tenant, one);
    for (const signals::SignalPolicy& one : event.policies) save_signal_policy(session, tenant, one);
    for (const signals::Signal& one : event.received) insert_signal(session, tenant, one);
    for (const signals::Signal& one : event.ended) end_signal(session, tenant, one);
    for (const signals::Approval& one : event.approvals) save_approval(session, tenant, one);
  }
};

}  // namespace

void write_events(Session& session, const std::vector<engine::Event>& events,
                  const std::vector<runtime::LogEntry>& entries, std::int64_t run, Timestamp now) {
  Rows rows{.session = session, .now = now};
  for (int rank = 0; rank <= highest_rank; ++rank) {
    for (const engine::Event& event : events) {
      if (rank_of(event) == rank) std::visit([&](const auto& one) { rows.write(one); }, event);
    }
  }
  for (const runtime::LogEntry& entry : entries) append_event(session, Tenant(entry.tenant), entry, run);
}

namespace {

// Once rows of a commit are missing, what comes after it must not be written either: however the writing is left.
struct FailsUnlessDone {
  std::atomic<bool>& failed;
  bool done = false;
  explicit FailsUnlessDone(std::atomic<bool>& flag) : failed(flag) {}
  FailsUnlessDone(const FailsUnlessDone&) = delete;
  FailsUnlessDone& operator=(const FailsUnlessDone&) = delete;
  ~FailsUnlessDone() {
    if (!done) failed = true;
  }
};

}  // namespace

net::Task<Result<void, runtime::JournalError>> DatabaseJournal::commit(std::vector<engine::Event> events,
                                                                       std::vector<runtime::LogEntry> entries) {
  const Timestamp now = clock_.now();
  auto job = [events = std::move(events), entries = std::move(entries), run = run_, now,
              failed = failed_](Session& session) {
    if (*failed) throw std::runtime_error("an earlier commit failed");
    FailsUnlessDone writing(*failed);
    write_events(session, events, entries, run, now);
    writing.done = true;
  };
  auto written = co_await database_.write(std::move(job));
  if (!written) *failed_ = true;
  if (!written) co_return Unexpected(runtime::JournalError{written.error().text});
  co_return Result<void, runtime::JournalError>{};
}

}  // namespace robson::storage
