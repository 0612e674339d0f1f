#include "feed/engine_state.hpp"

#include "json/write.hpp"

namespace robson::feed {
namespace {

std::string key_of(OperationId id) {
  return std::to_string(id.value);
}
std::vector<Member> whole(std::string object) {
  return {{.key = {}, .json = std::move(object)}};
}

}  // namespace

EngineState::EngineState(const engine::Engine& engine, wire::VenueLabel venue, TakesCommands takes_commands)
    : engine_(engine), venue_(std::move(venue)), takes_commands_(std::move(takes_commands)) {}

std::vector<Member> EngineState::snapshot(TenantId tenant, Channel channel, Timestamp now) const {
  switch (channel) {
    case Channel::positions: return positions(tenant, now);
    case Channel::pause_state: return whole(pause_state(tenant));
    case Channel::stats: return whole(stats(tenant, now));
    case Channel::orders: return orders(tenant);
    case Channel::operations: return operations(tenant, now);
    case Channel::alerts: return whole(alarms(tenant, now));
    case Channel::equity: return whole(equity(tenant, now));
    case Channel::approvals:
    case Channel::prices:
    case Channel::bots: break;
  }
  return {};
}

std::optional<std::string> EngineState::data(TenantId tenant, StateKey key, Timestamp now) const {
  switch (key.kind) {
    case StateKind::external_orders: return external_orders(tenant);
    case StateKind::stats: return stats(tenant, now);
    case StateKind::equity: return equity(tenant, now);
    case StateKind::alarms: return alarms(tenant, now);
    case StateKind::bot_position:
    case StateKind::bot: return {};
    case StateKind::position_row:
    case StateKind::position_value: break;
  }
  const engine::Followed* followed = engine_.followed(tenant, {key.id});
  if (followed == nullptr || followed->operation.status != OperationStatus::ACTIVE) return {};
  return key.kind == StateKind::position_row ? position(*followed, now) : position_value(*followed, now);
}

std::vector<StateKey> EngineState::keys(TenantId tenant) const {
  std::vector<StateKey> keys{
      {StateKind::external_orders}, {StateKind::stats}, {StateKind::equity}, {StateKind::alarms}};
  for (const Operation* operation : engine_.open_operations(tenant)) {
    keys.push_back({StateKind::position_row, operation->id.value});
    keys.push_back({StateKind::position_value, operation->id.value});
  }
  return keys;
}

std::vector<Member> EngineState::positions(TenantId tenant, Timestamp now) const {
  std::vector<Member> members;
  for (const Operation* operation : engine_.open_operations(tenant)) {
    const engine::Followed* followed = engine_.followed(tenant, operation->id);
    members.push_back({key_of(operation->id), position(*followed, now)});
  }
  return members;
}

// Those that may still fill, and those at the venue that are not ours.
std::vector<Member> EngineState::orders(TenantId tenant) const {
  std::vector<Member> members;
  const engine::TenantState* state = engine_.tenant(tenant);
  if (state == nullptr) return members;
  const auto add = [&](const std::string& client_id, const wire::Order& view) {
    members.push_back({client_id, json::text_of(view)});
  };
  for (const auto& [id, followed] : state->operations) {
    for (const Order& order : followed.orders) {
      if (order.is_open()) add(order.client_id, wire::order_view(order, wire::units_of(engine_, order.symbol)));
    }
  }
  for (const VenueOrder& order : state->account.external_orders) {
    add(order.client_id, wire::external_order_view(order, wire::units_of(engine_, order.symbol)));
  }
  return members;
}

// All of them, since nothing says of one that it has gone.
std::string EngineState::external_orders(TenantId tenant) const {
  wire::ExternalOrders told;
  if (const engine::TenantState* state = engine_.tenant(tenant)) {
    for (const VenueOrder& order : state->account.external_orders) {
      told.orders.push_back(wire::external_order_view(order, wire::units_of(engine_, order.symbol)));
    }
  }
  return json::text_of(told);
}

// Without a price, as operation_update tells them: nothing on this channel would make it newer.
std::vector<Member> EngineState::operations(TenantId tenant, Timestamp now) const {
  std::vector<Member> members;
  const engine::TenantState* state = engine_.tenant(tenant);
  if (state == nullptr) return members;
  for (const auto& [id, followed] : state->operations) {
    const Operation& operation = followed.operation;
    if (operation.status != OperationStatus::PLANNED && operation.status != OperationStatus::ACTIVE) continue;
    const auto view = wire::operation_view(operation, &followed, engine_.instrument(operation.symbol), nullptr, now);
    members.push_back({key_of(id), json::text_of(view)});
  }
  return members;
}

std::string EngineState::pause_state(TenantId tenant) const {
  const engine::TenantState* state = engine_.tenant(tenant);
  return json::text_of(wire::pause_view(state != nullptr ? state->desk : TenantDesk{}, engine_.rules()));
}

std::string EngineState::stats(TenantId tenant, Timestamp now) const {
  return json::text_of(wire::summary_view(engine::portfolio_of(engine_, tenant, venue_.currency, now), venue_));
}

std::string EngineState::equity(TenantId tenant, Timestamp now) const {
  return json::text_of(wire::equity_view(engine::portfolio_of(engine_, tenant, venue_.currency, now), venue_));
}

std::string EngineState::alarms(TenantId tenant, Timestamp now) const {
  return json::text_of(wire::Alarms{wire::alarms_of(engine_, tenant, takes_commands_(), now)});
}

std::string EngineState::position(const engine::Followed& followed, Timestamp now) const {
  return json::text_of(wire::position_view(followed, engine_, venue_, now));
}

std::string EngineState::position_value(const engine::Followed& followed, Timestamp now) const {
  const Symbol& symbol = followed.operation.symbol;
  return json::text_of(
      wire::position_value_view(followed.operation, engine_.instrument(symbol), engine_.quote(symbol), now));
}

}  // namespace robson::feed
