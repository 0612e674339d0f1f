#include <fmt/format.h>

#include <algorithm>

#include "engine/desk.hpp"
#include "market/contract.hpp"
#include "trading/position.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

constexpr std::size_t most_strategies = 100;

Rejection rejection_of(OperationFault fault) {
  switch (fault) {
    case OperationFault::quantity_not_positive:
      return {"INVALID_QUANTITY", "The quantity must be above zero.", "quantity"};
    case OperationFault::entry_not_positive:
      return {"INVALID_ENTRY", "The entry price must be above zero.", "entry_price"};
    case OperationFault::stop_not_positive:
      return {"STOP_MISSING", "An operation needs a stop above zero.", "stop_loss"};
    case OperationFault::stop_on_wrong_side:
      return {"STOP_ON_WRONG_SIDE", "The stop must be below the entry of a BUY and above that of a SELL.", "stop_loss"};
    case OperationFault::target_on_wrong_side:
      return {"TARGET_ON_WRONG_SIDE", "The target must be above the entry of a BUY and below that of a SELL.",
              "take_profit"};
    case OperationFault::off_tick:
      return {"OFF_TICK", "Prices must be multiples of the symbol's tick, the quantity of its step.", ""};
  }
  return {"INVALID_OPERATION", "The operation is not valid.", ""};
}

}  // namespace

Followed* Desk::open_position(OperationId id) {
  const auto found = tenant_.operations.find(id);
  if (found == tenant_.operations.end() || found->second.operation.status != OperationStatus::ACTIVE) {
    refuse("UNKNOWN_POSITION", "There is no open position of that id.");
    return nullptr;
  }
  return &found->second;
}

void Desk::handle(const AdoptOperation& command) {
  const Instrument* traded = engine_.instrument(command.operation.symbol);
  if (traded == nullptr) return refuse("UNKNOWN_SYMBOL", "The venue does not list that symbol.", "symbol");
  Operation adopted = command.operation;
  if (const auto checked = check_new(adopted, *traded); !checked) {
    const Rejection why = rejection_of(checked.error());
    return refuse(why.code, why.text, why.field);
  }
  adopted.id = {++engine_.last_operation_.value};
  adopted.status = OperationStatus::ACTIVE;
  adopted.source = OperationSource::adopted;
  adopted.held = adopted.quantity;
  adopted.initial_stop = adopted.stop;
  if (adopted.opened_at == Timestamp{}) adopted.opened_at = now_;
  adopted.unprotected_since = now_;
  Followed& followed = tenant_.operations[adopted.id];
  followed.operation = adopted;
  engine_.watch(tenant_, followed);
  output_.events.emplace_back(OperationSaved{adopted, "operation_adopted"});
  output_.notices.emplace_back(OperationChanged{adopted.tenant, adopted.id});
  output_.reply = adopted.id;
  attend(followed);
}

void Desk::handle(const ClosePosition& command) {
  Followed* followed = open_position(command.operation);
  if (followed == nullptr) return;
  Operation& operation = followed->operation;
  if (operation.closing) return refuse("ALREADY_CLOSING", "The position is being closed already.");
  const Instrument* units = engine_.instrument(operation.symbol);
  if (units == nullptr) return refuse("UNKNOWN_SYMBOL", "The venue does not list that symbol.");
  const Quantity most = sellable(operation, *units);
  if (command.quantity) {
    if (!command.quantity->value.is_positive() || !is_multiple_of(command.quantity->value, units->step)) {
      return refuse("OFF_TICK", fmt::format("The quantity must be a multiple of {}.", units->step.text()), "quantity");
    }
    if (*command.quantity > most) {
      return refuse("QUANTITY_TOO_LARGE", fmt::format("The position holds {}.", most.value.text()), "quantity");
    }
    const Price price = command.limit.value_or(operation.stop);
    if (quote_amount(*units, price, *command.quantity).value < units->min_notional) {
      return refuse("BELOW_MIN_NOTIONAL",
                    fmt::format("The exchange takes no order below {}.", units->min_notional.text()), "quantity");
    }
    const Quantity rest = most - *command.quantity;
    if (!rest.is_zero() && quote_amount(*units, operation.stop, rest).value < units->min_notional) {
      return refuse("REST_NOT_PROTECTABLE",
                    "What would be left is too small to be protected at the exchange: close all of it.", "quantity");
    }
  }
  if (command.limit) {
    if (!command.limit->value.is_positive() || !is_multiple_of(command.limit->value, units->tick)) {
      return refuse("OFF_TICK", fmt::format("The limit must be a multiple of {}.", units->tick.text()), "limit_price");
    }
    const Quote* quote = engine_.quote(operation.symbol);
    if (quote == nullptr || is_stale(*quote, now_)) {
      return refuse("STALE_QUOTE", "The price is stale: a limit cannot be judged. Close at market instead.");
    }
    const Price current = closing_price(operation.side, *quote);
    const bool fills = operation.side == Side::BUY ? *command.limit <= current : *command.limit >= current;
    if (!fills) {
      return refuse("LIMIT_NOT_MARKETABLE",
                    "At that limit nothing would be filled now: move the target there instead, so that the stop stays.",
                    "limit_price");
    }
  }
  const bool all = command.quantity && *command.quantity == most;
  operation.closing = Closing{.reason = ExitReason::MANUAL,
                              .quantity = all ? std::nullopt : command.quantity,
                              .limit = command.limit,
                              .by = command.by,
                              .at = now_};
  touch(*followed, "close_asked");
  hurry(*followed);
  output_.reply = operation.id;
  attend(*followed);
}

void Desk::handle(const DetachPosition& command) {
  Followed* followed = open_position(command.operation);
  if (followed == nullptr) return;
  if (command.reason.empty()) return refuse("REASON_MISSING", "Say why the position is let go.", "reason");
  followed->operation.closing = Closing{.reason = ExitReason::DETACHED, .by = command.by, .at = now_};
  followed->operation.note = fmt::format("detached by {}: {}", command.by, command.reason);
  touch(*followed, "detach_asked");
  output_.reply = followed->operation.id;
  attend(*followed);
}

void Desk::handle(const MoveStop& command) {
  Followed* followed = open_position(command.operation);
  if (followed == nullptr) return;
  Operation& operation = followed->operation;
  const Instrument* units = engine_.instrument(operation.symbol);
  const Quote* quote = engine_.quote(operation.symbol);
  if (operation.closing) return refuse("ALREADY_CLOSING", "The position is being closed.");
  if (units == nullptr || quote == nullptr || is_stale(*quote, now_)) {
    return refuse("STALE_QUOTE", "The price is stale: a stop cannot be judged against it.");
  }
  if (!command.stop.value.is_positive() || !is_multiple_of(command.stop.value, units->tick)) {
    return refuse("OFF_TICK", fmt::format("The stop must be a multiple of {}.", units->tick.text()), "stop_price");
  }
  if (!is_as_tight(operation.side, command.stop, operation.initial_stop)) {
    return refuse("STOP_LOOSENED",
                  fmt::format("The size was computed for the stop at {}: it may not go beyond it.",
                              operation.initial_stop.value.text()),
                  "stop_price");
  }
  if (is_through(operation.side, command.stop, *quote)) {
    return refuse("STOP_PASSED", "The price has already passed that stop: close the position instead.", "stop_price");
  }
  operation.stop = command.stop;
  touch(*followed, "stop_moved");
  output_.reply = operation.id;
  attend(*followed);
}

void Desk::handle(const MoveTarget& command) {
  Followed* followed = open_position(command.operation);
  if (followed == nullptr) return;
  Operation& operation = followed->operation;
  const Instrument* units = engine_.instrument(operation.symbol);
  const Quote* quote = engine_.quote(operation.symbol);
  if (operation.closing) return refuse("ALREADY_CLOSING", "The position is being closed.");
  if (command.target) {
    if (units == nullptr || quote == nullptr || is_stale(*quote, now_)) {
      return refuse("STALE_QUOTE", "The price is stale: a target cannot be judged against it.");
    }
    if (!command.target->value.is_positive() || !is_multiple_of(command.target->value, units->tick)) {
      return refuse("OFF_TICK", fmt::format("The target must be a multiple of {}.", units->tick.text()),
                    "target_price");
    }
    const Price current = closing_price(operation.side, *quote);
    const bool ahead = operation.side == Side::BUY ? *command.target > current : *command.target < current;
    if (!ahead) {
      return refuse("TARGET_ON_WRONG_SIDE", "The price has already reached that target: close the position instead.",
                    "target_price");
    }
  }
  operation.target = command.target;
  touch(*followed, "target_moved");
  output_.reply = operation.id;
  attend(*followed);
}

void Desk::handle(const CancelOwnOrder& command) {
  for (auto& [id, followed] : tenant_.operations) {
    const auto order = std::ranges::find(followed.orders, command.order, &Order::id);
    if (order == followed.orders.end()) continue;
    if (!order->is_open()) return refuse("ORDER_NOT_OPEN", "The order is not open any more.");
    if (order->purpose == OrderPurpose::STOP || order->purpose == OrderPurpose::TARGET) {
      return refuse("ORDER_PROTECTS", "The order protects a position: close or detach the position instead.");
    }
    if (followed.request != 0 || order->status == OrderStatus::UNKNOWN) {
      return refuse("ORDER_BUSY", "A request for this order is under way: try again in a moment.");
    }
    output_.reply = order->id;
    followed.operation.note = "cancelled by " + command.by;
    touch(followed, "cancel_asked");
    return send(followed, CancelOrder{order->symbol, order->client_id}, false);
  }
  refuse("UNKNOWN_ORDER", "There is no such open order.");
}

void Desk::handle(const SetKillSwitch& command) {
  if (command.on && command.reason.empty()) return refuse("REASON_MISSING", "Say why entries are stopped.", "reason");
  tenant_.desk.kill_switch.reset();
  if (command.on) tenant_.desk.kill_switch = Halt{command.by, command.reason, now_};
  save_desk(command.on ? "kill_switch_on" : "kill_switch_off");
  output_.reply = tenant_.desk;
  for (auto& [id, followed] : tenant_.operations) attend(followed);
}

void Desk::handle(const ResumeTrading& command) {
  if (!tenant_.desk.loss_pause) return refuse("NOT_PAUSED", "Trading is not paused.");
  if (command.reason.empty()) return refuse("REASON_MISSING", "Say why trading goes on.", "reason");
  // The month begins anew at what it has lost: its limit counts from here.
  tenant_.desk.loss_pause.reset();
  tenant_.desk.month_realized = {};
  save_desk("trading_resumed");
  output_.reply = tenant_.desk;
}

void Desk::handle(const EnableTrading& command) {
  tenant_.desk.trading_enabled = command.on;
  save_desk(command.on ? "trading_enabled" : "trading_disabled");
  output_.reply = tenant_.desk;
}

void Desk::handle(const SaveStrategy& command) {
  Strategy saved = command.strategy;
  if (const auto checked = robson::check(saved); !checked) {
    return refuse("INVALID_STRATEGY", fmt::format("{}: expected {}.", checked.error().field, checked.error().expected),
                  checked.error().field);
  }
  for (const auto& [id, other] : tenant_.strategies) {
    if (other.name == saved.name && id != saved.id) {
      return refuse("NAME_TAKEN", "Another strategy has that name.", "name");
    }
  }
  if (saved.id) {
    const auto found = tenant_.strategies.find(saved.id);
    if (found == tenant_.strategies.end()) return refuse("UNKNOWN_STRATEGY", "There is no such strategy.");
    if (found->second.version != saved.version) {
      return refuse("VERSION_CONFLICT",
                    fmt::format("Somebody changed it: it is at version {} now.", found->second.version), "version");
    }
    ++saved.version;
  } else {
    if (tenant_.strategies.size() >= most_strategies) return refuse("TOO_MANY", "There are 100 strategies already.");
    saved.id = {++engine_.last_strategy_.value};
    saved.version = 1;
  }
  saved.changed_at = now_;
  tenant_.strategies.insert_or_assign(saved.id, saved);
  output_.events.emplace_back(StrategySaved{saved});
  output_.reply = std::move(saved);
}

void Desk::seed_strategies() {
  if (!tenant_.strategies.empty()) return;
  for (Strategy& strategy : strategy_templates()) {
    strategy.id = {++engine_.last_strategy_.value};
    strategy.tenant = tenant_.desk.tenant;
    strategy.changed_at = now_;
    strategy.changed_by = "robson";
    tenant_.strategies.emplace(strategy.id, strategy);
    output_.events.emplace_back(StrategySaved{std::move(strategy)});
  }
}

void Desk::refuse(std::string code, std::string text, std::string field) {
  output_.reply = Rejection{std::move(code), std::move(text), std::move(field)};
}

}  // namespace robson::engine
