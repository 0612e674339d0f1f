#pragma once
// /api/trade/calculate-entry/ and /api/plans/: a trade before it is made.
#include <string>
#include <vector>

#include "wire/operation.hpp"

namespace robson::wire {

struct EntryRequest {
  std::string symbol{};
  Side side{};
  std::optional<Decimal> capital{};
  std::optional<std::int64_t> strategy_id{};
  std::optional<Decimal> entry_price{};
  std::optional<Decimal> stop_price{};
  std::optional<Decimal> target_price{};
  std::optional<Decimal> quantity{};
};
BOOST_DESCRIBE_STRUCT(EntryRequest, (),
                      (symbol, side, capital, strategy_id, entry_price, stop_price, target_price, quantity))

enum class CapitalSource { named, equity };
BOOST_DESCRIBE_ENUM(CapitalSource, named, equity)
enum class EntrySource { quote, limit };
BOOST_DESCRIBE_ENUM(EntrySource, quote, limit)
enum class StopMethod { support_resistance, swing_point, atr, manual };
BOOST_DESCRIBE_ENUM(StopMethod, support_resistance, swing_point, atr, manual)

struct EntryLevel {
  Fixed price{};
  LevelKind kind{};
  int touches = 0;
  int strength = 0;
  Timestamp first_time{};
  Timestamp last_time{};
  Fixed stop_price{};
  Fixed distance_percent{};
  bool chosen = false;
  std::optional<std::string> skipped_because{};
};
BOOST_DESCRIBE_STRUCT(EntryLevel, (),
                      (price, kind, touches, strength, first_time, last_time, stop_price, distance_percent, chosen,
                       skipped_because))

struct EntryQuote {
  Fixed bid{};
  Fixed ask{};
  std::optional<Fixed> last{};
  Fixed spread{};
  Timestamp time{};
  std::int64_t age_ms = 0;
  bool stale = true;
  std::string source{};
};
BOOST_DESCRIBE_STRUCT(EntryQuote, (), (bid, ask, last, spread, time, age_ms, stale, source))

struct Proposal {
  std::string symbol{};
  std::string base_asset{};
  std::string quote_asset{};
  Side side{};
  std::int64_t strategy_id = 0;
  std::string strategy{};
  int strategy_version = 0;
  VenueKind venue_kind{};
  Fixed capital{};
  CapitalSource capital_source{};
  Fixed entry_price{};
  EntrySource entry_source{};
  Fixed worst_entry{};
  Fixed stop_price{};
  StopSource stop_source{};
  StopMethod stop_method{};
  std::optional<StopConfidence> stop_confidence{};
  std::optional<Fixed> technical_stop{};
  int level_asked = 0;
  int level_chosen = 0;
  std::vector<EntryLevel> levels{};
  Fixed distance_percent{};
  Decimal quantity{};
  Decimal computed_quantity{};
  std::optional<Decimal> asked_quantity{};
  Fixed notional{};
  Decimal notional_exact{};
  Fixed risk_amount{};
  Decimal risk_amount_exact{};
  Fixed risk_percent{};
  Fixed risk_allowed{};
  Decimal risk_fraction{};
  Decimal max_notional_fraction{};
  bool is_capped = false;
  Fixed executable_risk{};
  Fixed fees{};
  std::optional<Fixed> target_price{};
  std::optional<Fixed> gain_at_target{};
  std::optional<Fixed> reward_risk{};
  std::optional<Fixed> atr{};
  bool trailing = false;
  std::vector<std::string> warnings{};
  EntryQuote quote{};
  Decimal tick_size{};
  Decimal step_size{};
  Decimal min_notional{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (symbol, base_asset, quote_asset, side, strategy_id, strategy, strategy_version, venue_kind,
                       capital, capital_source, entry_price, entry_source, worst_entry, stop_price, stop_source,
                       stop_method, stop_confidence, technical_stop, level_asked, level_chosen, levels,
                       distance_percent, quantity, computed_quantity, asked_quantity, notional, notional_exact,
                       risk_amount, risk_amount_exact, risk_percent, risk_allowed, risk_fraction, max_notional_fraction,
                       is_capped, executable_risk, fees, target_price, gain_at_target, reward_risk, atr, trailing,
                       warnings, quote, tick_size, step_size, min_notional, contract_size))

struct Issue {
  std::string code{};
  Severity severity{};
  std::string message{};
  std::string details{};
};
BOOST_DESCRIBE_STRUCT(Issue, (), (code, severity, message, details))

struct Report {
  ReportStatus status{};
  std::vector<Issue> issues{};
  std::vector<std::string> passed{};
  std::string summary{};
  std::string plan_hash{};
  Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(Report, (), (status, issues, passed, summary, plan_hash, at))

// A proposal with what validation would say of it now.
struct EntryPreview : Proposal {
  Report report{};
};
BOOST_DESCRIBE_STRUCT(EntryPreview, (Proposal), (report))

struct Plan {
  std::int64_t id = 0;
  PlanStatus status{};
  std::string hash{};
  VenueKind venue_kind{};
  Proposal proposal{};
  std::optional<Report> report{};
  std::optional<std::int64_t> operation_id{};
  std::string created_by{};
  Timestamp created_at{};
  Timestamp expires_at{};
  std::int64_t expires_in_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (id, status, hash, venue_kind, proposal, report, operation_id, created_by, created_at, expires_at,
                       expires_in_ms))

struct Plans {
  std::vector<Plan> plans{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(Plans, (), (plans, next_cursor))

struct ExecuteRequest {
  std::optional<bool> live{};
  std::optional<bool> acknowledge_risk{};
  std::optional<bool> acknowledge_warnings{};
  std::optional<std::string> plan_hash{};
  std::optional<std::int64_t> wait_ms{};
};
BOOST_DESCRIBE_STRUCT(ExecuteRequest, (), (live, acknowledge_risk, acknowledge_warnings, plan_hash, wait_ms))

struct PlannedOrder {
  std::string client_order_id{};
  std::string symbol{};
  Side side{};
  OrderType type{};
  std::optional<TimeInForce> time_in_force{};
  Decimal quantity{};
  std::optional<Fixed> price{};
  std::optional<Fixed> stop_price{};
};
BOOST_DESCRIBE_STRUCT(PlannedOrder, (),
                      (client_order_id, symbol, side, type, time_in_force, quantity, price, stop_price))

// What came of the entry, as far as it is known.
enum class Outcome { dry_run, filled, part_filled, not_filled, rejected, unknown, pending };
BOOST_DESCRIBE_ENUM(Outcome, dry_run, filled, part_filled, not_filled, rejected, unknown, pending)

struct Execution {
  bool dry_run = true;
  Outcome outcome{};
  std::string message{};
  Plan plan{};
  std::vector<PlannedOrder> would_send{};
  std::optional<std::int64_t> operation_id{};
  std::optional<Operation> operation{};
  std::vector<Order> orders{};
  Decimal quantity{};
  Fixed entry_price{};
};
BOOST_DESCRIBE_STRUCT(Execution, (),
                      (dry_run, outcome, message, plan, would_send, operation_id, operation, orders, quantity,
                       entry_price))

}  // namespace robson::wire
