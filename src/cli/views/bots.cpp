#include "cli/views/bots.hpp"

#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

using json::Value;

Tone tone_of_state(std::string_view state) {
  if (state == "running") return Tone::good;
  return state == "starting" || state == "recovering" || state == "degraded" ? Tone::warning : Tone::bad;
}
Tone tone_of_health(std::string_view health) {
  if (health == "healthy") return Tone::good;
  return health == "warning" ? Tone::warning : Tone::bad;
}

void add_lines(Box& box, const Value& document, const std::vector<Field>& fields, const Style& style) {
  for (const std::string& line : field_lines(document, fields, style)) box.line(line);
}

std::string pause_line(const Value& pause) {
  std::string line =
      fmt::format("PAUSED {}: {} (by {}, {})", clean(text_at(pause, "scope")), clean(text_at(pause, "reason")),
                  clean(text_at(pause, "by")), clean(text_at(pause, "at")));
  if (const std::string until = text_at(pause, "until"); !until.empty()) line += ", until " + clean(until);
  if (is_true(pause, "including_emergency")) line += "; EMERGENCY EXITS ARE PAUSED TOO";
  return line;
}

void add_pauses(Box& box, const Value& state, const Style& style) {
  const auto pauses = rows_at(state, "pauses");
  if (pauses.empty()) box.line("Pauses: none");
  for (const Value* pause : pauses) box.line(style.paint(Tone::warning, pause_line(*pause)));
  const Value* breakers = member_of(state, "active_breakers");
  if (breakers != nullptr && !breakers->children.empty()) {
    box.line(style.paint(Tone::bad, "Open breakers: " + field_text(state, {"", "active_breakers"}, style)));
  }
}

}  // namespace

std::string bots_table(const Value& bots, const Look& look) {
  return fields_table(rows_at(bots, "bots"),
                      {{"NAME", "name"},
                       {"DEFAULT", "is_default", Form::truth},
                       {"STATE", "state"},
                       {"AGE", "age_ms", Form::age},
                       {"LATENCY", "latency_ms", Form::age, true},
                       {"CLOCK", "clock_skew_ms", Form::text, true},
                       {"CIRCUIT", "circuit", Form::text, true},
                       {"BY", "transport", Form::text, true},
                       {"DETAIL", "detail", Form::text, true}},
                      "No bot is attached. Attach one with: robsond --bot NAME=URL", look);
}

std::string bot_status_card(const Value& status, const Look& look) {
  const Style& style = look.style;
  const Value nothing;
  const Value* bot = member_of(status, "bot");
  if (bot == nullptr || text_at(*bot, "name").empty()) {
    return "No bot is attached. Attach one with: robsond --bot NAME=URL\n";
  }
  Box box(style, fmt::format("BOT {}", clean(text_at(*bot, "name"))));
  const std::string state = text_at(*bot, "state");
  box.line(fmt::format("State: {}", style.paint(tone_of_state(state), clean(state))));
  if (const std::string detail = text_at(*bot, "detail"); !detail.empty()) box.line("Detail: " + clean(detail));
  if (const Value* progress = member_of(*bot, "recovery_progress");
      progress != nullptr && progress->kind == json::Kind::object) {
    box.line(fmt::format("Recovery: {}, {} of {}", clean(text_at(*progress, "step")), text_at(*progress, "done"),
                         text_at(*progress, "total")));
  }
  add_lines(box, *bot,
            {{"Environment", "environment"},
             {"Up", "uptime_formatted"},
             {"Version", "version"},
             {"Known for", "age_ms", Form::age},
             {"Latency", "latency_ms", Form::age},
             {"Clock skew (ms)", "clock_skew_ms"},
             {"Connection", "transport"},
             {"Circuit", "circuit"},
             {"Last seen", "last_seen", Form::time}},
            style);
  box.rule();
  const Value* pauses = member_of(status, "pause_state");
  if (pauses == nullptr || pauses->kind != json::Kind::object) {
    box.line(style.paint(Tone::warning, "Pauses: not known"));
  } else {
    add_pauses(box, *pauses, style);
  }
  if (const Value* chains = member_of(status, "chains"); chains != nullptr && chains->kind == json::Kind::object) {
    box.rule();
    for (const Value& chain : chains->children) {
      if (chain.kind != json::Kind::object) continue;
      box.line(fmt::format("Chain {}: {}, block {}, {} old", clean(chain.key),
                           is_true(chain, "connected") ? "connected" : style.paint(Tone::bad, "NOT CONNECTED"),
                           field_text(chain, {"", "block_height"}, style),
                           field_text(chain, {"", "age_ms", Form::age}, style)));
    }
  }
  return box.text();
}

std::string bot_positions_table(const Value& positions, const Look& look) {
  std::string text = fields_table(rows_at(positions, "positions"),
                                  {{"ID", "position_id"},
                                   {"ASSET", "asset"},
                                   {"STATUS", "status"},
                                   {"LEV", "leverage", Form::figure, true},
                                   {"DEPLOYED", "deployed_usd", Form::dollars},
                                   {"DELTA", "delta_ratio", Form::percent},
                                   {"HF", "asgard_hf", Form::percent},
                                   {"MF", "hyperliquid_mf", Form::percent},
                                   {"HEALTH", "health_status"},
                                   {"FUNDING", "funding_pnl_usd", Form::gain, true},
                                   {"P&L", "total_pnl_usd", Form::gain},
                                   {"APY", "apy", Form::percent, true},
                                   {"HOURS", "hold_duration_hours", Form::figure, true}},
                                  "No two-legged positions.", look);
  const Value* summary = member_of(positions, "summary");
  if (!look.headings || summary == nullptr) return text;
  text += fmt::format("\n{} open, {} deployed, P&L {}; known for {}\n", text_at(*summary, "open_positions"),
                      field_text(*summary, {"", "total_deployed_usd", Form::dollars}, look.style),
                      field_text(*summary, {"", "total_pnl_usd", Form::gain}, look.style),
                      field_text(positions, {"", "age_ms", Form::age}, look.style));
  return text;
}

std::string bot_position_card(const Value& position, const Look& look) {
  const Style& style = look.style;
  Box box(style, fmt::format("{} {}", clean(text_at(position, "asset")), clean(text_at(position, "position_id"))));
  const std::string health = text_at(position, "risk.health_status");
  box.line(fmt::format("Status: {}, health {}", clean(text_at(position, "status")),
                       style.paint(tone_of_health(health), clean(health))));
  if (const Value* stuck = member_of(position, "stuck"); stuck != nullptr && stuck->kind == json::Kind::object) {
    box.line(style.paint(Tone::bad, fmt::format("STUCK on {} since {}: {} ({} attempts)", clean(text_at(*stuck, "leg")),
                                                clean(text_at(*stuck, "since")), clean(text_at(*stuck, "why")),
                                                text_at(*stuck, "attempts"))));
  }
  add_lines(box, position,
            {{"Bot", "bot"},
             {"Token", "token"},
             {"Protocol", "protocol"},
             {"Leverage", "leverage", Form::figure},
             {"Deployed", "sizing.deployed_usd", Form::dollars},
             {"Capital", "sizing.capital_usd", Form::dollars},
             {"Opened", "opened_at", Form::time},
             {"Delta", "risk.delta", Form::dollars},
             {"Delta of the size", "risk.delta_ratio", Form::percent},
             {"To liquidation", "risk.distance_to_liquidation", Form::percent}},
            style);
  box.rule();
  box.line("Long leg (asgard)");
  add_lines(box, position,
            {{"  State", "asgard.state"},
             {"  Collateral", "asgard.collateral_usd", Form::dollars},
             {"  Debt", "asgard.debt_usd", Form::dollars},
             {"  Price", "asgard.current_price", Form::dollars},
             {"  Health factor", "asgard.current_health_factor", Form::percent},
             {"  Liquidation at", "asgard.liquidation_price", Form::dollars},
             {"  Detail", "asgard.detail"}},
            style);
  box.line("Short leg (hyperliquid)");
  add_lines(box, position,
            {{"  State", "hyperliquid.state"},
             {"  Size", "hyperliquid.size", Form::figure},
             {"  Price", "hyperliquid.mark_px", Form::dollars},
             {"  Margin used", "hyperliquid.margin_used", Form::dollars},
             {"  Margin fraction", "hyperliquid.margin_fraction", Form::percent},
             {"  Liquidation at", "hyperliquid.liquidation_px", Form::dollars},
             {"  Funding rate (hour)", "hyperliquid.funding_rate"},
             {"  Received (hour)", "hyperliquid.funding_received_rate"},
             {"  Detail", "hyperliquid.detail"}},
            style);
  box.rule();
  add_lines(box, position,
            {{"Long", "pnl.long_pnl", Form::gain},
             {"Short", "pnl.short_pnl", Form::gain},
             {"Funding", "pnl.funding_pnl", Form::gain},
             {"Borrowing", "pnl.borrow_cost", Form::dollars},
             {"Staking", "pnl.staking_yield", Form::gain},
             {"Fees", "pnl.fees", Form::dollars},
             {"Total", "pnl.total_pnl", Form::gain},
             {"APY", "pnl.apy", Form::percent}},
            style);
  box.rule();
  for (const Value* event : rows_at(position, "lifecycle")) {
    box.line(fmt::format("{}  {}: {}", field_text(*event, {"", "at", Form::time}, style),
                         clean(text_at(*event, "status")), clean(text_at(*event, "text"))));
  }
  return box.text();
}

std::string pause_lines(const Value& pause_state, const Look& look) {
  Box box(look.style, "PAUSES");
  add_pauses(box, pause_state, look.style);
  return box.text();
}

std::string emergency_stop_view(const Value& stop, const Look& look) {
  const Style& style = look.style;
  Box box(style, fmt::format("EMERGENCY STOP {}: {}", text_at(stop, "id"), clean(text_at(stop, "mode"))));
  box.line("Reason: " + clean(text_at(stop, "reason")));
  for (const Value* bot : rows_at(stop, "bots")) {
    const bool confirmed = text_at(*bot, "state") == "CONFIRMED";
    std::string line = fmt::format(
        "Bot {}: {}", clean(text_at(*bot, "bot")),
        confirmed ? style.paint(Tone::good, "CONFIRMED") : style.paint(Tone::bad, "REQUESTED, NOT CONFIRMED"));
    if (const std::string left = text_at(*bot, "positions_left"); !left.empty()) line += ", positions left: " + left;
    if (const std::string detail = text_at(*bot, "detail"); !detail.empty()) line += "; " + clean(detail);
    box.line(line);
  }
  const Value* kill_switch = member_of(stop, "kill_switch");
  if (kill_switch != nullptr && kill_switch->kind == json::Kind::boolean) {
    box.line(fmt::format("Kill switch: {}", kill_switch->truth ? "ON" : style.paint(Tone::bad, "NOT CONFIRMED")));
  }
  return box.text();
}

std::string breakers_table(const Value& breakers, const Look& look) {
  return fields_table(rows_at(breakers, "circuit_breakers"),
                      {{"TYPE", "breaker_type"},
                       {"SINCE", "triggered_at", Form::time},
                       {"PAUSES", "scope"},
                       {"RECOVERS", "recovery_time", Form::time, true},
                       {"RESOLVED", "resolved_at", Form::time, true},
                       {"BY", "resolved_by", Form::text, true},
                       {"REASON", "reason"}},
                      "No breakers.", look);
}

std::string bot_config_card(const Value& config, const Look& look) {
  Box box(look.style, "CONFIGURATION OF THE BOT");
  for (const std::string_view part : {"bot", "risk"}) {
    const Value* members = member_of(config, part);
    if (members == nullptr) continue;
    for (const Value& one : members->children) {
      box.line(fmt::format("{}.{}: {}", part, clean(one.key), field_text(*members, {"", one.key}, look.style)));
    }
    box.rule();
  }
  box.line(fmt::format("Version {}, {} by {}", text_at(config, "version"),
                       field_text(config, {"", "updated_at", Form::time}, look.style),
                       clean(text_at(config, "updated_by"))));
  box.line("To change one: robson bot config set max_leverage=3");
  return box.text();
}

std::string bot_config_versions(const Value& versions, const Look& look) {
  std::string text;
  for (const Value* version : rows_at(versions, "versions")) {
    text += fmt::format("Version {}, {} by {}{}\n", text_at(*version, "version"),
                        field_text(*version, {"", "at", Form::time}, look.style), clean(text_at(*version, "by")),
                        text_at(*version, "reason").empty() ? "" : ": " + clean(text_at(*version, "reason")));
    for (const Value* change : rows_at(*version, "changes")) {
      text += fmt::format("  {}: {} -> {}\n", clean(text_at(*change, "field")),
                          field_text(*change, {"", "from"}, look.style), clean(text_at(*change, "to")));
    }
  }
  return text.empty() ? "No versions.\n" : text;
}

}  // namespace robson::cli
