#include "simulator/live_market.hpp"

#include <fmt/core.h>

namespace robson::simulator {
namespace {

constexpr std::int64_t first_tape = 2'000;     // trades of a symbol that the tape begins with
constexpr std::size_t ticks_per_turn = 5'000;  // of one symbol, so that a load of ticks does not keep others waiting

std::vector<Level> levels_of(const Grid& grid, const std::vector<Rung>& rungs) {
  std::vector<Level> levels;
  levels.reserve(rungs.size());
  for (const Rung& rung : rungs) levels.push_back({grid.price(rung.price), grid.quantity(rung.lots)});
  return levels;
}

}  // namespace

LiveMarket::LiveMarket(std::vector<SymbolSetup> symbols, MarketClock clock, const KeptExchange* kept) : clock_(clock) {
  for (SymbolSetup& setup : symbols) {
    const Symbol symbol = setup.instrument.symbol;
    exchange_.add_symbol(standard_rules(setup.instrument));
    symbols_.insert_or_assign(symbol, std::make_unique<SymbolMarket>(std::move(setup), clock.market_start));
  }
  if (kept != nullptr) exchange_.number_on(*kept);
  while (!advance(clock.wall_start)) {
  }
  opening_ = false;
  if (kept != nullptr) exchange_.restore(*kept);
  const std::int64_t lots = kept != nullptr ? 1 : 0;
  for (const auto& [symbol, market] : symbols_) print(*market, {market->last_price(), lots, false}, clock.market_start);
}

const SymbolMarket* LiveMarket::find(const Symbol& symbol) const {
  const auto found = symbols_.find(symbol);
  return found == symbols_.end() ? nullptr : found->second.get();
}

Price LiveMarket::last_price(const SymbolMarket& market) const {
  const auto last = exchange_.last_trade(market.instrument().symbol);
  return last ? last->trade.price : market.grid().price(market.last_price());
}

std::int64_t LiveMarket::print(const SymbolMarket& market, const Tick& tick, Timestamp time) {
  if (opening_ && (clock_.market_start - time) * market.ticks_per_minute() > std::chrono::minutes(first_tape)) return 0;
  const Symbol& symbol = market.instrument().symbol;
  const Grid& grid = market.grid();
  Events events;
  Ladder ladder = market.ladder(time);
  Ladder& known = ladders_[symbol];
  if (!opening_ && (ladder.bids != known.bids || ladder.asks != known.asks)) {
    known = std::move(ladder);
    const auto bids = levels_of(grid, known.bids);
    const auto asks = levels_of(grid, known.asks);
    exchange_.set_external_book(symbol, bids, asks, time, events);
  }
  if (tick.lots > 0) {
    exchange_.external_trade(symbol, {grid.price(tick.price), grid.quantity(tick.lots), tick.buyer_is_maker}, time,
                             events);
  }
  publish(events);
  if (tick.lots == 0) return 0;
  const auto last = exchange_.last_trade(symbol);
  return last ? last->trade.id : 0;
}

Result<void, std::string> LiveMarket::move(const Move& asked, Timestamp wall) {
  const auto found = symbols_.find(asked.symbol);
  if (found == symbols_.end()) return Unexpected(std::string("symbol: it is not traded here"));
  SymbolMarket& market = *found->second;
  const Decimal tick = market.grid().tick;
  if (asked.price) {
    const Price highest = exchange_.rules(asked.symbol)->max_price;
    const bool sound = asked.price->value.is_positive() && *asked.price <= highest &&
                       is_multiple_of(asked.price->value, tick) && asked.price->value >= tick;
    if (!sound) {
      return Unexpected(fmt::format("price: expected a multiple of {} up to {}", tick.text(), highest.value.text()));
    }
  }
  while (!advance(wall)) {
  }
  if (asked.still) market.hold(*asked.still);
  if (asked.price) {
    const auto ticks = static_cast<std::int64_t>(asked.price->value.units() / tick.units());
    market.move_to(ticks, clock_.at(wall), [&](const Tick& at, Timestamp time) { return print(market, at, time); });
  }
  return {};
}

bool LiveMarket::advance(Timestamp wall) {
  const Timestamp now = clock_.at(wall);
  bool done = true;
  for (auto& [symbol, market] : symbols_) {
    SymbolMarket& moving = *market;
    done &= moving.advance(now, ticks_per_turn,
                           [&](const Tick& tick, Timestamp time) { return print(moving, tick, time); });
  }
  return done;
}

}  // namespace robson::simulator
