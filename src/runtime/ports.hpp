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
#include "trading/venue_order.hpp"

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
  virtual void on_order(const VenueOrder& order) = 0;     // with the fill that it reports, if it reports one
  virtual void on_stream_state(StreamState state, std::string_view why) = 0;
};

// What the key of an account may do, and what the venue offers to it.
struct AccountRights {
  bool can_trade = false;
  bool can_withdraw = false;  // of the key; such a key is refused
  bool can_short = false;
  bool offers_entry_lists = false;  // PlaceEntryWithPair
};

using OrderOutcome = Result<std::vector<VenueOrder>, VenueRefusal>;

// One account at one venue, opened with one key. Implementations: venues/binance, venues/paper; both pass
// tests/venue_contract.
class VenueAccount {
 public:
  virtual ~VenueAccount() = default;
  virtual FromVenue<AccountRights> rights() = 0;
  virtual FromVenue<Balances> balances() = 0;
  // Open orders of all symbols, those waiting for the first of their list too; without fills.
  virtual FromVenue<std::vector<VenueOrder>> open_orders() = 0;
  // Carries out one request, once: it is never repeated here. The outcome names every order of the request as the
  // venue sees it now, of a list all its orders, of a replacement the cancelled and the new one. AskOrder brings the
  // order with all its fills, or not_found. An answer that did not come, or that we could not read, is `unknown`.
  virtual net::Task<OrderOutcome> carry_out(VenueRequest request) = 0;
  virtual void watch(AccountListener& listener) = 0;
  virtual void stop() = 0;
};

// Where events become durable. A commit is atomic; commits take effect in the order of the calls. After one that failed
// all later ones fail, until the next start: each carries whole rows that build on what went before, and a fill that is
// missing would be in an operation's sums already.
struct JournalError {
  std::string text{};
};

// One line of a tenant's event log: what its readers get of something durable.
struct LogEntry {
  TenantId tenant{};
  std::int64_t seq = 0;       // its place in the tenant's stream; grows, with gaps
  std::int64_t prev_seq = 0;  // of the entry before it of that tenant and channel; 0: there is none
  std::string channel{};      // "orders"
  std::string type{};         // "order_update"
  std::string data{};         // JSON
  Timestamp at{};
  bool urgent = false;  // readers are not kept waiting for it
};

// The journal writes the entries of a commit with its rows, in one transaction.
class Journal {
 public:
  virtual ~Journal() = default;
  virtual net::Task<Result<void, JournalError>> commit(std::vector<engine::Event> events,
                                                       std::vector<LogEntry> entries) = 0;
};

// Makes log entries of what is about to become durable, and is told whether it did.
class EventLog {
 public:
  virtual ~EventLog() = default;
  // Numbers the entries. Called in the order of the commits, after the engine has applied what made the events.
  virtual std::vector<LogEntry> enter(const std::vector<engine::Event>& events, Timestamp now) = 0;
  // Each called once for what enter() gave, in that order; for an empty list neither is.
  virtual void committed(const std::vector<LogEntry>& entries) = 0;
  virtual void lost(const std::vector<LogEntry>& entries) = 0;  // the commit failed; nobody gets them
};

// Where a protective order is noted that goes out although the journal failed: a file that already has its full size,
// so that a full disk cannot refuse the note. Recovery reads it at the next start.
class EmergencyJournal {
 public:
  virtual ~EmergencyJournal() = default;
  // Blocks until the note is on the disk. False when there is no room left; the order goes out all the same.
  virtual bool note(const engine::Effect& effect, Timestamp now) = 0;
};

}  // namespace robson::runtime
