#include "routes/market.hpp"

#include <fmt/format.h>

#include "json/write.hpp"
#include "routes/failures.hpp"
#include "routes/request.hpp"
#include "wire/trading_views.hpp"

namespace robson::routes {
namespace {

class MarketRoutes {
 public:
  MarketRoutes(runtime::Runtime& runtime, runtime::MarketDesk& desk, wire::VenueLabel venue)
      : runtime_(runtime), desk_(desk), venue_(std::move(venue)) {}

  net::Task<Answer> price(Exchange exchange) {
    const auto symbol = symbol_from(exchange.parameters["symbol"]);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto quote = co_await desk_.quote(*symbol);
    if (!quote) co_return Unexpected(failure_of(quote.error()));
    co_return json_response(json::text_of(wire::price_view(*quote, tick_of(*symbol), venue_, runtime_.now())));
  }

  net::Task<Answer> ticker(Exchange exchange) {
    const auto symbol = symbol_from(exchange.parameters["symbol"]);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto ticker = co_await desk_.ticker(*symbol);
    if (!ticker) co_return Unexpected(failure_of(ticker.error()));
    co_return json_response(json::text_of(wire::ticker_view(*ticker, tick_of(*symbol), venue_)));
  }

  net::Task<Answer> depth(Exchange exchange) {
    const auto symbol = symbol_from(exchange.parameters["symbol"]);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto levels = number_from(exchange.request, "limit", 20, 1, 1000);
    if (!levels) co_return Unexpected(levels.error());
    const auto depth = co_await desk_.depth(*symbol, static_cast<int>(*levels));
    if (!depth) co_return Unexpected(failure_of(depth.error()));
    co_return json_response(json::text_of(wire::depth_view(*symbol, *depth, venue_, runtime_.now())));
  }

  net::Task<Answer> klines(Exchange exchange) {
    const auto symbol = symbol_from(exchange.parameters["symbol"]);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto interval = interval_from(exchange.request);
    if (!interval) co_return Unexpected(interval.error());
    const auto count = number_from(exchange.request, "limit", 100, 1, 1000);
    if (!count) co_return Unexpected(count.error());
    constexpr std::int64_t latest = 253'402'300'799'000;  // the year 9999
    const auto until = number_from(exchange.request, "end_time", -1, 0, latest);
    if (!until) co_return Unexpected(until.error());
    const auto end = *until < 0 ? std::nullopt : std::optional(Timestamp::from_ms(*until));
    const auto candles = co_await desk_.candles(*symbol, *interval, static_cast<int>(*count), end);
    if (!candles) co_return Unexpected(failure_of(candles.error()));
    co_return json_response(json::text_of(wire::Klines{.symbol = symbol->text,
                                                       .interval = std::string(name(*interval)),
                                                       .source = venue_.name,
                                                       .klines = views(*candles, *interval, *symbol)}));
  }

  net::Task<Answer> history(Exchange exchange) {
    const auto text = exchange.request.parameter("symbol");
    if (!text) co_return Unexpected(unprocessable("symbol", "symbol is missing: say which market, as symbol=BTCUSDC."));
    const auto symbol = symbol_from(*text);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto interval = interval_from(exchange.request);
    if (!interval) co_return Unexpected(interval.error());
    const auto days = number_from(exchange.request, "days", 7, 1, 30);
    if (!days) co_return Unexpected(days.error());
    const std::int64_t count = *days * Duration(std::chrono::hours(24)).count() / length(*interval).count();
    if (count > most_candles) {
      co_return Unexpected(
          unprocessable("days", fmt::format("{} days of {} are {} candles; at most {} are given at once.", *days,
                                            name(*interval), count, most_candles)));
    }
    const auto candles = co_await desk_.candles(*symbol, *interval, static_cast<int>(count), std::nullopt);
    if (!candles) co_return Unexpected(failure_of(candles.error()));
    co_return json_response(json::text_of(wire::HistoricalData{.symbol = symbol->text,
                                                               .interval = std::string(name(*interval)),
                                                               .days = *days,
                                                               .source = venue_.name,
                                                               .data = views(*candles, *interval, *symbol)}));
  }

 private:
  static constexpr std::int64_t most_candles = 10'080;  // a week of minutes

  Decimal tick_of(const Symbol& symbol) const { return wire::units_of(runtime_.engine(), symbol).tick; }
  std::vector<wire::Kline> views(const std::vector<Candle>& candles, Interval interval, const Symbol& symbol) const {
    return wire::klines_view(candles, interval, tick_of(symbol));
  }

  runtime::Runtime& runtime_;
  runtime::MarketDesk& desk_;
  wire::VenueLabel venue_;
};

}  // namespace

void add_market_routes(Gate& gate, runtime::Runtime& runtime, runtime::MarketDesk& desk,
                       const wire::VenueLabel& venue) {
  const auto routes = std::make_shared<MarketRoutes>(runtime, desk, venue);
  const auto get = [&](const char* pattern, net::Task<Answer> (MarketRoutes::*handler)(Exchange)) {
    gate.slow(net::Method::GET, pattern, Access::signed_in,
              [routes, handler](Exchange exchange) { return ((*routes).*handler)(std::move(exchange)); });
  };
  get("/api/market/price/{symbol}/", &MarketRoutes::price);
  get("/api/market/ticker/{symbol}/", &MarketRoutes::ticker);
  get("/api/market/depth/{symbol}/", &MarketRoutes::depth);
  get("/api/market/klines/{symbol}/", &MarketRoutes::klines);
  get("/api/historical-data/", &MarketRoutes::history);
}

}  // namespace robson::routes
