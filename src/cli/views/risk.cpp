#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

constexpr int bar_columns = 40;

// What is used and reserved of the whole, as a bar: "████▒▒▒···".
std::string bar(Decimal used, Decimal reserved, Decimal whole, const Style& style) {
  const auto columns = [&](Decimal part) {
    if (!whole.is_positive() || !part.is_positive()) return 0;
    const double share = std::min(1.0, part.to_double() / whole.to_double());
    return std::max(1, static_cast<int>(std::lround(share * bar_columns)));
  };
  const int spent = columns(used);
  const int held = std::min(bar_columns - spent, columns(reserved));
  return style.paint(Tone::bad, repeat(style.either("█", "#"), spent)) +
         style.paint(Tone::warning, repeat(style.either("▒", "="), held)) +
         style.paint(Tone::dim, repeat(style.either("░", "."), bar_columns - spent - held));
}

std::string halt_line(std::string_view what, const wire::Halt& halt, const Style& style) {
  return style.paint(Tone::bad,
                     fmt::format("{} since {} by {}: {}", what, moment(halt.at), clean(halt.by), clean(halt.reason)));
}

std::vector<std::string> switch_lines(bool enabled, bool server_enabled, const std::optional<wire::Halt>& kill_switch,
                                      const std::optional<wire::Halt>& loss_pause, const Style& style) {
  std::vector<std::string> lines;
  if (!server_enabled) {
    lines.push_back(style.paint(Tone::warning, "Trading: disabled in the server's configuration; dry runs only"));
  } else if (!enabled) {
    lines.push_back(
        style.paint(Tone::warning, "Trading: disabled for this client; dry runs only (robson trading enable)"));
  } else {
    lines.push_back(fmt::format("Trading: {}", style.paint(Tone::good, "enabled")));
  }
  if (kill_switch) {
    lines.push_back(halt_line("Kill switch: ON", *kill_switch, style));
  } else {
    lines.push_back("Kill switch: off");
  }
  if (loss_pause) lines.push_back(halt_line("Paused by the month's loss limit", *loss_pause, style));
  return lines;
}

void add_budget(Box& box, const wire::RiskMetrics& risk, const Style& style) {
  const wire::RiskMonth& month = risk.month;
  const std::string& currency = risk.currency;
  box.line(fmt::format("Budget of {}: {} of {} may be lost", clean(month.month), share(month.limit_percent, style),
                       money(month.base, currency, style)));
  if (month.limit) box.line(bar(month.used.value, month.reserved.value, month.limit->value, style));
  box.line(fmt::format("Lost: {}, reserved by open stops: {}, left: {} of {}", money(month.used.value, currency, style),
                       money(month.reserved.value, currency, style), money(month.left, currency, style),
                       money(month.limit, currency, style)));
  box.line(fmt::format(
      "Realized this month: {}",
      style.paint(tone_of(month.realized.value), money(month.realized.value, currency, style, Sign::always))));
}

void add_danger(Box& box, const wire::RiskMetrics& risk, const Style& style) {
  const std::string& currency = risk.currency;
  box.line(fmt::format("If every stop fills: {}", money(-risk.worst_case.value, currency, style)));
  for (const wire::WorstCase& each : risk.worst_cases) {
    box.line(fmt::format("  operation {} {}: {}", each.operation_id, clean(each.symbol),
                         money(-each.amount.value, currency, style)));
  }
  box.line(risk.unprotected_positions.empty()
               ? style.paint(Tone::good, "Every stop stands at the exchange")
               : style.paint(Tone::bad, fmt::format("WITHOUT a stop at the exchange for {} s: operation {}",
                                                    risk.unprotected_seconds_now.value.text(0, Rounding::toward_zero),
                                                    fmt::join(risk.unprotected_positions, ", "))));
  box.line(fmt::format("Without a confirmed stop in all: {} s", risk.unprotected_seconds_total.value.text(3)));
  box.line(fmt::format("Equity: {}, drawdown {} ({}) from {}", money(risk.equity, currency, style),
                       money(risk.drawdown, currency, style), percent(risk.drawdown_percent, style, Sign::minus_only),
                       money(risk.peak_equity, currency, style)));
  box.line(fmt::format("Exposure: {} ({})", money(risk.exposure, currency, style),
                       percent(risk.exposure_percent, style, Sign::minus_only)));
  box.line(fmt::format("Trades today: {} of {}", risk.trades_today, risk.trades_limit));
}

}  // namespace

std::string risk_view(const wire::RiskMetrics& risk, const Look& look) {
  const Style& style = look.style;
  Box box(style, "RISK");
  add_budget(box, risk, style);
  box.rule();
  add_danger(box, risk, style);
  box.rule();
  for (const auto& line :
       switch_lines(risk.trading_enabled, risk.server_trading_enabled, risk.kill_switch, risk.loss_pause, style))
    box.line(line);
  if (!risk.alarms.empty() || !risk.differences.empty()) box.rule();
  for (const wire::Alarm& alarm : risk.alarms) {
    const Tone tone = alarm.severity == wire::AlarmSeverity::critical ? Tone::bad : Tone::warning;
    box.line(style.paint(
        tone, fmt::format("{}: {} ({})", json::name_of(alarm.severity), clean(alarm.text), clean(alarm.code))));
  }
  for (const wire::Difference& each : risk.differences) {
    box.line(
        style.paint(Tone::warning, fmt::format("Difference to the venue, {}: {}", moment(each.at), clean(each.text))));
  }
  box.rule();
  const std::string as_of = fmt::format("As of {}, venue {}", moment(risk.as_of), json::name_of(risk.venue_kind));
  box.line(risk.stale ? style.paint(Tone::warning, as_of + ", STALE") : as_of);
  return box.text();
}

std::string switches_view(const wire::RiskSwitches& switches, const Look& look) {
  std::string text;
  for (const auto& line : switch_lines(switches.trading_enabled, switches.server_trading_enabled, switches.kill_switch,
                                       switches.loss_pause, look.style)) {
    for (const auto& part : wrap(line, look.style.columns, 2)) text += part + '\n';
  }
  return text;
}

std::string risk_sentence(const wire::RiskMetrics& risk, const Style& style) {
  const std::string& currency = risk.currency;
  std::string text = fmt::format("Risk budget: {} left of {} this month.", money(risk.month.left, currency, style),
                                 money(risk.month.limit, currency, style));
  if (risk.kill_switch) text += ' ' + style.paint(Tone::bad, "The kill switch is ON.");
  if (risk.loss_pause) text += ' ' + style.paint(Tone::bad, "Trading is PAUSED by the month's loss limit.");
  if (!risk.alarms.empty())
    text += ' ' + style.paint(Tone::bad, fmt::format("{}: robson risk.", counted(std::ssize(risk.alarms), "alarm")));
  return text;
}

}  // namespace robson::cli
