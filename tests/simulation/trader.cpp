#include "simulation/trader.hpp"

namespace robson::simulation {
namespace {
using namespace literals;

// A share of the price in hundredths of a percent, on the tick.
Price at(Price price, std::int64_t basis_points, const Instrument& instrument) {
  const Decimal factor = Decimal::integer(10'000 + basis_points);
  const Decimal moved =
      divide(multiply(price.value, factor, Rounding::floor), Decimal::integer(10'000), Rounding::floor);
  return {round_to_step(moved, instrument.tick, Rounding::floor)};
}

// Quiet candles around the price with two supports below it, of two swings each.
std::vector<Candle> chart_around(Price price, const Instrument& instrument, Timestamp now) {
  std::vector<Candle> candles;
  const std::int64_t first = now.seconds() / 900 * 900 - std::int64_t{200} * 900;
  for (std::int64_t i = 0; i < 200; ++i) {
    const bool near = i == 150 || i == 160 || i == 170;
    const bool far = i == 120 || i == 130 || i == 140;
    candles.push_back({.open_time = Timestamp::from_seconds(first + i * 900),
                       .open = price,
                       .high = at(price, 5, instrument),
                       .low = at(price,
                                 near  ? -60
                                 : far ? -150
                                       : -5,
                                 instrument),
                       .close = price,
                       .closed = true});
  }
  return candles;
}

net::Task<void> ask(Life& life, engine::Command command, std::function<void(const engine::Reply&)> then) {
  const engine::Reply reply = co_await life.runtime.submit(std::move(command));
  if (const auto* refused = std::get_if<engine::Rejection>(&reply)) {
    life.ground.world.note([&] { return "refused: " + refused->code; });
  }
  if (then) then(reply);
}

}  // namespace

void Trader::submit(Life& life, engine::Command command, Then then) {
  net::spawn(life.context(), "trader", ask(life, std::move(command), std::move(then)));
}

void Trader::prepare(Life& life) {
  Strategy follower{.tenant = tenant_, .name = "Follows the price"};
  follower.rules.trailing = true;
  follower.rules.reward_risk = Decimal::integer(6);
  Strategy bare{.tenant = tenant_, .name = "Without a target"};
  bare.rules.reward_risk = {};
  submit(life, engine::SaveStrategy{follower});
  submit(life, engine::SaveStrategy{bare});
}

void Trader::act(Life& life) {
  const std::uint64_t draw = ground_.world.chance.below(100);
  if (draw < 45) return plan(life);
  if (draw < 55) return switch_something(life);
  const Operation* operation = any_open(life);
  if (operation == nullptr) return plan(life);
  if (draw < 70) return close(life, *operation);
  if (draw < 97) return move(life, *operation);
  ground_.world.note([&] { return fmt::format("trader lets {} go", operation->id.value); });
  submit(life, engine::DetachPosition{tenant_, operation->id, "it is mine", "ann"});
}

const Operation* Trader::any_open(Life& life) {
  const auto open = life.runtime.engine().open_operations(tenant_);
  return open.empty() ? nullptr : open[ground_.world.chance.below(open.size())];
}

void Trader::plan(Life& life) {
  Chance& chance = ground_.world.chance;
  if (life.runtime.engine().open_operations(tenant_).size() >= 5) return;
  const auto instruments = ground_.exchange.instruments();
  const Instrument& instrument = instruments[chance.below(instruments.size())];
  const Price price = ground_.exchange.price(instrument.symbol);
  engine::CreatePlan command{.by = "ann"};
  command.wanted = {.tenant = tenant_,
                    .symbol = instrument.symbol,
                    .side = chance.permille(30) ? Side::SELL : Side::BUY,
                    .candles = chart_around(price, instrument, ground_.world.now())};
  const engine::TenantState& state = *life.runtime.engine().tenant(tenant_);
  for (const auto& [id, strategy] : state.strategies) {
    if (chance.permille(350)) command.wanted.strategy = id;
  }
  if (chance.permille(800)) command.wanted.capital = Money{Decimal::integer(chance.between(40, 4000))};
  if (chance.permille(150)) command.wanted.entry = at(price, chance.between(-40, 5), instrument);
  Life* living = &life;
  submit(life, command, [this, living](const engine::Reply& reply) {
    const auto* made = std::get_if<Plan>(&reply);
    if (made == nullptr) return;
    const PlanId id = made->id;
    submit(*living, engine::ValidatePlan{tenant_, id}, [this, living](const engine::Reply& checked) {
      if (const auto* valid = std::get_if<Plan>(&checked)) {
        ground_.world.note([&] { return "validated: " + valid->report->summary; });
        for (const Issue& issue : valid->report->issues) ground_.world.note([&] { return "  " + issue.code; });
        execute(*living, *valid);
      }
    });
  });
}

void Trader::execute(Life& life, const Plan& plan) {
  Chance& chance = ground_.world.chance;
  const engine::ExecutePlan command{.tenant = tenant_,
                                    .plan = plan.id,
                                    .live = chance.permille(900),
                                    .acknowledge_risk = true,
                                    .acknowledge_warnings = true,
                                    .by = "ann"};
  submit(life, command, [this](const engine::Reply& reply) {
    if (const auto* done = std::get_if<engine::Execution>(&reply)) {
      ground_.world.note([&] { return fmt::format("executed as {}", done->operation.value); });
    }
  });
  if (chance.permille(200)) submit(life, command);  // somebody else at the same moment
}

void Trader::close(Life& life, const Operation& operation) {
  Chance& chance = ground_.world.chance;
  engine::ClosePosition command{.tenant = tenant_, .operation = operation.id, .by = "ann"};
  const Instrument* known = life.runtime.engine().instrument(operation.symbol);
  if (known == nullptr) return;
  const Instrument& instrument = *known;
  if (chance.permille(500)) {
    const Decimal half = divide(operation.held.value, Decimal::integer(chance.between(2, 4)), Rounding::floor);
    command.quantity = Quantity{round_to_step(half, instrument.step, Rounding::floor)};
  }
  if (chance.permille(300)) command.limit = at(ground_.exchange.price(operation.symbol), -5, instrument);
  ground_.world.note([&] { return fmt::format("trader closes {}", operation.id.value); });
  submit(life, command);
  if (chance.permille(100)) submit(life, command);
}

void Trader::move(Life& life, const Operation& operation) {
  Chance& chance = ground_.world.chance;
  const Instrument* instrument = life.runtime.engine().instrument(operation.symbol);
  if (instrument == nullptr) return;
  const Price price = ground_.exchange.price(operation.symbol);
  ground_.world.note([&] { return fmt::format("trader moves stop or target of {}", operation.id.value); });
  if (chance.permille(600)) {
    return submit(life,
                  engine::MoveStop{tenant_, operation.id, at(price, -chance.between(5, 120), *instrument), "ann"});
  }
  engine::MoveTarget command{.tenant = tenant_, .operation = operation.id, .by = "ann"};
  if (chance.permille(800)) command.target = at(price, chance.between(5, 200), *instrument);
  submit(life, command);
}

void Trader::switch_something(Life& life) {
  Chance& chance = ground_.world.chance;
  const engine::TenantState* state = life.runtime.engine().tenant(tenant_);
  if (state == nullptr) return;
  if (state->desk.loss_pause) return submit(life, engine::ResumeTrading{tenant_, "go on", "ann"});
  if (state->desk.kill_switch && chance.permille(900))
    return submit(life, engine::SetKillSwitch{tenant_, false, {}, "ann"});
  if (chance.permille(150)) return submit(life, engine::SetKillSwitch{tenant_, true, "enough", "ann"});
  for (const auto& [id, followed] : state->operations) {
    const Order* entry = followed.open_order(OrderPurpose::ENTRY);
    if (entry != nullptr) return submit(life, engine::CancelOwnOrder{tenant_, entry->id, "ann"});
  }
}

}  // namespace robson::simulation
