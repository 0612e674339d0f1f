#include "engine/conversion.hpp"
#include "wire/figures.hpp"
#include "wire/views.hpp"

namespace robson::wire {
namespace {

AssetBalance asset_view(const engine::Asset& asset) {
  return {.asset = asset.name,
          .free = asset.held.free.value,
          .locked = asset.held.locked.value,
          .total = asset.total().value,
          .price = if_known(asset.price, [](robson::Price price) { return price.value; }),
          .value = if_known(asset.value, usd)};
}

std::vector<AssetBalance> asset_views(const engine::Portfolio& portfolio) {
  std::vector<AssetBalance> views;
  views.reserve(portfolio.assets.size());
  for (const engine::Asset& asset : portfolio.assets) views.push_back(asset_view(asset));
  return views;
}

// Free and locked amount of the currency itself.
Money cash(const engine::Portfolio& portfolio, const std::string& currency) {
  for (const engine::Asset& asset : portfolio.assets) {
    if (asset.name == currency) return asset.total();
  }
  return {};
}

std::optional<std::string> ticket_of(const engine::Followed& followed) {
  for (const robson::Order& order : followed.orders) {
    if (order.purpose == OrderPurpose::ENTRY && order.venue_id != 0) return std::to_string(order.venue_id);
  }
  return {};
}

}  // namespace

std::optional<Closing> closing_view(const robson::Operation& operation, Decimal tick) {
  if (!operation.closing) return {};
  return Closing{.reason = operation.closing->reason,
                 .quantity = if_known(operation.closing->quantity, [](Quantity part) { return part.value; }),
                 .limit_price = at_tick(operation.closing->limit, tick),
                 .by = operation.closing->by,
                 .at = operation.closing->at};
}

Position position_view(const engine::Followed& followed, const Instrument* instrument, const Quote* quote,
                       const VenueLabel& venue, Timestamp now) {
  const robson::Operation& operation = followed.operation;
  const Instrument units = units_of(operation, instrument);
  const Decimal tick = units.tick;
  const auto price = [tick](robson::Price value) { return at_tick(value, tick); };
  const Prospect prospect = prospect_of(operation, units);
  Position view{.id = operation.id.value,
                .operation_id = operation.id.value,
                .kind = PositionKind::spot,
                .symbol = operation.symbol.text,
                .base_asset = units.base,
                .quote_asset = units.quote,
                .side = operation.side,
                .quantity = operation.held.value,
                .entry_price = average_at(operation.entry, tick),
                .stop_loss = price(operation.stop),
                .take_profit = if_known(operation.target, price),
                .status = operation.status == OperationStatus::ACTIVE ? PositionStatus::OPEN : PositionStatus::CLOSED,
                .cost = usd(prospect.cost),
                .loss_at_stop = usd(prospect.loss_at_stop),
                .gain_at_target = if_known(prospect.gain_at_target, usd),
                .reward_risk = if_known(prospect.reward_risk, percent),
                .protection = engine::protection_of(followed, instrument),
                .unprotected_seconds = seconds(unprotected_for(operation, now)),
                .stop_price_at_venue = stop_at_venue(followed, tick),
                .initial_stop = price(operation.initial_stop),
                .trailing = operation.trailing,
                .trailing_steps = operation.trailing_steps,
                .closing = closing_view(operation, tick),
                .entered_quantity = operation.quantity.value,
                .realized_pnl = usd(operation.realized_pnl),
                .strategy = text_or_none(operation.strategy),
                .opened_at = operation.opened_at,
                .tick_size = tick,
                .step_size = units.step,
                .contract_size = units.contract_size,
                .broker_ticket = ticket_of(followed),
                .currency = venue.currency};
  if (quote == nullptr) return view;
  add_valuation(view, value_of(operation, units, *quote), tick);
  view.price_source = venue.name;
  view.price_time = quote->confirmed;
  view.price_age_ms = age_ms(*quote, now);
  view.stale = engine::is_stale(*quote, now);
  return view;
}

Position position_view(const engine::Followed& followed, const engine::Engine& engine, const VenueLabel& venue,
                       Timestamp now) {
  const Symbol& symbol = followed.operation.symbol;
  Position view = position_view(followed, engine.instrument(symbol), engine.quote(symbol), venue, now);
  if (!view.unrealized_pnl_exact) return view;
  const Money pnl{*view.unrealized_pnl_exact};
  const auto converted = engine::convert(engine, pnl, view.quote_asset, venue.currency, now);
  if (converted) view.unrealized_pnl_converted = usd(converted->amount);
  return view;
}

Positions positions_view(const engine::Engine& engine, TenantId tenant, const VenueLabel& venue, Timestamp now) {
  Positions view{.as_of = now, .venue_kind = venue.kind};
  for (const robson::Operation* operation : engine.open_operations(tenant)) {
    const engine::Followed* followed = engine.followed(tenant, operation->id);
    if (followed == nullptr) continue;
    view.positions.push_back(position_view(*followed, engine, venue, now));
  }
  return view;
}

PortfolioSummary summary_view(const engine::Portfolio& portfolio, const VenueLabel& venue) {
  PortfolioSummary view{.currency = venue.currency,
                        .positions_value = if_known(portfolio.positions_value, usd),
                        .unrealized_pnl = if_known(portfolio.unrealized, usd),
                        .realized_pnl = usd(portfolio.realized),
                        .num_positions = static_cast<std::int64_t>(portfolio.positions),
                        .worst_case = usd(portfolio.worst_case),
                        .as_of = portfolio.as_of,
                        .stale = portfolio.account_stale || portfolio.prices_stale,
                        .venue_kind = venue.kind};
  if (portfolio.unrealized) view.total_pnl = usd(*portfolio.unrealized + portfolio.realized);
  if (!portfolio.account_known) return view;
  view.total_balance = usd(portfolio.total);
  view.available_balance = usd(portfolio.available);
  if (portfolio.positions_value && portfolio.total.value.is_positive()) {
    const Decimal share = multiply(portfolio.positions_value->value, Decimal::integer(100), Rounding::toward_zero);
    view.exposure_percent = percent(divide(share, portfolio.total.value, Rounding::toward_zero));
  }
  return view;
}

AccountBalance balance_view(const engine::Portfolio& portfolio, const VenueLabel& venue) {
  return {.currency = venue.currency,
          .balance = usd(cash(portfolio, venue.currency)),
          .available = usd(portfolio.available),
          .balances = asset_views(portfolio),
          .as_of = portfolio.as_of,
          .stale = portfolio.account_stale,
          .venue_kind = venue.kind};
}

Patrimony patrimony_view(const engine::Portfolio& portfolio, const VenueLabel& venue) {
  Patrimony view{.currency = venue.currency,
                 .patrimony = usd(portfolio.total),
                 .assets = asset_views(portfolio),
                 .as_of = portfolio.as_of,
                 .stale = portfolio.account_stale || portfolio.prices_stale,
                 .venue_kind = venue.kind};
  for (const engine::Asset& asset : portfolio.assets) {
    if (!asset.price) view.unpriced_assets.push_back(asset.name);
  }
  return view;
}

}  // namespace robson::wire
