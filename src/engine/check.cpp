// Engine::check: what validation says of a plan now. Reads only; execution asks the same again.
#include <fmt/format.h>

#include <algorithm>

#include "engine/conversion.hpp"
#include "engine/desk.hpp"
#include "engine/portfolio.hpp"
#include "market/contract.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

constexpr auto account_stale_after = std::chrono::seconds(60);

// What the checks look at.
struct Case {
  const Engine& engine;
  const Plan& plan;
  const Proposal& trade;
  const TenantState* tenant = nullptr;
  const Instrument* instrument = nullptr;
  const Quote* quote = nullptr;
  Timestamp now{};
};

class Findings {
 public:
  explicit Findings(Report& report) : report_(report) {}
  // Notes the check as passed, or its fault.
  void check(bool holds, std::string code, std::string message, std::string details = {}) {
    if (holds) {
      report_.passed.push_back(std::move(code));
    } else {
      report_.issues.push_back({std::move(code), Severity::FAIL, std::move(message), std::move(details)});
    }
  }
  void warn(bool holds, std::string code, std::string message, std::string details = {}) {
    if (holds) {
      report_.passed.push_back(std::move(code));
    } else {
      report_.issues.push_back({std::move(code), Severity::WARNING, std::move(message), std::move(details)});
    }
  }

 private:
  Report& report_;
};

bool is_adverse(Side side, Price level, Price entry) {
  return side == Side::BUY ? level < entry : level > entry;
}

void check_trade(const Case& c, Findings& findings) {
  const Proposal& trade = c.trade;
  const auto strategy = c.tenant->strategies.find(trade.strategy);
  findings.check(strategy != c.tenant->strategies.end() && strategy->second.active, "STRATEGY_INACTIVE",
                 "The plan's strategy is switched off.");
  findings.check(trade.stop.value.is_positive(), "STOP_MISSING", "An operation needs a stop.");
  findings.check(is_adverse(trade.side, trade.stop, trade.entry), "STOP_ON_WRONG_SIDE",
                 "The stop must be below the entry of a BUY and above that of a SELL.");
  findings.check(trade.stop_source == StopSource::technical, "STOP_NOT_TECHNICAL",
                 "The stop must be the technical one, from the 15-minute chart.",
                 fmt::format("stop {}, technical {}", trade.stop.value.text(), trade.technical.stop.value.text()));
  findings.check(!trade.target || is_adverse(trade.side, trade.entry, *trade.target), "TARGET_ON_WRONG_SIDE",
                 "The target must be above the entry of a BUY and below that of a SELL.");
  findings.check(
      within_size_rule(trade.quantity, trade.size.quantity), "SIZE_OFF_RULE",
      "The size must follow from the stop, at most 5 % below it.",
      fmt::format("quantity {}, computed {}", trade.quantity.value.text(), trade.size.quantity.value.text()));
  findings.warn(
      !trade.size.costs_exceed_risk, "COSTS_EXCEED_RISK",
      "With fees and slippage more is at risk than the rule allows.",
      fmt::format("risk {}, with costs {}", trade.size.risk.value.text(2), trade.size.executable_risk.value.text(2)));
}

void check_filters(const Case& c, Findings& findings) {
  const Proposal& trade = c.trade;
  const Instrument& units = *c.instrument;
  const bool on_tick = is_multiple_of(trade.entry.value, units.tick) && is_multiple_of(trade.stop.value, units.tick) &&
                       (!trade.target || is_multiple_of(trade.target->value, units.tick)) &&
                       is_multiple_of(trade.quantity.value, units.step);
  findings.check(on_tick, "OFF_TICK", "Prices must be multiples of the tick, the quantity of the step.");
  findings.check(trade.quantity.value.is_positive() && trade.quantity.value >= units.min_quantity, "BELOW_MIN_QUANTITY",
                 "The size is below the exchange's smallest.",
                 fmt::format("quantity {}, smallest {}", trade.quantity.value.text(), units.min_quantity.text()));
  findings.check(units.max_quantity.is_zero() || trade.quantity.value <= units.max_quantity, "ABOVE_MAX_QUANTITY",
                 "The size is above the exchange's largest.");
  const Money worth = quote_amount(units, trade.entry, trade.quantity);
  findings.check(worth.value >= units.min_notional, "BELOW_MIN_NOTIONAL",
                 "The order is worth less than the exchange takes.",
                 fmt::format("worth {}, least {}", worth.value.text(2), units.min_notional.text()));
  // The stop sells what is left after the entry's fee, at the lower price.
  const Decimal kept = Decimal::integer(1) - trade.rules.taker_fee;
  const Quantity after_fee{multiply(trade.quantity.value, kept, Rounding::floor)};
  findings.check(quote_amount(units, trade.stop, after_fee).value >= units.min_notional, "STOP_BELOW_MIN_NOTIONAL",
                 "At the stop the position would be worth less than the exchange takes as an order.");
}

// Waiting orders of the symbol at the venue, and those that open operations will need: each has one, placed or not.
int waiting_stops(const Case& c) {
  int count = 0;
  for (const auto& [id, followed] : c.tenant->operations) {
    const Operation& operation = followed.operation;
    const bool open = operation.status == OperationStatus::PLANNED || operation.status == OperationStatus::ACTIVE;
    const bool stands = followed.open_order(OrderPurpose::STOP) != nullptr;
    if (operation.symbol == c.trade.symbol && (open || stands)) ++count;
  }
  for (const VenueOrder& order : c.tenant->account.external_orders) {
    const bool waits = order.type.starts_with("STOP_LOSS") || order.type.starts_with("TAKE_PROFIT");
    if (order.symbol == c.trade.symbol && waits) ++count;
  }
  return count;
}

void check_account(const Case& c, Findings& findings) {
  const Account& account = c.tenant->account;
  findings.check(account.open && account.known, "NO_VENUE_ACCOUNT", "No exchange account is connected.");
  findings.check(account.trouble.empty(), "ACCOUNT_CANNOT_TRADE", account.trouble);
  if (!account.open || !account.known) return;
  findings.check(account.stream == StreamState::live && c.now - account.as_of <= account_stale_after, "ACCOUNT_STALE",
                 "The account's balances are not confirmed.");
  const auto equity = equity_in(c.engine, c.plan.tenant, c.instrument->quote, c.now);
  // A size that was computed from the equity itself follows it: execution takes the smaller of the two.
  findings.check(
      equity && (!c.trade.capital_named || c.trade.capital <= *equity), "CAPITAL_ABOVE_EQUITY",
      "The capital is more than the account is worth.",
      fmt::format("capital {}, equity {}", c.trade.capital.value.text(2), equity.value_or(Money{}).value.text(2)));
  if (c.trade.side == Side::SELL) {
    findings.check(account.can_short, "SHORT_NOT_SUPPORTED", "This account cannot borrow: it cannot sell short.");
  } else {
    const Money free = account.free(c.instrument->quote);
    const Money needed = quote_amount(*c.instrument, c.trade.worst_entry, c.trade.quantity);
    findings.check(free >= needed, "INSUFFICIENT_BALANCE", "There is not enough free balance.",
                   fmt::format("needed {}, free {} {}", needed.value.text(2), free.value.text(2), c.instrument->quote));
  }
  const int most = c.instrument->max_algo_orders;
  findings.check(most == 0 || waiting_stops(c) < most, "PROTECTION_LIMIT",
                 "The exchange takes no further stop order of this symbol, so the position could not be protected.",
                 fmt::format("{} of {} are placed", waiting_stops(c), most));
}

void check_limits(const Case& c, Findings& findings) {
  const TenantDesk& desk = c.tenant->desk;
  const Rules& rules = c.engine.rules();
  findings.check(rules.trading_enabled && desk.trading_enabled, "TRADING_DISABLED", "Trading is not enabled.");
  findings.check(!desk.kill_switch, "KILL_SWITCH_ON",
                 desk.kill_switch ? "The kill switch is on: " + desk.kill_switch->reason : "");
  findings.check(!desk.loss_pause, "TRADING_PAUSED",
                 desk.loss_pause ? "Trading is paused: " + desk.loss_pause->reason : "");
  findings.check(desk.trades_today < rules.budget.trades_a_day, "DAILY_LIMIT",
                 fmt::format("There were {} trades today already.", desk.trades_today));
  const Budget budget = c.engine.budget(c.plan.tenant);
  const std::string& currency = rules.currency;
  const auto risk = convert(c.engine, c.trade.size.risk, c.instrument->quote, currency, c.now);
  if (c.instrument->quote != currency) {
    findings.check(risk && !risk->stale, "NO_CONVERSION",
                   fmt::format("No fresh price tells what {} is in {}.", c.instrument->quote, currency));
  }
  const Money counted = risk ? risk->amount : c.trade.size.risk;
  const bool room = desk.month_base.has_value() && risk && counted <= budget.available;
  findings.check(room, "BUDGET_RESERVED", "The month's risk budget has no room for this trade.",
                 fmt::format("risk {}, left {}", counted.value.text(2), budget.available.value.text(2)));
}

void check_market(const Case& c, Findings& findings) {
  const bool fresh = c.quote != nullptr && !is_stale(*c.quote, c.now);
  findings.check(fresh, "STALE_QUOTE", "The price is stale: stale data never trades.");
  if (c.quote == nullptr) return;
  findings.check(!is_through(c.trade.side, c.trade.stop, *c.quote), "STOP_PASSED",
                 "The price has already passed the stop.");
  if (c.trade.is_limit) return;
  const Price entry = c.trade.side == Side::BUY ? c.quote->ask : c.quote->bid;
  const Decimal moved = abs((entry - c.trade.entry).value);
  const Decimal allowed = multiply(c.trade.entry.value, c.trade.rules.max_drift, Rounding::floor);
  findings.check(moved <= allowed, "PRICE_MOVED", "The price has moved too far since the plan was made.",
                 fmt::format("planned {}, now {}", c.trade.entry.value.text(), entry.value.text()));
}

void conclude(Report& report) {
  report.status = ReportStatus::PASS;
  for (const Issue& issue : report.issues) {
    if (issue.severity == Severity::FAIL) report.status = ReportStatus::FAIL;
    if (issue.severity == Severity::WARNING && report.status == ReportStatus::PASS) {
      report.status = ReportStatus::WARNING;
    }
  }
  const auto failed = std::ranges::count(report.issues, Severity::FAIL, &Issue::severity);
  if (report.status == ReportStatus::PASS) {
    report.summary = fmt::format("All {} checks passed.", report.passed.size());
  } else if (failed == 0) {
    report.summary = "It may be executed once the warnings are acknowledged.";
  } else {
    report.summary = fmt::format("{} of {} checks failed.", failed, report.passed.size() + report.issues.size());
  }
}

}  // namespace

Report Engine::check(const Plan& plan, Timestamp now) const {
  Report report{.plan_hash = plan.hash, .at = now};
  Findings findings(report);
  const TenantState* state = tenant(plan.tenant);
  const Instrument* traded = instrument(plan.proposal.symbol);
  findings.check(state != nullptr, "UNKNOWN_TENANT", "Nothing is known of this client.");
  findings.check(traded != nullptr, "UNKNOWN_SYMBOL", "The venue does not list that symbol any more.");
  findings.check(plan.venue_kind == rules_.venue_kind, "VENUE_KIND_CHANGED",
                 "The plan was made for another kind of venue.");
  findings.check(now < plan.expires_at, "PLAN_EXPIRED", "The plan has expired: make a new one.");
  if (state != nullptr && traded != nullptr) {
    const Case c{*this, plan, plan.proposal, state, traded, quote(plan.proposal.symbol), now};
    check_trade(c, findings);
    check_filters(c, findings);
    check_account(c, findings);
    check_limits(c, findings);
    check_market(c, findings);
  }
  conclude(report);
  return report;
}

Budget Engine::budget(TenantId id) const {
  const TenantState* state = tenant(id);
  if (state == nullptr) return {};
  bool is_known = true;
  BudgetInput input{.month_base = state->desk.month_base.value_or(Money{}), .realized = state->desk.month_realized};
  for (const auto& [operation_id, followed] : state->operations) {
    const Operation& operation = followed.operation;
    if (operation.status != OperationStatus::ACTIVE && operation.status != OperationStatus::PLANNED) continue;
    const Instrument* units = instrument(operation.symbol);
    const Money loss = worst_case(operation, units);
    const auto counted =
        units == nullptr ? std::optional(Converted{loss}) : convert(*this, loss, units->quote, rules_.currency, {});
    is_known = is_known && counted;
    if (counted) input.worst_cases.push_back(counted->amount);
  }
  Budget made = budget_of(input, rules_.budget);
  if (!is_known) made.available = {};  // what cannot be told leaves no room
  return made;
}

}  // namespace robson::engine
