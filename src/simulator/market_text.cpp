#include "simulator/market_text.hpp"

#include "market/contract.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t day_minutes = 1440;

void append_filters(std::string& out, const SymbolRules& rules) {
  const Instrument& instrument = rules.instrument;
  const auto add = [&](auto fill, std::string_view type) {
    if (out.back() != '[') out += ',';
    Object filter(out);
    filter.text("filterType", type);
    fill(filter);
    filter.close();
  };
  const auto multiplier = [](Decimal value) { return value.text(); };
  out += '[';
  add(
      [&](Object& f) {
        f.amount("minPrice", rules.min_price).amount("maxPrice", rules.max_price).amount("tickSize", instrument.tick);
      },
      "PRICE_FILTER");
  add(
      [&](Object& f) {
        f.amount("minQty", instrument.min_quantity)
            .amount("maxQty", instrument.max_quantity)
            .amount("stepSize", instrument.step);
      },
      "LOT_SIZE");
  add(
      [&](Object& f) {
        f.amount("minQty", rules.market_min_quantity)
            .amount("maxQty", rules.market_max_quantity)
            .amount("stepSize", rules.market_step);
      },
      "MARKET_LOT_SIZE");
  add(
      [&](Object& f) {
        f.text("bidMultiplierUp", multiplier(rules.bid_multiplier_up))
            .text("bidMultiplierDown", multiplier(rules.bid_multiplier_down))
            .text("askMultiplierUp", multiplier(rules.ask_multiplier_up))
            .text("askMultiplierDown", multiplier(rules.ask_multiplier_down))
            .number("avgPriceMins", rules.average_price_minutes);
      },
      "PERCENT_PRICE_BY_SIDE");
  add(
      [&](Object& f) {
        f.amount("minNotional", instrument.min_notional)
            .flag("applyMinToMarket", rules.apply_min_to_market)
            .amount("maxNotional", rules.max_notional)
            .flag("applyMaxToMarket", rules.apply_max_to_market)
            .number("avgPriceMins", rules.average_price_minutes);
      },
      "NOTIONAL");
  add([&](Object& f) { f.number("maxNumOrders", rules.max_orders); }, "MAX_NUM_ORDERS");
  add([&](Object& f) { f.number("maxNumOrderLists", rules.max_order_lists); }, "MAX_NUM_ORDER_LISTS");
  add([&](Object& f) { f.number("maxNumAlgoOrders", rules.max_algo_orders); }, "MAX_NUM_ALGO_ORDERS");
  out += ']';
}

void append_symbol(std::string& out, const SymbolRules& rules) {
  Object symbol(out);
  symbol.text("symbol", rules.instrument.symbol.text)
      .text("status", name(rules.status))
      .text("baseAsset", rules.instrument.base)
      .number("baseAssetPrecision", SymbolRules::precision)
      .text("quoteAsset", rules.instrument.quote)
      .number("quotePrecision", SymbolRules::precision)
      .number("quoteAssetPrecision", SymbolRules::precision)
      .number("baseCommissionPrecision", SymbolRules::precision)
      .number("quoteCommissionPrecision", SymbolRules::precision)
      .raw("orderTypes",
           R"(["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT","TAKE_PROFIT","TAKE_PROFIT_LIMIT"])")
      .flag("icebergAllowed", false)
      .flag("ocoAllowed", true)
      .flag("otoAllowed", true)
      .flag("opoAllowed", true)
      .flag("quoteOrderQtyMarketAllowed", true)
      .flag("allowTrailingStop", false)
      .flag("cancelReplaceAllowed", true)
      .flag("amendAllowed", false)
      .flag("pegInstructionsAllowed", false)
      .flag("isSpotTradingAllowed", true)
      .flag("isMarginTradingAllowed", false);
  // Ours: the venue that is simulated has no contracts.
  if (counts_contracts(rules.instrument)) symbol.amount("contractSize", rules.instrument.contract_size);
  append_filters(symbol.member("filters"), rules);
  symbol.raw("permissions", "[]")
      .raw("permissionSets", R"([["SPOT"]])")
      .text("defaultSelfTradePreventionMode", "NONE")
      .raw("allowedSelfTradePreventionModes", R"(["NONE"])")
      .close();
}

void append_limit(std::string& out, std::string_view type, std::string_view interval, std::int64_t count,
                  std::int64_t limit) {
  if (out.back() != '[') out += ',';
  Object(out)
      .text("rateLimitType", type)
      .text("interval", interval)
      .number("intervalNum", count)
      .number("limit", limit)
      .close();
}

}  // namespace

void append_exchange_info(std::string& out, const std::vector<SymbolRules>& symbols, Timestamp now,
                          std::int64_t weight_limit, std::int64_t order_limit) {
  Object info(out);
  info.text("timezone", "UTC").time("serverTime", now);
  std::string& limits = info.member("rateLimits");
  limits += '[';
  append_limit(limits, "REQUEST_WEIGHT", "MINUTE", 1, weight_limit);
  append_limit(limits, "ORDERS", "SECOND", 10, order_limit);
  append_limit(limits, "ORDERS", "DAY", 1, 200'000);
  limits += ']';
  info.raw("exchangeFilters", "[]");
  append_array(info.member("symbols"), symbols, append_symbol);
  info.raw("sors", "[]").close();
}

void append_levels(std::string& out, const std::vector<Level>& levels) {
  append_array(out, levels, [](std::string& text, const Level& level) {
    text += "[\"";
    append_amount(text, level.price.value);
    text += "\",\"";
    append_amount(text, level.quantity.value);
    text += "\"]";
  });
}

void append_trade(std::string& out, const PublicTrade& each) {
  const Trade& trade = each.trade;
  Object(out)
      .number("id", trade.id)
      .amount("price", trade.price)
      .amount("qty", trade.quantity)
      .amount("quoteQty", notional(trade.price, trade.quantity))
      .time("time", trade.time)
      .flag("isBuyerMaker", trade.buyer_is_maker)
      .flag("isBestMatch", true)
      .close();
}

std::vector<AggregateTrade> aggregated(const std::vector<PublicTrade>& trades) {
  std::vector<AggregateTrade> all;
  for (const PublicTrade& each : trades) {
    if (all.empty() || all.back().first.aggregate_id != each.aggregate_id) {
      all.push_back({each, each.trade.id, each.trade.quantity});
    } else {
      all.back().last_id = each.trade.id;
      all.back().quantity += each.trade.quantity;
    }
  }
  return all;
}

void append_aggregate(std::string& out, const AggregateTrade& each) {
  Object(out)
      .number("a", each.first.aggregate_id)
      .amount("p", each.first.trade.price)
      .amount("q", each.quantity)
      .number("f", each.first.trade.id)
      .number("l", each.last_id)
      .time("T", each.first.trade.time)
      .flag("m", each.first.trade.buyer_is_maker)
      .flag("M", true)
      .close();
}

void append_kline(std::string& out, const Grid& grid, Interval interval, const KeptCandle& candle) {
  const Bar& bar = candle.bar;
  const std::int64_t open_ms = candle.minute * 60'000;
  const auto amount = [&](Decimal value) {
    out += ",\"";
    append_amount(out, value);
    out += '"';
  };
  out += '[' + std::to_string(open_ms);
  for (const std::int64_t price : {bar.open, bar.high, bar.low, bar.close}) amount(grid.price(price).value);
  amount(grid.quantity(bar.volume).value);
  out += ',' + std::to_string(open_ms + std::int64_t{minutes_of(interval)} * 60'000 - 1);
  amount(grid.money(bar.turnover).value);
  out += ',' + std::to_string(bar.trades);
  amount(grid.quantity(bar.buys).value);
  amount(grid.money(bar.buys_turnover).value);
  out += ",\"0\"]";
}

Decimal DayTicker::change_percent() const {
  const Decimal open = price(bar.open).value;
  if (open.is_zero()) return {};
  const Decimal ratio = divide(change(), open, Rounding::half_away_from_zero);
  return round_to_places(multiply(ratio, Decimal::integer(100), Rounding::half_away_from_zero), 3,
                         Rounding::half_away_from_zero);
}

Decimal DayTicker::average() const {
  const Decimal volume = market->grid().quantity(bar.volume).value;
  if (volume.is_zero()) return last.value;
  return round_to_places(divide(market->grid().money(bar.turnover).value, volume, Rounding::half_away_from_zero), 8,
                         Rounding::half_away_from_zero);
}

DayTicker day_ticker(const LiveMarket& market, const SymbolMarket& symbol, Timestamp now) {
  constexpr std::int64_t minute_us = 60'000'000;
  DayTicker made{.market = &symbol};
  if (const auto bar = symbol.candles().rolling(now.us / minute_us, day_minutes)) {
    made.bar = *bar;
  } else {
    made.bar.open = made.bar.high = made.bar.low = made.bar.close = symbol.last_price();
  }
  made.last = market.last_price(symbol);
  const Symbol& named = symbol.instrument().symbol;
  if (const auto last = market.exchange().last_trade(named)) {
    made.last_trade = last->trade.id;
    made.last_quantity = last->trade.quantity;
  }
  made.bid = market.exchange().best(named, Side::BUY).value_or(Level{});
  made.ask = market.exchange().best(named, Side::SELL).value_or(Level{});
  made.close_time = now;
  made.open_time = now - std::chrono::hours(24);
  return made;
}

void append_day_ticker(std::string& out, const DayTicker& ticker, bool full) {
  Object object(out);
  object.text("symbol", ticker.market->instrument().symbol.text);
  const auto prices = [&] {
    object.amount("openPrice", ticker.price(ticker.bar.open))
        .amount("highPrice", ticker.price(ticker.bar.high))
        .amount("lowPrice", ticker.price(ticker.bar.low));
  };
  if (full) {
    object.amount("priceChange", ticker.change())
        .text("priceChangePercent", ticker.change_percent().text(3))
        .amount("weightedAvgPrice", ticker.average())
        .amount("prevClosePrice", ticker.price(ticker.bar.open))
        .amount("lastPrice", ticker.last)
        .amount("lastQty", ticker.last_quantity)
        .amount("bidPrice", ticker.bid.price)
        .amount("bidQty", ticker.bid.quantity)
        .amount("askPrice", ticker.ask.price)
        .amount("askQty", ticker.ask.quantity);
    prices();
  } else {
    prices();
    object.amount("lastPrice", ticker.last);
  }
  object.amount("volume", ticker.market->grid().quantity(ticker.bar.volume))
      .amount("quoteVolume", ticker.market->grid().money(ticker.bar.turnover))
      .time("openTime", ticker.open_time)
      .time("closeTime", ticker.close_time)
      .number("firstId", ticker.first_trade())
      .number("lastId", ticker.last_trade)
      .number("count", ticker.bar.trades)
      .close();
}

void append_ticker_event(std::string& out, const DayTicker& ticker, Timestamp now, bool full) {
  const Grid& grid = ticker.market->grid();
  Object object(out);
  object.text("e", full ? "24hrTicker" : "24hrMiniTicker")
      .time("E", now)
      .text("s", ticker.market->instrument().symbol.text);
  if (!full) {
    object.amount("c", ticker.last)
        .amount("o", ticker.price(ticker.bar.open))
        .amount("h", ticker.price(ticker.bar.high))
        .amount("l", ticker.price(ticker.bar.low))
        .amount("v", grid.quantity(ticker.bar.volume))
        .amount("q", grid.money(ticker.bar.turnover))
        .close();
    return;
  }
  object.amount("p", ticker.change())
      .text("P", ticker.change_percent().text(3))
      .amount("w", ticker.average())
      .amount("x", ticker.price(ticker.bar.open))
      .amount("c", ticker.last)
      .amount("Q", ticker.last_quantity)
      .amount("b", ticker.bid.price)
      .amount("B", ticker.bid.quantity)
      .amount("a", ticker.ask.price)
      .amount("A", ticker.ask.quantity)
      .amount("o", ticker.price(ticker.bar.open))
      .amount("h", ticker.price(ticker.bar.high))
      .amount("l", ticker.price(ticker.bar.low))
      .amount("v", grid.quantity(ticker.bar.volume))
      .amount("q", grid.money(ticker.bar.turnover))
      .time("O", ticker.open_time)
      .time("C", ticker.close_time)
      .number("F", ticker.first_trade())
      .number("L", ticker.last_trade)
      .number("n", ticker.bar.trades)
      .close();
}

void append_kline_event(std::string& out, const SymbolMarket& market, Interval interval, const KeptCandle& candle,
                        bool closed, Timestamp now) {
  const Grid& grid = market.grid();
  const Bar& bar = candle.bar;
  const std::string& symbol = market.instrument().symbol.text;
  const std::int64_t open_ms = candle.minute * 60'000;
  Object event(out);
  event.text("e", "kline").time("E", now).text("s", symbol);
  Object(event.member("k"))
      .number("t", open_ms)
      .number("T", open_ms + std::int64_t{minutes_of(interval)} * 60'000 - 1)
      .text("s", symbol)
      .text("i", name(interval))
      .number("f", candle.first_trade == 0 ? -1 : candle.first_trade)
      .number("L", candle.last_trade == 0 ? -1 : candle.last_trade)
      .amount("o", grid.price(bar.open))
      .amount("c", grid.price(bar.close))
      .amount("h", grid.price(bar.high))
      .amount("l", grid.price(bar.low))
      .amount("v", grid.quantity(bar.volume))
      .number("n", bar.trades)
      .flag("x", closed)
      .amount("q", grid.money(bar.turnover))
      .amount("V", grid.quantity(bar.buys))
      .amount("Q", grid.money(bar.buys_turnover))
      .text("B", "0")
      .close();
  event.close();
}

}  // namespace robson::simulator
