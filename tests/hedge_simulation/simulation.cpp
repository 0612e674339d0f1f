#include "hedge_simulation/simulation.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "hedge/legs.hpp"
#include "hedge_simulation/desk.hpp"

namespace robson::hedge_simulation {
namespace {

using namespace literals;
using namespace reference_bot;
using simulator::HedgeFaultKind;
using simulator::HedgeFaultScope;
using simulator::HedgeVenue;

constexpr Timestamp start = Timestamp::from_seconds(1'767'225'600);  // 2026-01-01
constexpr Duration busy = std::chrono::minutes(9);
constexpr Duration settling = std::chrono::minutes(14);
constexpr Duration flattening = std::chrono::minutes(4);
const Decimal deposit = "100000"_d;

bool is_over_at_venue(const simulator::LendingPosition& position) {
  return position.status != simulator::LendingStatus::OPEN;
}

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed)
      : random_(seed),
        venues_({.seed = seed, .speed = pick({1, 10, 60}), .accounts = {{std::string(key), {deposit}}}}, start),
        desk_(venues_, {}, start) {}

  Report run();

 private:
  std::int64_t pick(std::vector<std::int64_t> of) { return of[random_() % of.size()]; }
  bool chance(int per_mille) { return random_() % 1000 < static_cast<std::uint64_t>(per_mille); }
  enum class Until { over, at_rest, flat };
  void pass(Duration span, Until until);
  bool is_at_rest() const;
  bool is_flat() const;
  void disturb();
  void command();
  void check();
  void check_rest();
  void check_end();
  void calm();

  std::mt19937_64 random_;
  simulator::HedgeVenues venues_;
  Desk desk_;
  Timestamp now_ = start;
  std::optional<Timestamp> drifts_since_{};
  std::optional<Timestamp> chain_until_{};
  std::optional<Timestamp> reads_until_{};
  std::set<std::string> late_{};  // half open at the last step, and beyond the deadline
  int asked_ = 0;
};

void Simulation::disturb() {
  if (chance(60)) {
    const auto kind = static_cast<HedgeFaultKind>(random_() % 5);
    const auto scope = static_cast<HedgeFaultScope>(random_() % 5);
    venues_.faults().add({.venue = chance(500) ? HedgeVenue::perp : HedgeVenue::lending,
                          .kind = kind,
                          .only = scope,
                          .count = pick({1, 1, 2, 3, 8}),
                          .later = std::chrono::seconds(pick({1, 4, 9}))});
  }
  if (!chain_until_ && chance(6)) {
    venues_.set_down(chance(500) ? simulator::Chain::solana : simulator::Chain::arbitrum, true, now_);
    chain_until_ = now_ + std::chrono::seconds(pick({10, 40, 130}));
  }
  if (!reads_until_ && chance(4)) {
    desk_.reads_fail = true;
    reads_until_ = now_ + std::chrono::seconds(pick({10, 40, 90}));
  }
  if (chance(25)) desk_.crash(static_cast<CrashPoint>(random_() % 3));
  if (chance(10)) {
    const std::string coin = chance(700) ? "SOL" : "BTC";
    const simulator::PerpPrices* prices = venues_.perp().prices(coin);
    const Decimal factor = Decimal::integer(pick({70, 85, 97, 103, 115, 130}));
    const Decimal price = multiply(prices->oracle.value, divide(factor, "100"_d, Rounding::floor), Rounding::floor);
    venues_.market().move_oracle(coin, {round_to_places(price, 2, Rounding::floor)}, now_);
    venues_.reprice();
  }
  if (chance(4)) venues_.market().set_discount("jitoSOL", chance(500) ? "0.03"_d : "0.001"_d);
  if (chance(8)) venues_.perp().set_depth("SOL", {Decimal::integer(pick({7, 60, 1000}))});
  if (chance(8)) {
    auto* by_hand = venues_.market().override_of(chance(700) ? "SOL" : "BTC");
    by_hand->funding_rate = chance(500) ? "-0.0004"_d : "0.00005"_d;
    venues_.reprice();
  }
  desk_.set_latency(std::chrono::milliseconds(pick({50, 300, 300, 2500})));
}

void Simulation::command() {
  const Asked asked{"r" + std::to_string(++asked_), "seed"};
  const auto& books = desk_.strategy().state().positions;
  switch (random_() % 9) {
    case 0: desk_.tell(OpenPosition{asked, "SOL", "2000"_d, "3"_d, "seed"}); break;
    case 1: desk_.tell(OpenPosition{asked, "BTC", {}, {}, "seed"}); break;
    case 2:
    case 3:
      if (!books.empty()) desk_.tell(ClosePosition{asked, books.back().position_id, "seed"});
      break;
    case 4: desk_.tell(PauseBot{asked, static_cast<hedge::PauseScope>(random_() % 5), "seed", chance(100)}); break;
    case 5:
    case 6: desk_.tell(ResumeBot{asked, {}, "seed"}); break;
    case 7:
      desk_.tell(EmergencyStop{asked, chance(500) ? hedge::StopMode::halt : hedge::StopMode::flatten, "seed"});
      break;
    case 8:
      for (const hedge::BreakerType type :
           {hedge::BreakerType::asgard_health, hedge::BreakerType::hyperliquid_margin, hedge::BreakerType::lst_depeg})
        desk_.tell(ResolveBreaker{{}, type, "seed"});
      break;
  }
}

bool Simulation::is_at_rest() const {
  return desk_.is_quiet() && std::ranges::all_of(desk_.strategy().state().positions, [](const Book& book) {
           return is_over(book) || book.status == hedge::PositionStatus::open;
         });
}

bool Simulation::is_flat() const {
  return desk_.is_quiet() && std::ranges::all_of(desk_.strategy().state().positions, is_over);
}

// Until the time is over; or sooner, when what is waited for has held for a minute (payments come within it).
void Simulation::pass(Duration span, Until what) {
  const bool disturbed = what == Until::over;
  const Timestamp until = now_ + span;
  std::optional<Timestamp> since;
  while (now_ < until && desk_.broken().empty()) {
    const bool reached = (what == Until::at_rest && is_at_rest()) || (what == Until::flat && is_flat());
    if (!reached) {
      since.reset();
    } else if (!since) {
      since = now_;
    } else if (now_ - *since >= std::chrono::minutes(1)) {
      return;
    }
    const bool in_flight = !desk_.is_quiet();
    now_ = now_ + (in_flight ? std::chrono::seconds(1) : std::chrono::seconds(1 + random_() % 5));
    if (chain_until_ && now_ >= *chain_until_) {
      for (const auto chain : {simulator::Chain::solana, simulator::Chain::arbitrum})
        venues_.set_down(chain, false, now_);
      chain_until_.reset();
    }
    if (reads_until_ && now_ >= *reads_until_) {
      desk_.reads_fail = false;
      reads_until_.reset();
    }
    if (disturbed) {
      disturb();
      if (chance(12)) command();
    }
    desk_.step(now_);
    check();
  }
}

// At every step.
void Simulation::check() {
  const Strategy& strategy = desk_.strategy();
  bool drifts = false;
  for (const Book& book : strategy.state().positions) {
    if (is_over(book)) continue;
    const bool half_open = book.status == hedge::PositionStatus::opening && book.asgard.entry_price;
    // The first step after the deadline may be one in which the bot dies before what it decided is written.
    const bool late = half_open && now_ - book.open_by > std::chrono::seconds(1);
    if (late && late_.contains(book.position_id)) {
      desk_.breaks(book.position_id + " is half open beyond its deadline");
    }
    late ? static_cast<void>(late_.insert(book.position_id)) : static_cast<void>(late_.erase(book.position_id));
    if (book.status != hedge::PositionStatus::open || book.hyperliquid.intent) continue;
    const simulator::PerpAccount& account = *venues_.perp().account(key);
    const auto there = account.positions.find(book.hyperliquid.coin);
    const Decimal size = there == account.positions.end() ? Decimal{} : -there->second.size.value;
    const auto position = venues_.lending().position_of(key, book.asgard.client_id);
    const auto* rates = venues_.lending().rates(book.asset, book.token);
    if (!position || is_over_at_venue(*position)) continue;
    const Decimal coins = multiply(position->tokens.value, rates->pool_rate, Rounding::floor);
    if (abs(hedge::delta_of(coins, size, rates->oracle.value).ratio) > "0.005"_d) drifts = true;
  }
  // Between two looks it may drift; a pause or silence of the venue may keep the bot from putting it right.
  const bool hindered = strategy.bot_state() != hedge::BotState::running || !strategy.state().pauses.pauses.empty() ||
                        !venues_.faults().standing().empty();
  if (!drifts || hindered) {
    drifts_since_.reset();
  } else if (!drifts_since_) {
    drifts_since_ = now_;
  } else if (now_ - *drifts_since_ > std::chrono::seconds(50)) {
    desk_.breaks("the delta of an open position stays beyond 0.5 %");
  }
}

void Simulation::calm() {
  venues_.faults().clear();
  chain_until_ = now_;
  reads_until_ = now_;
  desk_.set_latency(std::chrono::milliseconds(300));
  venues_.perp().set_depth("SOL", {"1000"_d});
  PutConfig quiet{.bot = desk_.strategy().config().bot, .risk = desk_.strategy().config().risk};
  quiet.bot.enable_auto_entry = false;
  quiet.expected_version = desk_.strategy().config().version;
  desk_.tell(quiet);
  // A crash that was still to come may have swallowed it.
  quiet.expected_version = desk_.strategy().config().version;
  desk_.tell(quiet);
  desk_.tell(ResumeBot{});
  desk_.tell(ResumeBot{});
}

void Simulation::check_rest() {
  for (const Book& book : desk_.strategy().state().positions) {
    if (!is_over(book) && book.status != hedge::PositionStatus::open)
      desk_.breaks(book.position_id + " has not come to rest: " + std::string(json::name_of(book.status)));
  }
}

void Simulation::check_end() {
  const State& state = desk_.strategy().state();
  const simulator::PerpAccount& perp = *venues_.perp().account(key);
  const simulator::LendingAccount& lending = *venues_.lending().account(key);
  for (const Book& book : state.positions) {
    if (!is_over(book)) desk_.breaks(book.position_id + " is not closed");
  }
  if (!perp.positions.empty()) desk_.breaks("a short leg was left at the venue");
  if (!std::ranges::all_of(lending.positions, is_over_at_venue)) desk_.breaks("a long leg was left at the venue");

  Decimal paid;
  for (const auto& one : perp.payments) paid += one.amount.value;
  Decimal booked = state.totals.unassigned_funding;
  for (const bot_api::Payment& one : desk_.payments()) booked += one.amount_usd;
  if (booked != paid) desk_.breaks("funding booked " + booked.text() + ", paid " + paid.text());
  if (state.totals.funding + state.totals.unassigned_funding != paid) desk_.breaks("funding in the totals differs");
  if (!state.totals.unassigned_funding.is_zero()) desk_.breaks("funding without a position");

  const Decimal gained = venues_.perp().account_value(perp).value + lending.usd.value - deposit - deposit;
  const Decimal realized = state.totals.realized_pnl;
  if (abs(gained - realized) > "0.00000001"_d)
    desk_.breaks("the accounts gained " + gained.text() + ", the books " + realized.text());
}

Report Simulation::run() {
  pass(busy, Until::over);
  if (desk_.broken().empty()) calm();
  pass(settling, Until::at_rest);
  if (desk_.broken().empty()) check_rest();
  for (int i = 0; i < 2; ++i) desk_.tell(EmergencyStop{{}, hedge::StopMode::flatten, "the end"});
  pass(flattening, Until::flat);
  if (desk_.broken().empty()) check_end();

  Report report{.broken = desk_.broken(), .lives = desk_.lives()};
  const State& state = desk_.strategy().state();
  report.positions = static_cast<int>(state.last_position);
  report.payments = static_cast<int>(desk_.payments().size());
  for (const bot_api::Event& event : desk_.events()) {
    report.stuck += event.type == hedge::BotEventType::position_stuck;
    report.liquidated += event.type == hedge::BotEventType::position_liquidated;
    report.trace.push_back(to_rfc3339(event.at) + " " + event.text);
  }
  for (const Book& book : state.positions) {
    if (book.exit && book.exit->reason.starts_with("The short leg could not be opened")) ++report.unwound;
  }
  for (const bot_api::Trade& trade : desk_.trades()) report.rebalanced += trade.leg == hedge::Leg::hyperliquid;
  return report;
}

}  // namespace

Report run(std::uint64_t seed) {
  return Simulation(seed).run();
}

}  // namespace robson::hedge_simulation
