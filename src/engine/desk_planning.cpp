#include <fmt/format.h>

#include <algorithm>

#include "engine/desk.hpp"
#include "engine/portfolio.hpp"
#include "market/contract.hpp"
#include "trading/watch.hpp"

namespace robson::engine {
namespace {

constexpr std::size_t most_plans = 500;  // held in memory; expired ones go first

// The order of rejection codes is that of the checks, so the first failure names the cause.
Rejection first_failure(const Report& report) {
  for (const Issue& issue : report.issues) {
    if (issue.severity != Severity::FAIL) continue;
    const std::string details = issue.details.empty() ? "" : fmt::format(" ({})", issue.details);
    return {issue.code, issue.message + details, ""};
  }
  return {"VALIDATION_FAILED", "The plan does not pass its checks.", ""};
}

// Whether the size computed now has moved by more than 5 % of the one that was planned.
bool has_drifted(Quantity planned, Quantity now) {
  const Decimal moved = abs((planned - now).value);
  return multiply(moved, Decimal::integer(20), Rounding::ceiling) > planned.value;
}

void drop_oldest(std::map<PlanId, Plan>& plans) {
  if (plans.size() < most_plans) return;
  std::erase_if(plans, [](const auto& held) { return held.second.status != PlanStatus::VALIDATED; });
  while (plans.size() >= most_plans) plans.erase(plans.begin());
}

}  // namespace

void Desk::handle(const CreatePlan& command) {
  Wanted wanted = command.wanted;
  const auto equity = equity_of(engine_, wanted.tenant, now_);
  const bool above = wanted.capital && equity && *wanted.capital > *equity;
  if (above) wanted.capital = equity;  // a preview may use any capital, an execution may not
  auto proposal = engine_.propose(wanted, now_);
  if (!proposal) return refuse(proposal.error().code, proposal.error().text, proposal.error().field);
  if (above) proposal->capital_named = false;
  if (above) proposal->warnings.emplace_back("The capital was lowered to what the account is worth.");
  Plan plan{.id = {++engine_.last_plan_.value},
            .tenant = wanted.tenant,
            .proposal = std::move(*proposal),
            .venue_kind = engine_.rules_.venue_kind,
            .created_by = command.by,
            .created_at = now_,
            .expires_at = now_ + engine_.rules_.plan_lifetime};
  plan.hash = engine_.rules_.hash(content_of(plan));
  drop_oldest(tenant_.plans);
  tenant_.plans.insert_or_assign(plan.id, plan);
  output_.events.emplace_back(PlanSaved{plan});
  output_.reply = std::move(plan);
}

void Desk::handle(const ValidatePlan& command) {
  const auto found = tenant_.plans.find(command.plan);
  if (found == tenant_.plans.end()) return refuse("UNKNOWN_PLAN", "There is no such plan, or it has expired.");
  Plan& plan = found->second;
  if (plan.status == PlanStatus::EXECUTED) return refuse("PLAN_ALREADY_EXECUTED", "The plan has been executed.");
  if (now_ >= plan.expires_at) return refuse("PLAN_EXPIRED", "The plan has expired: make a new one.");
  plan.report = engine_.check(plan, now_);
  plan.status = plan.report->status == ReportStatus::FAIL ? PlanStatus::DRAFT : PlanStatus::VALIDATED;
  output_.events.emplace_back(PlanSaved{plan});
  output_.reply = plan;
}

// Everything that execution demands; the answer says what would be sent.
Result<Execution, Rejection> Desk::ready(const Plan& plan, const ExecutePlan& command) {
  const auto no = [](std::string code, std::string text, std::string field = {}) {
    return Unexpected(Rejection{std::move(code), std::move(text), std::move(field)});
  };
  if (plan.status == PlanStatus::EXECUTED) {
    return no("PLAN_ALREADY_EXECUTED", fmt::format("The plan was executed as operation {}.", plan.operation.value));
  }
  if (plan.status == PlanStatus::EXPIRED || now_ >= plan.expires_at) {
    return no("PLAN_EXPIRED", "The plan has expired: make a new one.");
  }
  const std::string hash = engine_.rules_.hash(content_of(plan));
  if (hash != plan.hash || (command.hash && *command.hash != plan.hash)) {
    return no("PLAN_TAMPERED", "The plan is not the one that was validated.", "plan_hash");
  }
  if (!plan.report || plan.report->plan_hash != plan.hash) {
    return no("NOT_VALIDATED", "The plan has not been validated: nothing is executed without validation.");
  }
  if (plan.report->status == ReportStatus::FAIL) return Unexpected(first_failure(*plan.report));
  if (plan.report->status == ReportStatus::WARNING && !command.acknowledge_warnings) {
    return no("WARNINGS_NOT_ACKNOWLEDGED", "The validation has warnings, which have to be acknowledged.",
              "acknowledge_warnings");
  }
  if (command.live && !command.acknowledge_risk) {
    return no("RISK_NOT_ACKNOWLEDGED", "A live execution needs the risk acknowledged.", "acknowledge_risk");
  }
  if (const Report again = engine_.check(plan, now_); again.status == ReportStatus::FAIL) {
    return Unexpected(first_failure(again));
  }
  const Proposal& trade = plan.proposal;
  const Instrument& units = *engine_.instrument(trade.symbol);
  const Quote& quote = *engine_.quote(trade.symbol);
  const Price entry = trade.is_limit ? trade.entry : (trade.side == Side::BUY ? quote.ask : quote.bid);
  const Money equity = equity_in(engine_, plan.tenant, units.quote, now_).value_or(Money{});
  const Money capital = std::min(trade.capital, equity);
  const Size size = size_of({.capital = capital,
                             .entry = entry,
                             .stop = trade.stop,
                             .step = units.step,
                             .contract_size = units.contract_size,
                             .taker_fee = trade.rules.taker_fee,
                             .slippage = trade.rules.expected_slippage},
                            trade.rules.size);
  if (has_drifted(trade.size.quantity, size.quantity)) {
    return no("SIZE_DRIFTED", fmt::format("The size would now be {}, the plan says {}: make a new one.",
                                          size.quantity.value.text(), trade.size.quantity.value.text()));
  }
  Execution made{
      .plan = plan, .dry_run = !command.live, .quantity = std::min(trade.quantity, size.quantity), .entry = entry};
  made.orders = orders_of(plan, {engine_.last_operation_.value + 1}, made.quantity);
  return made;
}

void Desk::handle(const ExecutePlan& command) {
  const auto found = tenant_.plans.find(command.plan);
  if (found == tenant_.plans.end()) return refuse("UNKNOWN_PLAN", "There is no such plan, or it has expired.");
  auto execution = ready(found->second, command);
  if (!execution) return refuse(execution.error().code, execution.error().text, execution.error().field);
  if (command.live) {
    execution->operation = {engine_.last_operation_.value + 1};
    open_entry(found->second, *execution, command.by);
    execution->plan = found->second;
  }
  output_.reply = std::move(*execution);
}

// Entry, and the pair that protects it where the venue takes both at once: only an entry that fills or ends at once
// can bring its pair along, because a pair waits for the whole of it.
std::vector<NewOrder> Desk::orders_of(const Plan& plan, OperationId operation, Quantity quantity) const {
  const Proposal& trade = plan.proposal;
  const Side out = trade.side == Side::BUY ? Side::SELL : Side::BUY;
  const auto id = [&](OrderPurpose purpose) { return client_id_of(engine_.installation_, operation, purpose, 1); };
  std::vector<NewOrder> orders{{.client_id = id(OrderPurpose::ENTRY),
                                .symbol = trade.symbol,
                                .side = trade.side,
                                .type = OrderType::LIMIT,
                                .time_in_force = trade.is_limit ? TimeInForce::GTC : TimeInForce::IOC,
                                .quantity = quantity,
                                .price = trade.worst_entry}};
  if (trade.is_limit || !trade.target || !tenant_.account.offers_entry_lists) return orders;
  // Where free coins of the base are at hand the venue takes the entry's fee from them, and would let the pair sell
  // all that was bought: coins of another operation, or of none. Then the pair is placed after the fill instead.
  const Instrument* units = engine_.instrument(trade.symbol);
  const Money base = units == nullptr ? Money{} : tenant_.account.free(units->base);
  const Decimal bought = units == nullptr ? quantity.value : base_units(*units, quantity).value;
  const Decimal fee = multiply(bought, trade.rules.taker_fee, Rounding::floor);
  if (base.value >= fee && fee.is_positive()) return orders;
  orders.push_back({.client_id = id(OrderPurpose::STOP),
                    .symbol = trade.symbol,
                    .side = out,
                    .type = OrderType::STOP_LOSS,
                    .quantity = quantity,
                    .stop_price = trade.stop});
  orders.push_back({.client_id = id(OrderPurpose::TARGET),
                    .symbol = trade.symbol,
                    .side = out,
                    .type = OrderType::LIMIT_MAKER,
                    .quantity = quantity,
                    .price = trade.target});
  return orders;
}

Operation Desk::operation_of(const Plan& plan, Quantity quantity, const std::string& by) const {
  const Proposal& trade = plan.proposal;
  return {.tenant = plan.tenant,
          .symbol = trade.symbol,
          .side = trade.side,
          .quantity = quantity,
          .entry = trade.entry,
          .initial_stop = trade.stop,
          .stop = trade.stop,
          .target = trade.target,
          .status = OperationStatus::PLANNED,
          .opened_at = now_,
          .source = OperationSource::executed,
          .plan = plan.id,
          .strategy_id = trade.strategy,
          .strategy = trade.strategy_name,
          .trailing = trade.rules.trailing,
          .note = "executed by " + by};
}

void Desk::open_entry(Plan& plan, const Execution& execution, const std::string& by) {
  Operation operation = operation_of(plan, execution.quantity, by);
  operation.id = {++engine_.last_operation_.value};
  Followed& followed = tenant_.operations[operation.id];
  followed.operation = operation;
  engine_.watch(tenant_, followed);
  plan.status = PlanStatus::EXECUTED;
  plan.operation = operation.id;
  ++tenant_.desk.trades_today;
  save_desk("trade_counted");
  output_.events.emplace_back(OperationSaved{operation, "operation_planned"});
  output_.events.emplace_back(PlanSaved{plan});
  output_.notices.emplace_back(OperationChanged{operation.tenant, operation.id});
  const std::vector<NewOrder>& orders = execution.orders;
  if (orders.size() == 1) {
    make_order(followed, orders[0], OrderPurpose::ENTRY, "");
    return send(followed, PlaceOrder{orders[0]}, false);
  }
  const std::string list = list_id_of(engine_.installation_, operation.id, 1);
  make_order(followed, orders[0], OrderPurpose::ENTRY, list);
  make_order(followed, orders[1], OrderPurpose::STOP, list);
  make_order(followed, orders[2], OrderPurpose::TARGET, list);
  send(followed, PlaceEntryWithPair{list, orders[0], orders[1], orders[2]}, false);
}

}  // namespace robson::engine
