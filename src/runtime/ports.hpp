#pragma once
// What the loop needs from the outside world. Implementations stand in venues/, storage/ and tests/support.
// Everything here is used on the loop thread; results come back there.
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/output.hpp"
#include "market/candle.hpp"
#include "market/depth.hpp"
#include "market/instrument.hpp"
#include "market/quote.hpp"
#include "market/stream_state.hpp"
#include "net/loop.hpp"
#include "trading/balance.hpp"

namespace robson::runtime {
using robson::Balance;
using robson::Balances;
using robson::StreamState;

enum class VenueErrorKind {
  unreachable,  // no answer: refused, timed out, cut
  unknown_symbol,
  rate_limited,     // wait `retry_after`
  bad_credentials,  // key, signature or permission
  rejected,         // the venue understood and refused; `code` and `text` are the venue's
  invalid_answer,   // the venue said something that we cannot read
};
struct VenueError {
  VenueErrorKind kind{};
  std::string text{};  // one sentence for a person; no secrets
  int code = 0;        // the venue's own, e.g. -1121
  Duration retry_after{};
  bool maybe_done = false;  // a request that acts may have been carried out
};
template <class T>
using FromVenue = net::Task<Result<T, VenueError>>;

// What a venue tells without being asked. Called on the loop thread, in the order of arrival.
class MarketListener {
 public:
  virtual ~MarketListener() = default;
  virtual void on_quote(const Quote& quote) = 0;
  virtual void on_trade(const Trade& trade) = 0;
  // Any sign of life of the stream that carries these symbols: quotes stay as they were, their age starts anew.
  virtual void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) = 0;
  virtual void on_stream_state(StreamState state, std::string_view why) = 0;
};

// Public market data of one venue. Names of instruments are the venue's.
class MarketData {
 public:
  virtual ~MarketData() = default;
  virtual std::string name() const = 0;  // "binance"
  // Whether its REST side answers at all, and how long that took.
  virtual FromVenue<Duration> ping() = 0;
  virtual FromVenue<std::vector<Instrument>> instruments() = 0;
  virtual FromVenue<Quote> quote(Symbol symbol) = 0;
  virtual FromVenue<Ticker> ticker(Symbol symbol) = 0;
  virtual FromVenue<Depth> depth(Symbol symbol, int levels) = 0;
  // Oldest first, the forming candle last; at most `count` (1 to 1000) ending at `until`, or at now.
  virtual FromVenue<std::vector<Candle>> candles(Symbol symbol, Interval interval, int count,
                                                 std::optional<Timestamp> until) = 0;
  // Starts the streams and keeps them alive until stop(): reconnects with backoff, resubscribes, and says so to the
  // listener, which must outlive them.
  virtual void watch(std::vector<Symbol> symbols, MarketListener& listener) = 0;
  virtual void stop() = 0;
};

// What happens to one account without being asked.
class AccountListener {
 public:
  virtual ~AccountListener() = default;
  virtual void on_balances(const Balances& changed) = 0;  // only the assets that changed
  virtual void on_stream_state(StreamState state, std::string_view why) = 0;
};

// One account at one venue, opened with one key.
class VenueAccount {
 public:
  virtual ~VenueAccount() = default;
  virtual FromVenue<Balances> balances() = 0;
  virtual void watch(AccountListener& listener) = 0;
  virtual void stop() = 0;
};

// Where events become durable. A commit is atomic; commits take effect in the order of the calls.
struct JournalError {
  std::string text{};
};
class Journal {
 public:
  virtual ~Journal() = default;
  virtual net::Task<Result<void, JournalError>> commit(std::vector<engine::Event> events) = 0;
};

}  // namespace robson::runtime
