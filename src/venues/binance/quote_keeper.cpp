#include "venues/binance/quote_keeper.hpp"

#include <algorithm>

namespace robson::venues::binance {
namespace {
bool two_sided(const BookTop& top) {
  return top.bid.price.value.is_positive() && top.ask.price.value.is_positive();
}
}  // namespace

QuoteKeeper::QuoteKeeper(const std::vector<Symbol>& symbols) {
  for (const Symbol& symbol : symbols) {
    if (entries_.try_emplace(symbol).second) symbols_.push_back(symbol);
  }
}

std::optional<Quote> QuoteKeeper::take(Entry& entry, const BookTop& top, Timestamp received) {
  entry.quote = Quote{.symbol = top.symbol,
                      .bid = top.bid.price,
                      .bid_quantity = top.bid.quantity,
                      .ask = top.ask.price,
                      .ask_quantity = top.ask.quantity,
                      .last = entry.last,
                      .venue_time = top.venue_time.value_or(received),
                      .received = received,
                      .confirmed = received};
  entry.confirmed = received;
  return entry.quote;
}

std::optional<Quote> QuoteKeeper::on_top(const BookTop& top, Timestamp received) {
  const auto found = entries_.find(top.symbol);
  if (found == entries_.end()) return {};
  Entry& entry = found->second;
  entry.own_message = received;
  entry.missed = 0;
  const bool newer = !entry.seen || top.update_id > entry.update_id;
  entry.seen = true;
  if (!newer || !two_sided(top)) return {};
  entry.update_id = top.update_id;
  return take(entry, top, received);
}

bool QuoteKeeper::on_trade(const Trade& trade, Timestamp received) {
  const auto found = entries_.find(trade.symbol);
  if (found == entries_.end()) return false;
  Entry& entry = found->second;
  entry.own_message = received;
  if (trade.id <= entry.trade_id) return false;
  entry.trade_id = trade.id;
  entry.last = trade.price;
  if (entry.quote) entry.quote->last = trade.price;
  return true;
}

std::optional<Quote> QuoteKeeper::quote(const Symbol& symbol) const {
  const auto found = entries_.find(symbol);
  return found == entries_.end() ? std::nullopt : found->second.quote;
}

std::optional<Quote> QuoteKeeper::on_asked(const BookTop& top, Timestamp received) {
  const auto found = entries_.find(top.symbol);
  if (found == entries_.end() || !two_sided(top)) return {};
  Entry& entry = found->second;
  entry.confirmed = received;
  entry.asked = received;
  const bool same = entry.quote && entry.quote->bid == top.bid.price && entry.quote->ask == top.ask.price &&
                    entry.quote->bid_quantity == top.bid.quantity && entry.quote->ask_quantity == top.ask.quantity;
  if (same) {
    entry.missed = 0;
    entry.quote->confirmed = received;
    return {};
  }
  if (entry.quote) ++entry.missed;
  return take(entry, top, received);
}

std::optional<Quote> QuoteKeeper::on_last(const LastPrice& last) {
  const auto found = entries_.find(last.symbol);
  if (found == entries_.end() || found->second.last || !last.price.value.is_positive()) return {};
  Entry& entry = found->second;
  entry.last = last.price;
  if (entry.quote) entry.quote->last = last.price;
  return entry.quote;
}

void QuoteKeeper::begin_connection() {
  for (auto& [symbol, entry] : entries_) {
    entry.seen = false;
    entry.update_id = 0;
    entry.trade_id = -1;
    entry.missed = 0;
  }
}

std::vector<Symbol> QuoteKeeper::carried() const {
  std::vector<Symbol> made;
  for (const auto& [symbol, entry] : entries_) {
    if (entry.seen) made.push_back(symbol);
  }
  return made;
}

void QuoteKeeper::confirm(const std::vector<Symbol>& symbols, Timestamp at) {
  for (const Symbol& symbol : symbols) {
    const auto found = entries_.find(symbol);
    if (found == entries_.end()) continue;
    found->second.confirmed = at;
    if (found->second.quote) found->second.quote->confirmed = at;
  }
}

std::vector<Symbol> QuoteKeeper::unconfirmed_since(Timestamp limit) const {
  std::vector<Symbol> made;
  for (const auto& [symbol, entry] : entries_) {
    if (entry.confirmed < limit) made.push_back(symbol);
  }
  return made;
}

std::vector<Symbol> QuoteKeeper::without_last() const {
  std::vector<Symbol> made;
  for (const auto& [symbol, entry] : entries_) {
    if (!entry.last) made.push_back(symbol);
  }
  return made;
}

std::vector<Symbol> QuoteKeeper::quiet_since(Timestamp limit) const {
  std::vector<Symbol> made;
  for (const auto& [symbol, entry] : entries_) {
    if (std::max(entry.own_message, entry.asked) < limit) made.push_back(symbol);
  }
  return made;
}

int QuoteKeeper::most_missed() const {
  int most = 0;
  for (const auto& [symbol, entry] : entries_) most = std::max(most, entry.missed);
  return most;
}

}  // namespace robson::venues::binance
