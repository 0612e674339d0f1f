#include "feed/entries.hpp"

#include <algorithm>
#include <array>

#include "json/write.hpp"

namespace robson::feed {
namespace {

// What is done to an operation, or happens to it, that nobody should learn 100 ms late.
constexpr std::array<std::string_view, 7> urgent_changes = {
    "operation_opened",   "operation_adopted", "operation_closed", "operation_cancelled",
    "operation_detached", "stop_crossed",      "target_crossed"};
constexpr std::array<std::string_view, 6> pause_changes = {"trading_paused",   "trading_resumed", "trading_enabled",
                                                           "trading_disabled", "kill_switch_on",  "kill_switch_off"};

template <class Words>
bool is_among(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool has_ended(const Operation& operation) {
  return operation.status == OperationStatus::CLOSED || operation.status == OperationStatus::CANCELLED;
}

}  // namespace

class Entries::Writer {
 public:
  Writer(std::vector<runtime::LogEntry>& entries, Timestamp now) : entries_(entries), now_(now) {}

  enum class Urgency : bool { normal, urgent };
  template <class Data>
  void add(TenantId tenant, Channel channel, std::string_view type, Urgency urgency, const Data& data) {
    entries_.push_back({.tenant = tenant,
                        .channel = std::string(name_of(channel)),
                        .type = std::string(type),
                        .data = json::text_of(data),
                        .at = now_,
                        .urgent = urgency == Urgency::urgent});
  }
  void add(TenantId tenant, const engine::Told& told) {
    entries_.push_back({.tenant = tenant,
                        .channel = told.channel,
                        .type = told.type,
                        .data = told.data,
                        .at = now_,
                        .urgent = told.urgent});
  }
  void touch(const Key& operation) { touched_.insert(operation); }
  const std::set<Key>& touched() const { return touched_; }
  Timestamp now() const { return now_; }

 private:
  std::vector<runtime::LogEntry>& entries_;
  Timestamp now_;
  std::set<Key> touched_;
};

void Entries::begin() {
  for (const auto& [tenant, state] : engine_.tenants()) {
    pauses_.emplace(tenant, json::text_of(wire::pause_view(state.desk, engine_.rules())));
    for (const auto& [id, followed] : state.operations) {
      if (has_ended(followed.operation)) continue;
      const auto protection = engine::protection_of(followed, engine_.instrument(followed.operation.symbol));
      protection_.emplace(Key{tenant, id}, protection);
    }
  }
  begun_ = true;
}

std::vector<runtime::LogEntry> Entries::of(const std::vector<engine::Event>& events, Timestamp now) {
  std::vector<runtime::LogEntry> entries;
  Writer to(entries, now);
  for (const engine::Event& event : events) {
    std::visit([&](const auto& one) { note(one, to); }, event);
  }
  for (const Key& operation : to.touched()) compare_protection(operation, to);
  return entries;
}

void Entries::note(const engine::OperationSaved& event, Writer& to) {
  const Operation& operation = event.operation;
  const Key key{operation.tenant, operation.id};
  const engine::Followed* followed = engine_.followed(operation.tenant, operation.id);
  const auto view = wire::operation_view(operation, followed, engine_.instrument(operation.symbol), nullptr, to.now());
  to.add(operation.tenant, Channel::operations, "operation_update",
         is_among(urgent_changes, event.what) ? Writer::Urgency::urgent : Writer::Urgency::normal,
         wire::OperationUpdate{std::string(event.what), view});
  to.touch(key);
  if (!has_ended(operation)) {
    if (begun_) protection_.try_emplace(key, engine::Protection::NONE);
    return;
  }
  // A late word on an operation that ended long ago is no second end.
  const bool is_end = event.what == "operation_closed" || event.what == "operation_detached";
  const bool ends = protection_.erase(key) > 0 || is_end;
  if (!ends || operation.status != OperationStatus::CLOSED) return;
  to.add(operation.tenant, Channel::positions, "position_closed", Writer::Urgency::urgent,
         wire::PositionClosed{operation.id.value, operation.symbol.text, operation.exit_reason});
}

void Entries::note(const engine::OrderSaved& event, Writer& to) {
  const Order& order = event.order;
  to.add(order.tenant, Channel::orders, "order_update", Writer::Urgency::normal,
         wire::order_view(order, wire::units_of(engine_, order.symbol)));
  to.touch({order.tenant, order.operation});
}

void Entries::note(const engine::FillBooked& event, Writer& to) {
  const Fill& fill = event.fill;
  to.add(fill.tenant, Channel::orders, "fill", Writer::Urgency::urgent,
         wire::fill_view(fill, engine_.instrument(fill.symbol)));
}

void Entries::note(const engine::MovementBooked& event, Writer& to) {
  to.add(event.movement.tenant, Channel::operations, "movement", Writer::Urgency::normal,
         wire::movement_line(event.movement));
}

void Entries::note(const engine::PlanSaved& event, Writer& to) {
  const Plan& plan = event.plan;
  to.add(plan.tenant, Channel::operations, "plan_update", Writer::Urgency::normal,
         wire::PlanUpdate{plan.id.value, plan.proposal.symbol.text, plan.proposal.side, plan.status});
}

void Entries::note(const engine::StrategySaved& event, Writer& to) {
  const Strategy& strategy = event.strategy;
  to.add(strategy.tenant, Channel::operations, "strategy_update", Writer::Urgency::normal,
         wire::StrategyUpdate{strategy.id.value, strategy.name, strategy.version, strategy.active});
}

// The event's name is not enough: one that is written once a turn may carry a pause under another name.
void Entries::note(const engine::DeskSaved& event, Writer& to) {
  const TenantId tenant = event.desk.tenant;
  const wire::PauseState state = wire::pause_view(event.desk, engine_.rules());
  std::string text = json::text_of(state);
  const auto [told, is_first] = pauses_.try_emplace(tenant);
  const bool changed = is_first ? is_among(pause_changes, event.what) : told->second != text;
  told->second = std::move(text);
  if (changed) to.add(tenant, Channel::pause_state, "pause_state_change", Writer::Urgency::urgent, state);
}

void Entries::note(const engine::ProofSaved& event, Writer& to) {
  const Proof& proof = event.proof;
  to.add(proof.tenant, Channel::operations, "proof_recorded", Writer::Urgency::normal,
         wire::ProofRecorded{proof.operation.value, proof.client_id, proof.reason});
}

void Entries::note(const engine::DifferenceFound& event, Writer& to) {
  std::optional<std::int64_t> operation;
  if (event.operation) operation = event.operation.value;
  to.add(event.tenant, Channel::alerts, "alert", Writer::Urgency::urgent,
         wire::Alert{event.kind, event.text, operation});
}

void Entries::note(const engine::BotNoted& event, Writer& to) {
  for (const engine::Told& told : event.told) to.add(event.tenant, told);
}

void Entries::note(const engine::SignalNoted& event, Writer& to) {
  for (const engine::Told& told : event.told) to.add(event.tenant, told);
}

// Of one that has ended there is none to tell of; position_closed said it.
void Entries::compare_protection(const Key& operation, Writer& to) {
  const engine::Followed* followed = engine_.followed(operation.first, operation.second);
  if (followed == nullptr || has_ended(followed->operation)) return;
  const Instrument* instrument = engine_.instrument(followed->operation.symbol);
  const engine::Protection now = engine::protection_of(*followed, instrument);
  const auto [told, is_first] = protection_.try_emplace(operation, now);
  const engine::Protection previous = std::exchange(told->second, now);
  if (is_first || previous == now) return;
  to.add(operation.first, Channel::operations, "protection_change", Writer::Urgency::urgent,
         wire::protection_view(*followed, instrument, previous));
}

}  // namespace robson::feed
