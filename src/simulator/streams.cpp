#include "simulator/streams.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace robson::simulator {
namespace {

constexpr Duration fast_pace = std::chrono::milliseconds(100);
constexpr Duration slow_pace = std::chrono::seconds(1);
constexpr std::size_t closed_at_once = 100;  // candles of an interval that one turn may close (fast replays)

template <class Range>
void append_changes(std::string& out, const Range& begin, const Range& end) {
  std::vector<Level> levels;
  for (auto each = begin; each != end; ++each) levels.push_back({each->first, each->second});
  append_levels(out, levels);
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Streams::Streams(const LiveMarket& market) : market_(market) {
  for (const auto& [symbol, each] : market.symbols()) {
    Feed& feed = feeds_[symbol];
    feed.market = each.get();
    feed.name = lower_case(symbol.text);
  }
}

void Streams::PendingDepth::add(const BookChange& change) {
  if (first_id == 0) first_id = change.first_id;
  final_id = change.final_id;
  for (const Level& level : change.bids) bids[level.price] = level.quantity;
  for (const Level& level : change.asks) asks[level.price] = level.quantity;
}

void Streams::subscribe(const std::string& stream, Outlet& outlet, Form form) {
  unsubscribe(stream, outlet);
  Topic& to = topics_[stream];
  if (to.subscribers.empty()) begin_candles(stream);
  to.name = stream;
  to.subscribers.push_back({&outlet, form});
}

// A candle stream begins with the candle that forms now; those before it are history.
void Streams::begin_candles(const std::string& stream) {
  if (stream.find("@kline_") == std::string::npos) return;
  for (auto& entry : feeds_) {
    Feed& feed = entry.second;
    for (const Interval interval : all_intervals) {
      const auto& candles = feed.market->candles().series(interval);
      const bool meant = stream == fmt::format("{}@kline_{}", feed.name, robson::name(interval));
      if (meant && !candles.empty()) feed.forming[static_cast<std::size_t>(interval)] = candles.back().minute;
    }
  }
}

void Streams::unsubscribe(const std::string& stream, const Outlet& outlet) {
  const auto found = topics_.find(stream);
  if (found == topics_.end()) return;
  auto& subscribers = found->second.subscribers;
  subscribers.erase(std::remove_if(subscribers.begin(), subscribers.end(),
                                   [&](const Subscriber& each) { return each.outlet == &outlet; }),
                    subscribers.end());
  if (subscribers.empty()) topics_.erase(found);
}

Streams::Topic* Streams::topic(const std::string& name) {
  const auto found = topics_.find(name);
  return found == topics_.end() ? nullptr : &found->second;
}

void Streams::send(const Topic& topic, const std::string& text) {
  net::FramePtr bare;
  net::FramePtr combined;
  for (const Subscriber& each : topic.subscribers) {
    if (each.form == Form::bare) {
      if (!bare) bare = net::text_frame(text);
      each.outlet->send(bare);
    } else {
      if (!combined) combined = net::text_frame(fmt::format(R"({{"stream":"{}","data":{}}})", topic.name, text));
      each.outlet->send(combined);
    }
  }
}

void Streams::publish(const Events& events, Timestamp now) {
  if (topics_.empty()) return;
  std::vector<PublicTrade> trades;
  for (const Event& event : events) {
    if (const auto* trade = std::get_if<PublicTrade>(&event)) trades.push_back(*trade);
    if (const auto* change = std::get_if<BookChange>(&event)) on_book(*change, now);
  }
  if (!trades.empty()) on_trades(trades, now);
}

void Streams::on_trades(const std::vector<PublicTrade>& trades, Timestamp now) {
  for (const PublicTrade& each : trades) {
    const auto* to = topic(lower_case(each.trade.symbol.text) + "@trade");
    if (to == nullptr) continue;
    std::string out;
    Object(out)
        .text("e", "trade")
        .time("E", now)
        .text("s", each.trade.symbol.text)
        .number("t", each.trade.id)
        .amount("p", each.trade.price)
        .amount("q", each.trade.quantity)
        .time("T", each.trade.time)
        .flag("m", each.trade.buyer_is_maker)
        .flag("M", true)
        .close();
    send(*to, out);
  }
  for (const AggregateTrade& each : aggregated(trades)) {
    const Trade& trade = each.first.trade;
    const auto* to = topic(lower_case(trade.symbol.text) + "@aggTrade");
    if (to == nullptr) continue;
    std::string out;
    Object(out)
        .text("e", "aggTrade")
        .time("E", now)
        .text("s", trade.symbol.text)
        .number("a", each.first.aggregate_id)
        .amount("p", trade.price)
        .amount("q", each.quantity)
        .number("f", trade.id)
        .number("l", each.last_id)
        .time("T", trade.time)
        .flag("m", trade.buyer_is_maker)
        .flag("M", true)
        .close();
    send(*to, out);
  }
}

void Streams::on_book(const BookChange& change, Timestamp) {
  const auto found = feeds_.find(change.symbol);
  if (found == feeds_.end()) return;
  Feed& feed = found->second;
  if (topic(feed.name + "@depth@100ms") != nullptr) feed.fast.add(change);
  if (topic(feed.name + "@depth") != nullptr || topic(feed.name + "@depth@1000ms") != nullptr) feed.slow.add(change);
  if (feed.bid == change.best_bid && feed.ask == change.best_ask) return;
  feed.bid = change.best_bid;
  feed.ask = change.best_ask;
  const auto* to = topic(feed.name + "@bookTicker");
  if (to == nullptr) return;
  const Level bid = feed.bid.value_or(Level{});
  const Level ask = feed.ask.value_or(Level{});
  std::string out;
  Object(out)
      .number("u", change.final_id)
      .text("s", change.symbol.text)
      .amount("b", bid.price)
      .amount("B", bid.quantity)
      .amount("a", ask.price)
      .amount("A", ask.quantity)
      .close();
  send(*to, out);
}

void Streams::send_depth(Feed& feed, std::string_view suffix, PendingDepth& pending, Timestamp now) {
  if (pending.first_id == 0) return;
  const PendingDepth sent = std::exchange(pending, {});
  std::string out;
  Object event(out);
  event.text("e", "depthUpdate")
      .time("E", now)
      .text("s", feed.market->instrument().symbol.text)
      .number("U", sent.first_id)
      .number("u", sent.final_id);
  append_changes(event.member("b"), sent.bids.rbegin(), sent.bids.rend());
  append_changes(event.member("a"), sent.asks.begin(), sent.asks.end());
  event.close();
  const std::string base = feed.name + "@depth";
  if (const auto* to = topic(base + std::string(suffix))) send(*to, out);
  if (!suffix.empty()) return;
  if (const auto* to = topic(base + "@1000ms")) send(*to, out);
}

void Streams::send_top(Feed& feed, std::string_view pace) {
  for (const std::size_t levels : {std::size_t{5}, std::size_t{10}, std::size_t{20}}) {
    const auto* to = topic(fmt::format("{}@depth{}{}", feed.name, levels, pace));
    if (to == nullptr) continue;
    const Depth book = market_.exchange().depth(feed.market->instrument().symbol, levels);
    std::string out;
    Object object(out);
    object.number("lastUpdateId", book.last_update_id);
    append_levels(object.member("bids"), book.bids);
    append_levels(object.member("asks"), book.asks);
    object.close();
    send(*to, out);
  }
}

void Streams::send_klines(Feed& feed, Timestamp now, bool due) {
  for (const Interval interval : all_intervals) {
    const auto index = static_cast<std::size_t>(interval);
    const auto& candles = feed.market->candles().series(interval);
    if (candles.empty()) continue;
    const auto* to = topic(fmt::format("{}@kline_{}", feed.name, robson::name(interval)));
    std::int64_t& sent = feed.forming[index];
    const KeptCandle& forming = candles.back();
    if (to == nullptr) continue;
    const auto send_one = [&](const KeptCandle& candle, bool closed) {
      std::string out;
      append_kline_event(out, *feed.market, interval, candle, closed, now);
      send(*to, out);
    };
    if (sent != forming.minute) {
      const auto begin = candles.size() > closed_at_once ? candles.end() - closed_at_once : candles.begin();
      for (auto each = begin; each + 1 != candles.end(); ++each) {
        if (each->minute >= sent) send_one(*each, true);
      }
      sent = forming.minute;
      send_one(forming, false);
    } else if (due) {
      send_one(forming, false);
    }
  }
}

void Streams::send_tickers(Timestamp now) {
  for (const bool full : {true, false}) {
    const std::string suffix = full ? "ticker" : "miniTicker";
    const auto* all = topic("!" + suffix + "@arr");
    std::string array = "[";
    for (const auto& [symbol, feed] : feeds_) {
      const auto* to = topic(feed.name + "@" + suffix);
      if (to == nullptr && all == nullptr) continue;
      std::string out;
      append_ticker_event(out, day_ticker(market_, *feed.market, now), now, full);
      if (to != nullptr) send(*to, out);
      if (array.size() > 1) array += ',';
      array += out;
    }
    if (all != nullptr) send(*all, array + "]");
  }
}

void Streams::tick(Timestamp wall, Timestamp now) {
  const bool fast = wall >= fast_due_;
  const bool slow = wall >= slow_due_;
  if (fast) fast_due_ = wall + fast_pace;
  if (slow) slow_due_ = wall + slow_pace;
  if (topics_.empty()) return;
  for (auto& entry : feeds_) {
    Feed& feed = entry.second;
    send_klines(feed, now, slow);
    if (fast) {
      send_depth(feed, "@100ms", feed.fast, now);
      send_top(feed, "@100ms");
    }
    if (!slow) continue;
    send_depth(feed, "", feed.slow, now);
    send_top(feed, "");
    send_top(feed, "@1000ms");
    if (const auto* to = topic(feed.name + "@avgPrice")) {
      std::string out;
      const auto average = market_.exchange().average_price(feed.market->instrument().symbol, now);
      Object(out)
          .text("e", "avgPrice")
          .time("E", now)
          .text("s", feed.market->instrument().symbol.text)
          .text("i", "5m")
          .amount("w", average.value_or(market_.last_price(*feed.market)))
          .time("T", now)
          .close();
      send(*to, out);
    }
  }
  if (slow) send_tickers(now);
}

}  // namespace robson::simulator
