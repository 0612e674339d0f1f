// Tickers: of one symbol an object, of several or all an array.
#include "simulator/api.hpp"
#include "simulator/market_text.hpp"

namespace robson::simulator {
namespace {

struct Asked {
  std::vector<const SymbolMarket*> markets{};
  bool one = false;
};

Result<Asked, ApiError> asked(Call& call) {
  const auto symbol = call.parameters.symbol();
  const auto symbols = call.parameters.symbols();
  if (symbol && symbols) call.parameters.note({400, -1128, "Combination of optional parameters invalid.", {}});
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  Asked made;
  made.one = symbol.has_value();
  if (!symbol && !symbols) {
    for (const auto& each : call.market.symbols()) made.markets.push_back(each.second.get());
    return made;
  }
  for (const Symbol& each : symbol ? std::vector<Symbol>{*symbol} : *symbols) {
    const auto market = market_of(call, each);
    if (!market) return Unexpected(market.error());
    made.markets.push_back(*market);
  }
  return made;
}

template <class Each>
Answer answer(const Asked& asked, Each each) {
  std::string out;
  if (asked.one) {
    each(out, asked.markets.front());
  } else {
    append_array(out, asked.markets, each);
  }
  return out;
}

Answer price(Call& call) {
  const auto wanted = asked(call);
  if (!wanted) return Unexpected(wanted.error());
  return answer(*wanted, [&](std::string& out, const SymbolMarket* market) {
    Object(out)
        .text("symbol", market->instrument().symbol.text)
        .amount("price", call.market.last_price(*market))
        .close();
  });
}

Answer book(Call& call) {
  const auto wanted = asked(call);
  if (!wanted) return Unexpected(wanted.error());
  return answer(*wanted, [&](std::string& out, const SymbolMarket* market) {
    const Symbol& symbol = market->instrument().symbol;
    const Level bid = call.market.exchange().best(symbol, Side::BUY).value_or(Level{});
    const Level ask = call.market.exchange().best(symbol, Side::SELL).value_or(Level{});
    Object(out)
        .text("symbol", symbol.text)
        .amount("bidPrice", bid.price)
        .amount("bidQty", bid.quantity)
        .amount("askPrice", ask.price)
        .amount("askQty", ask.quantity)
        .close();
  });
}

Answer day(Call& call) {
  const auto kind = [](std::string_view text) -> std::optional<bool> {
    if (text == "FULL") return true;
    if (text == "MINI") return false;
    return {};
  };
  const bool full = call.parameters.choice("type", kind, -1139, "Invalid ticker type.").value_or(true);
  const auto wanted = asked(call);
  if (!wanted) return Unexpected(wanted.error());
  return answer(*wanted, [&](std::string& out, const SymbolMarket* market) {
    append_day_ticker(out, day_ticker(call.market, *market, call.now), full);
  });
}

std::int64_t few_or_all(const Parameters& parameters) {
  return parameters.has("symbol") ? 2 : 4;
}

std::int64_t day_weight(const Parameters& parameters) {
  if (parameters.has("symbol")) return 2;
  const std::string* list = parameters.find("symbols");
  if (list == nullptr) return 80;
  const auto count = std::count(list->begin(), list->end(), ',') + 1;
  return count <= 20 ? 2 : count <= 100 ? 40 : 80;
}

}  // namespace

void add_ticker_endpoints(Endpoints& to) {
  using net::Method;
  to.push_back({Method::GET, "/api/v3/ticker/price", "ticker.price", Access::open, few_or_all, price});
  to.push_back({Method::GET, "/api/v3/ticker/bookTicker", "ticker.book", Access::open, few_or_all, book});
  to.push_back({Method::GET, "/api/v3/ticker/24hr", "ticker.24hr", Access::open, day_weight, day});
}

}  // namespace robson::simulator
