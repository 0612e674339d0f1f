#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/views/views.hpp"
#include "cli/watch.hpp"
#include "client/price_stream.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

constexpr Duration between_frames = std::chrono::milliseconds(100);
constexpr Duration own_pace = std::chrono::seconds(1);

// The price as the stream tells it, in the shape of GET /api/market/price/, so that programs see one shape only.
wire::Price price_of(const wire::PriceUpdate& update, const wire::Price& before) {
  wire::Price price = before;
  price.bid = update.bid;
  price.ask = update.ask;
  if (update.last) price.last = update.last;
  price.timestamp = update.timestamp;
  price.source = update.source;
  price.age_ms = update.age_ms;
  price.stale = update.stale;
  price.venue_time = Timestamp::from_ms(update.venue_time_ms);
  price.spread = {update.ask.value - update.bid.value, std::max(update.ask.places, update.bid.places)};
  const Decimal middle = divide(update.ask.value + update.bid.value, Decimal::integer(2), Rounding::half_even);
  if (!middle.is_zero()) {
    const Decimal part = divide(price.spread.value, middle, Rounding::half_away_from_zero);
    price.spread_percent = {multiply(part, Decimal::integer(100), Rounding::half_away_from_zero),
                            price.spread_percent.places};
  }
  return price;
}

// Waits longer after each failure, up to 4 seconds: a server that comes back is found again within 5.
class Backoff {
 public:
  bool is_due() const { return std::chrono::steady_clock::now() >= next_; }
  void failed() {
    next_ = std::chrono::steady_clock::now() + pause_;
    pause_ = std::min<Duration>(pause_ * 2, std::chrono::seconds(4));
  }
  void succeeded() { pause_ = first; }

 private:
  static constexpr Duration first = std::chrono::milliseconds(500);
  Duration pause_ = first;
  std::chrono::steady_clock::time_point next_{};
};

// The newest price, which way it went, and its page.
class Latest {
 public:
  explicit Latest(wire::Price price) : price_(std::move(price)) {}
  void take(wire::Price price) {
    if (price.last && price_.last && price.last->value != price_.last->value) {
      direction_ = price.last->value > price_.last->value ? 1 : -1;
    }
    price_ = std::move(price);
  }
  void take(const wire::PriceUpdate& update) { take(price_of(update, price_)); }
  Page page() const {
    Page page = page_of(json::text_of(price_));
    page.view = [price = price_, direction = direction_](const Look& look) {
      return price_line(price, look, direction);
    };
    return page;
  }

 private:
  wire::Price price_;
  int direction_ = 0;
};

using Stream = std::unique_ptr<client::PriceStream>;

// A stream, when one is wanted and the server gives it; polling goes on without.
net::Task<void> reconnect(client::Api& server, const std::string& symbol, Stream& stream, Backoff& backoff) {
  if (stream || !backoff.is_due()) co_return;
  std::vector<std::string> symbols{symbol};
  auto opened = co_await client::PriceStream::open(server, std::move(symbols));
  if (opened) {
    stream = std::move(*opened);
  } else {
    backoff.failed();
  }
}

enum class Heard { price, silence };

// What the stream says within `patience`. A stream that breaks is given up.
net::Task<Heard> listen(Stream& stream, Latest& latest, Backoff& backoff, Duration patience) {
  if (!stream) {
    co_await net::sleep_for(patience);
    co_return Heard::silence;
  }
  const auto update = co_await stream->next(patience);
  if (update && *update) {
    backoff.succeeded();
    latest.take(**update);
    co_return Heard::price;
  }
  if (!update) {
    stream.reset();
    backoff.failed();
  }
  co_return Heard::silence;
}

// Everything that has come already, so that a frame shows the newest price and never lags behind a busy market.
net::Task<void> catch_up(Stream& stream, Latest& latest, Backoff& backoff) {
  constexpr int most = 10'000;
  for (int i = 0; i < most && stream; ++i) {
    if (co_await listen(stream, latest, backoff, std::chrono::milliseconds(1)) == Heard::silence) co_return;
  }
}

}  // namespace

// Prices come by stream. Whenever it is silent for one interval, or broken, the price is asked for: only the server
// knows whether silence means a quiet market or a stale price.
net::Task<Exit> watch_price(Desk& desk) {
  const auto symbol = symbol_of(desk.asked);
  if (!symbol) co_return desk.fail(symbol.error());
  client::Api& server = desk.server();
  const auto first = co_await server.price(*symbol);
  if (!first) co_return desk.fail(first.error());
  const Duration interval = desk.settings.watch_every.value_or(own_pace);
  const bool is_drawn = desk.world.out.is_terminal();
  Latest latest(first->value);
  Watch shown(desk);
  Stream stream;
  Backoff backoff;
  if (!shown.show(latest.page())) co_return shown.end();
  for (;;) {
    co_await reconnect(server, *symbol, stream, backoff);
    const Duration patience = shown.in_trouble() ? std::min(interval, own_pace) : interval;
    if (co_await listen(stream, latest, backoff, patience) == Heard::price) {
      if (is_drawn) co_await catch_up(stream, latest, backoff);
      if (!shown.show(latest.page())) co_return shown.end();
      if (is_drawn) co_await net::sleep_for(between_frames);
      continue;
    }
    const auto asked = co_await server.price(*symbol);
    if (!asked && !may_pass(asked.error())) co_return desk.fail(asked.error());
    if (asked) latest.take(asked->value);
    const bool has_reader = asked ? shown.show(latest.page()) : shown.show_trouble(asked.error());
    if (!has_reader) co_return shown.end();
  }
}

}  // namespace robson::cli
