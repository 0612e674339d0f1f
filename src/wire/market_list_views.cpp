#include "trading/position.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {

Market market_view(const Instrument& instrument, const Quote* quote, const VenueLabel& venue, Timestamp now) {
  Market view{.symbol = instrument.symbol.text,
              .base_asset = instrument.base,
              .quote_asset = instrument.quote,
              .tick_size = instrument.tick,
              .step_size = instrument.step,
              .min_quantity = instrument.min_quantity,
              .max_quantity = instrument.max_quantity,
              .min_notional = instrument.min_notional,
              .contract_size = instrument.contract_size,
              .price_source = venue.name};
  if (quote == nullptr) return view;
  view.stale = engine::is_stale(*quote, now);
  view.watched = !view.stale;
  view.price = at_tick(quote->last.value_or(quote->bid), instrument.tick);
  view.price_age_ms = age_ms(*quote, now);
  return view;
}

Level level_view(const PriceLevel& level, robson::Price price, Decimal tick) {
  return {.price = at_tick(level.price, tick),
          .kind = level.kind,
          .touches = level.touches,
          .strength = level.strength,
          .first_time = level.first_time,
          .last_time = level.last_time,
          .distance_percent = percent(distance_percent(level.price, price))};
}

}  // namespace robson::wire
