#pragma once
// What the messages of the feed carry in `data`, where it is no resource of the API as it stands.
#include <string>
#include <vector>

#include "json/write.hpp"
#include "wire/operation.hpp"
#include "wire/plan.hpp"
#include "wire/risk.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {

// A position at the price of the moment: what changes with every tick of it.
struct PositionValue {
  std::int64_t position_id = 0;
  std::string symbol{};
  std::optional<Fixed> current_price{};
  std::optional<Fixed> unrealized_pnl{};
  std::optional<Fixed> unrealized_pnl_percent{};
  std::optional<Decimal> unrealized_pnl_exact{};
  std::optional<Fixed> value{};
  std::optional<Fixed> distance_to_stop_percent{};
  std::optional<Fixed> distance_to_target_percent{};
  std::optional<Timestamp> price_time{};
  std::optional<std::int64_t> price_age_ms{};
  bool stale = true;
};
BOOST_DESCRIBE_STRUCT(PositionValue, (),
                      (position_id, symbol, current_price, unrealized_pnl, unrealized_pnl_percent, unrealized_pnl_exact,
                       value, distance_to_stop_percent, distance_to_target_percent, price_time, price_age_ms, stale))

struct PositionClosed {
  std::int64_t position_id = 0;
  std::string symbol{};
  std::optional<ExitReason> reason{};
};
BOOST_DESCRIBE_STRUCT(PositionClosed, (), (position_id, symbol, reason))

// Whether entries are refused, and by what: the most urgent of the causes. A switch has no time and no author.
enum class PauseScope { entry };
BOOST_DESCRIBE_ENUM(PauseScope, entry)
struct PauseState {
  bool paused = false;
  PauseScope scope = PauseScope::entry;
  std::optional<std::string> reason{};
  std::vector<std::string> active_breakers{};
  std::optional<std::string> by{};
  std::optional<Timestamp> at{};
};
BOOST_DESCRIBE_STRUCT(PauseState, (), (paused, scope, reason, active_breakers, by, at))

struct FillUpdate : Trade {
  std::int64_t operation_id = 0;
};
BOOST_DESCRIBE_STRUCT(FillUpdate, (Trade), (operation_id))

struct OperationUpdate {
  std::string what{};
  Operation operation{};
};
BOOST_DESCRIBE_STRUCT(OperationUpdate, (), (what, operation))

struct ProtectionChange {
  std::int64_t operation_id = 0;
  Protection protection{};
  Protection previous{};
  std::optional<Fixed> stop_price_at_venue{};
};
BOOST_DESCRIBE_STRUCT(ProtectionChange, (), (operation_id, protection, previous, stop_price_at_venue))

struct PlanUpdate {
  std::int64_t plan_id = 0;
  std::string symbol{};
  Side side{};
  PlanStatus status{};
};
BOOST_DESCRIBE_STRUCT(PlanUpdate, (), (plan_id, symbol, side, status))

struct StrategyUpdate {
  std::int64_t strategy_id = 0;
  std::string name{};
  int version = 0;
  bool active = false;
};
BOOST_DESCRIBE_STRUCT(StrategyUpdate, (), (strategy_id, name, version, active))

// A line of the ledger before storage has numbered it.
struct MovementLine {
  Timestamp at{};
  std::string asset{};
  Decimal amount{};
  MovementCause cause{};
  std::optional<std::int64_t> operation_id{};
  std::optional<std::int64_t> order_id{};
  std::optional<std::int64_t> trade_id{};
  std::string note{};
};
BOOST_DESCRIBE_STRUCT(MovementLine, (), (at, asset, amount, cause, operation_id, order_id, trade_id, note))

struct ProofRecorded {
  std::int64_t operation_id = 0;
  std::string client_order_id{};
  ExitReason reason{};
};
BOOST_DESCRIBE_STRUCT(ProofRecorded, (), (operation_id, client_order_id, reason))

struct Alert {
  std::string kind{};
  std::string text{};
  std::optional<std::int64_t> operation_id{};
};
BOOST_DESCRIBE_STRUCT(Alert, (), (kind, text, operation_id))

struct Alarms {
  std::vector<Alarm> alarms{};
};
BOOST_DESCRIBE_STRUCT(Alarms, (), (alarms))

// All open orders of the account that are not ours.
struct ExternalOrders {
  std::vector<Order> orders{};
};
BOOST_DESCRIBE_STRUCT(ExternalOrders, (), (orders))

struct Equity {
  std::string currency{};
  std::optional<Fixed> equity{};
  std::optional<Fixed> unrealized_pnl{};
  Fixed realized_pnl{};
  Timestamp as_of{};
  bool stale = true;
};
BOOST_DESCRIBE_STRUCT(Equity, (), (currency, equity, unrealized_pnl, realized_pnl, as_of, stale))

// Of the page that GET /api/v1/events answers.
struct EventsPage {
  std::int64_t epoch = 0;
  std::vector<json::Raw> events{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(EventsPage, (), (epoch, events, next_cursor))

// `instrument` and `quote` may be missing (nullptr), as in the other views.
PositionValue position_value_view(const robson::Operation& operation, const Instrument* instrument, const Quote* quote,
                                  Timestamp now);
PauseState pause_view(const TenantDesk& desk, const engine::Rules& rules);
FillUpdate fill_view(const Fill& fill, const Instrument* instrument);
ProtectionChange protection_view(const engine::Followed& followed, const Instrument* instrument, Protection previous);
MovementLine movement_line(const robson::Movement& movement);
Equity equity_view(const engine::Portfolio& portfolio, const VenueLabel& venue);

}  // namespace robson::wire
