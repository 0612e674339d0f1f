#pragma once
// Everything that callers may ask about the market, with as few questions to the venue as can be: quotes from the
// stream, REST only while the stream has nothing fresh; quotes, tickers and depths kept for 1 s, candles for 1 min,
// shared by all callers. Loop thread.
#include "runtime/runtime.hpp"
#include "runtime/shared_call.hpp"

namespace robson::runtime {

struct MarketCounts {
  std::uint64_t quotes_from_stream = 0;
  std::uint64_t quotes_from_cache = 0;
  std::uint64_t quotes_from_venue = 0;
};

class MarketDesk {
 public:
  MarketDesk(net::Context& context, const Clock& clock, Runtime& runtime, MarketData& venue);

  // The freshest quote that can be had. When the venue does not answer, the last known one, however old (its age
  // says so); an error only when there is none at all. A symbol that the venue does not list is unknown_symbol.
  FromVenue<Quote> quote(Symbol symbol);
  // Asks the venue by REST (at most once a second, shared) and tells the engine what it said.
  FromVenue<Quote> refresh(Symbol symbol);
  FromVenue<Ticker> ticker(Symbol symbol);
  FromVenue<Depth> depth(Symbol symbol, int levels);
  // The last `count` candles (1 to 1000 a question to the venue; more are fetched in pages), oldest first, the forming
  // one last. Prices of the forming candle follow the trades; its volume is at most 1 min old.
  FromVenue<std::vector<Candle>> candles(Symbol symbol, Interval interval, int count, std::optional<Timestamp> until);

  void on_trade(const Trade& trade);
  const MarketCounts& counts() const { return counts_; }
  std::string venue_name() const { return venue_.name(); }

 private:
  bool is_unknown(const Symbol& symbol) const;
  FromVenue<std::vector<Candle>> fetch_candles(Symbol symbol, Interval interval, int count,
                                               std::optional<Timestamp> until);

  // A candle list that is being kept live.
  struct Live {
    Symbol symbol{};
    Interval interval{};
  };

  const Clock& clock_;
  Runtime& runtime_;
  MarketData& venue_;
  SharedCall<Quote> quotes_;
  SharedCall<Ticker> tickers_;
  SharedCall<Depth> depths_;
  SharedCall<std::vector<Candle>> candles_;
  std::unordered_map<std::string, Live> live_;
  MarketCounts counts_;
};

}  // namespace robson::runtime
