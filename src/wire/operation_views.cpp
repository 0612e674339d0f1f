#include <fmt/format.h>

#include <algorithm>

#include "market/contract.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

std::optional<Fixed> realized_percent(const robson::Operation& operation, const Instrument& units) {
  if (!operation.exit || !operation.entry.value.is_positive()) return {};
  const Decimal amount = multiply(operation.quantity.value, units.contract_size, Rounding::half_away_from_zero);
  const Money cost = notional(operation.entry, Quantity{amount});
  if (!cost.value.is_positive()) return {};
  return percent_of(operation.realized_pnl.value, cost.value);
}

void add_market(Operation& into, const robson::Operation& operation, const Instrument& units, const Quote* quote,
                Timestamp now) {
  into.stale = quote == nullptr || engine::is_stale(*quote, now);
  if (quote == nullptr) return;
  const Valuation worth = value_of(operation, units, *quote);
  into.current_price = at_tick(worth.current, units.tick);
  into.unrealized_pnl = usd(worth.pnl);
  into.unrealized_pnl_percent = percent(worth.pnl_percent);
}

std::optional<std::int64_t> between(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to) {
  if (!from || !to) return {};
  return (*to - *from).count();
}

ProofLatency latency_of(const robson::Proof& proof) {
  const auto seen = if_known(proof.trigger, [](const Quote& tick) { return tick.received; });
  return {.trigger_to_decision_us = between(seen, proof.decided_at),
          .decision_to_commit_us = between(proof.decided_at, proof.committed_at),
          .commit_to_send_us = between(proof.committed_at, proof.sent_at),
          .send_to_answer_us = between(proof.sent_at, proof.answered_at),
          .trigger_to_send_us = between(seen, proof.sent_at),
          .trigger_to_fill_us = between(seen, proof.known_at)};
}

}  // namespace

Operation operation_view(const robson::Operation& operation, const engine::Followed* followed,
                         const Instrument* instrument, const Quote* quote, Timestamp now) {
  const Instrument units = units_of(operation, instrument);
  const Decimal tick = units.tick;
  Operation view{.id = operation.id.value,
                 .symbol = operation.symbol.text,
                 .base_asset = units.base,
                 .quote_asset = units.quote,
                 .side = operation.side,
                 .status = operation.status,
                 .source = operation.source,
                 .strategy_id = id_of(operation.strategy_id),
                 .strategy = text_or_none(operation.strategy),
                 .plan_id = id_of(operation.plan),
                 .quantity = operation.quantity.value,
                 .held = operation.held.value,
                 .entry_price = average_at(operation.entry, tick),
                 .initial_stop = at_tick(operation.initial_stop, tick),
                 .stop_price = at_tick(operation.stop, tick),
                 .target_price = at_tick(operation.target, tick),
                 .exit_price = average_at(operation.exit, tick),
                 .exit_reason = operation.exit_reason,
                 .realized_pnl = usd(operation.realized_pnl),
                 .realized_pnl_exact = operation.realized_pnl.value,
                 .realized_pnl_percent = realized_percent(operation, units),
                 .fees = usd(operation.fees),
                 .fees_unvalued = operation.fees_unvalued,
                 .trailing = operation.trailing,
                 .trailing_steps = operation.trailing_steps,
                 .closing = closing_view(operation, tick),
                 .unprotected_seconds = seconds(unprotected_for(operation, now)),
                 .opened_at = operation.opened_at,
                 .closed_at = operation.closed_at,
                 .note = operation.note,
                 .tick_size = tick,
                 .step_size = units.step,
                 .contract_size = units.contract_size};
  if (operation.status != OperationStatus::ACTIVE) return view;
  view.protection = followed != nullptr ? engine::protection_of(*followed, instrument) : Protection::NONE;
  add_market(view, operation, units, quote, now);
  return view;
}

OperationDetail detail_view(const OperationParts& parts, const engine::Followed* followed, const Instrument* instrument,
                            const Quote* quote, Timestamp now) {
  const Instrument units = units_of(parts.operation, instrument);
  OperationDetail view{operation_view(parts.operation, followed, instrument, quote, now), {}, {}, {}};
  for (const robson::Order& order : parts.orders) view.orders.push_back(order_view(order, units));
  view.timeline = timeline_of(parts, units);
  view.stop_moves = stop_moves_of(parts, units.tick);
  return view;
}

Trade trade_view(const Fill& fill, const Instrument* instrument) {
  const Instrument units = instrument == nullptr ? units_of({}, nullptr) : *instrument;
  return {.trade_id = fill.trade_id,
          .order_id = id_of(fill.order),
          .client_order_id = fill.client_id,
          .purpose = fill.purpose,
          .symbol = fill.symbol.text,
          .side = fill.side,
          .price = average_at(fill.price, units.tick),
          .quantity = fill.quantity.value,
          .quote_amount = robson::quote_amount(units, fill.price, fill.quantity).value,
          .fee = fill.fee.value,
          .fee_asset = fill.fee_asset,
          .fee_quote = if_known(fill.fee_quote, [](Money fee) { return fee.value; }),
          .is_maker = fill.is_maker,
          .time = fill.venue_time,
          .booked_at = fill.booked_at};
}

Proof proof_view(const robson::Proof& proof, Decimal tick) {
  Proof view{.client_order_id = proof.client_id,
             .reason = proof.reason,
             .actor = proof.actor,
             .level = at_tick(proof.level, tick),
             .decided_at = proof.decided_at,
             .committed_at = proof.committed_at,
             .sent_at = proof.sent_at,
             .answered_at = proof.answered_at,
             .filled_at = proof.filled_at,
             .known_at = proof.known_at,
             .request = proof.request,
             .answer = proof.answer,
             .quantity = proof.quantity.value,
             .average_price = average_at(proof.average, tick),
             .slippage = average_at(proof.slippage, tick),
             .latency = latency_of(proof)};
  if (proof.trigger) {
    view.trigger = TriggerTick{.bid = at_tick(proof.trigger->bid, tick),
                               .ask = at_tick(proof.trigger->ask, tick),
                               .last = at_tick(proof.trigger->last, tick),
                               .venue_time = proof.trigger->venue_time,
                               .received_at = proof.trigger->received};
  }
  if (proof.slippage && proof.level.value.is_positive()) {
    view.slippage_percent = percent_of(proof.slippage->value, proof.level.value, 3);
  }
  return view;
}

Movement movement_view(const robson::Movement& movement) {
  Movement view{.id = movement.id,
                .at = movement.at,
                .asset = movement.asset,
                .amount = movement.amount.value,
                .cause = movement.cause,
                .operation_id = id_of(movement.operation),
                .order_id = id_of(movement.order),
                .note = movement.note};
  if (movement.trade_id != 0) view.trade_id = movement.trade_id;
  return view;
}

}  // namespace robson::wire
