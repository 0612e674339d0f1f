#include "runtime/market_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace robson::runtime {
namespace {

constexpr int page = 1000;  // most candles a venue gives at once
constexpr std::size_t most_live_lists = 500;

VenueError unknown(const Symbol& symbol) {
  return {.kind = VenueErrorKind::unknown_symbol, .text = fmt::format("The venue does not list {}.", symbol.text)};
}

// Takes the trade into the forming candle. False when a newer candle has begun, so that the list is out of date.
bool fold(std::vector<Candle>& candles, const Trade& trade, Interval interval) {
  if (candles.empty()) return false;
  Candle& forming = candles.back();
  if (trade.time < forming.open_time) return true;
  if (trade.time >= forming.open_time + length(interval)) return false;
  forming.high = std::max(forming.high, trade.price);
  forming.low = std::min(forming.low, trade.price);
  forming.close = trade.price;
  return true;
}

}  // namespace

MarketDesk::MarketDesk(net::Context& context, const Clock& clock, Runtime& runtime, MarketData& venue)
    : clock_(clock),
      runtime_(runtime),
      venue_(venue),
      quotes_(context, clock, std::chrono::seconds(1)),
      tickers_(context, clock, std::chrono::seconds(1)),
      depths_(context, clock, std::chrono::seconds(1)),
      candles_(context, clock, std::chrono::minutes(1)) {}

bool MarketDesk::is_unknown(const Symbol& symbol) const {
  const auto& engine = runtime_.engine();
  return engine.lists_instruments() && engine.instrument(symbol) == nullptr;
}

FromVenue<Quote> MarketDesk::quote(Symbol symbol) {
  if (is_unknown(symbol)) co_return Unexpected(unknown(symbol));
  const Quote* held = runtime_.engine().quote(symbol);
  if (held != nullptr && !engine::is_stale(*held, clock_.now())) {
    ++counts_.quotes_from_stream;
    co_return *held;
  }
  const auto fetched = co_await refresh(symbol);
  held = runtime_.engine().quote(symbol);
  const bool exists = fetched || fetched.error().kind != VenueErrorKind::unknown_symbol;
  if (held != nullptr && exists) co_return *held;
  if (fetched) co_return *fetched;
  co_return Unexpected(fetched.error());
}

FromVenue<Quote> MarketDesk::refresh(Symbol symbol) {
  const std::uint64_t before = quotes_.fetches();
  SharedCall<Quote>::Fetch ask = [this, symbol] { return venue_.quote(symbol); };
  const auto fetched = co_await quotes_.get(symbol.text, std::move(ask));
  const bool asked = quotes_.fetches() != before;
  ++(asked ? counts_.quotes_from_venue : counts_.quotes_from_cache);
  if (fetched && asked) runtime_.tell(engine::QuoteSeen{*fetched});
  co_return fetched;
}

FromVenue<Ticker> MarketDesk::ticker(Symbol symbol) {
  if (is_unknown(symbol)) co_return Unexpected(unknown(symbol));
  SharedCall<Ticker>::Fetch ask = [this, symbol] { return venue_.ticker(symbol); };
  co_return co_await tickers_.get(symbol.text, std::move(ask));
}

FromVenue<Depth> MarketDesk::depth(Symbol symbol, int levels) {
  if (is_unknown(symbol)) co_return Unexpected(unknown(symbol));
  const std::string key = fmt::format("{}/{}", symbol.text, levels);
  SharedCall<Depth>::Fetch ask = [this, symbol, levels] { return venue_.depth(symbol, levels); };
  co_return co_await depths_.get(key, std::move(ask));
}

FromVenue<std::vector<Candle>> MarketDesk::candles(Symbol symbol, Interval interval, int count,
                                                   std::optional<Timestamp> until) {
  if (is_unknown(symbol)) co_return Unexpected(unknown(symbol));
  const std::string key = fmt::format("{}/{}/{}/{}", symbol.text, name(interval), count, until ? until->ms() : -1);
  const std::vector<Candle>* held = candles_.find(key);
  const bool outdated =
      held != nullptr && !until && !held->empty() && clock_.now() >= held->back().open_time + length(interval);
  if (outdated) candles_.forget(key);
  if (!until && live_.size() < most_live_lists) live_.insert_or_assign(key, Live{symbol, interval});
  SharedCall<std::vector<Candle>>::Fetch ask = [this, symbol, interval, count, until] {
    return fetch_candles(symbol, interval, count, until);
  };
  co_return co_await candles_.get(key, std::move(ask));
}

FromVenue<std::vector<Candle>> MarketDesk::fetch_candles(Symbol symbol, Interval interval, int count,
                                                         std::optional<Timestamp> until) {
  std::vector<Candle> all;
  while (static_cast<int>(all.size()) < count) {
    const int wanted = std::min(page, count - static_cast<int>(all.size()));
    auto older = co_await venue_.candles(symbol, interval, wanted, until);
    if (!older) co_return Unexpected(older.error());
    const bool is_last = static_cast<int>(older->size()) < wanted;
    if (!older->empty()) until = older->front().open_time - std::chrono::milliseconds(1);
    all.insert(all.begin(), older->begin(), older->end());
    if (is_last) break;
  }
  co_return all;
}

void MarketDesk::on_trade(const Trade& trade) {
  for (auto at = live_.begin(); at != live_.end();) {
    std::vector<Candle>* held = at->second.symbol == trade.symbol ? candles_.find(at->first) : nullptr;
    const bool is_other = at->second.symbol != trade.symbol;
    if (is_other || (held != nullptr && fold(*held, trade, at->second.interval))) {
      ++at;
      continue;
    }
    candles_.forget(at->first);
    at = live_.erase(at);
  }
}

}  // namespace robson::runtime
