#include "engine/conversion.hpp"
#include "engine/portfolio.hpp"
#include "json/write.hpp"
#include "routes/analytics.hpp"
#include "wire/analytics_views.hpp"
#include "wire/figures.hpp"

namespace robson::routes {
namespace {

// In the currency. Without a price of its market it counts at that of its entry, and is marked; none where no market
// tells what its quote asset is worth.
std::optional<analytics::OpenPosition> position_of(const Operation& operation, const engine::Engine& engine,
                                                   const std::string& currency, Timestamp now) {
  const Instrument* units = engine.instrument(operation.symbol);
  if (units == nullptr) return {};
  const auto rate = engine::convert(engine, Money{Decimal::integer(1)}, units->quote, currency, now);
  if (!rate) return {};
  // A loss is converted at another side of the book than a gain: one may be empty.
  const auto in_currency = [&](Money amount) -> std::optional<Money> {
    const auto made = engine::convert(engine, amount, units->quote, currency, now);
    return made ? std::optional(made->amount) : std::nullopt;
  };
  const Quote* quote = engine.quote(operation.symbol);
  const Price price = quote != nullptr ? closing_price(operation.side, *quote) : operation.entry;
  analytics::OpenPosition position{
      .symbol = operation.symbol.text,
      .strategy_key = operation.strategy_id ? std::to_string(operation.strategy_id.value) : operation.strategy,
      .strategy = operation.strategy,
      .side = operation.side,
      .value = in_currency(Money{abs(value_at(operation, *units, price).value)}).value_or(Money{}),
      .loss_at_stop = in_currency(prospect_of(operation, *units).loss_at_stop).value_or(Money{}),
      .stale = rate->stale || quote == nullptr || engine::is_stale(*quote, now)};
  if (quote != nullptr) position.unrealized = in_currency(profit_at(operation, *units, price));
  return position;
}

}  // namespace

void add_exposure_routes(Gate& gate, const AnalyticsParts& parts) {
  gate.quick(net::Method::GET, "/api/analytics/exposure/", Access::signed_in,
             [parts](const Exchange& exchange) -> Answer {
               const engine::Engine& engine = parts.runtime.engine();
               const Timestamp now = parts.runtime.now();
               analytics::Exposure exposure;
               for (const Operation* operation : engine.open_operations(exchange.tenant())) {
                 const auto position = position_of(*operation, engine, parts.venue.currency, now);
                 position ? exposure.add(*position) : exposure.leave_out();
               }
               const auto portfolio = engine::portfolio_of(engine, exchange.tenant(), parts.venue.currency, now);
               const auto equity = portfolio.account_known ? std::optional(portfolio.total) : std::nullopt;
               return json_response(wire::exposure_text(exposure, equity, parts.venue.currency,
                                                        portfolio.account_stale || portfolio.prices_stale, now));
             });
}

}  // namespace robson::routes
