#pragma once
// A venue that answers as the test says, and counts how often it was asked.
#include <map>

#include "runtime/ports.hpp"
#include "support/operation_one.hpp"

namespace robson::support {

class ScriptedVenue final : public runtime::MarketData {
 public:
  bool reachable = true;
  Duration answers_after{};
  std::map<Symbol, Quote> quotes{{{"BTCUSDC"}, reference_quote()}};
  std::vector<Candle> history{};
  int quote_calls = 0;
  int candle_calls = 0;
  int other_calls = 0;
  runtime::MarketListener* listener = nullptr;
  std::vector<Symbol> watched{};

  std::string name() const override { return "scripted"; }
  runtime::FromVenue<Duration> ping() override {
    if (!reachable) co_return Unexpected(gone());
    co_return Duration(std::chrono::milliseconds(3));
  }
  runtime::FromVenue<std::vector<Instrument>> instruments() override {
    if (!reachable) co_return Unexpected(gone());
    co_return std::vector<Instrument>{btcusdc()};
  }
  runtime::FromVenue<Quote> quote(Symbol symbol) override {
    ++quote_calls;
    if (answers_after.count() > 0) co_await net::sleep_for(answers_after);
    if (!reachable) co_return Unexpected(gone());
    const auto found = quotes.find(symbol);
    if (found == quotes.end()) co_return Unexpected(unknown());
    co_return found->second;
  }
  runtime::FromVenue<Ticker> ticker(Symbol symbol) override {
    ++other_calls;
    if (!reachable) co_return Unexpected(gone());
    co_return Ticker{
        .symbol = symbol, .open = {"88000"_d}, .high = {"90000"_d}, .low = {"87000"_d}, .last = {"89245.5"_d}};
  }
  runtime::FromVenue<Depth> depth(Symbol, int levels) override {
    ++other_calls;
    if (!reachable) co_return Unexpected(gone());
    Depth book{.last_update_id = 7};
    for (int i = 0; i < levels; ++i) book.bids.push_back({{"89245"_d}, {"1"_d}});
    co_return book;
  }
  runtime::FromVenue<std::vector<Candle>> candles(Symbol, Interval, int count,
                                                  std::optional<Timestamp> until) override {
    ++candle_calls;
    if (!reachable) co_return Unexpected(gone());
    std::vector<Candle> some;
    for (const Candle& candle : history) {
      if (!until || candle.open_time <= *until) some.push_back(candle);
    }
    if (static_cast<int>(some.size()) > count) some.erase(some.begin(), some.end() - count);
    co_return some;
  }
  void watch(std::vector<Symbol> symbols, runtime::MarketListener& to) override {
    watched = std::move(symbols);
    listener = &to;
  }
  void stop() override { listener = nullptr; }

 private:
  static runtime::VenueError gone() {
    return {.kind = runtime::VenueErrorKind::unreachable, .text = "connection refused"};
  }
  static runtime::VenueError unknown() {
    return {.kind = runtime::VenueErrorKind::unknown_symbol, .text = "Invalid symbol.", .code = -1121};
  }
};

// A journal in memory, which can be told to fail.
class MemoryJournal final : public runtime::Journal {
 public:
  std::vector<engine::Event> events{};
  bool broken = false;
  net::Task<Result<void, runtime::JournalError>> commit(std::vector<engine::Event> some,
                                                        std::vector<runtime::LogEntry>) override {
    if (broken) co_return Unexpected(runtime::JournalError{"the disk is full"});
    events.insert(events.end(), some.begin(), some.end());
    co_return Result<void, runtime::JournalError>{};
  }
};

}  // namespace robson::support
