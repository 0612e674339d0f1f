#pragma once
// /api/risk/: what may still be lost, what is in danger, and the switches.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {
using json::Fixed;

struct Halt {
  std::string by{};
  std::string reason{};
  Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(Halt, (), (by, reason, at))

struct RiskSwitches {
  bool trading_enabled = false;
  bool server_trading_enabled = false;
  std::optional<Halt> kill_switch{};
  std::optional<Halt> loss_pause{};
};
BOOST_DESCRIBE_STRUCT(RiskSwitches, (), (trading_enabled, server_trading_enabled, kill_switch, loss_pause))

struct KillSwitchRequest {
  bool on = false;
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(KillSwitchRequest, (), (on, reason))

struct TradingRequest {
  bool enabled = false;
};
BOOST_DESCRIBE_STRUCT(TradingRequest, (), (enabled))

struct RiskMonth {
  std::string month{};
  std::optional<Fixed> base{};
  Fixed realized{};
  std::optional<Fixed> limit{};
  Fixed limit_percent{};
  Fixed used{};
  Fixed reserved{};
  std::optional<Fixed> left{};
  std::optional<Fixed> used_percent{};
};
BOOST_DESCRIBE_STRUCT(RiskMonth, (), (month, base, realized, limit, limit_percent, used, reserved, left, used_percent))

struct WorstCase {
  std::int64_t operation_id = 0;
  std::string symbol{};
  Fixed amount{};
};
BOOST_DESCRIBE_STRUCT(WorstCase, (), (operation_id, symbol, amount))

struct SymbolExposure {
  std::string symbol{};
  int positions = 0;
  std::optional<Fixed> value{};
  std::optional<Fixed> percent{};
  std::optional<Fixed> share_percent{};
};
BOOST_DESCRIBE_STRUCT(SymbolExposure, (), (symbol, positions, value, percent, share_percent))

enum class AlarmSeverity { warning, critical };
BOOST_DESCRIBE_ENUM(AlarmSeverity, warning, critical)

struct Alarm {
  std::string code{};
  AlarmSeverity severity{};
  std::string text{};
  std::optional<std::int64_t> operation_id{};
  std::optional<Timestamp> since{};
};
BOOST_DESCRIBE_STRUCT(Alarm, (), (code, severity, text, operation_id, since))

struct Difference {
  std::string kind{};
  std::string text{};
  std::optional<std::int64_t> operation_id{};
  Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(Difference, (), (kind, text, operation_id, at))

struct RiskMetrics {
  std::string currency{};
  Timestamp as_of{};
  bool stale = true;
  VenueKind venue_kind{};
  bool trading_enabled = false;
  bool server_trading_enabled = false;
  std::optional<Halt> kill_switch{};
  std::optional<Halt> loss_pause{};
  RiskMonth month{};
  Fixed worst_case{};
  std::vector<WorstCase> worst_cases{};
  std::vector<std::int64_t> unprotected_positions{};
  Fixed unprotected_seconds_now{};
  Fixed unprotected_seconds_total{};
  std::optional<Fixed> equity{};
  std::optional<Fixed> peak_equity{};
  std::optional<Fixed> drawdown{};
  std::optional<Fixed> drawdown_percent{};
  std::optional<Fixed> exposure{};
  std::optional<Fixed> exposure_percent{};
  std::vector<SymbolExposure> exposure_by_symbol{};
  int trades_today = 0;
  int trades_limit = 0;
  std::vector<Alarm> alarms{};
  std::vector<Difference> differences{};
};
BOOST_DESCRIBE_STRUCT(RiskMetrics, (),
                      (currency, as_of, stale, venue_kind, trading_enabled, server_trading_enabled, kill_switch,
                       loss_pause, month, worst_case, worst_cases, unprotected_positions, unprotected_seconds_now,
                       unprotected_seconds_total, equity, peak_equity, drawdown, drawdown_percent, exposure,
                       exposure_percent, exposure_by_symbol, trades_today, trades_limit, alarms, differences))

}  // namespace robson::wire
