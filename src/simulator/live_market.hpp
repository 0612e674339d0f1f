#pragma once
// All that trades: the symbols with their price paths, and the exchange that they feed. Loop thread.
//
//   wall clock --MarketClock--> market time --SymbolMarket--> tick --+--> candles
//                                                                    +--> Exchange: book, then trade --> Events
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "simulator/exchange.hpp"
#include "simulator/symbol_market.hpp"

namespace robson::simulator {

// Market time, which may run faster than the wall clock or stand elsewhere.
struct MarketClock {
  Timestamp wall_start{};
  Timestamp market_start{};
  std::int64_t speed = 1;
  Timestamp at(Timestamp wall) const { return market_start + (wall - wall_start) * speed; }
};

class LiveMarket {
 public:
  // Builds every symbol's past. With `kept` (which has no fault) accounts and orders of an earlier run are there again,
  // and the first trade of each symbol fills and triggers what the market has passed since. Throws
  // std::invalid_argument for a symbol whose grid the exchange cannot hold.
  LiveMarket(std::vector<SymbolSetup> symbols, MarketClock clock, const KeptExchange* kept = nullptr);

  // Where what happened goes: ticks here, and what account calls caused (see `publish`).
  void on_events(std::function<void(const Events&)> listener) { listener_ = std::move(listener); }
  void publish(const Events& events) {
    if (listener_ && !events.empty()) listener_(events);
  }
  // Makes the ticks that are due. False when so many are that some were left for the next call.
  bool advance(Timestamp wall);

  // For tests: trades `symbol` at `price` at once (stops trigger), and stands still there or goes on from there. No
  // price: where it is. Nothing to `still`: as it was. The error is a sentence.
  struct Move {
    Symbol symbol{};
    std::optional<Price> price{};
    std::optional<bool> still{};
  };
  Result<void, std::string> move(const Move& asked, Timestamp wall);

  Timestamp time(Timestamp wall) const { return clock_.at(wall); }
  const MarketClock& clock() const { return clock_; }
  Exchange& exchange() { return exchange_; }
  const Exchange& exchange() const { return exchange_; }
  const SymbolMarket* find(const Symbol& symbol) const;
  // Of the last trade on the tape, whoever made it; of the path before the first one.
  Price last_price(const SymbolMarket& market) const;
  const std::map<Symbol, std::unique_ptr<SymbolMarket>>& symbols() const { return symbols_; }

 private:
  std::int64_t print(const SymbolMarket& market, const Tick& tick, Timestamp time);

  MarketClock clock_;
  Exchange exchange_{};
  std::map<Symbol, std::unique_ptr<SymbolMarket>> symbols_;
  std::map<Symbol, Ladder> ladders_;  // as last given to the exchange
  std::function<void(const Events&)> listener_;
  bool opening_ = true;  // the tape's first minutes are printed; nobody needs a book for them
};

}  // namespace robson::simulator
