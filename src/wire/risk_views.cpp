#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/conversion.hpp"
#include "engine/portfolio.hpp"
#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

Halt halt_view(const robson::Halt& halt) {
  return {halt.by, halt.reason, halt.at};
}

RiskMonth month_view(const engine::Engine& engine, TenantId tenant, const TenantDesk& desk, Timestamp now) {
  const int month = desk.month != 0 ? desk.month : month_of(now);
  const Budget budget = engine.budget(tenant);
  RiskMonth view{.month = fmt::format("{:04}-{:02}", month / 100, month % 100),
                 .base = if_known(desk.month_base, usd),
                 .realized = usd(desk.month_realized),
                 .limit_percent = percent(multiply(engine.rules().budget.monthly_fraction, Decimal::integer(100),
                                                   Rounding::half_away_from_zero)),
                 .used = usd(budget.realized_loss),
                 .reserved = usd(budget.reserved)};
  if (!desk.month_base) return view;
  view.limit = usd(budget.limit);
  view.left = usd(budget.available);
  if (budget.limit.value.is_positive()) {
    view.used_percent = percent_of((budget.realized_loss + budget.reserved).value, budget.limit.value);
  }
  return view;
}

// What each symbol is worth, and how many positions it has; nothing when one of them has no price.
struct Held {
  int positions = 0;
  std::optional<Money> value = Money{};
};

void add_exposure(RiskMetrics& view, const engine::Engine& engine, const engine::Portfolio& portfolio, TenantId tenant,
                  Timestamp now) {
  std::map<std::string, Held> held;
  for (const robson::Operation* operation : engine.open_operations(tenant)) {
    Held& of = held[operation->symbol.text];
    ++of.positions;
    const Quote* quote = engine.quote(operation->symbol);
    const Instrument* units = engine.instrument(operation->symbol);
    std::optional<engine::Converted> value;
    if (quote != nullptr && units != nullptr) {
      const Money worth = value_at(*operation, *units, closing_price(operation->side, *quote));
      value = engine::convert(engine, worth, units->quote, view.currency, now);
    }
    if (!value) of.value.reset();
    if (of.value) *of.value += value->amount;
  }
  std::vector<std::pair<std::string, Held>> largest(held.begin(), held.end());
  std::ranges::stable_sort(largest, std::ranges::greater{},
                           [](const auto& one) { return one.second.value.value_or(Money{}).value; });
  const bool has_equity = portfolio.account_known && portfolio.total.value.is_positive();
  for (const auto& [symbol, of] : largest) {
    SymbolExposure one{.symbol = symbol, .positions = of.positions, .value = if_known(of.value, usd)};
    if (of.value && has_equity) one.percent = percent_of(of.value->value, portfolio.total.value);
    if (of.value && portfolio.positions_value && portfolio.positions_value->value.is_positive()) {
      one.share_percent = percent_of(of.value->value, portfolio.positions_value->value);
    }
    view.exposure_by_symbol.push_back(std::move(one));
  }
  view.exposure = if_known(portfolio.positions_value, usd);
  if (has_equity && portfolio.positions_value) {
    view.exposure_percent = percent_of(portfolio.positions_value->value, portfolio.total.value);
  }
}

void add_equity(RiskMetrics& view, const engine::Portfolio& portfolio, const TenantDesk& desk) {
  // The desk's peak is as old as the last reading of the account.
  const Money peak = portfolio.account_known ? std::max(desk.peak_equity, portfolio.total) : desk.peak_equity;
  if (peak.value.is_positive()) view.peak_equity = usd(peak);
  if (!portfolio.account_known) return;
  view.equity = usd(portfolio.total);
  if (!peak.value.is_positive()) return;
  const Money below = peak - portfolio.total;
  view.drawdown = usd(below);
  view.drawdown_percent = percent_of(below.value, peak.value);
}

void add_operations(RiskMetrics& view, const engine::Engine& engine, const engine::TenantState& state, Timestamp now) {
  Money worst;
  Duration longest{};
  Duration total = state.desk.unprotected;
  for (const auto& [id, followed] : state.operations) {
    const robson::Operation& operation = followed.operation;
    if (operation.status != OperationStatus::ACTIVE && operation.status != OperationStatus::PLANNED) continue;
    const Instrument* units = engine.instrument(operation.symbol);
    const Money loss = engine::worst_case(operation, units);
    const auto counted = units == nullptr ? std::optional(engine::Converted{loss})
                                          : engine::convert(engine, loss, units->quote, view.currency, now);
    view.stale = view.stale || !counted;  // one that no market converts is in no sum
    if (counted) {
      worst += counted->amount;
      view.worst_cases.push_back({id.value, operation.symbol.text, usd(counted->amount)});
    }
    if (operation.status != OperationStatus::ACTIVE) continue;
    total += unprotected_for(operation, now);
    if (engine::protection_of(followed, units) == Protection::AT_VENUE) continue;
    view.unprotected_positions.push_back(id.value);
    if (operation.unprotected_since) longest = std::max(longest, now - *operation.unprotected_since);
  }
  view.worst_case = usd(worst);
  view.unprotected_seconds_now = seconds(longest);
  view.unprotected_seconds_total = seconds(total);
}

constexpr std::size_t most_differences = 100;

Difference difference_view(const engine::DifferenceFound& found) {
  return {found.kind, found.text, id_of(found.operation), found.at};
}

}  // namespace

RiskSwitches switches_view(const TenantDesk& desk, const engine::Rules& rules) {
  return {.trading_enabled = desk.trading_enabled,
          .server_trading_enabled = rules.trading_enabled,
          .kill_switch = if_known(desk.kill_switch, halt_view),
          .loss_pause = if_known(desk.loss_pause, halt_view)};
}

RiskMetrics risk_view(const engine::Engine& engine, TenantId tenant, const VenueLabel& venue, bool takes_commands,
                      Timestamp now) {
  const engine::TenantState none{};
  const engine::TenantState* known = engine.tenant(tenant);
  const engine::TenantState& state = known != nullptr ? *known : none;
  const engine::Portfolio portfolio = engine::portfolio_of(engine, tenant, venue.currency, now);
  const RiskSwitches switches = switches_view(state.desk, engine.rules());
  RiskMetrics view{.currency = venue.currency,
                   .as_of = now,
                   .stale = portfolio.account_stale || portfolio.prices_stale,
                   .venue_kind = venue.kind,
                   .trading_enabled = switches.trading_enabled,
                   .server_trading_enabled = switches.server_trading_enabled,
                   .kill_switch = switches.kill_switch,
                   .loss_pause = switches.loss_pause,
                   .month = month_view(engine, tenant, state.desk, now),
                   .trades_today = state.desk.day == day_of(now) ? state.desk.trades_today : 0,
                   .trades_limit = engine.rules().budget.trades_a_day};
  add_operations(view, engine, state, now);
  add_equity(view, portfolio, state.desk);
  add_exposure(view, engine, portfolio, tenant, now);
  view.alarms = alarms_of(engine, tenant, takes_commands, now);
  for (auto found = state.differences.rbegin(); found != state.differences.rend(); ++found) {
    if (view.differences.size() == most_differences) break;
    view.differences.push_back(difference_view(*found));
  }
  return view;
}

}  // namespace robson::wire
