#include <algorithm>

#include "wire/figures.hpp"
#include "wire/views.hpp"

namespace robson::wire {
namespace {

constexpr int spread_percent_places = 3;

// spread / mid x 100, cut after 12 places.
Decimal spread_percent(const Quote& quote) {
  const Decimal twice_mid = quote.bid.value + quote.ask.value;
  if (!twice_mid.is_positive()) return {};
  const Decimal hundredfold =
      multiply(quote.ask.value - quote.bid.value, Decimal::integer(200), Rounding::half_away_from_zero);
  return divide(hundredfold, twice_mid, Rounding::toward_zero);
}

DepthLevel depth_level_view(const robson::Level& level) {
  return {level.price.value, level.quantity.value};
}

}  // namespace

Price price_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now) {
  return {.symbol = quote.symbol.text,
          .bid = at_tick(quote.bid, tick),
          .ask = at_tick(quote.ask, tick),
          .last = at_tick(quote.last, tick),
          .timestamp = quote.confirmed.seconds(),
          .source = venue.name,
          .spread = at_tick(quote.ask - quote.bid, tick),
          .spread_percent = {spread_percent(quote), spread_percent_places},
          .age_ms = age_ms(quote, now),
          .stale = engine::is_stale(quote, now),
          .venue_time = quote.venue_time,
          .tick_size = tick};
}

PriceUpdate price_update_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now) {
  return {.type = PriceMessageType::price_update,
          .symbol = quote.symbol.text,
          .price = at_tick(quote.last.value_or(quote.bid), tick),
          .timestamp = quote.confirmed.seconds(),
          .bid = at_tick(quote.bid, tick),
          .ask = at_tick(quote.ask, tick),
          .last = at_tick(quote.last, tick),
          .age_ms = age_ms(quote, now),
          .stale = engine::is_stale(quote, now),
          .source = venue.name,
          .venue_time_ms = quote.venue_time.ms(),
          .received_ms = quote.received.ms(),
          .sent_ms = now.ms()};
}

FeedPrice feed_price_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now) {
  return {.symbol = quote.symbol.text,
          .price = at_tick(quote.last.value_or(quote.bid), tick),
          .bid = at_tick(quote.bid, tick),
          .ask = at_tick(quote.ask, tick),
          .last = at_tick(quote.last, tick),
          .age_ms = age_ms(quote, now),
          .stale = engine::is_stale(quote, now),
          .source = venue.name,
          .venue_time_ms = quote.venue_time.ms(),
          .received_us = quote.received.us,
          .sent_us = now.us,
          .tick_size = tick};
}

Ticker ticker_view(const robson::Ticker& ticker, Decimal tick, const VenueLabel& venue) {
  const robson::Price change = ticker.last - ticker.open;
  const Decimal percent = ticker.open.is_zero()
                              ? Decimal{}
                              : divide(multiply(change.value, Decimal::integer(100), Rounding::half_away_from_zero),
                                       ticker.open.value, Rounding::toward_zero);
  return {.symbol = ticker.symbol.text,
          .open = at_tick(ticker.open, tick),
          .high = at_tick(ticker.high, tick),
          .low = at_tick(ticker.low, tick),
          .last = at_tick(ticker.last, tick),
          .price_change = at_tick(change, tick),
          .price_change_percent = {percent, 2},
          .volume = ticker.volume.value,
          .quote_volume = {ticker.quote_volume.value, 2},
          .trades = ticker.trades,
          .open_time = ticker.open_time,
          .close_time = ticker.close_time,
          .source = venue.name};
}

Depth depth_view(const Symbol& symbol, const robson::Depth& depth, const VenueLabel& venue, Timestamp now) {
  Depth view{
      .symbol = symbol.text, .last_update_id = depth.last_update_id, .source = venue.name, .timestamp = now.seconds()};
  std::ranges::transform(depth.bids, std::back_inserter(view.bids), depth_level_view);
  std::ranges::transform(depth.asks, std::back_inserter(view.asks), depth_level_view);
  return view;
}

std::vector<Kline> klines_view(const std::vector<Candle>& candles, Interval interval, Decimal tick) {
  std::vector<Kline> views;
  views.reserve(candles.size());
  for (const Candle& candle : candles) {
    views.push_back({.open_time = candle.open_time.ms(),
                     .close_time = candle.close_time(interval).ms(),
                     .open = at_tick(candle.open, tick),
                     .high = at_tick(candle.high, tick),
                     .low = at_tick(candle.low, tick),
                     .close = at_tick(candle.close, tick),
                     .volume = candle.volume.value,
                     .closed = candle.closed});
  }
  return views;
}

}  // namespace robson::wire
