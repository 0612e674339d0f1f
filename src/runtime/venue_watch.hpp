#pragma once
// Keeps the engine told of one venue: the list of instruments (asked for until it comes, then hourly), the market
// streams, and how they are. Loop thread; must outlive the context's run.
#include "runtime/market_desk.hpp"

namespace robson::runtime {

class VenueWatch final : public MarketListener {
 public:
  // `on_instruments` is told each list, so that it can be remembered for a start without the venue.
  VenueWatch(net::Context& context, Runtime& runtime, MarketDesk& desk, MarketData& venue,
             std::function<void(const std::vector<Instrument>&)> on_instruments);

  void start(std::vector<Symbol> symbols);
  void stop();
  // Who else hears what the stream brings, after the engine. It outlives the watch.
  void also_tell(MarketListener& other) { other_ = &other; }
  // Watches this symbol from now on too. The stream is opened anew, with all symbols.
  void add(const Symbol& symbol);

  // How the venue's REST side answered when last asked (every 10 s).
  struct RestCheck {
    bool ok = false;
    Duration took{};
    std::string why = "not asked yet";
  };
  const RestCheck& rest_check() const { return rest_; }

  void on_quote(const Quote& quote) override;
  void on_trade(const Trade& trade) override;
  void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) override;
  void on_stream_state(StreamState state, std::string_view why) override;

 private:
  net::Task<void> list_instruments();
  net::Task<void> check_rest();

  net::Context& context_;
  Runtime& runtime_;
  MarketDesk& desk_;
  MarketData& venue_;
  std::function<void(const std::vector<Instrument>&)> on_instruments_;
  RestCheck rest_;
  std::vector<Symbol> symbols_;
  MarketListener* other_ = nullptr;
  bool stopped_ = false;
};

}  // namespace robson::runtime
