#include <algorithm>
#include <array>

#include "wire/figures.hpp"
#include "wire/trading_views.hpp"

namespace robson::wire {
namespace {

StopMethod method_of(const robson::Proposal& proposal) {
  if (proposal.stop_source == StopSource::manual) return StopMethod::manual;
  switch (proposal.technical.method) {
    case robson::StopMethod::support_resistance: return StopMethod::support_resistance;
    case robson::StopMethod::swing_point: return StopMethod::swing_point;
    case robson::StopMethod::atr: break;
  }
  return StopMethod::atr;
}

Fixed distance_view(Decimal fraction) {
  return percent(multiply(fraction, Decimal::integer(100), Rounding::half_away_from_zero));
}

std::vector<EntryLevel> levels_view(const robson::Proposal& proposal, Decimal tick) {
  std::vector<EntryLevel> views;
  int number = 0;
  for (const ConsideredLevel& one : proposal.technical.levels) {
    ++number;
    views.push_back(
        {.price = at_tick(one.level.price, tick),
         .kind = one.level.kind,
         .touches = one.level.touches,
         .strength = one.level.strength,
         .first_time = one.level.first_time,
         .last_time = one.level.last_time,
         .stop_price = at_tick(one.stop, tick),
         .distance_percent = distance_view(one.distance),
         .chosen = proposal.stop_source == StopSource::technical && number == proposal.technical.level_chosen,
         .skipped_because = text_or_none(one.skipped_because)});
  }
  return views;
}

EntryQuote quote_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now) {
  return {.bid = at_tick(quote.bid, tick),
          .ask = at_tick(quote.ask, tick),
          .last = at_tick(quote.last, tick),
          .spread = at_tick(quote.ask - quote.bid, tick),
          .time = quote.confirmed,
          .age_ms = age_ms(quote, now),
          .stale = engine::is_stale(quote, now),
          .source = venue.name};
}

Instrument proposal_units(const robson::Proposal& proposal, const Instrument* instrument) {
  if (instrument != nullptr) return *instrument;
  robson::Operation like{.symbol = proposal.symbol,
                         .quantity = proposal.quantity,
                         .entry = proposal.entry,
                         .stop = proposal.stop,
                         .target = proposal.target};
  return units_of(like, nullptr);
}

// |level - entry| x quantity.
Money value_between(robson::Price a, robson::Price b, const robson::Proposal& proposal, const Instrument& units) {
  const Decimal amount = multiply(proposal.quantity.value, units.contract_size, Rounding::half_away_from_zero);
  return notional({abs((a - b).value)}, Quantity{amount});
}

// The figures of money. Size speaks of the computed quantity; here they are of the one that would be traded.
void add_money(Proposal& view, const robson::Proposal& proposal, const Instrument& units) {
  const bool own = proposal.quantity != proposal.size.quantity;
  const Money cost = own ? value_between(proposal.entry, {}, proposal, units) : proposal.size.notional;
  const Money risk = own ? value_between(proposal.entry, proposal.stop, proposal, units) : proposal.size.risk;
  view.notional = usd(cost);
  view.notional_exact = cost.value;
  view.risk_amount = usd(risk);
  view.risk_amount_exact = risk.value;
  if (proposal.capital.value.is_positive()) view.risk_percent = percent_of(risk.value, proposal.capital.value);
  view.risk_allowed = {
      multiply(proposal.capital.value, proposal.rules.size.risk_fraction, Rounding::half_away_from_zero), money_places};
  view.executable_risk = usd(proposal.size.executable_risk);
  view.fees = usd(proposal.fees);
  if (!proposal.target) return;
  const Money gain = value_between(*proposal.target, proposal.entry, proposal, units);
  view.gain_at_target = usd(gain);
  if (risk.value.is_positive()) {
    view.reward_risk = percent(divide(gain.value, risk.value, Rounding::toward_zero));
  }
}

}  // namespace

Proposal proposal_view(const robson::Proposal& proposal, const Instrument* instrument, const VenueLabel& venue,
                       VenueKind kind, Timestamp now) {
  const Instrument units = proposal_units(proposal, instrument);
  const Decimal tick = units.tick;
  const TechnicalStop& technical = proposal.technical;
  const bool by_hand = proposal.stop_source == StopSource::manual;
  Proposal view{.symbol = proposal.symbol.text,
                .base_asset = units.base,
                .quote_asset = units.quote,
                .side = proposal.side,
                .strategy_id = proposal.strategy.value,
                .strategy = proposal.strategy_name,
                .strategy_version = proposal.strategy_version,
                .venue_kind = kind,
                .capital = usd(proposal.capital),
                .capital_source = proposal.capital_named ? CapitalSource::named : CapitalSource::equity,
                .entry_price = at_tick(proposal.entry, tick),
                .entry_source = proposal.is_limit ? EntrySource::limit : EntrySource::quote,
                .worst_entry = at_tick(proposal.worst_entry, tick),
                .stop_price = at_tick(proposal.stop, tick),
                .stop_source = proposal.stop_source,
                .stop_method = method_of(proposal),
                .level_asked = technical.level_asked,
                .level_chosen = by_hand ? 0 : technical.level_chosen,
                .levels = levels_view(proposal, tick),
                .quantity = proposal.quantity.value,
                .computed_quantity = proposal.size.quantity.value,
                .asked_quantity = if_known(proposal.asked_quantity, [](Quantity asked) { return asked.value; }),
                .risk_fraction = proposal.rules.size.risk_fraction,
                .max_notional_fraction = proposal.rules.size.max_notional_fraction,
                .is_capped = proposal.size.is_capped,
                .target_price = at_tick(proposal.target, tick),
                .atr = if_known(technical.atr, [tick](robson::Price atr) { return at_tick(atr, tick); }),
                .trailing = proposal.rules.trailing,
                .warnings = proposal.warnings,
                .quote = quote_view(proposal.snapshot, tick, venue, now),
                .tick_size = tick,
                .step_size = units.step,
                .min_notional = units.min_notional,
                .contract_size = units.contract_size};
  if (!by_hand) view.stop_confidence = technical.confidence;
  if (technical.stop.value.is_positive()) view.technical_stop = at_tick(technical.stop, tick);
  if (proposal.entry.value.is_positive()) {
    view.distance_percent = percent_of(abs((proposal.entry - proposal.stop).value), proposal.entry.value);
  }
  add_money(view, proposal, units);
  return view;
}

namespace {

// A check is named by what goes wrong; when nothing did, that name would say the opposite of what is meant.
std::string_view in_words(std::string_view failure) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 32> checks = {{
      {"UNKNOWN_TENANT", "client known"},
      {"UNKNOWN_SYMBOL", "market listed by the exchange"},
      {"VENUE_KIND_CHANGED", "same kind of venue"},
      {"PLAN_EXPIRED", "plan not expired"},
      {"STRATEGY_INACTIVE", "strategy active"},
      {"STOP_MISSING", "stop set"},
      {"STOP_ON_WRONG_SIDE", "stop on its side"},
      {"STOP_NOT_TECHNICAL", "stop from the chart"},
      {"TARGET_ON_WRONG_SIDE", "target on its side"},
      {"SIZE_OFF_RULE", "size follows from the stop"},
      {"COSTS_EXCEED_RISK", "costs within the risk"},
      {"OFF_TICK", "prices on the tick, quantity on the step"},
      {"BELOW_MIN_QUANTITY", "not below the smallest size"},
      {"ABOVE_MAX_QUANTITY", "not above the largest size"},
      {"BELOW_MIN_NOTIONAL", "worth enough for the exchange"},
      {"STOP_BELOW_MIN_NOTIONAL", "worth enough at the stop"},
      {"NO_VENUE_ACCOUNT", "exchange account connected"},
      {"ACCOUNT_CANNOT_TRADE", "key may trade"},
      {"ACCOUNT_STALE", "balances confirmed"},
      {"CAPITAL_ABOVE_EQUITY", "capital within the equity"},
      {"INSUFFICIENT_BALANCE", "enough free balance"},
      {"SHORT_NOT_SUPPORTED", "account can sell short"},
      {"PROTECTION_LIMIT", "room for the stop at the exchange"},
      {"TRADING_DISABLED", "trading enabled"},
      {"KILL_SWITCH_ON", "kill switch off"},
      {"TRADING_PAUSED", "no pause after losses"},
      {"DAILY_LIMIT", "trades left today"},
      {"NO_CONVERSION", "quote asset counted in the currency"},
      {"BUDGET_RESERVED", "room in the month's risk budget"},
      {"STALE_QUOTE", "price fresh"},
      {"STOP_PASSED", "price before the stop"},
      {"PRICE_MOVED", "price near the plan's"},
  }};
  const auto found = std::ranges::find(checks, failure, &std::pair<std::string_view, std::string_view>::first);
  return found != checks.end() ? found->second : failure;
}

}  // namespace

Report report_view(const robson::Report& report) {
  Report view{.status = report.status, .summary = report.summary, .plan_hash = report.plan_hash, .at = report.at};
  for (const std::string& code : report.passed) view.passed.emplace_back(in_words(code));
  for (const robson::Issue& issue : report.issues) {
    view.issues.push_back({issue.code, issue.severity, issue.message, issue.details});
  }
  return view;
}

Plan plan_view(const robson::Plan& plan, const Instrument* instrument, const VenueLabel& venue, Timestamp now) {
  const bool waits = plan.status == PlanStatus::DRAFT || plan.status == PlanStatus::VALIDATED;
  Plan view{.id = plan.id.value,
            .status = waits && now >= plan.expires_at ? PlanStatus::EXPIRED : plan.status,
            .hash = plan.hash,
            .venue_kind = plan.venue_kind,
            .proposal = proposal_view(plan.proposal, instrument, venue, plan.venue_kind, now),
            .operation_id = id_of(plan.operation),
            .created_by = plan.created_by,
            .created_at = plan.created_at,
            .expires_at = plan.expires_at,
            .expires_in_ms = std::max<std::int64_t>(0, (plan.expires_at - now).count() / 1000)};
  view.report = if_known(plan.report, report_view);
  return view;
}

PlannedOrder planned_order_view(const NewOrder& order, Decimal tick) {
  PlannedOrder view{.client_order_id = order.client_id,
                    .symbol = order.symbol.text,
                    .side = order.side,
                    .type = order.type,
                    .quantity = order.quantity.value,
                    .price = at_tick(order.price, tick),
                    .stop_price = at_tick(order.stop_price, tick)};
  if (order.type == OrderType::LIMIT) view.time_in_force = order.time_in_force;
  return view;
}

}  // namespace robson::wire
