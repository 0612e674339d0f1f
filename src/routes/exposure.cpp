#include "engine/portfolio.hpp"
#include "json/write.hpp"
#include "routes/analytics.hpp"
#include "wire/analytics_views.hpp"
#include "wire/figures.hpp"

namespace robson::routes {
namespace {

// Without a price it counts at that of its entry, and is marked.
analytics::OpenPosition position_of(const Operation& operation, const engine::Engine& engine, Timestamp now) {
  const Instrument* told = engine.instrument(operation.symbol);
  const Quote* quote = engine.quote(operation.symbol);
  const Instrument units = wire::units_of(operation, told);
  const bool priced = told != nullptr && quote != nullptr;
  const Price price = priced ? closing_price(operation.side, *quote) : operation.entry;
  analytics::OpenPosition position{
      .symbol = operation.symbol.text,
      .strategy_key = operation.strategy_id ? std::to_string(operation.strategy_id.value) : operation.strategy,
      .strategy = operation.strategy,
      .side = operation.side,
      .value = Money{abs(value_at(operation, units, price).value)},
      .loss_at_stop = prospect_of(operation, units).loss_at_stop,
      .stale = !priced || engine::is_stale(*quote, now)};
  if (priced) position.unrealized = profit_at(operation, units, price);
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
                 exposure.add(position_of(*operation, engine, now));
               }
               const auto portfolio = engine::portfolio_of(engine, exchange.tenant(), parts.venue.currency, now);
               const auto equity = portfolio.account_known ? std::optional(portfolio.total) : std::nullopt;
               return json_response(wire::exposure_text(exposure, equity, parts.venue.currency,
                                                        portfolio.account_stale || portfolio.prices_stale, now));
             });
}

}  // namespace robson::routes
