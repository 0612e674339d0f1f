#include "venues/binance/parse_stream.hpp"

namespace robson::venues::binance {
namespace {

BookTop read_book_ticker(const Node& event) {
  BookTop top{.symbol = event.at("s").symbol(),
              .bid = {event.at("b").price(), event.at("B").quantity()},
              .ask = {event.at("a").price(), event.at("A").quantity()},
              .update_id = event.at("u").integer()};
  if (event.has("T")) top.venue_time = event.at("T").time_ms();
  return top;
}

Trade read_trade(const Node& event) {
  return {.symbol = event.at("s").symbol(),
          .id = event.at("t").integer(),
          .price = event.at("p").price(),
          .quantity = event.at("q").quantity(),
          .time = event.at("T").time_ms(),
          .buyer_is_maker = event.at("m").flag()};
}

AggregateTrade read_aggregate_trade(const Node& event) {
  return {.trade = {.symbol = event.at("s").symbol(),
                    .id = event.at("a").integer(),
                    .price = event.at("p").price(),
                    .quantity = event.at("q").quantity(),
                    .time = event.at("T").time_ms(),
                    .buyer_is_maker = event.at("m").flag()},
          .first_id = event.at("f").integer(),
          .last_id = event.at("l").integer()};
}

KlineEvent read_kline(const Node& event) {
  const Node kline = event.at("k");
  const Node name = kline.at("i");
  const auto interval = interval_of(name.text());
  if (!interval) name.refuse("one of 1m, 5m, 15m, 1h, 4h, 1d");
  return {.symbol = event.at("s").symbol(),
          .interval = interval.value_or(Interval::m1),
          .candle = {.open_time = kline.at("t").time_ms(),
                     .open = kline.at("o").price(),
                     .high = kline.at("h").price(),
                     .low = kline.at("l").price(),
                     .close = kline.at("c").price(),
                     .volume = kline.at("v").quantity(),
                     .quote_volume = kline.at("q").money(),
                     .trades = kline.at("n").integer(),
                     .closed = kline.at("x").flag()},
          .event_time = event.at("E").time_ms()};
}

DepthUpdate read_depth_update(const Node& event) {
  DepthUpdate update{.symbol = event.at("s").symbol(),
                     .diff = {.first_id = event.at("U").integer(),
                              .last_id = event.at("u").integer(),
                              .bids = read_levels(event.at("b")),
                              .asks = read_levels(event.at("a"))},
                     .event_time = event.at("E").time_ms()};
  if (update.diff.last_id < update.diff.first_id) event.at("u").refuse("an id not below U");
  return update;
}

Ticker read_day_ticker(const Node& event) {
  return {.symbol = event.at("s").symbol(),
          .open = event.at("o").price(),
          .high = event.at("h").price(),
          .low = event.at("l").price(),
          .last = event.at("c").price(),
          .volume = event.at("v").quantity(),
          .quote_volume = event.at("q").money(),
          .open_time = event.at("O").time_ms(),
          .close_time = event.at("C").time_ms(),
          .trades = event.at("n").integer()};
}

SubscriptionReply read_reply(const Node& reply) {
  SubscriptionReply made{.id = reply.at("id").integer()};
  if (reply.has("error")) made.error = reply.at("error").at("msg").text();
  return made;
}

StreamEvent read_named(const Node& event, const std::string& name) {
  if (name == "bookTicker") return read_book_ticker(event);
  if (name == "trade") return read_trade(event);
  if (name == "aggTrade") return read_aggregate_trade(event);
  if (name == "kline") return read_kline(event);
  if (name == "depthUpdate") return read_depth_update(event);
  if (name == "24hrTicker") return read_day_ticker(event);
  if (name == "serverShutdown") return ServerShutdown{};
  return OtherEvent{name};
}

StreamEvent read_event(const Node& event) {
  if (event.has("e")) return read_named(event, event.at("e").text());
  if (event.has("lastUpdateId")) return read_depth(event);
  if (event.has("u") && event.has("s")) return read_book_ticker(event);
  if (event.has("id")) return read_reply(event);
  event.refuse("an event with \"e\"");
  return OtherEvent{};
}

}  // namespace

Parsed<StreamMessage> parse_stream(std::string_view text) {
  return parse_with(text, stream_limits, [](const Node& root) {
    if (!root.has("stream")) return StreamMessage{.stream = {}, .event = read_event(root)};
    return StreamMessage{.stream = root.at("stream").text(), .event = read_event(root.at("data"))};
  });
}

}  // namespace robson::venues::binance
