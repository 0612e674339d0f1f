#pragma once
// Signals, decisions, producers and policies on the wire.
#include <optional>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "signals/lifecycle.hpp"
#include "signals/signal.hpp"
#include "wire/figures.hpp"
#include "wire/words.hpp"

namespace robson::signals {
BOOST_DESCRIBE_ENUM(SignalStatus, NEW, APPROVED, REJECTED, EXPIRED, CANCELLED)
BOOST_DESCRIBE_ENUM(DecisionWord, approved, rejected)
BOOST_DESCRIBE_ENUM(Maturity, FRESH, AGING, STALE)
}  // namespace robson::signals

namespace robson::wire {

using signals::DecisionWord;
using signals::Maturity;
using signals::SignalStatus;

// ---- what comes in
struct NewSignal {
  std::string external_id{};
  std::string instrument{};
  Side side{};
  Decimal price{};
  Decimal volume{};
  Decimal confidence{};
  std::optional<Decimal> stop_loss{};
  std::optional<Decimal> take_profit{};
  std::optional<std::int64_t> ttl_minutes{};
  std::optional<json::Raw> payload{};
};
BOOST_DESCRIBE_STRUCT(NewSignal, (),
                      (external_id, instrument, side, price, volume, confidence, stop_loss, take_profit, ttl_minutes,
                       payload))

enum class AlertAction { buy, sell };
BOOST_DESCRIBE_ENUM(AlertAction, buy, sell)
struct TradingViewAlert {
  std::string producer_id{};
  std::string passphrase{};
  std::optional<std::string> id{};
  std::string ticker{};
  AlertAction action{};
  Decimal price{};
  Decimal contracts{};
  Timestamp time{};
  std::optional<Decimal> confidence{};
  std::optional<Decimal> stop_loss{};
  std::optional<Decimal> take_profit{};
  std::optional<std::int64_t> ttl_minutes{};
  std::optional<std::string> comment{};
};
BOOST_DESCRIBE_STRUCT(TradingViewAlert, (),
                      (producer_id, passphrase, id, ticker, action, price, contracts, time, confidence, stop_loss,
                       take_profit, ttl_minutes, comment))
struct AlertPayload {
  std::string comment{};
};
BOOST_DESCRIBE_STRUCT(AlertPayload, (), (comment))

enum class CancelWord { CANCELLED };
BOOST_DESCRIBE_ENUM(CancelWord, CANCELLED)
struct SignalChange {
  CancelWord status{};
};
BOOST_DESCRIBE_STRUCT(SignalChange, (), (status))

struct Decision {
  std::int64_t signal_id = 0;
  DecisionWord decision{};
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(Decision, (), (signal_id, decision, reason))

struct NewProducer {
  std::string name{};
  std::optional<std::int64_t> strategy_id{};
  std::optional<bool> webhook{};
};
BOOST_DESCRIBE_STRUCT(NewProducer, (), (name, strategy_id, webhook))

// What is to be null is said so: a member that was forgotten must not lift a rule.
struct SignalPolicyRequest {
  json::Value min_confidence{};
  json::Value cooldown_seconds{};
  json::Value daily_cap{};
};
BOOST_DESCRIBE_STRUCT(SignalPolicyRequest, (), (min_confidence, cooldown_seconds, daily_cap))

// ---- what goes out
struct ApprovalMark {
  std::int64_t id = 0;
  DecisionWord decision{};
  std::string reason{};
  std::string decided_by{};
  Timestamp decided_at{};
  std::optional<std::int64_t> plan_id{};
};
BOOST_DESCRIBE_STRUCT(ApprovalMark, (), (id, decision, reason, decided_by, decided_at, plan_id))

struct Signal {
  std::int64_t id = 0;
  std::string producer_id{};
  std::string producer{};
  std::string external_id{};
  std::string instrument{};
  Side side{};
  Decimal price{};
  Decimal volume{};
  Decimal confidence{};
  std::optional<Decimal> stop_loss{};
  std::optional<Decimal> take_profit{};
  std::optional<json::Raw> payload{};
  SignalStatus status{};
  Timestamp created_at{};
  Timestamp expires_at{};
  std::int64_t age_seconds = 0;
  Maturity maturity{};
  std::optional<Fixed> distance_percent{};
  std::optional<std::string> blocked_by{};
  std::string summary{};
  std::optional<ApprovalMark> approval{};
  std::string base_asset{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of volume
};
BOOST_DESCRIBE_STRUCT(Signal, (),
                      (id, producer_id, producer, external_id, instrument, side, price, volume, confidence, stop_loss,
                       take_profit, payload, status, created_at, expires_at, age_seconds, maturity, distance_percent,
                       blocked_by, summary, approval, base_asset, contract_size))
struct Signals {
  std::vector<Signal> signals{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(Signals, (), (signals, next_cursor))
struct PendingSignals {
  std::vector<Signal> signals{};
  Timestamp as_of{};
};
BOOST_DESCRIBE_STRUCT(PendingSignals, (), (signals, as_of))

struct PlanProblem {
  std::string code{};
  std::string message{};
};
BOOST_DESCRIBE_STRUCT(PlanProblem, (), (code, message))
struct Approval {
  std::int64_t id = 0;
  std::int64_t signal_id = 0;
  DecisionWord decision{};
  std::string reason{};
  std::string decided_by{};
  Timestamp decided_at{};
  std::string address{};
  Signal signal{};
  std::optional<std::int64_t> plan_id{};
  std::optional<json::Raw> plan{};  // the resource of /api/plans/, whose figures are texts in whatever answer
  std::optional<PlanProblem> plan_problem{};
};
BOOST_DESCRIBE_STRUCT(Approval, (),
                      (id, signal_id, decision, reason, decided_by, decided_at, address, signal, plan_id, plan,
                       plan_problem))
struct Approvals {
  std::vector<Approval> approvals{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(Approvals, (), (approvals, next_cursor))

struct Producer {
  std::string id{};
  std::string name{};
  std::optional<std::int64_t> strategy_id{};
  bool webhook = false;
  Timestamp created_at{};
  std::string created_by{};
  std::optional<Timestamp> last_signal_at{};
  std::int64_t signals = 0;
  std::optional<Timestamp> revoked_at{};
};
BOOST_DESCRIBE_STRUCT(Producer, (),
                      (id, name, strategy_id, webhook, created_at, created_by, last_signal_at, signals, revoked_at))
struct Producers {
  std::vector<Producer> producers{};
};
BOOST_DESCRIBE_STRUCT(Producers, (), (producers))
struct NewProducerAnswer {
  Producer producer{};
  std::string secret{};
  std::optional<std::string> passphrase{};
};
BOOST_DESCRIBE_STRUCT(NewProducerAnswer, (), (producer, secret, passphrase))

struct SignalPolicy {
  std::int64_t strategy_id = 0;
  std::string strategy{};
  std::optional<Decimal> min_confidence{};
  std::optional<std::int64_t> cooldown_seconds{};
  std::optional<std::int64_t> daily_cap{};
  std::optional<Timestamp> updated_at{};
  std::optional<std::string> updated_by{};
};
BOOST_DESCRIBE_STRUCT(SignalPolicy, (),
                      (strategy_id, strategy, min_confidence, cooldown_seconds, daily_cap, updated_at, updated_by))
struct SignalPolicies {
  std::vector<SignalPolicy> policies{};
};
BOOST_DESCRIBE_STRUCT(SignalPolicies, (), (policies))

// What everyone of the client may see; the producer's stop and target are not among it.
struct FeedSignal {
  std::int64_t id = 0;
  std::string producer_id{};
  std::string producer{};
  std::string external_id{};
  std::string instrument{};
  Side side{};
  Decimal price{};
  Decimal volume{};
  Decimal confidence{};
  SignalStatus status{};
  Timestamp created_at{};
  Timestamp expires_at{};
  std::optional<DecisionWord> decision{};
  std::optional<std::string> reason{};
  std::optional<std::string> decided_by{};
  std::optional<Timestamp> decided_at{};
  std::optional<std::int64_t> plan_id{};
};
BOOST_DESCRIBE_STRUCT(FeedSignal, (),
                      (id, producer_id, producer, external_id, instrument, side, price, volume, confidence, status,
                       created_at, expires_at, decision, reason, decided_by, decided_at, plan_id))

// A row of /api/v1/dashboard/ws.
struct DashboardSignal {
  std::string signal_id{};
  std::string instrument{};
  int side = 0;  // 0 buy, 1 sell
  Decimal price{};
  Decimal volume{};
  int approval_status = 0;  // 0 pending: what waits is never anything else
  std::int64_t signal_age_minutes = 0;
};
BOOST_DESCRIBE_STRUCT(DashboardSignal, (),
                      (signal_id, instrument, side, price, volume, approval_status, signal_age_minutes))

// ---- how the one becomes the other
struct SignalContext {
  std::string producer{};                       // its name
  const signals::Approval* approval = nullptr;  // its decision, if there is one
  const Quote* quote = nullptr;                 // of its instrument, if one is known
  const Instrument* market = nullptr;           // its instrument, while it is listed
  std::optional<signals::Refusal> blocked_by{};
  bool shows_wish = false;  // the producer's stop and target
  Timestamp now{};
};
Signal signal_view(const signals::Signal& signal, const SignalContext& context);
FeedSignal feed_signal_view(const signals::Signal& signal, const std::string& producer,
                            const signals::Approval* approval);
DashboardSignal dashboard_signal_view(const signals::Signal& signal, Timestamp now);
Approval approval_view(const signals::Approval& approval, Signal signal);
Producer producer_view(const signals::Producer& producer);
SignalPolicy signal_policy_view(const signals::SignalPolicy& policy, const std::string& strategy);

}  // namespace robson::wire
