#include "simulation/simulation.hpp"

#include "simulation/invariants.hpp"
#include "simulation/trader.hpp"

namespace robson::simulation {
namespace {
using namespace literals;

constexpr Duration busy = std::chrono::minutes(4);
constexpr Duration settling = std::chrono::minutes(7);
constexpr Duration quiet = std::chrono::minutes(4);  // at the end, prices stand still
constexpr Duration price_every = std::chrono::milliseconds(500);

Instrument instrument(std::string base, Decimal step) {
  return {.symbol = {base + "USDC"},
          .base = base,
          .quote = "USDC",
          .tick = "0.01"_d,
          .step = step,
          .min_quantity = step,
          .max_quantity = "9000"_d,
          .min_notional = "5"_d,
          .max_algo_orders = 5};
}

class Simulation final : public Exchange::Listener {
 public:
  Simulation(std::uint64_t seed, bool tracing);
  Outcome run();

  void on_order(TenantId tenant, const VenueOrder& order) override {
    if (life_) life_->on_order(tenant, order);
  }
  void on_balances(TenantId tenant, const Balances& changed) override {
    if (life_) life_->on_balances(tenant, changed);
  }

 private:
  void draw_faults();
  void begin_life();
  void end_life();
  void move_prices();
  void act();
  void use_other_hands();
  bool is_settling() const { return world_.now() - World::start >= busy; }

  World world_;
  Exchange exchange_{world_, *this};
  Ground ground_{world_, exchange_};
  std::vector<Trader> traders_;
  std::unique_ptr<Life> life_;
  bool prepared_ = false;
  bool faults_off_ = false;
  std::map<Symbol, int> drift_;
};

Simulation::Simulation(std::uint64_t seed, bool tracing) : world_(seed, tracing) {
  ground_.tenants = {{1}, {2}};
  exchange_.list(instrument("BTC", "0.00001"_d), {"90000"_d});
  exchange_.list(instrument("ETH", "0.0001"_d), {"3000"_d});
  Chance& chance = world_.chance;
  for (const TenantId tenant : ground_.tenants) {
    Balances held{{"USDC", {.free = {"10000"_d}}}};
    if (chance.permille(500)) held["BTC"].free = {"0.01"_d};
    const bool coins_for_fees = chance.permille(300);
    if (coins_for_fees) held["BNB"].free = {"0.05"_d};
    exchange_.open_account(tenant, held, coins_for_fees ? "BNB" : "");
    traders_.emplace_back(ground_, tenant);
  }
  draw_faults();
}

// Some seeds are quiet, some wild; some have one fault only.
void Simulation::draw_faults() {
  Chance& chance = world_.chance;
  Faults& faults = ground_.faults;
  for (int* share :
       {&faults.lost_before, &faults.lost_after, &faults.slow, &faults.unavailable, &faults.limited, &faults.refused,
        &faults.event_lost, &faults.event_doubled, &faults.event_late, &faults.stream_gap, &faults.quotes_gap,
        &faults.read_fails, &faults.crash, &faults.commit_fails, &faults.jump, &faults.other_hands}) {
    *share = *share * static_cast<int>(chance.below(4)) / 2;
  }
  ground_.crashes_left = static_cast<int>(chance.below(6));
}

void Simulation::begin_life() {
  ++ground_.lives;
  life_ = std::make_unique<Life>(ground_, ground_.lives);
  if (!prepared_) {
    for (Trader& trader : traders_) trader.prepare(*life_);
    prepared_ = true;
  }
}

void Simulation::end_life() {
  if (!life_->dead()) world_.note([] { return std::string("---- the server is restarted"); });
  ++ground_.lives;
  life_.reset();
  const Duration down = std::chrono::milliseconds(world_.chance.between(100, 40'000));
  world_.after(down, [this] { begin_life(); });
}

void Simulation::move_prices() {
  Chance& chance = world_.chance;
  for (const Instrument& each : exchange_.instruments()) {
    // In hundredths of a percent.
    const std::int64_t most = !is_settling() ? 12 : world_.now() - World::start < busy + settling - quiet ? 2 : 0;
    std::int64_t move = chance.between(-most, most);
    if (chance.permille(ground_.faults.jump)) move = chance.between(-250, 250);
    const Price price = exchange_.price(each.symbol);
    const Decimal moved = divide(multiply(price.value, Decimal::integer(10'000 + move), Rounding::floor),
                                 Decimal::integer(10'000), Rounding::floor);
    exchange_.trade_at(each.symbol, {round_to_step(moved, each.tick, Rounding::floor)});
    if (life_) life_->on_market(exchange_.quote(each.symbol));
  }
  if (life_ && !life_->dead()) check_alarms(ground_, life_->runtime.engine());
  if (life_ && chance.permille(ground_.faults.quotes_gap)) life_->break_quotes();
  if (chance.permille(ground_.faults.other_hands)) use_other_hands();
  world_.after(price_every, [this] { move_prices(); });
}

void Simulation::use_other_hands() {
  Chance& chance = world_.chance;
  const TenantId tenant = ground_.tenants[chance.below(ground_.tenants.size())];
  world_.note([&] { return fmt::format("other hands act for {}", tenant.value); });
  switch (chance.below(4)) {
    case 0: return exchange_.deposit(tenant, "USDC", {"123.45"_d});
    case 1: return exchange_.buy_elsewhere(tenant, {"BTCUSDC"}, {"0.001"_d});
    case 2: return exchange_.cancel_somewhere(tenant);
    default: return exchange_.deposit(tenant, "ETH", {"0.01"_d});
  }
}

void Simulation::act() {
  if (is_settling()) return;
  if (life_ && !life_->dead()) traders_[world_.chance.below(traders_.size())].act(*life_);
  world_.after(std::chrono::milliseconds(world_.chance.between(100, 2500)), [this] { act(); });
}

Outcome Simulation::run() {
  begin_life();
  world_.after(price_every, [this] { move_prices(); });
  world_.after(std::chrono::seconds(6), [this] { act(); });
  Timestamp failed_at{};  // zero: the journal can be written
  while (world_.now() - World::start < busy + settling && world_.step()) {
    if (life_) life_->run();
    if (is_settling() && !faults_off_) {
      world_.note([] { return std::string("---- the faults end"); });
      faults_off_ = true;
      ground_.faults = {.lost_before = 0,
                        .lost_after = 0,
                        .slow = 0,
                        .unavailable = 0,
                        .limited = 0,
                        .refused = 0,
                        .event_lost = 0,
                        .event_doubled = 0,
                        .event_late = 0,
                        .stream_gap = 0,
                        .quotes_gap = 0,
                        .read_fails = 0,
                        .crash = 0,
                        .commit_fails = 0,
                        .jump = 0,
                        .other_hands = 0};
    }
    if (!life_) continue;
    // Somebody restarts a server that cannot write any more.
    if (life_->journal_failed() && failed_at == Timestamp{}) failed_at = world_.now();
    const bool failed = failed_at != Timestamp{};
    const bool restart = failed && (world_.now() - failed_at > std::chrono::seconds(20) || is_settling());
    if (!life_->dead() && !restart) continue;
    failed_at = {};
    end_life();
  }
  if (world_.broken().empty() && life_) check_books(ground_, life_->runtime.engine());
  if (!life_) world_.broke("the server did not come up again");
  Outcome outcome{.broken = world_.broken(),
                  .digest = world_.digest(),
                  .lives = (ground_.lives + 1) / 2,
                  .requests = ground_.requests,
                  .commits = ground_.commits,
                  .operations = ground_.durable.operations.size(),
                  .trades = exchange_.trades().size()};
  outcome.trace.assign(world_.trace().begin(), world_.trace().end());
  life_.reset();
  return outcome;
}

}  // namespace

Outcome run(std::uint64_t seed, bool tracing) {
  return Simulation(seed, tracing).run();
}

std::string explain(std::uint64_t seed, std::size_t last_steps) {
  const Outcome outcome = run(seed, true);
  std::string text = fmt::format("seed {}: {}\n", seed, outcome.broken);
  const std::size_t first = outcome.trace.size() > last_steps ? outcome.trace.size() - last_steps : 0;
  for (std::size_t i = first; i < outcome.trace.size(); ++i) text += outcome.trace[i] + "\n";
  return text;
}

}  // namespace robson::simulation
