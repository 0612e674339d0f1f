#include "storage/journal.hpp"

#include <fmt/format.h>

#include <map>

#include "base/overloaded.hpp"
#include "json/write.hpp"
#include "storage/desks.hpp"
#include "storage/differences.hpp"
#include "storage/events.hpp"
#include "storage/fills.hpp"
#include "storage/kept_answers.hpp"
#include "storage/movements.hpp"
#include "storage/operations.hpp"
#include "storage/orders.hpp"
#include "storage/plans.hpp"
#include "storage/proofs.hpp"
#include "storage/session.hpp"
#include "storage/strategies.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

// The log of each tenant that a commit touches, and where it goes on.
class Log {
 public:
  Log(Session& session, std::int64_t epoch, Timestamp now) : session_(session), epoch_(epoch), now_(now) {}

  void append(TenantId owner, std::string kind, std::string payload) {
    const Tenant tenant(owner);
    const auto [found, is_new] = seqs_.try_emplace(owner, 0);
    if (is_new) found->second = last_seq(session_, tenant);
    append_event(
        session_, tenant,
        {.seq = ++found->second, .epoch = epoch_, .kind = std::move(kind), .payload = std::move(payload), .at = now_});
  }

 private:
  Session& session_;
  std::int64_t epoch_;
  Timestamp now_;
  std::map<TenantId, std::int64_t> seqs_;
};

// A row refers only to rows of lower rank.
int rank_of(const engine::Event& event) {
  return std::visit(
      overloaded{[](const engine::StrategySaved&) { return 0; }, [](const engine::OperationSaved&) { return 0; },
                 [](const engine::OrderSaved&) { return 1; }, [](const engine::FillBooked&) { return 2; },
                 [](const auto&) { return 3; }},
      event);
}
constexpr int highest_rank = 3;

// Writes rows, and remembers the numbers that only now were given.
struct Rows {
  Session& session;
  Timestamp now{};
  std::int64_t given = 0;

  void write(const engine::OperationSaved& event) {
    save_operation(session, Tenant(event.operation.tenant), event.operation);
  }
  void write(const engine::OrderSaved& event) { save_order(session, Tenant(event.order.tenant), event.order); }
  void write(const engine::FillBooked& event) { insert_fill(session, Tenant(event.fill.tenant), event.fill); }
  void write(const engine::MovementBooked& event) {
    given = insert_movement(session, Tenant(event.movement.tenant), event.movement);
  }
  void write(const engine::PlanSaved& event) { save_plan(session, Tenant(event.plan.tenant), event.plan); }
  void write(const engine::StrategySaved& event) {
    save_strategy(session, Tenant(event.strategy.tenant), event.strategy);
  }
  void write(const engine::DeskSaved& event) { save_desk(session, Tenant(event.desk.tenant), event.desk); }
  void write(const engine::ProofSaved& event) { save_proof(session, Tenant(event.proof.tenant), event.proof); }
  void write(const engine::DifferenceFound& event) {
    given = insert_difference(session, Tenant(event.tenant),
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
};

std::string json_text(std::string_view text) {
  std::string out;
  json::write_text(out, text);
  return out;
}

void note(Log& log, const engine::OperationSaved& event, std::int64_t) {
  log.append(event.operation.tenant, std::string(event.what),
             fmt::format(R"({{"operation_id":{}}})", event.operation.id.value));
}
void note(Log& log, const engine::OrderSaved& event, std::int64_t) {
  const Order& order = event.order;
  log.append(order.tenant, "order_changed",
             fmt::format(R"({{"order_id":{},"operation_id":{},"status":"{}"}})", order.id.value, order.operation.value,
                         spelled<OrderStatusSpellings>(order.status)));
}
void note(Log& log, const engine::FillBooked& event, std::int64_t) {
  const Fill& fill = event.fill;
  log.append(fill.tenant, "fill_booked",
             fmt::format(R"({{"order_id":{},"operation_id":{},"symbol":{},"trade_id":{}}})", fill.order.value,
                         fill.operation.value, json_text(fill.symbol.text), fill.trade_id));
}
void note(Log& log, const engine::MovementBooked& event, std::int64_t given) {
  const Movement& movement = event.movement;
  log.append(movement.tenant, "movement_booked",
             fmt::format(R"({{"movement_id":{},"asset":{},"cause":"{}"}})", given, json_text(movement.asset),
                         spelled<MovementCauseSpellings>(movement.cause)));
}
void note(Log& log, const engine::PlanSaved& event, std::int64_t) {
  log.append(event.plan.tenant, "plan_changed",
             fmt::format(R"({{"plan_id":{},"status":"{}"}})", event.plan.id.value,
                         spelled<PlanStatusSpellings>(event.plan.status)));
}
void note(Log& log, const engine::StrategySaved& event, std::int64_t) {
  log.append(event.strategy.tenant, "strategy_changed",
             fmt::format(R"({{"strategy_id":{},"version":{}}})", event.strategy.id.value, event.strategy.version));
}
void note(Log& log, const engine::DeskSaved& event, std::int64_t) {
  log.append(event.desk.tenant, std::string(event.what), "{}");
}
void note(Log& log, const engine::ProofSaved& event, std::int64_t) {
  log.append(event.proof.tenant, "proof_recorded",
             fmt::format(R"({{"operation_id":{},"client_id":{}}})", event.proof.operation.value,
                         json_text(event.proof.client_id)));
}
void note(Log& log, const engine::DifferenceFound& event, std::int64_t given) {
  log.append(event.tenant, "difference_found",
             fmt::format(R"({{"difference_id":{},"kind":{}}})", given, json_text(event.kind)));
}
void note(Log&, const engine::AnswerKept&, std::int64_t) {}

}  // namespace

void write_events(Session& session, const std::vector<engine::Event>& events, std::int64_t epoch, Timestamp now) {
  Rows rows{.session = session, .now = now};
  std::vector<std::int64_t> given(events.size(), 0);
  for (int rank = 0; rank <= highest_rank; ++rank) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (rank_of(events[i]) != rank) continue;
      rows.given = 0;
      std::visit([&](const auto& event) { rows.write(event); }, events[i]);
      given[i] = rows.given;
    }
  }
  Log log(session, epoch, now);
  for (std::size_t i = 0; i < events.size(); ++i) {
    std::visit([&](const auto& event) { note(log, event, given[i]); }, events[i]);
  }
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
                                                                       std::vector<runtime::LogEntry>) {
  const Timestamp now = clock_.now();
  const std::int64_t epoch = epoch_;
  auto job = [events = std::move(events), epoch, now, failed = failed_](Session& session) {
    if (*failed) throw std::runtime_error("an earlier commit failed");
    FailsUnlessDone writing(*failed);
    write_events(session, events, epoch, now);
    writing.done = true;
  };
  auto written = co_await database_.write(std::move(job));
  if (!written) *failed_ = true;
  if (!written) co_return Unexpected(runtime::JournalError{written.error().text});
  co_return Result<void, runtime::JournalError>{};
}

}  // namespace robson::storage
