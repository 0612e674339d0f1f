#include "simulator/hedge/hedge_market.hpp"

#include <algorithm>

#include "base/ensure.hpp"
#include "simulator/hedge/seeded_wave.hpp"
#include "simulator/path.hpp"

namespace robson::simulator {
namespace {

constexpr Rounding rounding = Rounding::half_away_from_zero;
constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t year_us = 365LL * 24 * 3600 * 1'000'000;
constexpr std::int64_t pool_rates_from = 1'735'689'600'000'000;  // 2025-01-01
constexpr std::int64_t row_lots = 900;                           // volumes of paths that nobody asks for

std::int64_t ticks_of(Price price, Decimal tick) {
  return static_cast<std::int64_t>(price.value.units() / tick.units());
}

Price on_tick(Decimal price, const PerpContract& contract) {
  const Decimal rounded = round_to_step(price, contract.price_tick, rounding);
  return {std::max(rounded, contract.price_tick)};
}

Decimal premium_by_seed(const HedgeCoin& coin, std::uint64_t seed, Timestamp now) {
  const Decimal wave = wave_at(mix(seed, "premium"), std::chrono::minutes(20), 5, now);
  const bool dips = draw_of_period(mix(seed, "dip"), std::chrono::hours(6), now, 12) == 0;
  return coin.usual_premium + multiply(wave, coin.premium_swing, rounding) - (dips ? coin.dip : Decimal{});
}

SyntheticTraits traits_of(const HedgeCoin& coin, std::uint64_t seed, const Grid& grid, Price centre) {
  return {seed, ticks_of(centre, grid.tick), row_lots, coin.swing};
}

}  // namespace

Timestamp HedgeRecording::start() const {
  if (candles) return {candles->rows.front().minute * minute_us};
  ensure(funding.has_value(), "a recording has candles or rates");
  return funding->rows.front().hour - funding_period;
}

HedgeListing usual_listing() {
  using namespace literals;
  HedgeCoin sol;
  sol.contract = {.coin = "SOL", .depth = {Decimal::integer(5'000)}, .others = {Decimal::integer(3'200'000)}};
  sol.centre = {Decimal::integer(150)};
  sol.swing = 1800;
  sol.path = "SOLUSD";
  HedgeCoin btc;
  btc.contract = {.coin = "BTC",
                  .size_step = "0.00001"_d,
                  .price_tick = "0.1"_d,
                  .max_leverage = Decimal::integer(40),
                  .maintenance_margin = "0.0125"_d,
                  .depth = {Decimal::integer(10)},
                  .others = {Decimal::integer(28'000)}};
  btc.centre = {Decimal::integer(89'200)};
  btc.path = "BTCUSDC";  // the spot simulator's own path
  btc.half_spread = 5;
  HedgeToken jito;
  jito.market = {.asset = "SOL", .protocol = "marginfi", .token = "jitoSOL"};
  jito.pool_rate = "1.18"_d;
  jito.staking_rate = "0.07"_d;
  HedgeToken plain;
  plain.market = {.asset = "SOL", .protocol = "marginfi", .token = "SOL"};
  HedgeToken wrapped;
  wrapped.market = {.asset = "BTC", .protocol = "kamino", .token = "wBTC", .token_places = 8};
  return {{sol, btc}, {jito, plain, wrapped}};
}

HedgeMarket::HedgeMarket(HedgeListing listing, std::uint64_t seed, Timestamp now,
                         std::vector<HedgeRecording> recordings, const std::map<std::string, Duration>& shifts)
    : seed_(seed), tokens_(std::move(listing.tokens)) {
  for (HedgeCoin& coin : listing.coins) {
    Path path;
    path.seed = mix(seed, coin.path);
    const auto recording = std::find_if(recordings.begin(), recordings.end(),
                                        [&](const HedgeRecording& each) { return each.coin == coin.contract.coin; });
    if (recording != recordings.end()) {
      path.is_recorded = true;
      const auto earlier = shifts.find(coin.contract.coin);
      path.shift = earlier != shifts.end() ? earlier->second : hour_of(now) - hour_of(recording->start());
      if (recording->candles) {
        coin.grid = recording->candles->grid;
        coin.contract.price_tick = std::min(coin.contract.price_tick, coin.grid.tick);
        const Price last = coin.grid.price(recording->candles->rows.back().bar.close);
        const SyntheticTraits after = traits_of(coin, path.seed, coin.grid, last);
        path.source = std::make_unique<ReplaySource>(std::move(*recording->candles), after);
      }
      path.funding = std::move(recording->funding);
    }
    if (!path.source) {
      const SyntheticTraits traits = traits_of(coin, path.seed, coin.grid, coin.centre);
      path.source = std::make_unique<SyntheticSource>(traits);
    }
    path.coin = std::move(coin);
    paths_.push_back(std::move(path));
  }
}

HedgeMarket::Minutes HedgeMarket::minutes_of(const Path& path, std::int64_t minute) {
  if (const auto row = path.source->row(minute)) {
    const Rng rng(mix(path.seed, static_cast<std::uint64_t>(row->minute)));
    return {row->minute, split(row->bar, static_cast<std::size_t>(row->minutes), rng)};
  }
  const std::int64_t first = path.source->first_minute();
  std::int64_t before = minute;
  std::optional<Row> row;
  while (!row && before > first) {
    before = std::max(before - path.source->row_minutes(), first);
    row = path.source->row(before);
  }
  ensure(row.has_value(), "a path has a price at its beginning");
  const std::int64_t last = row->bar.close;
  const Bar flat{.open = last, .high = last, .low = last, .close = last};
  const std::int64_t length = path.source->row_minutes();  // rows stand at its multiples
  return {minute, std::vector<Bar>(static_cast<std::size_t>(length - minute % length), flat)};
}

Price HedgeMarket::path_price(const Path& path, Timestamp now) {
  const Timestamp there = path.is_recorded ? now - path.shift : now;
  const std::int64_t minute = std::max(there.us / minute_us, path.source->first_minute());
  const Minutes& known = path.known;
  const auto ends = known.first + static_cast<std::int64_t>(known.bars.size());
  if (minute < known.first || minute >= ends) path.known = minutes_of(path, minute);
  const Bar& bar = known.bars[static_cast<std::size_t>(minute - known.first)];
  const std::int64_t into = std::clamp<std::int64_t>(there.us - minute * minute_us, 0, minute_us);
  return path.coin.grid.price(bar.open + (bar.close - bar.open) * (into / 1'000'000) / 60);
}

Price HedgeMarket::oracle_of(const Path& path, Timestamp now) {
  if (path.by_hand.oracle) return *path.by_hand.oracle;
  return std::max(path_price(path, now) + path.by_hand.offset, Price{path.coin.grid.tick});
}

PerpPrices HedgeMarket::prices_of(const Path& path, Timestamp now) {
  const PerpContract& contract = path.coin.contract;
  PerpPrices prices;
  prices.coin = contract.coin;
  prices.oracle = oracle_of(path, now);
  const Decimal premium = path.funding ? Decimal{} : premium_by_seed(path.coin, path.seed, now);
  prices.mark = path.by_hand.mark.value_or(
      on_tick(prices.oracle.value + multiply(prices.oracle.value, premium, rounding), contract));
  const Decimal spread = multiply(contract.price_tick, Decimal::integer(path.coin.half_spread), rounding);
  prices.bid = on_tick(prices.mark.value - spread, contract);
  prices.ask = on_tick(prices.mark.value + spread, contract);
  if (path.funding && next_hour(now - path.shift) <= path.funding->rows.back().hour) {
    prices.recorded = PerpPrices::Recorded{path.funding->rate_at(next_hour(now - path.shift))};
  }
  if (path.by_hand.funding_rate) prices.recorded = PerpPrices::Recorded{path.by_hand.funding_rate};
  return prices;
}

std::vector<PerpPrices> HedgeMarket::perps_at(Timestamp now) const {
  std::vector<PerpPrices> all;
  all.reserve(paths_.size());
  for (const Path& path : paths_) all.push_back(prices_of(path, now));
  return all;
}

std::vector<LendingRates> HedgeMarket::tokens_at(Timestamp now) const {
  std::vector<LendingRates> all;
  for (const HedgeToken& token : tokens_) {
    const Path* path = find(token.market.asset);
    if (path == nullptr) continue;
    LendingRates rates;
    rates.asset = token.market.asset;
    rates.token = token.market.token;
    rates.oracle = oracle_of(*path, now);
    const Decimal years = divide(Decimal::integer(std::max<std::int64_t>(0, now.us - pool_rates_from)),
                                 Decimal::integer(year_us), rounding);
    const Decimal grown = Decimal::integer(1) + multiply(token.staking_rate, years, rounding);
    rates.pool_rate = round_to_places(multiply(token.pool_rate, grown, rounding), 9, Rounding::floor);
    const auto discount = discounts_.find(token.market.token);
    const Decimal fair = multiply(rates.oracle.value, rates.pool_rate, rounding);
    const Decimal off = discount == discounts_.end() ? Decimal{} : multiply(fair, discount->second, rounding);
    rates.token_market = {std::max(round_to_places(fair - off, 6, rounding), Decimal::from_units(1'000'000))};
    const Decimal wave = wave_at(mix(seed_, "borrowing"), std::chrono::hours(12), 3, now);
    const Decimal moved = multiply(token.borrow_rate, divide(wave, Decimal::integer(20), rounding), rounding);
    rates.borrow_rate = borrow_rate_.value_or(round_to_places(token.borrow_rate + moved, 6, rounding));
    rates.supply_rate = token.supply_rate;
    rates.staking_rate = token.staking_rate;
    all.push_back(std::move(rates));
  }
  return all;
}

std::vector<PerpContract> HedgeMarket::contracts() const {
  std::vector<PerpContract> all;
  for (const Path& path : paths_) all.push_back(path.coin.contract);
  return all;
}

std::vector<LendingMarket> HedgeMarket::lending_markets() const {
  std::vector<LendingMarket> all;
  for (const HedgeToken& token : tokens_) all.push_back(token.market);
  return all;
}

const HedgeMarket::Path* HedgeMarket::find(std::string_view coin) const {
  const auto found =
      std::find_if(paths_.begin(), paths_.end(), [&](const Path& each) { return each.coin.contract.coin == coin; });
  return found == paths_.end() ? nullptr : &*found;
}

HedgeOverride* HedgeMarket::override_of(std::string_view coin) {
  const auto found =
      std::find_if(paths_.begin(), paths_.end(), [&](const Path& each) { return each.coin.contract.coin == coin; });
  return found == paths_.end() ? nullptr : &found->by_hand;
}

bool HedgeMarket::move_oracle(std::string_view coin, Price price, Timestamp now) {
  const Path* path = find(coin);
  HedgeOverride* by_hand = override_of(coin);
  if (path == nullptr || by_hand == nullptr) return false;
  by_hand->offset = price - path_price(*path, now);
  if (by_hand->oracle) by_hand->oracle = price;
  return true;
}

bool HedgeMarket::set_discount(std::string_view token, Decimal discount) {
  const bool known =
      std::any_of(tokens_.begin(), tokens_.end(), [&](const HedgeToken& each) { return each.market.token == token; });
  if (known) discounts_[std::string(token)] = discount;
  return known;
}

void HedgeMarket::set_borrow_rate(Decimal rate) {
  borrow_rate_ = rate;
}

std::map<std::string, Duration> HedgeMarket::shifts() const {
  std::map<std::string, Duration> all;
  for (const Path& path : paths_) {
    if (path.is_recorded) all[path.coin.contract.coin] = path.shift;
  }
  return all;
}

std::map<std::string, Price> HedgeMarket::offsets() const {
  std::map<std::string, Price> all;
  for (const Path& path : paths_) all[path.coin.contract.coin] = path.by_hand.offset;
  return all;
}

}  // namespace robson::simulator
