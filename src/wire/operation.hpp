#pragma once
// /api/operations/ and what is done to an open position.
#include <string>
#include <vector>

#include "wire/order.hpp"
#include "wire/portfolio.hpp"

namespace robson::wire {

struct Operation {
  std::int64_t id = 0;
  std::string symbol{};
  std::string base_asset{};
  std::string quote_asset{};
  Side side{};
  OperationStatus status{};
  OperationSource source{};
  std::optional<std::int64_t> strategy_id{};
  std::optional<std::string> strategy{};
  std::optional<std::int64_t> plan_id{};
  Decimal quantity{};
  Decimal held{};
  Fixed entry_price{};
  Fixed initial_stop{};
  Fixed stop_price{};
  std::optional<Fixed> target_price{};
  std::optional<Fixed> exit_price{};
  std::optional<ExitReason> exit_reason{};
  Fixed realized_pnl{};
  Decimal realized_pnl_exact{};
  std::optional<Fixed> realized_pnl_percent{};
  Fixed fees{};
  bool fees_unvalued = false;
  bool trailing = false;
  int trailing_steps = 0;
  std::optional<Closing> closing{};
  std::optional<Protection> protection{};
  Fixed unprotected_seconds{};
  std::optional<Fixed> current_price{};
  std::optional<Fixed> unrealized_pnl{};
  std::optional<Fixed> unrealized_pnl_percent{};
  bool stale = false;
  Timestamp opened_at{};
  std::optional<Timestamp> closed_at{};
  std::string note{};
  Decimal tick_size{};
  Decimal step_size{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
};
BOOST_DESCRIBE_STRUCT(Operation, (),
                      (id, symbol, base_asset, quote_asset, side, status, source, strategy_id, strategy, plan_id,
                       quantity, held, entry_price, initial_stop, stop_price, target_price, exit_price, exit_reason,
                       realized_pnl, realized_pnl_exact, realized_pnl_percent, fees, fees_unvalued, trailing,
                       trailing_steps, closing, protection, unprotected_seconds, current_price, unrealized_pnl,
                       unrealized_pnl_percent, stale, opened_at, closed_at, note, tick_size, step_size, contract_size))

struct ActiveOperations {
  std::vector<Operation> operations{};
  Timestamp as_of{};
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(ActiveOperations, (), (operations, as_of, venue_kind))

struct Operations {
  std::vector<Operation> operations{};
  std::optional<std::string> next_cursor{};
  Timestamp as_of{};
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(Operations, (), (operations, next_cursor, as_of, venue_kind))

enum class TimelineKind {
  planned,
  opened,
  order_created,
  order_sent,
  order_ended,
  fill,
  stop_moved,
  exit_triggered,
  exit_decided,
  closed,
  cancelled
};
BOOST_DESCRIBE_ENUM(TimelineKind, planned, opened, order_created, order_sent, order_ended, fill, stop_moved,
                    exit_triggered, exit_decided, closed, cancelled)
struct TimelineEvent {
  Timestamp at{};
  TimelineKind kind{};
  std::string text{};
  std::optional<std::int64_t> order_id{};
  std::optional<std::string> client_order_id{};
  std::optional<Fixed> price{};
  std::optional<Decimal> quantity{};
};
BOOST_DESCRIBE_STRUCT(TimelineEvent, (), (at, kind, text, order_id, client_order_id, price, quantity))

struct StopMove {
  Timestamp at{};
  Fixed from{};
  Fixed to{};
  std::optional<std::int64_t> order_id{};
};
BOOST_DESCRIBE_STRUCT(StopMove, (), (at, from, to, order_id))

struct OperationDetail : Operation {
  std::vector<Order> orders{};
  std::vector<TimelineEvent> timeline{};  // oldest first
  std::vector<StopMove> stop_moves{};
};
BOOST_DESCRIBE_STRUCT(OperationDetail, (Operation), (orders, timeline, stop_moves))

struct Trade {
  std::int64_t trade_id = 0;
  std::optional<std::int64_t> order_id{};
  std::string client_order_id{};
  OrderPurpose purpose{};
  std::string symbol{};
  Side side{};
  Fixed price{};
  Decimal quantity{};
  Decimal quote_amount{};
  Decimal fee{};
  std::string fee_asset{};
  std::optional<Decimal> fee_quote{};
  bool is_maker = false;
  Timestamp time{};
  Timestamp booked_at{};
};
BOOST_DESCRIBE_STRUCT(Trade, (),
                      (trade_id, order_id, client_order_id, purpose, symbol, side, price, quantity, quote_amount, fee,
                       fee_asset, fee_quote, is_maker, time, booked_at))

struct Trades {
  std::int64_t operation_id = 0;
  std::vector<Trade> trades{};
};
BOOST_DESCRIBE_STRUCT(Trades, (), (operation_id, trades))

struct TriggerTick {
  Fixed bid{};
  Fixed ask{};
  std::optional<Fixed> last{};
  Timestamp venue_time{};
  Timestamp received_at{};
};
BOOST_DESCRIBE_STRUCT(TriggerTick, (), (bid, ask, last, venue_time, received_at))

struct ProofLatency {
  std::optional<std::int64_t> trigger_to_decision_us{};
  std::optional<std::int64_t> decision_to_commit_us{};
  std::optional<std::int64_t> commit_to_send_us{};
  std::optional<std::int64_t> send_to_answer_us{};
  std::optional<std::int64_t> trigger_to_send_us{};
  std::optional<std::int64_t> trigger_to_fill_us{};
};
BOOST_DESCRIBE_STRUCT(ProofLatency, (),
                      (trigger_to_decision_us, decision_to_commit_us, commit_to_send_us, send_to_answer_us,
                       trigger_to_send_us, trigger_to_fill_us))

struct Proof {
  std::string client_order_id{};
  ExitReason reason{};
  ExitActor actor{};
  Fixed level{};
  std::optional<TriggerTick> trigger{};
  std::optional<Timestamp> decided_at{};
  std::optional<Timestamp> committed_at{};
  std::optional<Timestamp> sent_at{};
  std::optional<Timestamp> answered_at{};
  std::optional<Timestamp> filled_at{};
  std::optional<Timestamp> known_at{};
  std::string request{};
  std::string answer{};
  Decimal quantity{};
  std::optional<Fixed> average_price{};
  std::optional<Fixed> slippage{};
  std::optional<Fixed> slippage_percent{};
  ProofLatency latency{};
};
BOOST_DESCRIBE_STRUCT(Proof, (),
                      (client_order_id, reason, actor, level, trigger, decided_at, committed_at, sent_at, answered_at,
                       filled_at, known_at, request, answer, quantity, average_price, slippage, slippage_percent,
                       latency))

struct Proofs {
  std::int64_t operation_id = 0;
  std::vector<Proof> proofs{};
};
BOOST_DESCRIBE_STRUCT(Proofs, (), (operation_id, proofs))

struct Movement {
  std::int64_t id = 0;
  Timestamp at{};
  std::string asset{};
  Decimal amount{};
  MovementCause cause{};
  std::optional<std::int64_t> operation_id{};
  std::optional<std::int64_t> order_id{};
  std::optional<std::int64_t> trade_id{};
  std::string note{};
};
BOOST_DESCRIBE_STRUCT(Movement, (), (id, at, asset, amount, cause, operation_id, order_id, trade_id, note))

struct Movements {
  std::vector<Movement> movements{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(Movements, (), (movements, next_cursor))

// Requests.

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct CloseRequest {
  std::optional<Decimal> quantity{};
  std::optional<Decimal> limit_price{};
  std::optional<std::int64_t> wait_ms{};
};
BOOST_DESCRIBE_STRUCT(CloseRequest, (), (quantity, limit_price, wait_ms))

struct StopRequest {
  Decimal stop_price{};
  std::optional<std::int64_t> wait_ms{};
};
BOOST_DESCRIBE_STRUCT(StopRequest, (), (stop_price, wait_ms))

// The target has to be named: null takes it away, and nothing else does.
struct TargetRequest {
  std::optional<Decimal> target_price{};
  std::optional<std::int64_t> wait_ms{};
};
BOOST_DESCRIBE_STRUCT(TargetRequest, (), (target_price, wait_ms))

struct ReasonRequest {
  std::string reason{};
};
BOOST_DESCRIBE_STRUCT(ReasonRequest, (), (reason))

}  // namespace robson::wire
