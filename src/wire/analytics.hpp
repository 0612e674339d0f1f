#pragma once
// Resources of /api/analytics/ and /api/v1/analytics/: api/openapi.yaml says what each member means.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "json/value.hpp"
#include "wire/words.hpp"

namespace robson::wire {
using json::Fixed;

// In the order of analytics::Grouping.
enum class PerformanceGroup { strategy, symbol, side, weekday, hour, month };
BOOST_DESCRIBE_ENUM(PerformanceGroup, strategy, symbol, side, weekday, hour, month)

struct RBucket {
  std::optional<Fixed> from{};
  std::optional<Fixed> to{};
  std::int64_t trades = 0;
};
BOOST_DESCRIBE_STRUCT(RBucket, (), (from, to, trades))

struct PerformanceDay {
  std::string date{};
  Fixed net_pnl{};
  std::int64_t trades = 0;
};
BOOST_DESCRIBE_STRUCT(PerformanceDay, (), (date, net_pnl, trades))

struct PerformanceRow {
  std::string key{};
  std::string label{};
  std::int64_t trades = 0;
  std::int64_t wins = 0;
  std::int64_t losses = 0;
  std::optional<Fixed> win_rate{};
  Fixed net_pnl{};
  std::optional<Fixed> profit_factor{};
  std::optional<Fixed> expectancy{};
  std::optional<Fixed> average_r{};
};
BOOST_DESCRIBE_STRUCT(PerformanceRow, (),
                      (key, label, trades, wins, losses, win_rate, net_pnl, profit_factor, expectancy, average_r))

struct Performance {
  std::string currency{};
  std::string window{};
  std::string time_zone{};
  std::optional<Timestamp> from{};
  Timestamp to{};
  std::int64_t trades = 0;
  std::int64_t wins = 0;
  std::int64_t losses = 0;
  std::int64_t break_even = 0;
  std::int64_t unvalued_trades = 0;
  std::optional<Fixed> win_rate{};
  Fixed net_pnl{};
  Fixed gross_profit{};
  Fixed gross_loss{};
  Fixed fees{};
  std::optional<Fixed> profit_factor{};
  std::optional<Fixed> expectancy{};
  std::optional<Fixed> average_win{};
  std::optional<Fixed> average_loss{};
  std::optional<Fixed> largest_win{};
  std::optional<Fixed> largest_loss{};
  std::optional<Fixed> average_r{};
  std::optional<Fixed> average_holding_minutes{};
  std::vector<RBucket> r_multiples{};
  std::optional<Fixed> initial_equity{};
  std::optional<Fixed> final_equity{};
  std::optional<Timestamp> equity_measured_at{};
  Fixed deposits{};
  Fixed withdrawals{};
  std::optional<Fixed> total_return_percent{};
  std::optional<Fixed> max_drawdown{};
  std::optional<Fixed> max_drawdown_percent{};
  std::optional<std::int64_t> max_drawdown_days{};
  std::optional<Fixed> current_drawdown_percent{};
  std::optional<Fixed> sharpe{};
  std::optional<Fixed> sortino{};
  std::optional<Fixed> calmar{};
  std::string ratio_period = "day";
  std::int64_t ratio_periods_a_year = 365;
  std::vector<PerformanceDay> calendar{};
  std::optional<PerformanceGroup> by{};
  std::vector<PerformanceRow> groups{};
};
BOOST_DESCRIBE_STRUCT(Performance, (),
                      (currency, window, time_zone, from, to, trades, wins, losses, break_even, unvalued_trades,
                       win_rate, net_pnl, gross_profit, gross_loss, fees, profit_factor, expectancy, average_win,
                       average_loss, largest_win, largest_loss, average_r, average_holding_minutes, r_multiples,
                       initial_equity, final_equity, equity_measured_at, deposits, withdrawals, total_return_percent,
                       max_drawdown, max_drawdown_percent, max_drawdown_days, current_drawdown_percent, sharpe, sortino,
                       calmar, ratio_period, ratio_periods_a_year, calendar, by, groups))

// `long` and `short` are words of C++: exposure_text() writes these two members of a row and of the whole.
struct ExposureRow {
  std::string key{};
  std::string label{};
  Fixed net{};
  Fixed gross{};
  std::optional<Fixed> percent_of_equity{};
  std::optional<Fixed> share_percent{};
  std::optional<Fixed> unrealized_pnl{};
  Fixed risk_at_stop{};
  std::int64_t positions = 0;
  bool stale = false;
};
BOOST_DESCRIBE_STRUCT(ExposureRow, (),
                      (key, label, net, gross, percent_of_equity, share_percent, unrealized_pnl, risk_at_stop,
                       positions, stale))

struct Exposure {
  std::string currency{};
  Timestamp as_of{};
  bool stale = false;
  std::optional<Fixed> equity{};
  Fixed net{};
  Fixed gross{};
  std::optional<Fixed> gross_percent{};
  std::optional<Fixed> net_percent{};
  Fixed risk_at_stop{};
  std::optional<Fixed> risk_percent{};
  std::optional<std::string> largest_symbol{};
  std::optional<Fixed> largest_share_percent{};
  std::optional<Fixed> concentration{};
  std::optional<Fixed> effective_positions{};
  std::vector<json::Raw> by_symbol{};
  std::vector<json::Raw> by_strategy{};
  std::int64_t unvalued_positions = 0;
};
BOOST_DESCRIBE_STRUCT(Exposure, (),
                      (currency, as_of, stale, equity, net, gross, gross_percent, net_percent, risk_at_stop,
                       risk_percent, largest_symbol, largest_share_percent, concentration, effective_positions,
                       by_symbol, by_strategy, unvalued_positions))

struct EquityPoint {
  std::string at{};
  Fixed equity{};
  Fixed flow{};
  std::optional<Fixed> return_percent{};
  Fixed drawdown_percent{};
};
BOOST_DESCRIBE_STRUCT(EquityPoint, (), (at, equity, flow, return_percent, drawdown_percent))

struct EquityCurve {
  std::string currency{};
  std::string window{};
  std::string resolution{};
  std::string time_zone{};
  std::optional<Fixed> initial_equity{};
  std::optional<Fixed> final_equity{};
  std::optional<Fixed> total_return_percent{};
  std::optional<Fixed> max_drawdown_percent{};
  bool truncated = false;
  std::vector<EquityPoint> points{};
};
BOOST_DESCRIBE_STRUCT(EquityCurve, (),
                      (currency, window, resolution, time_zone, initial_equity, final_equity, total_return_percent,
                       max_drawdown_percent, truncated, points))

struct ReportTrade {
  std::int64_t operation_id = 0;
  std::string symbol{};
  Side side{};
  std::string strategy{};
  Decimal quantity{};
  std::optional<Fixed> entry_price{};
  std::optional<Fixed> exit_price{};
  std::optional<Timestamp> opened_at{};
  std::optional<Timestamp> closed_at{};
  std::optional<Fixed> net_pnl{};
  std::optional<Fixed> r{};
  std::optional<ExitReason> exit_reason{};
  Decimal tick_size{};
  std::string base_asset{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
};
BOOST_DESCRIBE_STRUCT(ReportTrade, (),
                      (operation_id, symbol, side, strategy, quantity, entry_price, exit_price, opened_at, closed_at,
                       net_pnl, r, exit_reason, tick_size, base_asset, contract_size))

struct ReportSignals {
  std::int64_t received = 0;
  std::int64_t approved = 0;
  std::int64_t rejected = 0;
  std::int64_t expired = 0;
  std::int64_t cancelled = 0;
};
BOOST_DESCRIBE_STRUCT(ReportSignals, (), (received, approved, rejected, expired, cancelled))

struct DayReport {
  std::string date{};
  std::string time_zone{};
  std::string currency{};
  Timestamp from{};
  Timestamp to{};
  bool final = false;
  std::optional<Fixed> equity_at_midnight{};
  std::optional<Fixed> equity_at_end{};
  std::optional<Timestamp> equity_measured_at{};
  Fixed deposits{};
  Fixed withdrawals{};
  std::optional<Fixed> since_midnight{};
  std::optional<Fixed> since_yesterdays_close{};
  std::optional<Fixed> overnight{};
  Fixed realized_pnl{};
  Fixed fees{};
  std::int64_t trades = 0;
  std::int64_t wins = 0;
  std::int64_t losses = 0;
  std::int64_t unvalued_trades = 0;
  std::vector<ReportTrade> closed{};
  std::vector<ReportTrade> opened{};
  std::vector<ReportTrade> open_at_end{};
  ReportSignals signals{};
  std::optional<Fixed> unrealized_pnl{};
};
BOOST_DESCRIBE_STRUCT(DayReport, (),
                      (date, time_zone, currency, from, to, final, equity_at_midnight, equity_at_end,
                       equity_measured_at, deposits, withdrawals, since_midnight, since_yesterdays_close, overnight,
                       realized_pnl, fees, trades, wins, losses, unvalued_trades, closed, opened, open_at_end, signals,
                       unrealized_pnl))

}  // namespace robson::wire
