#include "wire/feed.hpp"

#include "wire/figures.hpp"

namespace robson::wire {
namespace {

PauseState paused(std::string reason) {
  return {.paused = true, .reason = std::move(reason)};
}
PauseState paused(const robson::Halt& halt) {
  return {.paused = true, .reason = halt.reason, .by = halt.by, .at = halt.at};
}

}  // namespace

PositionValue position_value_view(const robson::Operation& operation, const Instrument* instrument, const Quote* quote,
                                  Timestamp now) {
  PositionValue view{.position_id = operation.id.value, .symbol = operation.symbol.text};
  if (quote == nullptr) return view;
  const Instrument units = units_of(operation, instrument);
  add_valuation(view, value_of(operation, units, *quote), units.tick);
  view.price_time = quote->confirmed;
  view.price_age_ms = age_ms(*quote, now);
  view.stale = engine::is_stale(*quote, now);
  return view;
}

PauseState pause_view(const TenantDesk& desk, const engine::Rules& rules) {
  if (desk.kill_switch) return paused(*desk.kill_switch);
  if (desk.loss_pause) return paused(*desk.loss_pause);
  if (!desk.trading_enabled) return paused("trading is switched off");
  if (!rules.trading_enabled) return paused("trading is switched off on this server");
  return {};
}

FillUpdate fill_view(const Fill& fill, const Instrument* instrument) {
  return {trade_view(fill, instrument), fill.operation.value};
}

ProtectionChange protection_view(const engine::Followed& followed, const Instrument* instrument, Protection previous) {
  return {.operation_id = followed.operation.id.value,
          .protection = engine::protection_of(followed, instrument),
          .previous = previous,
          .stop_price_at_venue = stop_at_venue(followed, units_of(followed.operation, instrument).tick)};
}

MovementLine movement_line(const robson::Movement& movement) {
  const Movement view = movement_view(movement);
  return {.at = view.at,
          .asset = view.asset,
          .amount = view.amount,
          .cause = view.cause,
          .operation_id = view.operation_id,
          .order_id = view.order_id,
          .trade_id = view.trade_id,
          .note = view.note};
}

Equity equity_view(const engine::Portfolio& portfolio, const VenueLabel& venue) {
  Equity view{.currency = venue.currency,
              .unrealized_pnl = if_known(portfolio.unrealized, usd),
              .realized_pnl = usd(portfolio.realized),
              .as_of = portfolio.as_of,
              .stale = portfolio.account_stale || portfolio.prices_stale};
  if (portfolio.account_known) view.equity = usd(portfolio.total);
  return view;
}

}  // namespace robson::wire
