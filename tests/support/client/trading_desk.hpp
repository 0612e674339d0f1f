#pragma once
// A plan, its execution and what follows from it, as the server tells them; the numbers are those of the decisions:
// capital 1,000, entry 90,000, stop 88,200, size 0.00555.
#include "net/http.hpp"
#include "support/client/operation_one.hpp"
#include "wire/instruments.hpp"
#include "wire/plan.hpp"
#include "wire/risk.hpp"
#include "wire/strategy.hpp"
#include "wire/venue_key.hpp"

namespace robson::fake {

inline wire::EntryLevel level(Decimal price, Decimal stop, Decimal away, bool chosen,
                              std::optional<std::string> why = {}) {
  wire::EntryLevel made;
  made.price = {price, 2};
  made.kind = LevelKind::support;
  made.touches = 3;
  made.strength = 60;
  made.first_time = at("2026-01-01T03:00:00Z");
  made.last_time = at("2026-01-02T02:00:00Z");
  made.stop_price = {stop, 2};
  made.distance_percent = {away, 2};
  made.chosen = chosen;
  made.skipped_because = std::move(why);
  return made;
}

inline wire::Proposal proposal() {
  wire::Proposal made;
  made.symbol = "BTCUSDC";
  made.base_asset = "BTC";
  made.quote_asset = "USDC";
  made.side = Side::BUY;
  made.strategy_id = 1;
  made.strategy = "Second level";
  made.strategy_version = 2;
  made.venue_kind = VenueKind::SIM;
  made.capital = {"1000"_d, 2};
  made.capital_source = wire::CapitalSource::named;
  made.entry_price = {"90000.00"_d, 2};
  made.entry_source = wire::EntrySource::quote;
  made.worst_entry = {"90270.00"_d, 2};
  made.stop_price = {"88200.00"_d, 2};
  made.stop_source = StopSource::technical;
  made.stop_method = wire::StopMethod::support_resistance;
  made.stop_confidence = StopConfidence::HIGH;
  made.technical_stop = Fixed{"88200.00"_d, 2};
  made.level_asked = 2;
  made.level_chosen = 2;
  made.levels = {level("89900"_d, "89810"_d, "0.21"_d, false, "nearer than 0.3 %"),
                 level("88290"_d, "88200"_d, "2.00"_d, true)};
  made.distance_percent = {"2.00"_d, 2};
  made.quantity = "0.00555"_d;
  made.computed_quantity = "0.00555"_d;
  made.notional = {"499.50"_d, 2};
  made.risk_amount = {"9.99"_d, 2};
  made.risk_percent = {"1.00"_d, 2};
  made.risk_allowed = {"10.00"_d, 2};
  made.risk_fraction = "0.01"_d;
  made.max_notional_fraction = "0.5"_d;
  made.executable_risk = {"10.98"_d, 2};
  made.fees = {"0.99"_d, 2};
  made.target_price = Fixed{"93600.00"_d, 2};
  made.gain_at_target = Fixed{"19.98"_d, 2};
  made.reward_risk = Fixed{"2.00"_d, 2};
  made.atr = Fixed{"310.25"_d, 2};
  made.quote.bid = {"89999.00"_d, 2};
  made.quote.ask = {"90000.00"_d, 2};
  made.quote.spread = {"1.00"_d, 2};
  made.quote.time = at("2026-01-02T03:04:05Z");
  made.quote.age_ms = 300;
  made.quote.stale = false;
  made.quote.source = "binance";
  made.tick_size = "0.01"_d;
  made.step_size = "0.00001"_d;
  made.min_notional = "5"_d;
  return made;
}

inline wire::Plan plan(PlanStatus status = PlanStatus::DRAFT) {
  wire::Plan made;
  made.id = 12;
  made.status = status;
  made.hash = "3b7e0c9a1f22aabb";
  made.venue_kind = VenueKind::SIM;
  made.proposal = proposal();
  made.created_by = "admin";
  made.created_at = at("2026-01-02T03:04:05Z");
  made.expires_at = at("2026-01-02T03:09:05Z");
  made.expires_in_ms = 298'000;
  return made;
}

inline wire::Plan validated(ReportStatus status) {
  wire::Plan made = plan(PlanStatus::VALIDATED);
  wire::Report report{.status = status,
                      .passed = {"STOP_ON_WRONG_SIDE", "STALE_QUOTE"},
                      .summary = "2 checks passed",
                      .plan_hash = made.hash};
  report.at = made.created_at;
  if (status == ReportStatus::WARNING) {
    report.issues = {
        {"COSTS_EXCEED_RISK", Severity::WARNING, "With costs 1.1 % of the capital is at risk.", "10.98 of 10.00"}};
  }
  if (status == ReportStatus::FAIL) report.issues = {{"KILL_SWITCH_ON", Severity::FAIL, "The kill switch is on.", ""}};
  made.report = report;
  return made;
}

inline wire::Operation operation(OperationStatus status = OperationStatus::ACTIVE) {
  wire::Operation made;
  made.id = 7;
  made.symbol = "BTCUSDC";
  made.base_asset = "BTC";
  made.quote_asset = "USDC";
  made.side = Side::BUY;
  made.status = status;
  made.source = OperationSource::executed;
  made.strategy_id = 1;
  made.strategy = "Second level";
  made.plan_id = 12;
  made.quantity = "0.00555"_d;
  made.held = status == OperationStatus::CLOSED ? "0"_d : "0.00555"_d;
  made.entry_price = {"90000.00"_d, 2};
  made.initial_stop = {"88200.00"_d, 2};
  made.stop_price = {"88200.00"_d, 2};
  made.target_price = Fixed{"93600.00"_d, 2};
  made.realized_pnl = {"0.00"_d, 2};
  made.fees = {"0.50"_d, 2};
  made.opened_at = at("2026-01-02T03:05:00Z");
  made.unprotected_seconds = {"0.112"_d, 3};
  made.tick_size = "0.01"_d;
  made.step_size = "0.00001"_d;
  if (status == OperationStatus::ACTIVE) {
    made.protection = wire::Protection::AT_VENUE;
    made.unrealized_pnl = Fixed{"1.10"_d, 2};
    made.unrealized_pnl_percent = Fixed{"0.22"_d, 2};
  } else {
    made.exit_price = Fixed{"91000.00"_d, 2};
    made.exit_reason = ExitReason::MANUAL;
    made.realized_pnl = {"4.55"_d, 2};
    made.realized_pnl_percent = Fixed{"0.91"_d, 2};
    made.closed_at = at("2026-01-02T04:05:00Z");
  }
  return made;
}

inline wire::Order order(OrderStatus status = OrderStatus::PENDING) {
  wire::Order made;
  made.id = 3;
  made.client_order_id = "rb-7-entry-1";
  made.operation_id = 7;
  made.purpose = OrderPurpose::ENTRY;
  made.attempt = 1;
  made.symbol = "BTCUSDC";
  made.side = Side::BUY;
  made.type = "LIMIT";
  made.time_in_force = TimeInForce::IOC;
  made.quantity = "0.00555"_d;
  made.price = Fixed{"90270.00"_d, 2};
  made.status = status;
  made.live = status == OrderStatus::PENDING;
  made.filled = status == OrderStatus::FILLED ? made.quantity : "0"_d;
  made.left = made.quantity - made.filled;
  made.can_cancel = made.live;
  made.created_at = at("2026-01-02T03:05:00Z");
  made.updated_at = at("2026-01-02T03:05:01Z");
  return made;
}

inline wire::OperationDetail operation_detail() {
  wire::OperationDetail made;
  static_cast<wire::Operation&>(made) = operation();
  made.orders = {order(OrderStatus::FILLED)};
  made.timeline = {{.at = at("2026-01-02T03:05:00Z"), .kind = wire::TimelineKind::opened, .text = "Opened by admin"}};
  return made;
}

inline wire::Execution execution(wire::Outcome outcome) {
  wire::Execution made;
  made.dry_run = outcome == wire::Outcome::dry_run;
  made.outcome = outcome;
  made.message = made.dry_run ? "Nothing was sent." : "The entry was sent.";
  made.plan = validated(ReportStatus::PASS);
  made.quantity = "0.00555"_d;
  made.entry_price = {"90000.00"_d, 2};
  made.would_send = {{.client_order_id = "rb-7-entry-1",
                      .symbol = "BTCUSDC",
                      .side = Side::BUY,
                      .type = OrderType::LIMIT,
                      .time_in_force = TimeInForce::IOC,
                      .quantity = "0.00555"_d,
                      .price = Fixed{"90270.00"_d, 2},
                      .stop_price = {}}};
  if (!made.dry_run) {
    made.operation_id = 7;
    made.operation = operation();
    made.orders = {order(OrderStatus::FILLED)};
  }
  return made;
}

inline wire::RiskMetrics risk() {
  wire::RiskMetrics made;
  made.currency = "USDC";
  made.as_of = at("2026-01-02T03:04:05Z");
  made.stale = false;
  made.venue_kind = VenueKind::SIM;
  made.trading_enabled = true;
  made.server_trading_enabled = true;
  made.month = {.month = "2026-01",
                .base = Fixed{"1000"_d, 2},
                .realized = {"-10"_d, 2},
                .limit = Fixed{"40"_d, 2},
                .limit_percent = {"4"_d, 2},
                .used = {"10"_d, 2},
                .reserved = {"20"_d, 2},
                .left = Fixed{"10"_d, 2},
                .used_percent = Fixed{"75"_d, 2}};
  made.worst_case = {"20"_d, 2};
  made.worst_cases = {{.operation_id = 7, .symbol = "BTCUSDC", .amount = {"20"_d, 2}}};
  made.unprotected_seconds_total = {"0.112"_d, 3};
  made.equity = Fixed{"990"_d, 2};
  made.peak_equity = Fixed{"1000"_d, 2};
  made.drawdown = Fixed{"10"_d, 2};
  made.drawdown_percent = Fixed{"1"_d, 2};
  made.exposure = Fixed{"499.5"_d, 2};
  made.exposure_percent = Fixed{"50.45"_d, 2};
  made.exposure_by_symbol = {{"BTCUSDC", 1, Fixed{"499.5"_d, 2}, Fixed{"50.45"_d, 2}, Fixed{"100"_d, 2}}};
  made.trades_today = 3;
  made.trades_limit = 50;
  return made;
}

inline wire::Strategy strategy(int version = 2) {
  wire::Strategy made;
  made.id = 1;
  made.name = "Second level";
  made.description = "The requirements' rule";
  made.version = version;
  made.active = true;
  made.rules.level = version;
  made.rules.risk_fraction = "0.01"_d;
  made.rules.max_notional_fraction = "0.5"_d;
  made.rules.reward_risk = "2"_d;
  made.changed_at = at("2026-01-02T03:04:05Z");
  made.changed_by = "admin";
  return made;
}

inline wire::Levels levels() {
  wire::Levels made;
  made.symbol = "BTCUSDC";
  made.interval = "15m";
  made.price = {"90000"_d, 2};
  wire::Level support;
  support.price = {"88290"_d, 2};
  support.kind = LevelKind::support;
  support.touches = 3;
  support.strength = 60;
  support.first_time = at("2026-01-01T03:00:00Z");
  support.last_time = at("2026-01-02T02:00:00Z");
  support.distance_percent = {"-1.90"_d, 2};
  made.supports = {support};
  made.atr = Fixed{"310.25"_d, 2};
  made.atr_period = 14;
  made.candles = 200;
  return made;
}

// Answers each path of the trading desk with something that ends well, for plan 12, operation 1 and order 3.
template <class Server>
void answer_trading(Server& robsond) {
  wire::EntryPreview preview;
  static_cast<wire::Proposal&>(preview) = proposal();
  wire::Operation moved = operation();
  moved.stop_price = {"88000.00"_d, 2};
  moved.target_price.reset();
  const std::string closed = json::text_of(operation(OperationStatus::CLOSED));
  robsond.replace("/api/plans/", [](const net::Request& request) {
    const bool makes = request.method == net::Method::POST;
    const wire::Plans list{.plans = {plan()}, .next_cursor = {}};
    return net::Response{.status = makes ? 201 : 200, .body = makes ? json::text_of(plan()) : json::text_of(list)};
  });
  robsond.answer("/api/plans/12/", json::text_of(validated(ReportStatus::PASS)));
  robsond.answer("/api/plans/12/validate/", json::text_of(validated(ReportStatus::PASS)));
  robsond.answer("/api/plans/12/execute/", json::text_of(execution(wire::Outcome::filled)), 201);
  robsond.answer("/api/trade/calculate-entry/", json::text_of(preview));
  robsond.answer("/api/analysis/levels/BTCUSDC/", json::text_of(levels()));
  robsond.answer("/api/portfolio/positions/1/close/", closed);
  robsond.answer("/api/portfolio/positions/1/detach/", closed);
  robsond.answer("/api/portfolio/positions/1/stop/", json::text_of(moved));
  robsond.answer("/api/portfolio/positions/1/target/", json::text_of(moved));
  const auto now = at("2026-01-02T03:04:05Z");
  robsond.answer("/api/operations/history/",
                 json::text_of(wire::Operations{
                     .operations = {operation()}, .next_cursor = {}, .as_of = now, .venue_kind = VenueKind::SIM}));
  robsond.answer(
      "/api/operations/active/",
      json::text_of(wire::ActiveOperations{.operations = {operation()}, .as_of = now, .venue_kind = VenueKind::SIM}));
  robsond.answer("/api/operations/1/", json::text_of(operation_detail()));
  robsond.answer("/api/operations/1/trades/", json::text_of(wire::Trades{.operation_id = 1, .trades = {}}));
  robsond.answer("/api/operations/1/proof/", json::text_of(wire::Proofs{.operation_id = 1, .proofs = {}}));
  robsond.answer("/api/orders/", json::text_of(wire::Orders{.orders = {order()}, .next_cursor = {}}));
  robsond.answer("/api/orders/3/", json::text_of(order()));
  robsond.answer("/api/orders/3/cancel/", json::text_of(order(OrderStatus::CANCELLED)));
  robsond.answer("/api/movements/", json::text_of(wire::Movements{}));
  robsond.answer("/api/symbols/", json::text_of(wire::Symbols{}));
  robsond.answer("/api/risk/metrics/", json::text_of(risk()));
  for (const char* path : {"/api/risk/kill-switch/", "/api/risk/resume/", "/api/risk/trading/"}) {
    robsond.answer(path, json::text_of(wire::RiskSwitches{}));
  }
  robsond.replace("/api/strategies/", [](const net::Request& request) {
    const bool makes = request.method == net::Method::POST;
    const wire::Strategies list{.strategies = {strategy()}, .templates = {}};
    return net::Response{.status = makes ? 201 : 200, .body = makes ? json::text_of(strategy()) : json::text_of(list)};
  });
  robsond.answer("/api/strategies/1/", json::text_of(strategy()));
  robsond.answer("/api/strategies/1/history/", json::text_of(wire::StrategyHistory{{strategy(3), strategy(2)}}));
  robsond.answer("/api/venue-keys/", json::text_of(wire::VenueKeys{.venue = "binance"}));
}

}  // namespace robson::fake
