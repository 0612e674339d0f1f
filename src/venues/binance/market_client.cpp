#include "venues/binance/market_client.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"

namespace robson::venues::binance {
namespace {

using runtime::FromVenue;
using runtime::VenueError;
using runtime::VenueErrorKind;

VenueError out_of_range(std::string_view what, int least, int most) {
  return {.kind = VenueErrorKind::rejected, .text = fmt::format("{} must be {} to {}", what, least, most)};
}

// Source: "Request weight" of GET /api/v3/depth.
std::int64_t depth_weight(int levels) {
  return levels <= 100 ? 5 : levels <= 500 ? 25 : levels <= 1000 ? 50 : 250;
}

// Oldest first, each after the one before, all on the grid of the interval.
bool is_series(const std::vector<Candle>& candles, Interval interval) {
  for (std::size_t i = 0; i < candles.size(); ++i) {
    if (open_time_of(candles[i].open_time, interval) != candles[i].open_time) return false;
    if (i > 0 && candles[i].open_time <= candles[i - 1].open_time) return false;
  }
  return true;
}

// g++ 12 cannot have braced lists within a co_await expression, so parameters are made outside the coroutines.
Parameters of_symbol(const Symbol& symbol) {
  return {{"symbol", symbol.text}};
}

Parameters of_depth(const Symbol& symbol, int levels) {
  return {{"symbol", symbol.text}, {"limit", std::to_string(levels)}};
}

Parameters of_klines(const Symbol& symbol, Interval interval, int count, std::optional<Timestamp> until) {
  Parameters made = {
      {"symbol", symbol.text}, {"interval", std::string(name(interval))}, {"limit", std::to_string(count)}};
  if (until) made.emplace_back("endTime", std::to_string(until->ms()));
  return made;
}

VenueError other_symbol(const Symbol& asked, const Symbol& got) {
  return {.kind = VenueErrorKind::invalid_answer,
          .text = fmt::format("the venue answered for {} when asked for {}", got.text, asked.text)};
}

}  // namespace

Result<std::shared_ptr<Rest>, std::string> make_rest(net::Context& context, Config config, const Clock& clock) {
  auto endpoints = endpoints_of(config.venue_url);
  if (!endpoints) return Unexpected(std::move(endpoints.error()));
  return std::make_shared<Rest>(context, std::move(config), std::move(*endpoints), clock);
}

FromVenue<Duration> MarketClient::ping() {
  const auto rest = rest_;
  const auto asked = std::chrono::steady_clock::now();
  Parameters none;
  const auto body = co_await rest->get("ping", std::move(none), 1);
  if (!body) co_return Unexpected(body.error());
  co_return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - asked);
}

FromVenue<std::vector<Instrument>> MarketClient::instruments() {
  const auto rest = rest_;
  Parameters none;
  const auto body = co_await rest->get("exchangeInfo", std::move(none), 20);
  if (!body) co_return Unexpected(body.error());
  auto info = parse_exchange_info(*body);
  if (!info) co_return Unexpected(unreadable("exchangeInfo", info.error()));
  rest->budget().set_limit(info->weight_per_minute);
  if (!info->set_aside.empty()) {
    log::warning("instruments left out", {{"venue", "binance"},
                                          {"count", info->set_aside.size()},
                                          {"first", info->set_aside.front().name},
                                          {"why", info->set_aside.front().why}});
  }
  co_return std::move(info->instruments);
}

FromVenue<Quote> MarketClient::quote(Symbol symbol) {
  const auto rest = rest_;
  const auto body = co_await rest->get("ticker/bookTicker", of_symbol(symbol), 2);
  if (!body) co_return Unexpected(body.error());
  const auto top = parse_book_ticker(*body);
  if (!top) co_return Unexpected(unreadable("bookTicker", top.error()));
  if (top->symbol != symbol) co_return Unexpected(other_symbol(symbol, top->symbol));
  QuoteKeeper keeper(std::vector<Symbol>(1, symbol));
  auto quote = keeper.on_asked(*top, rest->clock().now());
  if (!quote) {
    co_return Unexpected(VenueError{.kind = VenueErrorKind::invalid_answer,
                                    .text = fmt::format("{} has no bid or no ask at the venue", symbol.text)});
  }
  // Without a last price the quote is still true; it is only asked for beside it.
  const auto last_body = co_await rest->get("ticker/price", of_symbol(symbol), 2);
  if (!last_body) co_return std::move(*quote);
  const auto last = parse_ticker_price(*last_body);
  if (last && last->symbol == symbol && last->price.value.is_positive()) quote->last = last->price;
  co_return std::move(*quote);
}

FromVenue<Ticker> MarketClient::ticker(Symbol symbol) {
  const auto rest = rest_;
  const auto body = co_await rest->get("ticker/24hr", of_symbol(symbol), 2);
  if (!body) co_return Unexpected(body.error());
  auto ticker = parse_day_ticker(*body);
  if (!ticker) co_return Unexpected(unreadable("24hr ticker", ticker.error()));
  if (ticker->symbol != symbol) co_return Unexpected(other_symbol(symbol, ticker->symbol));
  co_return std::move(*ticker);
}

FromVenue<Depth> MarketClient::depth(Symbol symbol, int levels) {
  const auto rest = rest_;
  if (levels < 1 || levels > 5000) co_return Unexpected(out_of_range("levels", 1, 5000));
  const auto body = co_await rest->get("depth", of_depth(symbol, levels), depth_weight(levels));
  if (!body) co_return Unexpected(body.error());
  auto depth = parse_depth(*body);
  if (!depth) co_return Unexpected(unreadable("depth", depth.error()));
  co_return std::move(*depth);
}

FromVenue<std::vector<Candle>> MarketClient::candles(Symbol symbol, Interval interval, int count,
                                                     std::optional<Timestamp> until) {
  const auto rest = rest_;
  if (count < 1 || count > 1000) co_return Unexpected(out_of_range("count", 1, 1000));
  // Whether a candle has closed is the venue's clock's affair; without it ours has to do.
  static_cast<void>(co_await rest->know_clock());
  const auto body = co_await rest->get("klines", of_klines(symbol, interval, count, until), 2);
  if (!body) co_return Unexpected(body.error());
  auto candles = parse_klines(*body, rest->venue_now());
  if (!candles) co_return Unexpected(unreadable("klines", candles.error()));
  if (!is_series(*candles, interval)) {
    co_return Unexpected(
        VenueError{.kind = VenueErrorKind::invalid_answer, .text = "the venue's klines are out of order"});
  }
  co_return std::move(*candles);
}

void MarketClient::watch(std::vector<Symbol> symbols, runtime::MarketListener& listener) {
  stop();
  if (symbols.empty()) return;
  stream_ = std::make_shared<MarketStream>(rest_, symbols, listener);
  stream_->start();
}

void MarketClient::stop() {
  if (stream_) stream_->stop();
  stream_.reset();
}

}  // namespace robson::venues::binance
