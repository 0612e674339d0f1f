#pragma once
// The routes of signals: producers propose, people decide.
#include "routes/signal_desk.hpp"
#include "routes/trading.hpp"

namespace robson::routes {

// What these routes share. Lives as long as the gate that holds them; `desk` outlives it.
struct SignalCounter {
  SignalCounter(const TradingParts& trading, SignalDesk& signals, Metrics& given)
      : market(trading), desk(signals), metrics(given) {}
  TradingDesk market;
  SignalDesk& desk;
  Metrics& metrics;

  Timestamp now() const { return market.now(); }
};
using SignalCounterPtr = std::shared_ptr<SignalCounter>;

// All of the routes below.
void add_signal_routes(Gate& gate, const TradingParts& trading, SignalDesk& desk, Metrics& metrics);

void add_signal_intake_routes(Gate& gate, const SignalCounterPtr& counter);   // POST and PATCH /api/v1/signals
void add_signal_reading_routes(Gate& gate, const SignalCounterPtr& counter);  // GET /api/v1/signals, /api/signals/
void add_approval_routes(Gate& gate, const SignalCounterPtr& counter);        // /api/v1/approvals
void add_producer_routes(Gate& gate, const SignalCounterPtr& counter);        // /api/v1/producers
void add_signal_policy_routes(Gate& gate, const SignalCounterPtr& counter);   // /api/v1/signal-policies

// Whether the caller may see what a producer wished for its stop and target.
bool shows_wish(const Exchange& exchange);

}  // namespace robson::routes
