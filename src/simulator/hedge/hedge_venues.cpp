#include "simulator/hedge/hedge_venues.hpp"

#include <algorithm>

namespace robson::simulator {
namespace {

constexpr Duration fine_step = std::chrono::seconds(1);
constexpr Duration coarse_step = std::chrono::hours(1);
constexpr Duration past_step = std::chrono::minutes(15);
constexpr std::int64_t second_us = 1'000'000;

Timestamp floor_to(Timestamp moment, std::int64_t step_us) {
  const std::int64_t into = moment.us % step_us;
  return {moment.us - (into < 0 ? into + step_us : into)};
}

// Where market time stands when all begins; an earlier run is gone on from where it was.
Timestamp beginning(const HedgeSetup& setup, Timestamp wall) {
  if (!setup.kept) return floor_to(wall, second_us);
  return setup.kept->market_time;
}

std::map<std::string, Duration> shifts_of(const HedgeSetup& setup) {
  return setup.kept ? setup.kept->shifts : std::map<std::string, Duration>{};
}

Chain chain_to(HedgeVenue venue) {
  return venue == HedgeVenue::perp ? Chain::arbitrum : Chain::solana;
}

}  // namespace

HedgeVenues::HedgeVenues(HedgeSetup setup, Timestamp wall)
    : seed_(setup.seed),
      market_(std::move(setup.listing), setup.seed, beginning(setup, wall), std::move(setup.recordings),
              shifts_of(setup)),
      perp_(market_.contracts(), setup.kept ? std::move(setup.kept->perp) : PerpState{}),
      lending_(market_.lending_markets(), setup.kept ? std::move(setup.kept->lending) : LendingState{}),
      anchor_wall_(wall),
      anchor_market_(beginning(setup, wall)),
      speed_(std::clamp<std::int64_t>(setup.speed, 1, most_speed)),
      step_(std::clamp(setup.step, fine_step, coarse_step)),
      now_(anchor_market_) {
  if (setup.kept) {
    // While nobody looked, market time went as wall time does.
    anchor_market_ = anchor_market_ + std::max(wall - setup.kept->wall, Duration{});
    const bool same_path = static_cast<std::uint64_t>(setup.kept->seed) == setup.seed;
    for (const auto& [coin, offset] : setup.kept->offsets) {
      HedgeOverride* by_hand = market_.override_of(coin);
      if (by_hand != nullptr && same_path) by_hand->offset = offset;
    }
  }
  if (!setup.kept && market_.shifts().empty() && setup.past > Duration{}) build_past(setup.past);
  for (const HedgeAccountOption& account : setup.accounts) {
    keys_.insert(account.key);
    perp_.add_account(account.key, account.usd);
    lending_.add_account(account.key, account.usd);
  }
  move_to(now_);
  advance(wall);
}

// Before anybody had an account.
void HedgeVenues::build_past(Duration past) {
  const Timestamp present = now_;
  for (now_ = hour_of(present - past); now_ < present; now_ = now_ + past_step) move_to(now_);
  now_ = present;
}

void HedgeVenues::advance(Timestamp wall) {
  const Timestamp target = floor_to(market_time(wall), second_us);
  const Duration step = target - now_ > most_skip ? coarse_step : step_;
  while (now_ < target) move_to(std::min({target, floor_to(now_, step.count()) + step, next_hour(now_)}));
}

void HedgeVenues::move_to(Timestamp market_time) {
  now_ = market_time;
  perp_.advance(now_, market_.perps_at(now_));
  lending_.advance(now_, market_.tokens_at(now_));
}

void HedgeVenues::reprice() {
  ++steered_;
  move_to(now_);
}

void HedgeVenues::anchor(Timestamp wall) {
  anchor_market_ = std::max(market_time(wall), now_);
  anchor_wall_ = wall;
}

void HedgeVenues::set_speed(std::int64_t speed, Timestamp wall) {
  advance(wall);
  anchor(wall);
  ++steered_;
  speed_ = std::clamp<std::int64_t>(speed, 1, most_speed);
}

void HedgeVenues::skip(Duration span, Timestamp wall) {
  advance(wall);
  anchor(wall);
  ++steered_;
  anchor_market_ = anchor_market_ + std::clamp(span, Duration{}, most_skip);
  advance(wall);
}

// `done` and `refused` answer a Result<T, VenueRefusal>.
template <class T, class Done, class Refused>
Told<T> HedgeVenues::act(HedgeVenue venue, HedgeAct what, Done done, Refused refused) {
  if (what != HedgeAct::read && chains_.down_since(chain_to(venue))) {
    return {refusal(RefusalCode::CHAIN_DOWN, std::string(name(chain_to(venue))) + " is down")};
  }
  const auto fault = faults_.take(venue, what);
  if (!fault) return {done()};
  switch (fault->kind) {
    case HedgeFaultKind::reject: return {refused()};
    case HedgeFaultKind::error: return {refusal(RefusalCode::UNAVAILABLE, "the venue is unavailable")};
    case HedgeFaultKind::lost: return {refusal(RefusalCode::UNAVAILABLE, "nothing was done"), false};
    case HedgeFaultKind::timeout: return {done(), false};
    case HedgeFaultKind::slow: return {done(), true, fault->later};
  }
  return {done()};
}

Told<PerpOrder> HedgeVenues::order(std::string_view key, const PerpOrderRequest& request) {
  const HedgeAct what = request.reduce_only ? HedgeAct::close : HedgeAct::open;
  const auto done = [&] { return perp_.order(key, request); };
  const auto refused = [&] { return perp_.reject(key, request); };
  return act<PerpOrder>(HedgeVenue::perp, what, done, refused);
}

Told<LendingPosition> HedgeVenues::open(std::string_view key, const LendingRequest& request) {
  const auto done = [&] { return lending_.open(key, request); };
  const auto refused = [&] { return lending_.reject(key, request); };
  return act<LendingPosition>(HedgeVenue::lending, HedgeAct::open, done, refused);
}

// A refused close leaves no trace in the books: the position is open as it was.
Told<LendingPosition> HedgeVenues::close(std::string_view key, std::string_view client_id,
                                         const std::string& close_id) {
  const auto done = [&] { return lending_.close(key, client_id, close_id); };
  const auto refused = [&]() -> Result<LendingPosition, VenueRefusal> {
    return refusal(RefusalCode::CLOSE_REJECTED, "the close was refused");
  };
  return act<LendingPosition>(HedgeVenue::lending, HedgeAct::close, done, refused);
}

Told<bool> HedgeVenues::read(HedgeVenue venue) {
  const auto done = []() -> Result<bool, VenueRefusal> { return true; };
  return act<bool>(venue, HedgeAct::read, done, done);
}

PerpMarketsView HedgeVenues::perp_markets(Timestamp wall) const {
  return perp_frozen_ ? *perp_frozen_ : markets_view(perp_, wall);
}

LendingMarketsView HedgeVenues::lending_markets(Timestamp wall) const {
  return lending_frozen_ ? *lending_frozen_ : markets_view(lending_, wall);
}

void HedgeVenues::set_down(Chain chain, bool down, Timestamp wall) {
  const bool was_down = chains_.down_since(chain).has_value();
  chains_.set_down(chain, down, wall);
  if (down == was_down) return;
  if (chain == Chain::arbitrum) {
    perp_frozen_ = down ? std::optional(markets_view(perp_, wall)) : std::nullopt;
  } else {
    lending_frozen_ = down ? std::optional(markets_view(lending_, wall)) : std::nullopt;
  }
}

KeptHedge HedgeVenues::keep(Timestamp wall) const {
  KeptHedge kept;
  kept.wall = wall;
  kept.market_time = now_;
  kept.seed = static_cast<std::int64_t>(seed_);
  kept.perp = perp_.state();
  kept.lending = lending_.state();
  kept.shifts = market_.shifts();
  kept.offsets = market_.offsets();
  return kept;
}

}  // namespace robson::simulator
