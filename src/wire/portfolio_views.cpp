#include "wire/views.hpp"

namespace robson::wire {
namespace {

constexpr int money_places = 2;
constexpr int percent_places = 2;

Fixed usd(Money amount) {
  return {amount.value, money_places};
}
Fixed percent(Decimal value) {
  return {value, percent_places};
}
template <class T, class View>
auto if_known(const std::optional<T>& value, View view) {
  return value ? std::optional(view(*value)) : std::nullopt;
}

Decimal power_of_tenth(int places) {
  Decimal unit = Decimal::integer(1);
  for (int i = 0; i < places; ++i) unit = divide(unit, Decimal::integer(10), Rounding::toward_zero);
  return unit;
}

// An instrument that neither the venue nor storage has told us yet: its units are read off the operation's numbers.
Instrument guess(const Operation& operation) {
  const int places = std::max({operation.entry.value.places(), operation.stop.value.places(),
                               operation.target ? operation.target->value.places() : 0, 2});
  return {.symbol = operation.symbol,
          .tick = power_of_tenth(places),
          .step = power_of_tenth(operation.quantity.value.places())};
}

void add_market(Position& into, const Valuation& worth, int price_places) {
  into.current_price = Fixed{worth.current.value, price_places};
  into.unrealized_pnl = usd(worth.pnl);
  into.unrealized_pnl_percent = percent(worth.pnl_percent);
  into.unrealized_pnl_exact = worth.pnl.value;
  into.distance_to_stop_percent = percent(worth.distance_to_stop);
  into.distance_to_target_percent = if_known(worth.distance_to_target, percent);
  into.value = usd(worth.value);
}

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

}  // namespace

Position position_view(const Operation& operation, const Instrument* instrument, const Quote* quote,
                       const VenueLabel& venue, Timestamp now) {
  const Instrument units = instrument != nullptr ? *instrument : guess(operation);
  const int places = units.tick.places();
  const auto price = [places](robson::Price value) { return Fixed{value.value, places}; };
  const Prospect prospect = prospect_of(operation, units);
  Position view{.id = operation.id.value,
                .operation_id = operation.id.value,
                .kind = PositionKind::spot,
                .symbol = operation.symbol.text,
                .base_asset = units.base,
                .quote_asset = units.quote,
                .side = operation.side,
                .quantity = operation.quantity.value,
                .entry_price = price(operation.entry),
                .stop_loss = price(operation.stop),
                .take_profit = if_known(operation.target, price),
                .status = operation.status == OperationStatus::ACTIVE ? PositionStatus::OPEN : PositionStatus::CLOSED,
                .cost = usd(prospect.cost),
                .loss_at_stop = usd(prospect.loss_at_stop),
                .gain_at_target = if_known(prospect.gain_at_target, usd),
                .reward_risk = if_known(prospect.reward_risk, percent),
                .protection = Protection::NONE,
                .opened_at = operation.opened_at,
                .tick_size = units.tick,
                .step_size = units.step};
  if (quote == nullptr) return view;
  add_market(view, value_of(operation, units, *quote), places);
  view.price_source = venue.name;
  view.price_time = quote->confirmed;
  view.price_age_ms = std::max<std::int64_t>(0, engine::age_of(*quote, now).count() / 1000);
  view.stale = engine::is_stale(*quote, now);
  return view;
}

Positions positions_view(const engine::Engine& engine, TenantId tenant, const VenueLabel& venue, Timestamp now) {
  Positions view{.as_of = now, .venue_kind = venue.kind};
  for (const Operation* operation : engine.open_operations(tenant)) {
    view.positions.push_back(
        position_view(*operation, engine.instrument(operation->symbol), engine.quote(operation->symbol), venue, now));
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
