#include "demo_history.hpp"

#include <array>

namespace robson {
namespace {
using namespace literals;

struct Past {
  const char* symbol;
  const char* quantity;
  const char* entry;
  const char* stop;
  const char* target;
  const char* exit;
  ExitReason reason;
  const char* opened;
  const char* closed;
};

constexpr std::array<Past, 10> past = {{
    {"BTCUSDC", "0.0019", "103120.40", "101580.00", "106201.20", "106201.20", ExitReason::TARGET,
     "2025-11-12T08:14:00Z", "2025-11-12T19:42:00Z"},
    {"ETHUSDC", "0.041", "3188.60", "3126.20", "3313.40", "3125.85", ExitReason::STOP, "2025-11-14T10:02:00Z",
     "2025-11-14T13:27:00Z"},
    {"BTCUSDC", "0.0021", "95410.00", "94020.00", "98190.00", "94018.20", ExitReason::STOP, "2025-11-16T21:30:00Z",
     "2025-11-17T02:11:00Z"},
    {"BTCUSDC", "0.0024", "92215.50", "90890.00", "94866.50", "94866.50", ExitReason::TARGET, "2025-11-18T15:45:00Z",
     "2025-11-19T06:20:00Z"},
    {"ETHUSDC", "0.052", "2954.10", "2901.30", "3059.70", "2988.40", ExitReason::MANUAL, "2025-11-21T09:05:00Z",
     "2025-11-21T16:50:00Z"},
    {"BTCUSDC", "0.0026", "86880.00", "85410.00", "89820.00", "89820.00", ExitReason::TARGET, "2025-11-24T07:30:00Z",
     "2025-11-25T11:04:00Z"},
    {"ETHUSDC", "0.047", "3021.75", "2969.90", "3125.45", "2969.40", ExitReason::STOP, "2025-11-28T18:16:00Z",
     "2025-11-29T01:33:00Z"},
    {"BTCUSDC", "0.0022", "91304.20", "90115.00", "93682.60", "91420.00", ExitReason::MANUAL, "2025-12-03T12:00:00Z",
     "2025-12-03T20:15:00Z"},
    {"BTCUSDC", "0.0020", "92650.80", "91350.00", "95252.40", "91347.75", ExitReason::STOP, "2025-12-09T22:47:00Z",
     "2025-12-10T05:39:00Z"},
    {"ETHUSDC", "0.055", "2874.90", "2818.40", "2987.90", "2987.90", ExitReason::TARGET, "2025-12-18T06:52:00Z",
     "2025-12-19T14:08:00Z"},
}};

Price price(const char* text) {
  return {*Decimal::parse(text)};
}

// 0.1 % of what was traded, in the quote asset.
Money fee_on(Price at, Quantity quantity) {
  return {multiply(notional(at, quantity).value, "0.001"_d, Rounding::half_away_from_zero)};
}

Operation operation_of(const Past& one, TenantId tenant, OperationId id) {
  const Quantity quantity{*Decimal::parse(one.quantity)};
  const Money fees = fee_on(price(one.entry), quantity) + fee_on(price(one.exit), quantity);
  return {.id = id,
          .tenant = tenant,
          .symbol = {one.symbol},
          .side = Side::BUY,
          .quantity = quantity,
          .entry = price(one.entry),
          .initial_stop = price(one.stop),
          .stop = price(one.stop),
          .target = price(one.target),
          .status = OperationStatus::CLOSED,
          .opened_at = *parse_time(one.opened),
          .closed_at = parse_time(one.closed),
          .exit = price(one.exit),
          .exit_reason = one.reason,
          .realized_pnl = notional(price(one.exit) - price(one.entry), quantity) - fees,
          .fees = fees,
          .source = OperationSource::executed,
          .strategy_id = demo_strategy,
          .strategy = "BTC Spot Manual",
          .note = std::string(demo_note)};
}

OrderPurpose exit_purpose(ExitReason reason) {
  if (reason == ExitReason::STOP) return OrderPurpose::STOP;
  return reason == ExitReason::TARGET ? OrderPurpose::TARGET : OrderPurpose::EXIT;
}

Order order_of(const Operation& operation, OrderPurpose purpose, OrderId id) {
  const bool enters = purpose == OrderPurpose::ENTRY;
  const Price at = enters ? operation.entry : *operation.exit;
  const Timestamp moment = enters ? operation.opened_at : *operation.closed_at;
  Order order{.id = id,
              .tenant = operation.tenant,
              .operation = operation.id,
              .purpose = purpose,
              .client_id = client_id_of("demo00", operation.id, purpose, 1),
              .symbol = operation.symbol,
              .side = enters ? Side::BUY : Side::SELL,
              .type = OrderType::LIMIT,
              .time_in_force = TimeInForce::IOC,
              .quantity = operation.quantity,
              .price = at,
              .status = OrderStatus::FILLED,
              .filled = operation.quantity,
              .filled_quote = notional(at, operation.quantity),
              .venue_id = id.value,
              .created_at = enters ? moment : operation.opened_at,
              .sent_at = enters ? moment : operation.opened_at,
              .updated_at = moment};
  if (purpose == OrderPurpose::EXIT) order.type = OrderType::MARKET;
  if (purpose == OrderPurpose::TARGET) order.type = OrderType::LIMIT_MAKER;
  if (purpose == OrderPurpose::STOP) {
    order.type = OrderType::STOP_LOSS;
    order.stop_price = operation.stop;
  }
  if (order.type == OrderType::MARKET || order.type == OrderType::STOP_LOSS) order.price.reset();
  if (order.type != OrderType::LIMIT) order.time_in_force = TimeInForce::GTC;
  return order;
}

Fill fill_of(const Order& order, Price at) {
  const Money fee = fee_on(at, order.quantity);
  return {.tenant = order.tenant,
          .operation = order.operation,
          .order = order.id,
          .client_id = order.client_id,
          .purpose = order.purpose,
          .symbol = order.symbol,
          .side = order.side,
          .trade_id = order.id.value,
          .price = at,
          .quantity = order.quantity,
          .fee = fee,
          .fee_asset = "USDC",
          .fee_quote = fee,
          .is_maker = order.type == OrderType::LIMIT_MAKER,
          .venue_time = order.updated_at,
          .booked_at = order.updated_at};
}

Proof proof_of(const Operation& operation, const Order& order) {
  const Price level = operation.exit_reason == ExitReason::STOP ? operation.stop : *operation.exit;
  return {.tenant = operation.tenant,
          .operation = operation.id,
          .client_id = order.client_id,
          .reason = *operation.exit_reason,
          .actor = operation.exit_reason == ExitReason::MANUAL ? ExitActor::SERVER : ExitActor::VENUE,
          .level = level,
          .decided_at = order.created_at,
          .sent_at = order.sent_at,
          .filled_at = operation.closed_at,
          .known_at = operation.closed_at,
          .request = "demo history",
          .answer = "demo history",
          .quantity = operation.quantity,
          .average = operation.exit,
          .slippage = level - *operation.exit};
}

}  // namespace

std::vector<engine::Event> demo_history(TenantId tenant, OperationId first) {
  std::vector<engine::Event> events;
  TenantDesk desk{.tenant = tenant};
  OrderId last_order{};
  for (std::size_t i = 0; i < past.size(); ++i) {
    const Operation operation = operation_of(past[i], tenant, {first.value + static_cast<std::int64_t>(i)});
    const Order entry = order_of(operation, OrderPurpose::ENTRY, {++last_order.value});
    const Order exit = order_of(operation, exit_purpose(past[i].reason), {++last_order.value});
    events.emplace_back(engine::OperationSaved{operation, "operation_closed"});
    events.emplace_back(engine::OrderSaved{entry});
    events.emplace_back(engine::OrderSaved{exit});
    events.emplace_back(engine::FillBooked{fill_of(entry, operation.entry)});
    events.emplace_back(engine::FillBooked{fill_of(exit, *operation.exit)});
    events.emplace_back(engine::ProofSaved{proof_of(operation, exit)});
    desk.realized += operation.realized_pnl;
    desk.fees += operation.fees;
  }
  events.emplace_back(engine::DeskSaved{desk, "demo_made"});
  return events;
}

}  // namespace robson
