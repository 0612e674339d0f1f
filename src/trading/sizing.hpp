#pragma once
// The size that follows from the stop: what is lost there is at most `risk_fraction` of the capital, and what is
// bought costs at most `max_notional_fraction` of it.
//
//   quantity = capital x risk_fraction / (|entry - stop| x contract_size), floored to the step
//   capped   when risk x entry > cap x |entry - stop|; then quantity = cap / (entry x contract_size), floored
//
// Quotients are never rounded before they are floored: both bounds are decided by comparing exact products, so that
// neither is passed by a unit of the last place. Pure, any thread.
#include "base/decimal.hpp"

namespace robson {
using literals::operator""_d;

struct SizeRules {
  Decimal risk_fraction = "0.01"_d;
  Decimal max_notional_fraction = "0.5"_d;
  bool include_costs = false;  // size on distance + fees of both sides + slippage of both sides
};

struct SizeInput {
  Money capital{};
  Price entry{};
  Price stop{};
  Decimal step{};  // > 0
  Decimal contract_size = Decimal::integer(1);
  Decimal taker_fee{};  // fraction, of the entry and of the exit at the stop
  Decimal slippage{};   // expected, fraction of the price, on each side
};

struct Size {
  Quantity quantity{};
  Money notional{};        // at the entry
  Money risk{};            // of the floored quantity, at the stop
  Decimal risk_percent{};  // of the capital
  bool is_capped = false;
  Money executable_risk{};         // risk + fees + slippage of both sides
  bool costs_exceed_risk = false;  // executable_risk over 1.1 x the risk the rule allows (1.1 % of the capital at 1 %)
};

// Quantity 0 when nothing fits: no capital, no distance, a stop or an entry that is not above 0, or less than a step.
// Throws std::invalid_argument on a step or contract size <= 0 or a negative fraction; may throw DecimalOverflow.
Size size_of(const SizeInput& input, const SizeRules& rules);

// A caller's own quantity is taken from 95 % of the computed one up to all of it, both included, decided exactly.
bool within_size_rule(Quantity asked, Quantity computed);

}  // namespace robson
