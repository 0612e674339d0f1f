// General and market data calls that answer about one symbol: ping, time, exchangeInfo, depth, trades, candles.
#include "simulator/api.hpp"
#include "simulator/market_text.hpp"

namespace robson::simulator {
namespace {

constexpr std::int64_t minute_ms = 60'000;

Answer ping(Call&) {
  return std::string("{}");
}

Answer time(Call& call) {
  std::string out;
  Object(out).time("serverTime", call.wall).close();
  return out;
}

Answer exchange_info(Call& call) {
  const auto one = call.parameters.symbol();
  const auto some = call.parameters.symbols();
  if (one && some) {
    call.parameters.note({400, -1128, "Combination of optional parameters invalid.", {}});
  }
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  std::vector<SymbolRules> rules;
  if (one || some) {
    for (const Symbol& symbol : some ? *some : std::vector<Symbol>{*one}) {
      const SymbolRules* known = call.market.exchange().rules(symbol);
      if (known == nullptr) return Unexpected(no_such_symbol());
      rules.push_back(*known);
    }
  } else {
    rules = call.market.exchange().all_rules();
  }
  std::string out;
  append_exchange_info(out, rules, call.wall, call.weights.limits().weight_minute,
                       call.weights.limits().orders_ten_seconds);
  return out;
}

std::int64_t depth_weight(const Parameters& parameters) {
  Parameters copy = parameters;
  const std::size_t limit = copy.limit(100, 5000);
  return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
}

Answer depth(Call& call) {
  const auto market = market_of(call, call.parameters.needed_symbol());
  const std::size_t limit = call.parameters.limit(100, 5000);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  if (!market) return Unexpected(market.error());
  const Depth book = call.market.exchange().depth((*market)->instrument().symbol, limit);
  std::string out;
  Object object(out);
  object.number("lastUpdateId", book.last_update_id);
  append_levels(object.member("bids"), book.bids);
  append_levels(object.member("asks"), book.asks);
  object.close();
  return out;
}

Answer trades(Call& call) {
  const auto market = market_of(call, call.parameters.needed_symbol());
  const std::size_t limit = call.parameters.limit(500, 1000);
  const auto from = call.parameters.integer("fromId");
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  if (!market) return Unexpected(market.error());
  std::string out;
  append_array(out, call.market.exchange().trades((*market)->instrument().symbol, from, limit), append_trade);
  return out;
}

Answer aggregate_trades(Call& call) {
  Parameters& parameters = call.parameters;
  const auto market = market_of(call, parameters.needed_symbol());
  const std::size_t limit = parameters.limit(500, 1000);
  const auto from = parameters.integer("fromId");
  const auto start = parameters.time("startTime");
  const auto end = parameters.time("endTime");
  if (from && (start || end)) parameters.note({400, -1128, "Combination of optional parameters invalid.", {}});
  if (parameters.fault()) return Unexpected(*parameters.fault());
  if (!market) return Unexpected(market.error());
  constexpr std::size_t whole_tape = 10'000;
  auto all = aggregated(call.market.exchange().trades((*market)->instrument().symbol, {}, whole_tape));
  const auto outside = [&](const AggregateTrade& each) {
    return (from && each.first.aggregate_id < *from) || (start && each.first.trade.time < *start) ||
           (end && each.first.trade.time > *end);
  };
  all.erase(std::remove_if(all.begin(), all.end(), outside), all.end());
  if (all.size() > limit) {
    const auto surplus = static_cast<std::ptrdiff_t>(all.size() - limit);
    if (from || start) {
      all.erase(all.end() - surplus, all.end());
    } else {
      all.erase(all.begin(), all.begin() + surplus);
    }
  }
  std::string out;
  append_array(out, all, append_aggregate);
  return out;
}

Answer klines(Call& call) {
  Parameters& parameters = call.parameters;
  const auto market = market_of(call, parameters.needed_symbol());
  parameters.needed_text("interval");
  const auto interval = parameters.choice("interval", interval_of, -1120, "Invalid interval.");
  const auto start = parameters.time("startTime");
  const auto end = parameters.time("endTime");
  const std::size_t limit = parameters.limit(500, 1000);
  if (parameters.fault()) return Unexpected(*parameters.fault());
  if (!market) return Unexpected(market.error());
  // The first candle is the one that opens at or after startTime.
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
  if (start) from = (start->ms() + minute_ms - 1) / minute_ms;
  if (end) to = end->ms() / minute_ms;
  const auto candles = (*market)->candles().range(*interval, from, to, limit);
  std::string out;
  append_array(out, candles, [&](std::string& text, const KeptCandle& candle) {
    append_kline(text, (*market)->grid(), *interval, candle);
  });
  return out;
}

Answer average_price(Call& call) {
  const auto market = market_of(call, call.parameters.needed_symbol());
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  if (!market) return Unexpected(market.error());
  const Symbol& symbol = (*market)->instrument().symbol;
  const auto average = call.market.exchange().average_price(symbol, call.now);
  const auto last = call.market.exchange().last_trade(symbol);
  std::string out;
  Object(out)
      .number("mins", 5)
      .amount("price", average.value_or(call.market.last_price(**market)))
      .time("closeTime", last ? last->trade.time : call.now)
      .close();
  return out;
}

}  // namespace

Result<const SymbolMarket*, ApiError> market_of(Call& call, const Symbol& symbol) {
  const SymbolMarket* found = call.market.find(symbol);
  if (found == nullptr) return Unexpected(no_such_symbol());
  return found;
}

void add_market_endpoints(Endpoints& to) {
  using net::Method;
  constexpr auto open = Access::open;
  to.push_back({Method::GET, "/api/v3/ping", "ping", open, fixed_weight<1>, ping});
  to.push_back({Method::GET, "/api/v3/time", "time", open, fixed_weight<1>, time});
  to.push_back({Method::GET, "/api/v3/exchangeInfo", "exchangeInfo", open, fixed_weight<20>, exchange_info});
  to.push_back({Method::GET, "/api/v3/depth", "depth", open, depth_weight, depth});
  to.push_back({Method::GET, "/api/v3/trades", "trades.recent", open, fixed_weight<25>, trades});
  to.push_back({Method::GET, "/api/v3/historicalTrades", "trades.historical", open, fixed_weight<25>, trades});
  to.push_back({Method::GET, "/api/v3/aggTrades", "trades.aggregate", open, fixed_weight<4>, aggregate_trades});
  to.push_back({Method::GET, "/api/v3/klines", "klines", open, fixed_weight<2>, klines});
  to.push_back({Method::GET, "/api/v3/uiKlines", "uiKlines", open, fixed_weight<2>, klines});
  to.push_back({Method::GET, "/api/v3/avgPrice", "avgPrice", open, fixed_weight<2>, average_price});
}

}  // namespace robson::simulator
