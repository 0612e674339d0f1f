#include "signals/summary.hpp"
#include "wire/signals.hpp"

namespace robson::wire {
namespace {

std::optional<Decimal> value_of(const std::optional<robson::Price>& price) {
  return price ? std::optional(price->value) : std::nullopt;
}

// From the signal's price to the one at which it could be followed now.
std::optional<Fixed> distance_of(const signals::Signal& signal, const Quote* quote, Timestamp now) {
  if (quote == nullptr || engine::is_stale(*quote, now)) return {};
  const robson::Price now_at = signal.side == Side::BUY ? quote->ask : quote->bid;
  return percent_of((now_at - signal.price).value, signal.price.value);
}

std::int64_t seconds_since(Timestamp then, Timestamp now) {
  return std::max<std::int64_t>(0, (now - then).count() / 1'000'000);
}

ApprovalMark mark_of(const signals::Approval& approval) {
  return {.id = approval.id,
          .decision = approval.decision,
          .reason = approval.reason,
          .decided_by = approval.by,
          .decided_at = approval.at,
          .plan_id = id_of(approval.plan)};
}

}  // namespace

Signal signal_view(const signals::Signal& signal, const SignalContext& context) {
  Signal view{.id = signal.id,
              .producer_id = signal.producer,
              .producer = context.producer,
              .external_id = signal.external_id,
              .instrument = signal.instrument.text,
              .side = signal.side,
              .price = signal.price.value,
              .volume = signal.volume.value,
              .confidence = signal.confidence,
              .status = signal.status,
              .created_at = signal.at,
              .expires_at = signal.expires_at,
              .age_seconds = seconds_since(signal.at, context.now),
              .maturity = signals::maturity_of(context.now - signal.at),
              .distance_percent = distance_of(signal, context.quote, context.now),
              .summary = signals::summary_of(signal, context.producer)};
  if (context.market != nullptr) {
    view.base_asset = context.market->base;
    view.contract_size = context.market->contract_size;
  }
  if (context.shows_wish) {
    view.stop_loss = value_of(signal.stop_loss);
    view.take_profit = value_of(signal.take_profit);
  }
  if (signal.payload) view.payload = json::Raw{*signal.payload};
  if (context.blocked_by) view.blocked_by = std::string(signals::code_of(*context.blocked_by));
  if (context.approval != nullptr) view.approval = mark_of(*context.approval);
  return view;
}

FeedSignal feed_signal_view(const signals::Signal& signal, const std::string& producer,
                            const signals::Approval* approval) {
  FeedSignal view{.id = signal.id,
                  .producer_id = signal.producer,
                  .producer = producer,
                  .external_id = signal.external_id,
                  .instrument = signal.instrument.text,
                  .side = signal.side,
                  .price = signal.price.value,
                  .volume = signal.volume.value,
                  .confidence = signal.confidence,
                  .status = signal.status,
                  .created_at = signal.at,
                  .expires_at = signal.expires_at};
  if (approval == nullptr) return view;
  view.decision = approval->decision;
  view.reason = approval->reason;
  view.decided_by = approval->by;
  view.decided_at = approval->at;
  view.plan_id = id_of(approval->plan);
  return view;
}

DashboardSignal dashboard_signal_view(const signals::Signal& signal, Timestamp now) {
  return {.signal_id = std::to_string(signal.id),
          .instrument = signal.instrument.text,
          .side = signal.side == Side::BUY ? 0 : 1,
          .price = signal.price.value,
          .volume = signal.volume.value,
          .signal_age_minutes = seconds_since(signal.at, now) / 60};
}

Approval approval_view(const signals::Approval& approval, Signal signal) {
  return {.id = approval.id,
          .signal_id = approval.signal,
          .decision = approval.decision,
          .reason = approval.reason,
          .decided_by = approval.by,
          .decided_at = approval.at,
          .address = approval.address,
          .signal = std::move(signal),
          .plan_id = id_of(approval.plan)};
}

Producer producer_view(const signals::Producer& producer) {
  return {.id = producer.id,
          .name = producer.name,
          .strategy_id = id_of(producer.strategy),
          .webhook = !producer.sealed_passphrase.empty(),
          .created_at = producer.created_at,
          .created_by = producer.created_by,
          .last_signal_at = producer.last_signal_at,
          .signals = producer.signals,
          .revoked_at = producer.revoked_at};
}

SignalPolicy signal_policy_view(const signals::SignalPolicy& policy, const std::string& strategy) {
  SignalPolicy view{.strategy_id = policy.strategy.value,
                    .strategy = strategy,
                    .min_confidence = policy.min_confidence,
                    .cooldown_seconds = policy.cooldown_seconds,
                    .daily_cap = policy.daily_cap};
  if (policy.updated_by.empty()) return view;
  view.updated_at = policy.updated_at;
  view.updated_by = policy.updated_by;
  return view;
}

}  // namespace robson::wire
