#include <algorithm>

#include "json/write.hpp"
#include "routes/request.hpp"
#include "routes/trading.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t most_symbols = 5000;
constexpr std::size_t longest_word = 32;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

// A short word of the query in capitals; empty when absent.
Result<std::string, Failure> word_from(const net::Request& request, const std::string& name) {
  std::string text = request.parameter(name).value_or("");
  if (const auto fits = text_within(name, text, 0, longest_word); !fits) return Unexpected(fits.error());
  return upper(std::move(text));
}

bool contains(const Instrument& one, const std::string& part) {
  return one.symbol.text.find(part) != std::string::npos || upper(one.base).find(part) != std::string::npos;
}

class InstrumentRoutes {
 public:
  explicit InstrumentRoutes(Desk desk) : desk_(std::move(desk)) {}

  Answer symbols(const Exchange& exchange) const {
    const auto part = word_from(exchange.request, "query");
    if (!part) return Unexpected(part.error());
    const auto quote = word_from(exchange.request, "quote");
    if (!quote) return Unexpected(quote.error());
    const auto watched = truth_parameter(exchange.request, "watched");
    if (!watched) return Unexpected(watched.error());
    const auto limit = number_from(exchange.request, "limit", 1000, 1, most_symbols);
    if (!limit) return Unexpected(limit.error());
    std::vector<const Instrument*> found;
    for (const auto& [symbol, one] : desk_->engine().instruments()) {
      if (!contains(one, *part) || (!quote->empty() && upper(one.quote) != *quote)) continue;
      if (*watched && **watched != is_watched(symbol)) continue;
      found.push_back(&one);
    }
    std::ranges::sort(found, {}, [](const Instrument* one) { return one->symbol; });
    wire::Symbols view{.total = static_cast<std::int64_t>(found.size()),
                       .complete = desk_->engine().lists_instruments(),
                       .source = desk_->parts.venue.name};
    found.resize(std::min(found.size(), static_cast<std::size_t>(*limit)));
    for (const Instrument* one : found) {
      const Quote* last = desk_->engine().quote(one->symbol);
      view.symbols.push_back(wire::market_view(*one, last, desk_->parts.venue, desk_->now()));
    }
    return json_response(json::text_of(view));
  }

  net::Task<Answer> levels(Exchange exchange) const {
    const auto symbol = symbol_from(exchange.parameters["symbol"]);
    if (!symbol) co_return Unexpected(symbol.error());
    const auto interval = interval_from(exchange.request);
    if (!interval) co_return Unexpected(interval.error());
    const auto rules = rules_of(exchange);
    if (!rules) co_return Unexpected(rules.error());
    const auto given = price_from(exchange.request);
    if (!given) co_return Unexpected(given.error());
    Price price = given->value_or(Price{});
    if (!*given) {
      const auto quote = co_await desk_->parts.desk.quote(*symbol);
      if (!quote) co_return Unexpected(failure_of(quote.error()));
      price = quote->last.value_or(quote->bid);
    }
    auto candles = co_await desk_->parts.desk.candles(*symbol, *interval, rules->candles + 1, std::nullopt);
    if (!candles) co_return Unexpected(failure_of(candles.error()));
    std::erase_if(*candles, [](const Candle& candle) { return !candle.closed; });
    if (candles->size() > static_cast<std::size_t>(rules->candles)) {
      candles->erase(candles->begin(), candles->end() - rules->candles);
    }
    wire::Levels view = view_of(*candles, price, *rules, desk_->units_of(*symbol).tick);
    view.symbol = symbol->text;
    view.interval = std::string(name(*interval));
    view.price_source = *given ? wire::LevelPriceSource::given : wire::LevelPriceSource::market;
    co_return json_response(json::text_of(view));
  }

 private:
  bool is_watched(const Symbol& symbol) const {
    const Quote* quote = desk_->engine().quote(symbol);
    return quote != nullptr && !engine::is_stale(*quote, desk_->now());
  }

  static Result<std::optional<Price>, Failure> price_from(const net::Request& request) {
    const auto text = request.parameter("price");
    if (!text) return std::optional<Price>{};
    const auto parsed = Decimal::parse(*text);
    if (!parsed) return Unexpected(unprocessable("price", "price must be a decimal, such as 89245.50."));
    const auto checked = positive("price", *parsed);
    if (!checked) return Unexpected(checked.error());
    return std::optional(Price{*checked});
  }

  Result<StopRules, Failure> rules_of(const Exchange& exchange) const {
    const auto id = id_parameter(exchange.request, "strategy_id");
    if (!id) return Unexpected(id.error());
    if (!*id) return StopRules{};
    const engine::TenantState* state = desk_->engine().tenant(exchange.tenant());
    if (state != nullptr) {
      const auto found = state->strategies.find(StrategyId{**id});
      if (found != state->strategies.end()) return found->second.rules.stop;
    }
    return Unexpected(not_found("UNKNOWN_STRATEGY", "There is no such strategy."));
  }

  wire::Levels view_of(const std::vector<Candle>& candles, Price price, const StopRules& rules, Decimal tick) const {
    const LevelRules level_rules{rules.swing_window, rules.tolerance, rules.min_touches};
    wire::Levels view{.price = {price.value, tick.places()},
                      .atr_period = rules.atr_period,
                      .candles = static_cast<int>(candles.size()),
                      .min_touches = rules.min_touches,
                      .tolerance = rules.tolerance,
                      .swing_window = rules.swing_window,
                      .source = desk_->parts.venue.name,
                      .as_of = desk_->now(),
                      .tick_size = tick};
    for (const PriceLevel& one : robson::levels(candles, price, LevelKind::support, level_rules)) {
      view.supports.push_back(wire::level_view(one, price, tick));
    }
    for (const PriceLevel& one : robson::levels(candles, price, LevelKind::resistance, level_rules)) {
      view.resistances.push_back(wire::level_view(one, price, tick));
    }
    if (const auto atr = average_true_range(candles, rules.atr_period)) {
      view.atr = json::Fixed{atr->value, tick.places()};
    }
    return view;
  }

  Desk desk_;
};

}  // namespace

void add_instrument_routes(Gate& gate, Desk desk) {
  const auto routes = std::make_shared<const InstrumentRoutes>(std::move(desk));
  gate.quick(net::Method::GET, "/api/symbols/", Access::signed_in,
             [routes](const Exchange& exchange) { return routes->symbols(exchange); });
  gate.slow(net::Method::GET, "/api/analysis/levels/{symbol}/", Access::signed_in,
            [routes](Exchange exchange) { return routes->levels(std::move(exchange)); });
}

}  // namespace robson::routes
