#pragma once
// Joins the book tops and trades of the streams, and REST answers, into quotes; drops what came twice (two
// connections overlap at a planned change) and what has no price on one side.
#include <map>
#include <optional>
#include <vector>

#include "market/quote.hpp"
#include "venues/binance/parse_market.hpp"

namespace robson::venues::binance {

// Loop thread; pure.
class QuoteKeeper {
 public:
  explicit QuoteKeeper(const std::vector<Symbol>& symbols);

  // The new quote, or nothing: not a watched symbol, not newer, or a side is empty.
  std::optional<Quote> on_top(const BookTop& top, Timestamp received);
  // True when it is the first time that this trade is seen.
  bool on_trade(const Trade& trade, Timestamp received);
  // The quote with a new last price, if the symbol has one already.
  std::optional<Quote> quote(const Symbol& symbol) const;
  // A REST answer, asked because a stream was silent. The quote when it differs from what is known.
  std::optional<Quote> on_asked(const BookTop& top, Timestamp received);

  // A last price from REST, taken while no trade has been seen; the quote with it, if there is one.
  std::optional<Quote> on_last(const LastPrice& last);

  // A new connection whose ids need not continue those of the last one: every symbol is unseen on it.
  void begin_connection();
  // Any message of the connection: each symbol that it has carried before is confirmed by it.
  std::vector<Symbol> carried() const;
  void confirm(const std::vector<Symbol>& symbols, Timestamp at);
  // Symbols without a confirmation since `limit`.
  std::vector<Symbol> unconfirmed_since(Timestamp limit) const;
  std::vector<Symbol> without_last() const;
  // Symbols that have neither had a message of their own nor been asked for since `limit`.
  std::vector<Symbol> quiet_since(Timestamp limit) const;
  // How often in a row REST knew a different price while the stream brought this symbol nothing, at most.
  int most_missed() const;
  const std::vector<Symbol>& symbols() const { return symbols_; }

 private:
  struct Entry {
    std::optional<Quote> quote{};
    std::optional<Price> last{};
    std::int64_t update_id = 0;
    std::int64_t trade_id = -1;
    bool seen = false;  // on this connection
    Timestamp own_message{};
    Timestamp confirmed{};
    Timestamp asked{};
    int missed = 0;
  };
  std::optional<Quote> take(Entry& entry, const BookTop& top, Timestamp received);

  std::vector<Symbol> symbols_;
  std::map<Symbol, Entry> entries_;
};

}  // namespace robson::venues::binance
