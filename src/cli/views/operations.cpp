#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {
namespace {

using wire::Operation;

std::string shown(const json::Fixed& value, const Operation& of, const Style& style) {
  return price(value, of.quote_asset, style);
}

std::string gain(const json::Fixed& value, const std::optional<json::Fixed>& part, const Operation& of,
                 const Style& style) {
  std::string text = money(value.value, of.quote_asset, style, Sign::always);
  if (part) text += fmt::format(" ({})", percent(*part, style));
  return style.paint(tone_of(value.value), text);
}

std::string profit(const Operation& operation, const Style& style) {
  if (operation.status == OperationStatus::ACTIVE && operation.unrealized_pnl) {
    return gain(*operation.unrealized_pnl, operation.unrealized_pnl_percent, operation, style);
  }
  return gain(operation.realized_pnl, operation.realized_pnl_percent, operation, style);
}

void add_facts(Box& box, const Operation& operation, const Style& style) {
  box.line(fmt::format("Symbol: {}", clean(operation.symbol)));
  box.line(fmt::format("Side: {}", direction_of(operation.side)));
  box.line(fmt::format("Status: {}, {}", json::name_of(operation.status), json::name_of(operation.source)));
  box.line(fmt::format("Quantity: {}, held {}", quantity_of(operation.quantity, operation, style),
                       quantity_of(operation.held, operation, style)));
  box.line(fmt::format("Entry: {}", shown(operation.entry_price, operation, style)));
  if (operation.exit_price) {
    box.line(fmt::format(
        "Exit: {}{}", shown(*operation.exit_price, operation, style),
        operation.exit_reason ? fmt::format("  ({})", json::name_of(*operation.exit_reason)) : std::string()));
  }
  box.line(fmt::format("Stop: {}  (at first {})", shown(operation.stop_price, operation, style),
                       shown(operation.initial_stop, operation, style)));
  box.line(operation.target_price ? fmt::format("Target: {}", shown(*operation.target_price, operation, style))
                                  : std::string("Target: none"));
  if (operation.unrealized_pnl) {
    box.line("Unrealized P&L: " + gain(*operation.unrealized_pnl, operation.unrealized_pnl_percent, operation, style) +
             (operation.stale ? " STALE" : ""));
  }
  box.line("Realized P&L: " + gain(operation.realized_pnl, operation.realized_pnl_percent, operation, style));
  box.line(fmt::format("Fees: {}{}", money(operation.fees.value, operation.quote_asset, style),
                       operation.fees_unvalued ? ", and some that no market values" : ""));
}

void add_life(Box& box, const Operation& operation, const Style& style) {
  if (operation.protection) {
    box.line("Stop at the exchange: " +
             protection_words(*operation.protection, operation.unprotected_seconds.value, style));
  } else {
    box.line(fmt::format("Without a confirmed stop: {} s in all", operation.unprotected_seconds.value.text(3)));
  }
  if (operation.closing) {
    const auto& closing = *operation.closing;
    box.line(style.paint(
        Tone::warning,
        fmt::format(
            "Being left: {}, {}{}", json::name_of(closing.reason),
            closing.quantity ? quantity_of(*closing.quantity, operation, style) : std::string("all of it"),
            closing.limit_price ? " at " + shown(*closing.limit_price, operation, style) : std::string(" at market"))));
  }
  if (operation.trailing) box.line(fmt::format("Trailing stop: {} steps", operation.trailing_steps));
  if (operation.strategy) box.line(fmt::format("Strategy: {}", clean(*operation.strategy)));
  if (operation.plan_id) box.line(fmt::format("Plan: {}", *operation.plan_id));
  box.line(fmt::format("Opened: {}", moment(operation.opened_at)));
  if (operation.closed_at) box.line(fmt::format("Closed: {}", moment(*operation.closed_at)));
  if (!operation.note.empty()) box.line("Note: " + clean(operation.note));
}

std::string latency_line(const wire::Proof& proof) {
  std::string line;
  const auto add = [&line](std::string_view name, const std::optional<std::int64_t>& microseconds) {
    if (microseconds) line += fmt::format("{}{} {} us", line.empty() ? "" : ", ", name, *microseconds);
  };
  add("trigger to decision", proof.latency.trigger_to_decision_us);
  add("to commit", proof.latency.decision_to_commit_us);
  add("to send", proof.latency.commit_to_send_us);
  add("to answer", proof.latency.send_to_answer_us);
  add("trigger to send", proof.latency.trigger_to_send_us);
  add("trigger to fill", proof.latency.trigger_to_fill_us);
  return line;
}

void add_time(Box& box, std::string_view what, const std::optional<Timestamp>& at) {
  if (at) box.line(fmt::format("{}: {}", what, to_rfc3339(*at)));
}

void add_proof(Box& box, const wire::Proof& proof, const Style& style) {
  const auto number = [](const json::Fixed& value) { return grouped(value.value.text(value.places)); };
  box.line(style.paint(Tone::strong, fmt::format("{} by {}, order {}", json::name_of(proof.reason),
                                                 json::name_of(proof.actor), clean(proof.client_order_id))));
  box.line(fmt::format("Level: {}", number(proof.level)));
  if (proof.trigger) {
    box.line(fmt::format("Trigger: bid {}, ask {}, last {}", number(proof.trigger->bid), number(proof.trigger->ask),
                         proof.trigger->last ? number(*proof.trigger->last) : std::string(style.unknown())));
    box.line(fmt::format("Its time: {} at the venue, {} here", to_rfc3339(proof.trigger->venue_time),
                         to_rfc3339(proof.trigger->received_at)));
  }
  add_time(box, "Decided", proof.decided_at);
  add_time(box, "Committed", proof.committed_at);
  add_time(box, "Sent", proof.sent_at);
  add_time(box, "Answered", proof.answered_at);
  add_time(box, "Filled", proof.filled_at);
  add_time(box, "Known here", proof.known_at);
  if (!proof.request.empty()) box.line("Request: " + clean(proof.request));
  if (!proof.answer.empty()) box.line("Answer: " + clean(proof.answer));
  std::string fill = fmt::format("Fill: {}", quantity(proof.quantity, "", style));
  if (proof.average_price) fill += " at " + number(*proof.average_price);
  if (proof.slippage)
    fill += fmt::format(
        ", slippage {}{}", number(*proof.slippage),
        proof.slippage_percent ? fmt::format(" ({})", percent(*proof.slippage_percent, style)) : std::string());
  box.line(fill);
  if (const auto line = latency_line(proof); !line.empty()) box.line("Latency: " + line);
}

}  // namespace

std::string protection_words(wire::Protection protection, Decimal unprotected_seconds, const Style& style) {
  switch (protection) {
    case wire::Protection::AT_VENUE: return style.paint(Tone::good, "yes");
    case wire::Protection::PLACING: return style.paint(Tone::warning, "PLACING");
    case wire::Protection::CLOSING: return style.paint(Tone::warning, "CLOSING");
    case wire::Protection::NONE: break;
  }
  const std::string seconds = unprotected_seconds.text(0, Rounding::toward_zero);
  return style.paint(Tone::bad, fmt::format("NO, unprotected for {} s", seconds));
}

std::string operations_table(const std::vector<Operation>& operations, const Look& look) {
  if (operations.empty()) return "No operations. The first step to one: robson plan buy BTCUSDC\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right},
               {"STATUS"},
               {"SYMBOL"},
               {"SIDE"},
               {"QUANTITY", Align::right},
               {"ENTRY", Align::right},
               {"EXIT", Align::right, true},
               {"P&L", Align::right},
               {"FEES", Align::right, true},
               {"REASON", Align::left, true},
               {"STOP", Align::right, true},
               {"TARGET", Align::right, true},
               {"STRATEGY", Align::left, true},
               {"OPENED (UTC)", Align::left, true},
               {"CLOSED (UTC)", Align::left, true}});
  for (const Operation& each : operations) {
    table.add({std::to_string(each.id), std::string(json::name_of(each.status)), clean(each.symbol),
               std::string(direction_of(each.side)), quantity_of(each.quantity, each, style),
               shown(each.entry_price, each, style),
               each.exit_price ? shown(*each.exit_price, each, style) : std::string(), profit(each, style),
               money(each.fees.value, each.quote_asset, style),
               each.exit_reason ? std::string(json::name_of(*each.exit_reason)) : std::string(),
               shown(each.stop_price, each, style),
               each.target_price ? shown(*each.target_price, each, style) : std::string("none"),
               clean(each.strategy.value_or("")), moment(each.opened_at).substr(0, 16),
               each.closed_at ? moment(*each.closed_at).substr(0, 16) : std::string()});
  }
  return table.text(style, look.headings);
}

std::string operation_card(const wire::OperationDetail& operation, const Look& look) {
  const Style& style = look.style;
  Box box(style, fmt::format("OPERATION {}", operation.id));
  add_facts(box, operation, style);
  add_life(box, operation, style);
  if (!operation.timeline.empty()) box.rule();
  for (const wire::TimelineEvent& event : operation.timeline) {
    box.line(fmt::format("{}  {}", moment(event.at).substr(0, 19), clean(event.text)));
  }
  std::string text = box.text();
  if (!operation.orders.empty()) text += '\n' + orders_table(operation.orders, look);
  return text;
}

std::string operation_now(const Operation& operation, const Look& look) {
  const Style& style = look.style;
  std::string line =
      fmt::format("Operation {}: {}, {} {} {}", operation.id, json::name_of(operation.status),
                  direction_of(operation.side), quantity_of(operation.held, operation, style), clean(operation.symbol));
  if (operation.status == OperationStatus::ACTIVE) {
    line += fmt::format(", stop {}, {}", shown(operation.stop_price, operation, style),
                        operation.target_price ? "target " + shown(*operation.target_price, operation, style)
                                               : std::string("no target"));
    if (operation.protection)
      line += ", stop at the exchange: " +
              protection_words(*operation.protection, operation.unprotected_seconds.value, style);
  }
  if (operation.closing) line += style.paint(Tone::warning, ", being left");
  if (operation.exit_price) line += fmt::format(", exit {}", shown(*operation.exit_price, operation, style));
  line += fmt::format(", realized {}", gain(operation.realized_pnl, operation.realized_pnl_percent, operation, style));
  std::string text;
  for (const auto& part : wrap(line, style.columns, 2)) text += part + '\n';
  return text;
}

std::string proofs_view(const wire::Proofs& proofs, const Look& look) {
  if (proofs.proofs.empty())
    return fmt::format("Operation {} has no exit yet, so there is nothing to prove.\n", proofs.operation_id);
  Box box(look.style, fmt::format("PROOF OF OPERATION {}", proofs.operation_id));
  for (const wire::Proof& proof : proofs.proofs) {
    if (&proof != &proofs.proofs.front()) box.rule();
    add_proof(box, proof, look.style);
  }
  return box.text();
}

std::string trades_table(const wire::Trades& trades, const Look& look) {
  if (trades.trades.empty()) return "No fills.\n";
  const Style& style = look.style;
  Table table({{"TIME (UTC)"},
               {"PURPOSE"},
               {"SIDE"},
               {"QUANTITY", Align::right},
               {"PRICE", Align::right},
               {"WORTH", Align::right},
               {"FEE", Align::right},
               {"MAKER", Align::left, true},
               {"TRADE", Align::right, true},
               {"ORDER", Align::left, true}});
  for (const wire::Trade& each : trades.trades) {
    table.add({moment(each.time).substr(0, 19), std::string(json::name_of(each.purpose)),
               std::string(json::name_of(each.side)), quantity(each.quantity, "", style),
               grouped(each.price.value.text(each.price.places)), amount(each.quote_amount),
               fmt::format("{} {}", each.fee.text(), clean(each.fee_asset)), each.is_maker ? "yes" : "no",
               std::to_string(each.trade_id), clean(each.client_order_id)});
  }
  return table.text(style, look.headings);
}

}  // namespace robson::cli
