#pragma once
// Public streams: btcusdc@trade and its kin. A message is written and framed once (twice where both forms, bare and
// combined, have subscribers) and shared by all who subscribed. Loop thread.
//
//   at once       trade, aggTrade, bookTicker                   every 100 ms   depth@100ms, depth5/10/20@100ms
//   every second  depth, depth5/10/20, ticker, miniTicker, avgPrice, kline_<i> (and at once when a candle closes),
//                 !ticker@arr, !miniTicker@arr
//
// A name that no stream has can be subscribed to and stays silent, as at the venue.
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "simulator/market_text.hpp"
#include "simulator/outlet.hpp"

namespace robson::simulator {

class Streams {
 public:
  explicit Streams(const LiveMarket& market);

  enum class Form { bare, combined };  // combined: {"stream":"...","data":{...}}
  void subscribe(const std::string& stream, Outlet& outlet, Form form);
  void unsubscribe(const std::string& stream, const Outlet& outlet);

  // What just happened at the exchange.
  void publish(const Events& events, Timestamp now);
  // Called often: sends what its time has come for. `wall` paces, `now` is market time.
  void tick(Timestamp wall, Timestamp now);

 private:
  struct Subscriber {
    Outlet* outlet = nullptr;
    Form form{};
  };
  struct Topic {
    std::string name{};
    std::vector<Subscriber> subscribers{};
  };
  // Changes of a book since they were last sent.
  struct PendingDepth {
    std::int64_t first_id = 0;  // 0: nothing
    std::int64_t final_id = 0;
    std::map<Price, Quantity> bids{};
    std::map<Price, Quantity> asks{};
    void add(const BookChange& change);
  };
  struct Feed {
    const SymbolMarket* market = nullptr;
    std::string name{};  // lower case
    std::optional<Level> bid{};
    std::optional<Level> ask{};
    PendingDepth fast{};
    PendingDepth slow{};
    std::array<std::int64_t, all_intervals.size()> forming{};  // minute of the candle last sent
  };

  void begin_candles(const std::string& stream);
  Topic* topic(const std::string& name);
  void send(const Topic& topic, const std::string& text);
  void on_trades(const std::vector<PublicTrade>& trades, Timestamp now);
  void on_book(const BookChange& change, Timestamp now);
  void send_depth(Feed& feed, std::string_view suffix, PendingDepth& pending, Timestamp now);
  void send_top(Feed& feed, std::string_view pace);
  void send_klines(Feed& feed, Timestamp now, bool due);
  void send_tickers(Timestamp now);

  const LiveMarket& market_;
  std::unordered_map<std::string, Topic> topics_;  // those with subscribers
  std::map<Symbol, Feed> feeds_;
  Timestamp fast_due_{};
  Timestamp slow_due_{};
};

std::string lower_case(std::string_view text);

}  // namespace robson::simulator
