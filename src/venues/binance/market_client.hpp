#pragma once
// Binance's public market data: REST answers and the streams, behind the loop's port. Loop thread.
#include <memory>

#include "runtime/ports.hpp"
#include "venues/binance/market_stream.hpp"
#include "venues/binance/rest.hpp"

namespace robson::venues::binance {

// One Rest for all clients of a venue address; the error names what is wrong with the configured address.
Result<std::shared_ptr<Rest>, std::string> make_rest(net::Context& context, Config config, const Clock& clock);

class MarketClient final : public runtime::MarketData {
 public:
  explicit MarketClient(std::shared_ptr<Rest> rest) : rest_(std::move(rest)) {}
  ~MarketClient() override { MarketClient::stop(); }
  MarketClient(const MarketClient&) = delete;
  MarketClient& operator=(const MarketClient&) = delete;

  std::string name() const override { return "binance"; }
  runtime::FromVenue<Duration> ping() override;
  runtime::FromVenue<std::vector<Instrument>> instruments() override;
  runtime::FromVenue<Quote> quote(Symbol symbol) override;
  runtime::FromVenue<Ticker> ticker(Symbol symbol) override;
  runtime::FromVenue<Depth> depth(Symbol symbol, int levels) override;
  runtime::FromVenue<std::vector<Candle>> candles(Symbol symbol, Interval interval, int count,
                                                  std::optional<Timestamp> until) override;
  void watch(std::vector<Symbol> symbols, runtime::MarketListener& listener) override;
  void stop() override;

 private:
  std::shared_ptr<Rest> rest_;
  std::shared_ptr<MarketStream> stream_;
};

}  // namespace robson::venues::binance
