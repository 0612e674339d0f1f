// When: what people command.
#include <sstream>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

Price price(const std::string& text) {
  return {number(text)};
}

Side side_of(const std::string& word) {
  if (word == "buy" || word == "long") return Side::BUY;
  if (word == "sell" || word == "short") return Side::SELL;
  throw Fault("'" + word + "' is no side: buy, sell, long, short");
}

// "capital 5000 limit 89000 quantity 0.1 stop 88000 target 94000 strategy Careful"
engine::Wanted wanted(World& world, const std::string& side, const std::string& symbol, const std::string& more) {
  engine::Wanted made{
      .tenant = world.tenant, .symbol = {symbol}, .side = side_of(side), .candles = world.charts[{symbol}]};
  std::istringstream words(more);
  std::string name;
  std::string value;
  while (words >> name) {
    if (name == "and") continue;
    if (!(words >> value)) throw Fault("'" + name + "' needs a value");
    while (value.back() == ',') value.pop_back();
    if (name == "capital") {
      made.capital = Money{number(value)};
    } else if (name == "limit") {
      made.entry = price(value);
    } else if (name == "quantity") {
      made.quantity = Quantity{number(value)};
    } else if (name == "stop") {
      made.stop = price(value);
    } else if (name == "target") {
      made.target = price(value);
    } else if (name == "strategy") {
      made.strategy = {std::stoll(value)};
    } else {
      throw Fault("'" + name + "' is nothing that a plan takes");
    }
  }
  return made;
}

void make_plan(World& world, engine::Wanted wanted) {
  world.command(engine::CreatePlan{std::move(wanted), "ann"});
  if (const auto* plan = std::get_if<Plan>(&world.reply)) world.plan = plan->id;
}

void validate(World& world) {
  world.command(engine::ValidatePlan{world.tenant, world.plan});
  if (const auto* plan = std::get_if<Plan>(&world.reply)) world.report = plan->report.value_or(Report{});
}

struct How {
  bool live = true;
  bool risk = true;
  bool warnings = false;
  std::optional<std::string> hash{};
};
void execute(World& world, const How& how) {
  world.command(engine::ExecutePlan{.tenant = world.tenant,
                                    .plan = world.plan,
                                    .live = how.live,
                                    .acknowledge_risk = how.risk,
                                    .acknowledge_warnings = how.warnings,
                                    .hash = how.hash,
                                    .by = "ann"});
  const auto* done = std::get_if<engine::Execution>(&world.reply);
  if (done != nullptr && done->operation) world.operation = done->operation;
}

void plans(Language& say) {
  say.act("a plan to {} {} is made", [](World& world, Words w) { make_plan(world, wanted(world, w[0], w[1], "")); });
  say.act("a plan to {} {} is made with {...}",
          [](World& world, Words w) { make_plan(world, wanted(world, w[0], w[1], w[2])); });
  say.act("a plan to {} {} is made within the balance", [](World& world, Words w) {
    engine::Wanted made = wanted(world, w[0], w[1], "");
    made.within_balance = true;
    make_plan(world, std::move(made));
  });
  say.act("the plan is validated", [](World& world, Words) { validate(world); });
  say.act("the plan is executed", [](World& world, Words) { execute(world, {}); });
  say.act("the plan is executed with warnings acknowledged",
          [](World& world, Words) { execute(world, {.warnings = true}); });
  say.act("the plan is executed without acknowledging the risk",
          [](World& world, Words) { execute(world, {.risk = false}); });
  say.act("the plan is executed as a dry run", [](World& world, Words) { execute(world, {.live = false}); });
  say.act("the plan is executed with the hash of another",
          [](World& world, Words) { execute(world, {.hash = "0123456789abcdef"}); });
  say.act("client {} executes the plan of client {}", [](World& world, Words w) {
    world.tenant = {std::stoll(w[0])};
    execute(world, {});
    world.tenant = {std::stoll(w[1])};
  });
  // The whole way, for scenarios that begin later.
  say.act("a {} of {} is planned, validated and sent", [](World& world, Words w) {
    make_plan(world, wanted(world, w[0], w[1], ""));
    validate(world);
    execute(world, {.warnings = true});
    if (!std::holds_alternative<engine::Execution>(world.reply)) {
      const auto* no = std::get_if<engine::Rejection>(&world.reply);
      throw Fault(no != nullptr ? no->code + ": " + no->text : "nothing was executed");
    }
  });
  say.act("the plan's quantity is changed in the database to {}",
          [](World& world, Words w) { world.store.plan(world.plan).proposal.quantity = {number(w[0])}; });
  say.act("the plan's stop is changed in the database to {}",
          [](World& world, Words w) { world.store.plan(world.plan).proposal.stop = price(w[0]); });
}

// "entered at 90000 with stop 88000 and target 94000, protected"
void adopt(World& world, Words w, bool target, bool is_protected, bool trailing = false) {
  Operation adopted{.tenant = world.tenant,
                    .symbol = {w[2]},
                    .side = side_of(w[0]),
                    .quantity = {number(w[1])},
                    .entry = price(w[3]),
                    .initial_stop = price(w[4]),
                    .stop = price(w[4]),
                    .opened_at = world.now};
  adopted.trailing = trailing;
  if (target) adopted.target = price(w[5]);
  world.command(engine::AdoptOperation{adopted});
  const auto* id = std::get_if<OperationId>(&world.reply);
  if (id == nullptr) return;
  world.operation = *id;
  if (!is_protected) return;
  const engine::Effect effect = world.take_request();
  world.answer(effect, world.exchange().carry_out(effect.what, world.instruments, world.now));
  world.unseen.clear();
}

void care(Language& say) {
  const std::string with_target = "a {} of {} {} entered at {} with stop {} and target {}";
  const std::string without = "a {} of {} {} entered at {} with stop {}";
  say.act(with_target + " protected", [](World& world, Words w) { adopt(world, w, true, true); });
  say.act(with_target, [](World& world, Words w) { adopt(world, w, true, false); });
  say.act(without + " protected", [](World& world, Words w) { adopt(world, w, false, true); });
  say.act(without + " trailing protected", [](World& world, Words w) { adopt(world, w, false, true, true); });
  say.act(without, [](World& world, Words w) { adopt(world, w, false, false); });
}

void positions(Language& say) {
  const auto close = [](World& world, std::optional<Quantity> much, std::optional<Price> limit) {
    world.command(engine::ClosePosition{world.tenant, world.operation, much, limit, "ann"});
  };
  say.act("the position is closed", [close](World& world, Words) { close(world, {}, {}); });
  say.act("{} of the position is closed", [close](World& world, Words w) { close(world, Quantity{number(w[0])}, {}); });
  say.act("the position is closed at {} or better", [close](World& world, Words w) { close(world, {}, price(w[0])); });
  say.act("{} of the position is closed at {} or better",
          [close](World& world, Words w) { close(world, Quantity{number(w[0])}, price(w[1])); });
  say.act("the position is detached because {...}", [](World& world, Words w) {
    world.command(engine::DetachPosition{world.tenant, world.operation, w[0], "ann"});
  });
  say.act("the position is detached without a reason", [](World& world, Words) {
    world.command(engine::DetachPosition{world.tenant, world.operation, "", "ann"});
  });
  say.act("the stop is moved to {}", [](World& world, Words w) {
    world.command(engine::MoveStop{world.tenant, world.operation, price(w[0]), "ann"});
  });
  say.act("the target is moved to {}", [](World& world, Words w) {
    world.command(engine::MoveTarget{world.tenant, world.operation, price(w[0]), "ann"});
  });
  say.act("the target is removed", [](World& world, Words) {
    world.command(engine::MoveTarget{world.tenant, world.operation, {}, "ann"});
  });
  say.act("the {} is cancelled by hand", [](World& world, Words w) {
    const Order* order = world.followed().find(world.order_named(w[0]));
    world.command(engine::CancelOwnOrder{world.tenant, order->id, "ann"});
  });
  say.act("operation {} is looked at", [](World& world, Words w) { world.operation = {std::stoll(w[0])}; });
}

void desk(Language& say) {
  say.act("the kill switch is turned on because {...}", [](World& world, Words w) {
    world.command(engine::SetKillSwitch{world.tenant, true, w[0], "ann"});
  });
  say.act("the kill switch is turned on without a reason", [](World& world, Words) {
    world.command(engine::SetKillSwitch{world.tenant, true, "", "ann"});
  });
  say.act("the kill switch is turned off", [](World& world, Words) {
    world.command(engine::SetKillSwitch{world.tenant, false, "", "ann"});
  });
  say.act("trading is resumed because {...}", [](World& world, Words w) {
    world.command(engine::ResumeTrading{world.tenant, w[0], "admin"});
  });
  say.act("trading is resumed without a reason", [](World& world, Words) {
    world.command(engine::ResumeTrading{world.tenant, "", "admin"});
  });
  say.act("trading is disabled", [](World& world, Words) {
    world.command(engine::EnableTrading{world.tenant, false, "admin"});
  });
  say.act("trading is enabled", [](World& world, Words) {
    world.command(engine::EnableTrading{world.tenant, true, "admin"});
  });
  say.act("the strategy {} is switched off", [](World& world, Words w) {
    Strategy changed = world.state().strategies.at({std::stoll(w[0])});
    changed.active = false;
    world.command(engine::SaveStrategy{changed});
  });
  say.act("the risk of strategy {} is set to {}", [](World& world, Words w) {
    Strategy changed = world.state().strategies.at({std::stoll(w[0])});
    changed.rules.size.risk_fraction = number(w[1]);
    world.command(engine::SaveStrategy{changed});
  });
  say.act("an older edit of strategy {} is saved", [](World& world, Words w) {
    Strategy changed = world.state().strategies.at({std::stoll(w[0])});
    --changed.version;
    world.command(engine::SaveStrategy{changed});
  });
  say.act("{} trades were made today", [](World& world, Words w) {
    engine::Restored again = world.store.restored({{1}, {2}});
    for (TenantDesk& one : again.desks) {
      if (one.tenant == world.tenant) one.trades_today = std::stoi(w[0]);
    }
    world.restart_with(again);
    world.read_account(world.tenant);
  });
}

}  // namespace

void teach_trader(Language& say) {
  plans(say);
  care(say);
  positions(say);
  desk(say);
}

}  // namespace robson::scenario
