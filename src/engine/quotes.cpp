#include "engine/quotes.hpp"

#include <algorithm>

namespace robson::engine {

bool Quotes::see(const Quote& quote) {
  const auto [at, is_new] = held_.try_emplace(quote.symbol, quote);
  Quote& held = at->second;
  if (is_new) {
    const auto last = last_.find(quote.symbol);
    if (!held.last && last != last_.end()) held.last = last->second;
    return true;
  }
  if (quote.received < held.received) return false;
  const bool moved = held.bid != quote.bid || held.ask != quote.ask || (quote.last && held.last != quote.last);
  const auto last = quote.last ? quote.last : held.last;
  const Timestamp confirmed = std::max(held.confirmed, quote.confirmed);
  held = quote;
  held.last = last;
  held.confirmed = confirmed;
  return moved;
}

bool Quotes::see(const Trade& trade) {
  last_[trade.symbol] = trade.price;
  const auto at = held_.find(trade.symbol);
  if (at == held_.end() || at->second.last == trade.price) return false;
  Quote& held = at->second;
  held.last = trade.price;
  held.venue_time = std::max(held.venue_time, trade.time);
  held.received = std::max(held.received, trade.received);
  held.confirmed = std::max(held.confirmed, trade.received);
  return true;
}

void Quotes::confirm(const Symbol& symbol, Timestamp at) {
  const auto found = held_.find(symbol);
  if (found != held_.end()) found->second.confirmed = std::max(found->second.confirmed, at);
}

const Quote* Quotes::find(const Symbol& symbol) const {
  const auto found = held_.find(symbol);
  return found == held_.end() ? nullptr : &found->second;
}

}  // namespace robson::engine
