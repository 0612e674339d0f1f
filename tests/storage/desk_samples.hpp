#pragma once
// One of each thing of the trading desk, with every member set to something that is not its default.
#include "storage/fixture.hpp"
#include "trading/fill.hpp"
#include "trading/plan.hpp"
#include "trading/tenant_desk.hpp"

namespace robson::storage {
using namespace robson::literals;

inline constexpr Timestamp noon{1'767'000'000'123'457};

inline Quote sample_quote() {
  return {.symbol = {"BTCUSDC"},
          .bid = {"88837.91"_d},
          .bid_quantity = {"1.5"_d},
          .ask = {"88837.92"_d},
          .ask_quantity = {"0.25"_d},
          .last = Price{"88837.915"_d},
          .venue_time = {1'766'999'999'999'001},
          .received = {1'766'999'999'999'502},
          .confirmed = {1'766'999'999'999'903}};
}

inline Operation sample_operation(TenantId tenant, std::int64_t id) {
  Operation operation = operation_one();
  operation.id = {id};
  operation.tenant = tenant;
  operation.held = {"0.00021"_d};
  operation.stop = {"88000.01"_d};
  operation.fees = {"0.0293"_d};
  operation.fees_unvalued = true;
  operation.realized_pnl = {"-0.000000000001"_d};
  operation.source = OperationSource::executed;
  operation.plan = {17};
  operation.strategy_id = {3};
  operation.trailing = true;
  operation.trailing_steps = 2;
  operation.closing = Closing{.reason = ExitReason::TARGET,
                              .quantity = Quantity{"0.0001"_d},
                              .limit = Price{"92000"_d},
                              .by = "ada",
                              .at = noon};
  operation.unprotected = Duration(1'234'567);
  operation.unprotected_since = Timestamp{noon.us + 1};
  operation.note = "a \"note\"";
  return operation;
}

inline Order sample_order(TenantId tenant, std::int64_t operation, std::int64_t id) {
  return {.id = {id},
          .tenant = tenant,
          .operation = {operation},
          .purpose = OrderPurpose::STOP,
          .attempt = 2,
          .client_id = "rbabc123-1-S" + std::to_string(id),
          .list_id = "rbabc123-1-L2",
          .symbol = {"BTCUSDC"},
          .side = Side::SELL,
          .type = OrderType::STOP_LOSS,
          .time_in_force = TimeInForce::IOC,
          .quantity = {"0.00033"_d},
          .price = Price{"87000"_d},
          .stop_price = Price{"87061.16"_d},
          .status = OrderStatus::PARTIALLY_FILLED,
          .live = true,
          .filled = {"0.0001"_d},
          .filled_quote = {"8.706116"_d},
          .venue_id = 9'007'199'254'740'993,
          .reason = "why not",
          .created_at = {noon.us + id},
          .sent_at = Timestamp{noon.us + 5},
          .updated_at = {noon.us + 6}};
}

inline Fill sample_fill(TenantId tenant, std::int64_t operation, std::int64_t order, std::int64_t trade) {
  return {.tenant = tenant,
          .operation = {operation},
          .order = {order},
          .client_id = "rbabc123-1-S" + std::to_string(order),
          .purpose = OrderPurpose::STOP,
          .symbol = {"BTCUSDC"},
          .side = Side::SELL,
          .trade_id = trade,
          .price = {"87061.16"_d},
          .quantity = {"0.0001"_d},
          .fee = {"0.00000001"_d},
          .fee_asset = "BNB",
          .fee_quote = Money{"0.0000062"_d},
          .is_maker = true,
          .venue_time = {noon.us - 7},
          .booked_at = noon};
}

inline Movement sample_movement(TenantId tenant, const std::string& asset, Decimal amount) {
  return {.tenant = tenant,
          .asset = asset,
          .amount = {amount},
          .cause = MovementCause::exit,
          .operation = {1},
          .order = {1},
          .trade_id = 9,
          .note = "sold",
          .at = noon};
}

inline Proof sample_proof(TenantId tenant, std::int64_t operation, const std::string& client_id) {
  return {.tenant = tenant,
          .operation = {operation},
          .client_id = client_id,
          .reason = ExitReason::TARGET,
          .actor = ExitActor::SERVER,
          .level = {"87061.16"_d},
          .trigger = sample_quote(),
          .decided_at = Timestamp{noon.us + 1},
          .committed_at = Timestamp{noon.us + 2},
          .sent_at = Timestamp{noon.us + 3},
          .answered_at = Timestamp{noon.us + 4},
          .filled_at = Timestamp{noon.us + 5},
          .known_at = Timestamp{noon.us + 6},
          .request = "MARKET SELL 0.00033 BTCUSDC",
          .answer = "FILLED",
          .quantity = {"0.00033"_d},
          .average = Price{"87060"_d},
          .slippage = Price{"1.16"_d}};
}

inline Strategy sample_strategy(TenantId tenant, std::int64_t id) {
  Strategy strategy{.id = {id},
                    .tenant = tenant,
                    .name = "Mean Reversion",
                    .description = "buys what fell",
                    .active = false,
                    .changed_at = noon,
                    .changed_by = "ada"};
  strategy.rules.stop.level = 3;
  strategy.rules.stop.tolerance = "0.0051"_d;
  strategy.rules.size.risk_fraction = "0.0099"_d;
  strategy.rules.size.include_costs = true;
  strategy.rules.reward_risk = "2.5"_d;
  strategy.rules.trailing = true;
  return strategy;
}

inline Plan sample_plan(TenantId tenant, std::int64_t id) {
  Proposal proposal{.symbol = {"BTCUSDC"},
                    .side = Side::SELL,
                    .strategy = {3},
                    .strategy_version = 4,
                    .strategy_name = "Mean Reversion",
                    .rules = sample_strategy(tenant, 3).rules,
                    .is_limit = true,
                    .entry = {"88837.92"_d},
                    .worst_entry = {"88571.41"_d},
                    .stop = {"90000"_d},
                    .target = Price{"80000"_d},
                    .stop_source = StopSource::manual,
                    .capital = {"1000.5"_d},
                    .capital_named = true,
                    .quantity = {"0.005"_d},
                    .asked_quantity = Quantity{"0.0049"_d},
                    .fees = {"0.9"_d},
                    .warnings = {"thin book", "low \"confidence\""},
                    .snapshot = sample_quote()};
  proposal.technical = {.stop = {"90000"_d},
                        .method = StopMethod::swing_point,
                        .confidence = StopConfidence::MEDIUM,
                        .level_asked = 2,
                        .level_chosen = 1,
                        .levels = {{.level = {.price = {"89900"_d},
                                              .kind = LevelKind::resistance,
                                              .touches = 3,
                                              .strength = 60,
                                              .first_time = Timestamp::from_seconds(1'766'000'100),
                                              .last_time = Timestamp::from_seconds(1'766'900'100)},
                                    .stop = {"89999.99"_d},
                                    .distance = "0.013"_d,
                                    .skipped_because = "too near"}},
                        .atr = Price{"312.25"_d},
                        .distance = "0.013081"_d,
                        .warnings = {"few candles"}};
  proposal.size = {.quantity = {"0.005"_d},
                   .notional = {"444.1896"_d},
                   .risk = {"5.8"_d},
                   .risk_percent = "0.58"_d,
                   .is_capped = true,
                   .executable_risk = {"6.7"_d},
                   .costs_exceed_risk = true};
  return {.id = {id},
          .tenant = tenant,
          .proposal = proposal,
          .venue_kind = VenueKind::PAPER,
          .status = PlanStatus::VALIDATED,
          .hash = "abc",
          .report = Report{.status = ReportStatus::WARNING,
                           .issues = {{"STOP_NOT_TECHNICAL", Severity::FAIL, "by hand", "90000"}},
                           .passed = {"BALANCE", "QUOTE"},
                           .summary = "one warning",
                           .plan_hash = "abc",
                           .at = {noon.us + 9}},
          .operation = {5},
          .created_by = "ada",
          .created_at = noon,
          .expires_at = noon + std::chrono::minutes(5)};
}

inline TenantDesk sample_desk(TenantId tenant) {
  return {.tenant = tenant,
          .trading_enabled = false,
          .kill_switch = Halt{.by = "ada", .reason = "storm", .at = noon},
          .loss_pause = Halt{.by = "rule", .reason = "4 %", .at = {noon.us + 1}},
          .month = 202'512,
          .month_base = Money{"1000"_d},
          .month_realized = {"-40.01"_d},
          .day = 20'251'229,
          .trades_today = 7,
          .realized = {"12.5"_d},
          .fees = {"3.25"_d},
          .peak_equity = {"1100"_d},
          .unprotected = Duration(42)};
}

}  // namespace robson::storage
