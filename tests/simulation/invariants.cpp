#include "simulation/invariants.hpp"

#include <algorithm>

namespace robson::simulation {
namespace {

// Every trade of our orders is booked, once, as it was.
void check_fills(const Ground& ground) {
  std::map<std::int64_t, const Fill*> booked;
  for (const Fill& fill : ground.durable.fills) booked.emplace(fill.trade_id, &fill);
  std::size_t ours = 0;
  for (const VenueTrade& trade : ground.exchange.trades()) {
    if (operation_prefix(trade.client_id).empty()) continue;
    ++ours;
    const auto found = booked.find(trade.fill.trade_id);
    if (found == booked.end()) {
      return ground.world.broke(fmt::format("trade {} of {} was never booked", trade.fill.trade_id, trade.client_id));
    }
    const Fill& fill = *found->second;
    const bool same = fill.tenant == trade.tenant && fill.client_id == trade.client_id && fill.side == trade.side &&
                      fill.price == trade.fill.price && fill.quantity == trade.fill.quantity &&
                      fill.fee == trade.fill.fee && fill.fee_asset == trade.fill.fee_asset;
    if (!same) return ground.world.broke(fmt::format("trade {} was booked otherwise", trade.fill.trade_id));
  }
  if (ours != ground.durable.fills.size()) ground.world.broke("a fill was booked that never happened");
}

void check_ledger(const Ground& ground) {
  for (const TenantId tenant : ground.tenants) {
    Balances ledger = ground.durable.ledger(tenant);
    for (const auto& [asset, held] : ground.exchange.balances(tenant)) {
      const Money there = held.free + held.locked;
      if (ledger[asset].free == there) continue;
      ground.world.broke(fmt::format("tenant {}: the ledger has {} {}, the venue {}", tenant.value,
                                     ledger[asset].free.value.text(), asset, there.value.text()));
    }
  }
}

// Of the ledger's lines those by operations are what the venue's trades of our orders moved: nothing of them was taken
// for a deposit, or a deposit for them.
void check_movements(const Ground& ground, const engine::Engine& engine) {
  std::map<std::pair<TenantId, std::string>, Money> moved;
  for (const VenueTrade& trade : ground.exchange.trades()) {
    if (operation_prefix(trade.client_id).empty()) continue;
    const Instrument& instrument = *engine.instrument(trade.symbol);
    const bool buys = trade.side == Side::BUY;
    const Money base{trade.fill.quantity.value};
    const Money paid = notional(trade.fill.price, trade.fill.quantity);
    moved[{trade.tenant, instrument.base}] += buys ? base : -base;
    moved[{trade.tenant, instrument.quote}] += buys ? -paid : paid;
    moved[{trade.tenant, trade.fill.fee_asset}] -= trade.fill.fee;
  }
  for (const Movement& line : ground.durable.movements) {
    if (line.operation) moved[{line.tenant, line.asset}] -= line.amount;
  }
  for (const auto& [key, left] : moved) {
    if (left.is_zero()) continue;
    ground.world.broke(fmt::format("tenant {}: {} {} that trades moved is not in the operations' lines",
                                   key.first.value, left.value.text(), key.second));
  }
}

// The engine's memory is what a restart would find.
void check_memory(const Ground& ground, const engine::Engine& engine) {
  for (const auto& [id, operation] : ground.durable.operations) {
    const engine::Followed* held = engine.followed(operation.tenant, id);
    if (held == nullptr) return ground.world.broke(fmt::format("operation {} was forgotten", id.value));
    const Operation& ours = held->operation;
    const bool same = ours.status == operation.status && ours.held == operation.held && ours.stop == operation.stop &&
                      ours.realized_pnl == operation.realized_pnl && ours.unprotected == operation.unprotected &&
                      ours.closing.has_value() == operation.closing.has_value();
    if (!same) return ground.world.broke(fmt::format("operation {} is not as the journal has it", id.value));
    for (const Order& order : held->orders) {
      const auto row = ground.durable.orders.find(order.id);
      if (row == ground.durable.orders.end() || row->second.status != order.status ||
          row->second.filled != order.filled || row->second.live != order.live) {
        return ground.world.broke("order " + order.client_id + " is not as the journal has it");
      }
    }
  }
}

void check_orders(const Ground& ground, const engine::Engine& engine) {
  std::set<std::string> standing;
  for (const TenantId tenant : ground.tenants) {
    std::map<Symbol, int> stops;
    for (const VenueOrder& order : ground.exchange.open_orders(tenant)) {
      if (operation_prefix(order.client_id).empty()) continue;
      standing.insert(order.client_id);
      if (order.type == "STOP_LOSS" && ++stops[order.symbol] > 5) ground.world.broke("more stops than allowed");
    }
    const engine::TenantState* state = engine.tenant(tenant);
    for (const auto& [id, followed] : state->operations) {
      for (const Order& order : followed.orders) {
        const bool there = standing.erase(order.client_id) > 0;
        if (there && !(order.is_open() && order.live)) {
          ground.world.broke("the venue has an order that we think is over: " + order.client_id);
        }
        if (!there && order.is_open()) ground.world.broke("we think that an order stands: " + order.client_id);
        if (order.filled != followed.booked(order))
          ground.world.broke("filled is not what is booked: " + order.client_id);
      }
    }
  }
  if (!standing.empty()) ground.world.broke("nobody knows an order at the venue: " + *standing.begin());
}

// What an operation says that it holds is what its trades left, and while it holds something it has a stop at the
// venue for all of it, or says that it has none.
void check_operations(const Ground& ground, const engine::Engine& engine) {
  for (const auto& [id, operation] : ground.durable.operations) {
    const std::string prefix = fmt::format("rb{}-{}", installation, id.value);
    const Exchange::Flow flow = ground.exchange.flow_of(prefix);
    if (flow.held != operation.held) {
      ground.world.broke(fmt::format("{} says it holds {}, its trades left {}", prefix, operation.held.value.text(),
                                     flow.held.value.text()));
    }
    if (flow.sold > flow.bought) ground.world.broke("more was sold than bought: " + prefix);
    if (operation.status == OperationStatus::PLANNED) {
      const auto open = ground.exchange.open_orders(operation.tenant);
      const bool waits = std::ranges::any_of(
          open, [&](const VenueOrder& order) { return operation_prefix(order.client_id) == prefix; });
      if (!waits) ground.world.broke(prefix + " is planned and nothing is under way");
    }
    const Instrument& instrument = *engine.instrument(operation.symbol);
    const Quantity sellable = engine::sellable(operation, instrument);
    if (operation.status != OperationStatus::ACTIVE) continue;
    Quantity covered;
    for (const VenueOrder& order : ground.exchange.open_orders(operation.tenant)) {
      const bool is_stop = order.type == "STOP_LOSS" && order.status == VenueOrderStatus::NEW;
      if (operation_prefix(order.client_id) == prefix && is_stop) covered += order.quantity;
    }
    if (covered >= sellable) continue;
    if (!operation.unprotected_since) ground.world.broke(prefix + " has no stop at the venue and does not say so");
    ground.world.broke(prefix + " was not protected when all was quiet");
  }
}

}  // namespace

void check_alarms(const Ground& ground, const engine::Engine& engine) {
  for (const auto& [tenant, state] : engine.tenants()) {
    for (const auto& [id, followed] : state.operations) {
      const Operation& operation = followed.operation;
      const Instrument* instrument = engine.instrument(operation.symbol);
      if (operation.status != OperationStatus::ACTIVE || !operation.held.value.is_positive()) continue;
      const auto protects = [&](const Order& order) {
        return order.purpose == OrderPurpose::STOP && order.live && order.status != OrderStatus::UNKNOWN &&
               instrument != nullptr && order.left() >= engine::sellable(operation, *instrument);
      };
      if (operation.unprotected_since || std::ranges::any_of(followed.orders, protects)) continue;
      ground.world.broke(fmt::format("operation {} has no confirmed stop and no alarm", id.value));
    }
  }
}

void check_books(const Ground& ground, const engine::Engine& engine) {
  check_fills(ground);
  check_operations(ground, engine);
  check_orders(ground, engine);
  check_memory(ground, engine);
  check_ledger(ground);
  check_movements(ground, engine);
}

}  // namespace robson::simulation
