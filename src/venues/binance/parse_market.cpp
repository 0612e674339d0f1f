#include "venues/binance/parse_market.hpp"

namespace robson::venues::binance {
namespace {

// The filter of that type, or nullptr.
const json::Value* filter_of(const Node& symbol, std::string_view type) {
  const json::Value* filters = symbol.value().find("filters");
  if (filters == nullptr) return nullptr;
  for (const json::Value& filter : filters->children) {
    const json::Value* name = filter.find("filterType");
    if (name != nullptr && name->text == type) return &filter;
  }
  return nullptr;
}

// NOTIONAL of today, MIN_NOTIONAL of older answers; neither means that the venue sets no minimum.
Decimal read_min_notional(const Node& symbol, Reading& reading) {
  for (const std::string_view type : {"NOTIONAL", "MIN_NOTIONAL"}) {
    const json::Value* filter = filter_of(symbol, type);
    if (filter != nullptr) return Node(*filter, reading).at("minNotional").quantity().value;
  }
  return {};
}

// MAX_NUM_ALGO_ORDERS; a venue without the filter sets no limit.
int read_max_algo_orders(const Node& symbol, Reading& reading) {
  const json::Value* filter = filter_of(symbol, "MAX_NUM_ALGO_ORDERS");
  if (filter == nullptr) return 0;
  const Node rule(*filter, reading);
  const Node limit = rule.at("maxNumAlgoOrders");
  const std::int64_t most = limit.integer();
  if (most < 0 || most > 1'000'000) limit.refuse("a number from 0 to 1,000,000");
  return static_cast<int>(most);
}

// robson-sim's own member; a venue without it counts units of the base asset.
Decimal read_contract_size(const Node& symbol) {
  if (!symbol.has("contractSize")) return Decimal::integer(1);
  const Node size = symbol.at("contractSize");
  const Decimal units = size.quantity().value;
  if (!units.is_positive()) size.refuse("a contract size above 0");
  return units;
}

Parsed<Instrument> read_instrument(const Node& shared) {
  Reading reading;
  const Node symbol = shared.apart(reading);
  const json::Value* price = filter_of(symbol, "PRICE_FILTER");
  const json::Value* lot = filter_of(symbol, "LOT_SIZE");
  if (price == nullptr) return Unexpected(json::Fault{"filters", "a PRICE_FILTER", "none"});
  if (lot == nullptr) return Unexpected(json::Fault{"filters", "a LOT_SIZE", "none"});
  const Node price_filter(*price, reading);
  const Node lot_filter(*lot, reading);
  const Node tick = price_filter.at("tickSize");
  const Node step = lot_filter.at("stepSize");
  Instrument made{.symbol = symbol.at("symbol").symbol(),
                  .base = symbol.at("baseAsset").text(),
                  .quote = symbol.at("quoteAsset").text(),
                  .tick = tick.price().value,
                  .step = step.quantity().value,
                  .min_quantity = lot_filter.at("minQty").quantity().value,
                  .max_quantity = lot_filter.at("maxQty").quantity().value,
                  .min_notional = read_min_notional(symbol, reading),
                  .contract_size = read_contract_size(symbol),
                  .max_algo_orders = read_max_algo_orders(symbol, reading)};
  if (!made.tick.is_positive()) tick.refuse("a tick above 0");
  if (!made.step.is_positive()) step.refuse("a step above 0");
  return reading.finish(std::move(made));
}

std::int64_t read_weight_limit(const Node& root) {
  if (!root.has("rateLimits")) return 0;
  std::int64_t limit = 0;
  root.at("rateLimits").each([&](const Node& rate) {
    const json::Value* type = rate.value().find("rateLimitType");
    if (type != nullptr && type->text == "REQUEST_WEIGHT") limit = rate.at("limit").integer();
  });
  return limit;
}

BookTop read_book_top(const Node& top) {
  return {.symbol = top.at("symbol").symbol(),
          .bid = {top.at("bidPrice").price(), top.at("bidQty").quantity()},
          .ask = {top.at("askPrice").price(), top.at("askQty").quantity()}};
}

// [open time, open, high, low, close, volume, close time, quote volume, trades, taker base, taker quote, unused]
Candle read_kline(const Node& row, Timestamp server_now) {
  Candle candle{.open_time = row.item(0).time_ms(),
                .open = row.item(1).price(),
                .high = row.item(2).price(),
                .low = row.item(3).price(),
                .close = row.item(4).price(),
                .volume = row.item(5).quantity(),
                .quote_volume = row.item(7).money(),
                .trades = row.item(8).integer()};
  candle.closed = row.item(6).time_ms() < server_now;
  if (candle.high < candle.low) row.item(2).refuse("a high not below the low");
  return candle;
}

Trade read_trade(const Node& row, const Symbol& symbol) {
  return {.symbol = symbol,
          .id = row.at("id").integer(),
          .price = row.at("price").price(),
          .quantity = row.at("qty").quantity(),
          .time = row.at("time").time_ms(),
          .buyer_is_maker = row.at("isBuyerMaker").flag()};
}

AggregateTrade read_aggregate_trade(const Node& row, const Symbol& symbol) {
  return {.trade = {.symbol = symbol,
                    .id = row.at("a").integer(),
                    .price = row.at("p").price(),
                    .quantity = row.at("q").quantity(),
                    .time = row.at("T").time_ms(),
                    .buyer_is_maker = row.at("m").flag()},
          .first_id = row.at("f").integer(),
          .last_id = row.at("l").integer()};
}

// An array of what `read` makes of each element.
template <class Read>
auto parse_rows(std::string_view text, Read read) {
  return parse_with(text, rest_limits, [&](const Node& root) {
    std::vector<decltype(read(root))> rows;
    root.each([&](const Node& row) { rows.push_back(read(row)); });
    return rows;
  });
}

}  // namespace

std::vector<Level> read_levels(const Node& levels) {
  std::vector<Level> made;
  made.reserve(levels.expect_array());
  levels.each([&](const Node& level) { made.push_back({level.item(0).price(), level.item(1).quantity()}); });
  return made;
}

Depth read_depth(const Node& depth) {
  return {.last_update_id = depth.at("lastUpdateId").integer(),
          .bids = read_levels(depth.at("bids")),
          .asks = read_levels(depth.at("asks"))};
}

Parsed<ExchangeInfo> parse_exchange_info(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    ExchangeInfo info{.server_time = root.at("serverTime").time_ms(), .weight_per_minute = read_weight_limit(root)};
    root.at("symbols").each([&](const Node& symbol) {
      if (auto made = read_instrument(symbol)) {
        info.instruments.push_back(std::move(*made));
      } else {
        const json::Value* name = symbol.value().find("symbol");
        info.set_aside.push_back({name == nullptr ? std::string{} : name->text, made.error().text()});
      }
    });
    return info;
  });
}

Parsed<BookTop> parse_book_ticker(std::string_view text) {
  return parse_with(text, rest_limits, read_book_top);
}

Parsed<std::vector<BookTop>> parse_book_tickers(std::string_view text) {
  return parse_rows(text, read_book_top);
}

Parsed<LastPrice> parse_ticker_price(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    return LastPrice{.symbol = root.at("symbol").symbol(), .price = root.at("price").price()};
  });
}

Parsed<Ticker> parse_day_ticker(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    return Ticker{.symbol = root.at("symbol").symbol(),
                  .open = root.at("openPrice").price(),
                  .high = root.at("highPrice").price(),
                  .low = root.at("lowPrice").price(),
                  .last = root.at("lastPrice").price(),
                  .volume = root.at("volume").quantity(),
                  .quote_volume = root.at("quoteVolume").money(),
                  .open_time = root.at("openTime").time_ms(),
                  .close_time = root.at("closeTime").time_ms(),
                  .trades = root.at("count").integer()};
  });
}

Parsed<Depth> parse_depth(std::string_view text) {
  return parse_with(text, rest_limits, read_depth);
}

Parsed<std::vector<Candle>> parse_klines(std::string_view text, Timestamp server_now) {
  return parse_rows(text, [&](const Node& row) { return read_kline(row, server_now); });
}

Parsed<std::vector<Trade>> parse_trades(std::string_view text, const Symbol& symbol) {
  return parse_rows(text, [&](const Node& row) { return read_trade(row, symbol); });
}

Parsed<std::vector<AggregateTrade>> parse_aggregate_trades(std::string_view text, const Symbol& symbol) {
  return parse_rows(text, [&](const Node& row) { return read_aggregate_trade(row, symbol); });
}

Parsed<AveragePrice> parse_average_price(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) {
    return AveragePrice{.minutes = root.at("mins").integer(),
                        .price = root.at("price").price(),
                        .close_time = root.at("closeTime").time_ms()};
  });
}

Parsed<Timestamp> parse_server_time(std::string_view text) {
  return parse_with(text, rest_limits, [](const Node& root) { return root.at("serverTime").time_ms(); });
}

}  // namespace robson::venues::binance
