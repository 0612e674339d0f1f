#pragma once
// Whole values as text, every member to its last digit, so that a test can compare what went in with what came out.
#include <fmt/format.h>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include "engine/output.hpp"
#include "trading/fill.hpp"
#include "trading/operation.hpp"
#include "trading/plan.hpp"
#include "trading/tenant_desk.hpp"

namespace robson {

BOOST_DESCRIBE_STRUCT(Closing, (), (reason, quantity, limit, by, at))
BOOST_DESCRIBE_STRUCT(Operation, (),
                      (id, tenant, symbol, side, quantity, held, entry, initial_stop, stop, target, status, opened_at,
                       closed_at, exit, exit_reason, realized_pnl, fees, fees_unvalued, source, plan, strategy_id,
                       strategy, trailing, trailing_steps, closing, unprotected, unprotected_since, note))
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, tenant, operation, purpose, attempt, client_id, list_id, symbol, side, type, time_in_force,
                       quantity, price, stop_price, status, live, filled, filled_quote, venue_id, reason, created_at,
                       sent_at, updated_at))
BOOST_DESCRIBE_STRUCT(Fill, (),
                      (tenant, operation, order, client_id, purpose, symbol, side, trade_id, price, quantity, fee,
                       fee_asset, fee_quote, is_maker, venue_time, booked_at))
BOOST_DESCRIBE_STRUCT(Movement, (), (id, tenant, asset, amount, cause, operation, order, trade_id, note, at))
BOOST_DESCRIBE_STRUCT(Quote, (), (symbol, bid, bid_quantity, ask, ask_quantity, last, venue_time, received, confirmed))
BOOST_DESCRIBE_STRUCT(Proof, (),
                      (tenant, operation, client_id, reason, actor, level, trigger, decided_at, committed_at, sent_at,
                       answered_at, filled_at, known_at, request, answer, quantity, average, slippage))
BOOST_DESCRIBE_STRUCT(StopRules, (),
                      (candles, level, min_touches, tolerance, swing_window, swing_lookback, atr_period, atr_multiple,
                       min_distance, max_distance, buffer))
BOOST_DESCRIBE_STRUCT(SizeRules, (), (risk_fraction, max_notional_fraction, include_costs))
BOOST_DESCRIBE_STRUCT(RiskRules, (), (stop, size, reward_risk, max_drift, taker_fee, expected_slippage, trailing))
BOOST_DESCRIBE_STRUCT(Strategy, (), (id, tenant, name, description, version, active, rules, changed_at, changed_by))
BOOST_DESCRIBE_STRUCT(PriceLevel, (), (price, kind, touches, strength, first_time, last_time))
BOOST_DESCRIBE_STRUCT(ConsideredLevel, (), (level, stop, distance, skipped_because))
BOOST_DESCRIBE_STRUCT(TechnicalStop, (),
                      (stop, method, confidence, level_asked, level_chosen, levels, atr, distance, warnings))
BOOST_DESCRIBE_STRUCT(Size, (), (quantity, notional, risk, risk_percent, is_capped, executable_risk, costs_exceed_risk))
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (symbol, side, strategy, strategy_version, strategy_name, rules, is_limit, entry, worst_entry,
                       stop, target, stop_source, technical, capital, capital_named, size, quantity, asked_quantity,
                       fees, warnings, snapshot))
BOOST_DESCRIBE_STRUCT(Issue, (), (code, severity, message, details))
BOOST_DESCRIBE_STRUCT(Report, (), (status, issues, passed, summary, plan_hash, at))
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (id, tenant, proposal, venue_kind, status, hash, report, operation, created_by, created_at,
                       expires_at))
BOOST_DESCRIBE_STRUCT(Halt, (), (by, reason, at))
BOOST_DESCRIBE_STRUCT(TenantDesk, (),
                      (tenant, trading_enabled, kill_switch, loss_pause, month, month_base, month_realized, day,
                       trades_today, realized, fees, peak_equity, unprotected))
BOOST_DESCRIBE_STRUCT(Balance, (), (free, locked))

namespace storage {

template <class T>
std::string show(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return fmt::format("#{}", static_cast<int>(value));
  } else if constexpr (std::is_arithmetic_v<T> || std::is_convertible_v<T, std::string>) {
    return fmt::format("{}", value);
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return value.text();
  } else if constexpr (std::is_same_v<T, Symbol>) {
    return value.text;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return fmt::format("@{}", value.us);
  } else if constexpr (std::is_same_v<T, Duration>) {
    return fmt::format("{}us", value.count());
  } else if constexpr (boost::describe::has_describe_members<T>::value) {
    std::string text = "{";
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<Members>(
        [&](auto member) { text += fmt::format("{}={} ", member.name, show(value.*member.pointer)); });
    return text + "}";
  } else if constexpr (requires { value.value; }) {  // an Id, a price, quantity or money
    return show(value.value);
  } else if constexpr (requires { value.has_value(); }) {
    return value ? "some " + show(*value) : "none";
  } else if constexpr (requires { value.first; }) {
    return show(value.first) + ":" + show(value.second);
  } else {
    std::string text = "[";
    for (const auto& one : value) text += show(one) + ", ";
    return text + "]";
  }
}

}  // namespace storage
}  // namespace robson
