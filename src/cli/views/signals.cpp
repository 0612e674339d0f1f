#include "cli/views/signals.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/fields.hpp"
#include "cli/views/trading.hpp"
#include "json/read.hpp"
#include "json/tree.hpp"

namespace robson::cli {
namespace {

using json::Value;

// With every digit that the producer sent, thousands grouped.
std::string exact(const Value& document, std::string_view name, const Style& style) {
  const auto value = Decimal::parse(text_at(document, name));
  return value ? quantity(*value, "", style) : std::string(style.unknown());
}

Duration seconds_at(const Value& document, std::string_view name) {
  const std::string text = text_at(document, name);
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(seconds);
}

Duration age_of(const Value& signal, const Look& look) {
  return seconds_at(signal, "age_seconds") + look.elapsed;
}

// The word of an age, as the API has it; an answer that is looked at for minutes ages too.
std::string maturity(Duration age, const Style& style) {
  if (age < std::chrono::minutes(5)) return style.paint(Tone::good, "Fresh");
  return age < std::chrono::minutes(15) ? style.paint(Tone::warning, "Aging") : style.paint(Tone::bad, "Stale");
}

std::string confidence(const Value& signal, const Style& style) {
  const auto value = Decimal::parse(text_at(signal, "confidence"));
  if (!value) return std::string(style.unknown());
  const Decimal hundred = multiply(*value, Decimal::integer(100), Rounding::half_away_from_zero);
  const Tone tone = hundred < Decimal::integer(40)   ? Tone::bad
                    : hundred < Decimal::integer(70) ? Tone::warning
                                                     : Tone::good;
  return style.paint(tone, percent(json::Fixed{hundred, hundred.places() > 0 ? 2 : 0}, style, Sign::minus_only));
}

std::string away(const Value& signal, const Style& style) {
  const auto value = Decimal::parse(text_at(signal, "distance_percent"));
  return value ? percent(json::Fixed{*value, 2}, style) : std::string(style.unknown());
}

bool waits(const Value& signal) {
  return text_at(signal, "status") == "NEW";
}

std::string until_expiry(const Value& signal, const Look& look) {
  const auto created = parse_time(text_at(signal, "created_at"));
  const auto expires = parse_time(text_at(signal, "expires_at"));
  if (!created || !expires) return std::string(look.style.unknown());
  const Duration left = *expires - *created - age_of(signal, look);
  return left <= Duration::zero() ? std::string("now") : age(left);
}

std::string decision_words(const Value& mark) {
  const std::string plan = text_at(mark, "plan_id");
  const std::string reason = text_at(mark, "reason");
  return fmt::format("{} by {} at {}{}{}", clean(text_at(mark, "decision")), clean(text_at(mark, "decided_by")),
                     clean(text_at(mark, "decided_at")), reason.empty() ? "" : ": " + clean(reason),
                     plan.empty() ? "" : ", plan " + clean(plan));
}

std::string wrapped(const std::string& sentence, const Style& style) {
  std::string text;
  for (const auto& line : wrap(sentence, style.columns, 2)) text += line + '\n';
  return text;
}

std::string setting(const Value& policy, std::string_view name, std::string_view unit, const Style& style) {
  const std::string text = text_at(policy, name);
  return text.empty() ? std::string(style.either("—", "none")) : clean(text) + std::string(unit);
}

}  // namespace

std::string signals_table(const std::vector<const Value*>& signals, const Look& look) {
  if (signals.empty()) return "No signals. A producer sends them: robson producer add NAME\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right},
               {"STATUS"},
               {"AGE", Align::right},
               {"MATURITY"},
               {"INSTRUMENT"},
               {"SIDE"},
               {"PRICE", Align::right},
               {"VOLUME", Align::right},
               {"CONFIDENCE", Align::right},
               {"AWAY", Align::right, true},
               {"EXPIRES IN", Align::right, true},
               {"BLOCKED BY", Align::left, true},
               {"PRODUCER", Align::left, true}});
  for (const Value* signal : signals) {
    const bool open = waits(*signal);
    const std::string status = clean(text_at(*signal, "status"));
    table.add({clean(text_at(*signal, "id")), open ? style.paint(Tone::strong, status) : status,
               age(age_of(*signal, look)), open ? maturity(age_of(*signal, look), style) : std::string(),
               clean(text_at(*signal, "instrument")), clean(text_at(*signal, "side")), exact(*signal, "price", style),
               quantity_at(*signal, "volume", style), confidence(*signal, style),
               open ? away(*signal, style) : std::string(), open ? until_expiry(*signal, look) : std::string(),
               clean(text_at(*signal, "blocked_by")), clean(text_at(*signal, "producer"))});
  }
  return table.text(style, look.headings);
}

std::string signal_card(const Value& signal, const Look& look) {
  const Style& style = look.style;
  Box box(style, fmt::format("SIGNAL {}", clean(text_at(signal, "id"))));
  box.line(fmt::format("{} {} {} at {}", clean(text_at(signal, "side")), quantity_at(signal, "volume", style),
                       clean(text_at(signal, "instrument")), exact(signal, "price", style)));
  const std::string status = clean(text_at(signal, "status"));
  box.line(fmt::format("Status: {}, {} old{}", status, age(age_of(signal, look)),
                       waits(signal) ? fmt::format(" ({}), expires in {}", maturity(age_of(signal, look), style),
                                                   until_expiry(signal, look))
                                     : ""));
  box.line(fmt::format("Confidence: {}", confidence(signal, style)));
  box.line(fmt::format("Market now: {} from its price", away(signal, style)));
  box.line(fmt::format("Its wish: stop {}, target {}; a plan's are ours", exact(signal, "stop_loss", style),
                       exact(signal, "take_profit", style)));
  box.line(fmt::format("From: {} ({}), as {}", clean(text_at(signal, "producer")),
                       clean(text_at(signal, "producer_id")), clean(text_at(signal, "external_id"))));
  const Value* payload = member_of(signal, "payload");
  if (payload != nullptr && payload->kind == json::Kind::object) {
    Value bare = *payload;
    bare.key.clear();
    box.line("Payload: " + clean(json::tree_text(bare)));
  }
  box.rule();
  if (const std::string block = text_at(signal, "blocked_by"); !block.empty()) {
    box.line(style.paint(Tone::warning, "The policy would refuse it now: " + clean(block)));
  }
  const Value* mark = member_of(signal, "approval");
  if (mark != nullptr && mark->kind == json::Kind::object) box.line("Decision: " + decision_words(*mark));
  if (waits(signal)) {
    box.line(fmt::format("Next: robson signals approve {0}, or robson signals reject {0} --reason TEXT",
                         clean(text_at(signal, "id"))));
  }
  return box.text();
}

std::string signal_line(const Value& signal, const Look& look) {
  const Style& style = look.style;
  return wrapped(
      fmt::format("Signal {} {} {} {} at {}: {}", clean(text_at(signal, "id")), clean(text_at(signal, "side")),
                  quantity_at(signal, "volume", style), clean(text_at(signal, "instrument")),
                  exact(signal, "price", style), style.paint(Tone::strong, clean(text_at(signal, "status")))),
      style);
}

std::string approval_view(const Value& approval, const Look& look) {
  const Style& style = look.style;
  const Value* signal = member_of(approval, "signal");
  std::string text = signal == nullptr ? std::string() : signal_line(*signal, look);
  text += wrapped("Decision: " + decision_words(approval), style);
  if (const Value* problem = member_of(approval, "plan_problem");
      problem != nullptr && problem->kind == json::Kind::object) {
    text += wrapped(
        style.paint(Tone::bad, fmt::format("No plan could be made, the approval stands. {}: {}",
                                           clean(text_at(*problem, "code")), clean(text_at(*problem, "message")))),
        style);
  }
  const Value* member = member_of(approval, "plan");
  if (member == nullptr || member->kind != json::Kind::object) return text;
  const auto plan = json::read<wire::Plan>(*member, json::Unknown::ignored);
  if (!plan)
    return text + wrapped(fmt::format("Look at it with: robson plan show {}", text_at(approval, "plan_id")), style);
  text += '\n' + plan_card(*plan, look);
  return plan->report ? text + '\n' + report_view(*plan, look) : text;
}

std::string producers_table(const Value& producers, const Look& look) {
  return fields_table(rows_at(producers, "producers"),
                      {{"ID", "id"},
                       {"NAME", "name"},
                       {"STRATEGY", "strategy_id"},
                       {"WEBHOOK", "webhook", Form::truth, true},
                       {"SIGNALS", "signals"},
                       {"LAST SIGNAL", "last_signal_at", Form::time},
                       {"REVOKED", "revoked_at", Form::time},
                       {"SINCE", "created_at", Form::time, true},
                       {"BY", "created_by", Form::text, true}},
                      "No producers. Make one with: robson producer add NAME", look);
}

std::string new_producer_lines(const Value& answer, const Look&) {
  std::string text = fmt::format("Producer: {}\n", clean(text_at(answer, "producer.id")));
  if (const std::string secret = text_at(answer, "secret"); !secret.empty()) {
    text += fmt::format("Secret: {}\n", clean(secret));
  }
  const std::string passphrase = text_at(answer, "passphrase");
  return passphrase.empty() ? text : text + fmt::format("Passphrase: {}\n", clean(passphrase));
}

std::string policies_table(const Value& policies, const Look& look) {
  const auto rows = rows_at(policies, "policies");
  if (rows.empty()) return "No strategy has a policy: every signal may be approved. Set one with: robson policy set\n";
  const Style& style = look.style;
  Table table({{"ID", Align::right},
               {"STRATEGY"},
               {"MIN CONFIDENCE", Align::right},
               {"COOLDOWN", Align::right},
               {"A DAY", Align::right},
               {"CHANGED", Align::left, true},
               {"BY", Align::left, true}});
  for (const Value* row : rows) {
    table.add({clean(text_at(*row, "strategy_id")), clean(text_at(*row, "strategy")),
               setting(*row, "min_confidence", "", style), setting(*row, "cooldown_seconds", " s", style),
               setting(*row, "daily_cap", "", style), field_text(*row, {"", "updated_at", Form::time}, style),
               field_text(*row, {"", "updated_by"}, style)});
  }
  return table.text(style, look.headings);
}

std::string policy_lines(const Value& policy, const Look& look) {
  const Style& style = look.style;
  return wrapped(fmt::format("Policy of {}: confidence at least {}, {} between approvals, approvals a day {}",
                             clean(text_at(policy, "strategy")), setting(policy, "min_confidence", "", style),
                             setting(policy, "cooldown_seconds", " s", style), setting(policy, "daily_cap", "", style)),
                 style);
}

}  // namespace robson::cli
