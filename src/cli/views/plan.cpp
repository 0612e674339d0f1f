#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

using wire::Plan;
using wire::Proposal;

std::string shown(const json::Fixed& value, const Proposal& of, const Style& style) {
  return price(value, of.quote_asset, style);
}

std::string entry_line(const Proposal& plan, const Style& style) {
  const bool is_limit = plan.entry_source == wire::EntrySource::limit;
  const std::string_view what = is_limit ? "your limit" : plan.side == Side::BUY ? "best ask" : "best bid";
  return fmt::format("Entry: {}  ({}); {} at the worst", shown(plan.entry_price, plan, style), what,
                     shown(plan.worst_entry, plan, style));
}

std::string stop_line(const Proposal& plan, const Style& style) {
  std::string line = fmt::format("Stop: {}  ({} away), {}", shown(plan.stop_price, plan, style),
                                 share(plan.distance_percent, style), json::name_of(plan.stop_method));
  if (plan.stop_confidence) line += fmt::format(", confidence {}", json::name_of(*plan.stop_confidence));
  return line;
}

std::string target_line(const Proposal& plan, const Style& style) {
  if (!plan.target_price) return "Target: none";
  std::string line = fmt::format("Target: {}", shown(*plan.target_price, plan, style));
  if (plan.gain_at_target) {
    line += fmt::format("  (gain {})", money(plan.gain_at_target, plan.quote_asset, style, Sign::always));
  }
  if (plan.reward_risk) line += fmt::format(", reward to risk {}", plan.reward_risk->value.text(2));
  return line;
}

std::string risk_line(const Proposal& plan, const Style& style) {
  std::string line =
      fmt::format("Risk: {}  ({} of the capital), {} allowed", money(plan.risk_amount.value, plan.quote_asset, style),
                  share(plan.risk_percent, style), money(plan.risk_allowed.value, plan.quote_asset, style));
  if (plan.is_capped) {
    const Decimal cap = multiply(plan.max_notional_fraction, Decimal::integer(100), Rounding::half_away_from_zero);
    line += fmt::format("; the size is capped at {}% of the capital", cap.text());
  }
  return line;
}

void add_figures(Box& box, const Proposal& plan, const Style& style) {
  const std::string& quote = plan.quote_asset;
  box.line(entry_line(plan, style));
  box.line(stop_line(plan, style));
  box.line(target_line(plan, style));
  std::string size = fmt::format("Size: {}, worth {}", quantity_of(plan.quantity, plan, style),
                                 money(plan.notional.value, quote, style));
  if (plan.asked_quantity) size += fmt::format("; by the rule {}", quantity_of(plan.computed_quantity, plan, style));
  box.line(size);
  box.line(risk_line(plan, style));
  box.line(fmt::format("With costs: {} at risk, fees {}", money(plan.executable_risk.value, quote, style),
                       money(plan.fees.value, quote, style)));
  box.line(fmt::format("Capital: {}  ({})", money(plan.capital.value, quote, style),
                       plan.capital_source == wire::CapitalSource::named ? "as you said" : "the account's equity"));
}

std::string level_line(const wire::EntryLevel& level, std::size_t number, const Proposal& plan, const Style& style) {
  std::string line =
      fmt::format("{}. {} {}, {} touches, strength {}: stop {} ({} away)", number, json::name_of(level.kind),
                  shown(level.price, plan, style), level.touches, level.strength, shown(level.stop_price, plan, style),
                  share(level.distance_percent, style));
  if (level.chosen) return style.paint(Tone::good, line + ", CHOSEN");
  if (level.skipped_because) line += ", skipped: " + clean(*level.skipped_because);
  return line;
}

void add_levels(Box& box, const Proposal& plan, const Style& style) {
  constexpr std::size_t most_levels = 12;
  std::string heading = fmt::format("Levels considered (level {} asked, ", plan.level_asked);
  heading += plan.level_chosen == 0 ? "none taken" : fmt::format("level {} taken", plan.level_chosen);
  if (plan.atr) heading += fmt::format("; ATR {}", shown(*plan.atr, plan, style));
  box.line(heading + "):");
  if (plan.levels.empty()) box.line("none found");
  for (std::size_t i = 0; i < plan.levels.size() && i < most_levels; ++i) {
    box.line(level_line(plan.levels[i], i + 1, plan, style));
  }
  if (plan.levels.size() > most_levels)
    box.line(fmt::format("and {} more: see --json", plan.levels.size() - most_levels));
}

std::string next_step(const Plan& plan) {
  switch (plan.status) {
    case PlanStatus::DRAFT: return fmt::format("Next: robson validate {}", plan.id);
    case PlanStatus::VALIDATED:
      if (plan.report && plan.report->status == ReportStatus::FAIL)
        return "It failed its checks and cannot be executed";
      return fmt::format("Next: robson execute {} --validated", plan.id);
    case PlanStatus::EXECUTED:
      return plan.operation_id ? fmt::format("Next: robson operations show {}", *plan.operation_id)
                               : std::string("It was executed");
    case PlanStatus::EXPIRED:
    case PlanStatus::REJECTED:
      return fmt::format("Next: robson plan {} {}", plan.proposal.side == Side::BUY ? "buy" : "sell",
                         clean(plan.proposal.symbol));
  }
  return "";
}

std::string expiry(const Plan& plan, Duration elapsed) {
  const Duration left = std::chrono::milliseconds(plan.expires_in_ms) - elapsed;
  if (plan.status == PlanStatus::EXECUTED) return "";
  return left <= Duration::zero() ? std::string(", expired") : fmt::format(", expires in {}", age(left));
}

Tone tone_of(ReportStatus status) {
  return status == ReportStatus::PASS ? Tone::good : status == ReportStatus::FAIL ? Tone::bad : Tone::warning;
}

std::string wrapped(const std::string& sentence, const Style& style) {
  std::string text;
  for (const auto& line : wrap(sentence, style.columns, 2)) text += line + '\n';
  return text;
}

std::string order_sentence(const wire::PlannedOrder& order, const wire::Proposal& of, const Style& style) {
  std::string text = fmt::format("{} {} {} {}", json::name_of(order.type), json::name_of(order.side),
                                 quantity_of(order.quantity, of, style), clean(order.symbol));
  if (order.price) text += " at " + shown(*order.price, of, style);
  if (order.stop_price) text += ", stop " + shown(*order.stop_price, of, style);
  if (order.time_in_force) text += fmt::format(", {}", json::name_of(*order.time_in_force));
  return text;
}

Tone tone_of(wire::Outcome outcome) {
  switch (outcome) {
    case wire::Outcome::filled: return Tone::good;
    case wire::Outcome::dry_run: return Tone::strong;
    case wire::Outcome::part_filled:
    case wire::Outcome::not_filled:
    case wire::Outcome::pending: return Tone::warning;
    case wire::Outcome::rejected:
    case wire::Outcome::unknown: return Tone::bad;
  }
  return Tone::plain;
}

}  // namespace

std::string_view direction_of(Side side) {
  return side == Side::BUY ? "LONG" : "SHORT";
}

std::string share(const json::Fixed& value, const Style& style) {
  return percent(json::Fixed{abs(value.value), value.places}, style, Sign::minus_only);
}

std::string plan_card(const Plan& plan, const Look& look) {
  const Style& style = look.style;
  const Proposal& proposal = plan.proposal;
  Box box(style, fmt::format("PLAN {}: {} {}", plan.id, json::name_of(proposal.side), clean(proposal.symbol)));
  add_figures(box, proposal, style);
  box.rule();
  add_levels(box, proposal, style);
  if (!proposal.warnings.empty()) box.rule();
  for (const std::string& warning : proposal.warnings)
    box.line(style.paint(Tone::warning, "Warning: " + clean(warning)));
  box.rule();
  box.line(fmt::format("Strategy: {} (version {}){}", clean(proposal.strategy), proposal.strategy_version,
                       proposal.trailing ? ", trailing stop" : ""));
  const std::string quote =
      fmt::format("Quote: {} to {}, {} old when planned{}", shown(proposal.quote.bid, proposal, style),
                  shown(proposal.quote.ask, proposal, style), age(std::chrono::milliseconds(proposal.quote.age_ms)),
                  proposal.quote.stale ? ", STALE" : "");
  box.line(proposal.quote.stale ? style.paint(Tone::warning, quote) : quote);
  box.line(fmt::format("Plan: {}, {}{}, hash {}, venue {}", plan.id, json::name_of(plan.status),
                       expiry(plan, look.elapsed), clean(plan.hash).substr(0, 12), json::name_of(plan.venue_kind)));
  box.line(next_step(plan));
  return box.text();
}

std::string plans_table(const wire::Plans& plans, const Look& look) {
  if (plans.plans.empty()) return "No plans. Make one with: robson plan buy BTCUSDC\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right},
               {"STATUS"},
               {"SYMBOL"},
               {"SIDE"},
               {"QUANTITY", Align::right},
               {"ENTRY", Align::right},
               {"STOP", Align::right},
               {"TARGET", Align::right, true},
               {"RISK", Align::right},
               {"CHECKS", Align::left, true},
               {"OPERATION", Align::right, true},
               {"EXPIRES IN", Align::right, true},
               {"STRATEGY", Align::left, true}});
  for (const Plan& plan : plans.plans) {
    const Proposal& of = plan.proposal;
    const Duration left = std::chrono::milliseconds(plan.expires_in_ms) - look.elapsed;
    const bool waits = plan.status == PlanStatus::DRAFT || plan.status == PlanStatus::VALIDATED;
    table.add({std::to_string(plan.id), std::string(json::name_of(plan.status)), clean(of.symbol),
               std::string(json::name_of(of.side)), quantity_of(of.quantity, of, style),
               shown(of.entry_price, of, style), shown(of.stop_price, of, style),
               of.target_price ? shown(*of.target_price, of, style) : std::string("none"),
               money(of.risk_amount.value, of.quote_asset, style),
               plan.report ? style.paint(tone_of(plan.report->status), json::name_of(plan.report->status))
                           : std::string("none"),
               plan.operation_id ? std::to_string(*plan.operation_id) : std::string(),
               waits && left > Duration::zero() ? age(left) : std::string(), clean(of.strategy)});
  }
  return table.text(style, look.headings);
}

std::string report_view(const Plan& plan, const Look& look) {
  const Style& style = look.style;
  if (!plan.report) return wrapped(fmt::format("Plan {} was not validated. {}", plan.id, next_step(plan)), style);
  const wire::Report& report = *plan.report;
  std::string text =
      wrapped(fmt::format("Plan {}: {}. {}", plan.id, style.paint(tone_of(report.status), json::name_of(report.status)),
                          clean(report.summary)),
              style);
  for (const wire::Issue& issue : report.issues) {
    const Tone tone = issue.severity == Severity::FAIL ? Tone::bad : Tone::warning;
    text += wrapped(fmt::format("{}  {}: {}", style.paint(tone, pad_right(json::name_of(issue.severity), 7)),
                                clean(issue.code), clean(issue.message)),
                    style);
    if (!issue.details.empty()) text += wrapped("         " + clean(issue.details), style);
  }
  for (const std::string& check : report.passed)
    text += wrapped(fmt::format("{}  {}", style.paint(Tone::good, "PASS   "), clean(check)), style);
  std::string next = next_step(plan);
  if (report.status == ReportStatus::WARNING) next += " --acknowledge-warnings";
  if (report.status == ReportStatus::FAIL) next = "It cannot be executed. After the cause is gone: robson plan again";
  return text + wrapped(next, style);
}

std::string execution_view(const wire::Execution& execution, const Look& look) {
  const Style& style = look.style;
  const wire::Proposal& of = execution.plan.proposal;
  std::string text = wrapped(
      style.paint(tone_of(execution.outcome),
                  execution.dry_run ? "DRY RUN." : fmt::format("Outcome: {}.", json::name_of(execution.outcome))) +
          ' ' + clean(execution.message),
      style);
  const Decimal units = multiply(execution.quantity, of.contract_size, Rounding::half_away_from_zero);
  text += wrapped(
      fmt::format(
          "Plan {}: {} {} {} at {}, worth {}", execution.plan.id, json::name_of(of.side),
          quantity_of(execution.quantity, of, style), clean(of.symbol), shown(execution.entry_price, of, style),
          money(multiply(units, execution.entry_price.value, Rounding::half_away_from_zero), of.quote_asset, style)),
      style);
  if (execution.dry_run) text += "It would send:\n";
  if (execution.dry_run) {
    for (const auto& order : execution.would_send) text += wrapped("  " + order_sentence(order, of, style), style);
    return text +
           wrapped(fmt::format("To do it: robson execute {} --validated --live --acknowledge-risk", execution.plan.id),
                   style);
  }
  for (const wire::Order& order : execution.orders) {
    text += wrapped(
        fmt::format("  order {}: {} {} {}, {} of {} filled",
                    order.id ? std::to_string(*order.id) : clean(order.client_order_id),
                    order.purpose ? json::name_of(*order.purpose) : "", clean(order.type), json::name_of(order.status),
                    quantity(order.filled, "", style), quantity_of(order.quantity, of, style)),
        style);
  }
  if (execution.operation) text += operation_now(*execution.operation, look);
  if (execution.operation_id)
    text += wrapped(fmt::format("Next: robson operations show {}", *execution.operation_id), style);
  return text;
}

std::string execution_effect(const Plan& plan, const Style& style) {
  const wire::Proposal& of = plan.proposal;
  std::string text = wrapped(style.paint(Tone::strong, fmt::format("This sends a real order to the {} venue:",
                                                                   json::name_of(plan.venue_kind))),
                             style);
  text += wrapped(
      fmt::format("  {} {} {} at up to {}, worth {}", json::name_of(of.side), quantity_of(of.quantity, of, style),
                  clean(of.symbol), shown(of.worst_entry, of, style), money(of.notional.value, of.quote_asset, style)),
      style);
  text += wrapped(fmt::format("  stop {}: if it fills, {} are lost, costs included", shown(of.stop_price, of, style),
                              money(of.executable_risk.value, of.quote_asset, style)),
                  style);
  return text + wrapped("  Afterwards the stop stands at the exchange as soon as the entry fills.", style);
}

}  // namespace robson::cli
