#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "cli/views/trading.hpp"
#include "cli/views/views.hpp"

namespace robson::cli {
namespace {

Tone tone_of_health(wire::HealthStatus status) {
  switch (status) {
    case wire::HealthStatus::healthy: return Tone::good;
    case wire::HealthStatus::degraded:
    case wire::HealthStatus::unknown: return Tone::warning;
    case wire::HealthStatus::unhealthy: return Tone::bad;
  }
  return Tone::plain;
}

std::string painted(wire::HealthStatus status, const Style& style) {
  return style.paint(tone_of_health(status), json::name_of(status));
}

std::string protection_sentence(const wire::Positions& positions, const Style& style) {
  const auto count = std::ssize(positions.positions);
  if (count == 0) return "No open positions of your own. Bots: robson bot positions";
  const auto bare = std::ranges::count(positions.positions, wire::Protection::NONE, &wire::Position::protection);
  const auto placing = std::ranges::count(positions.positions, wire::Protection::PLACING, &wire::Position::protection);
  if (bare == 0 && placing > 0) {
    return style.paint(Tone::warning, fmt::format("{} open, the stop of {} is being placed at the exchange.",
                                                  counted(count, "position"), placing));
  }
  if (bare == 0) {
    return style.paint(Tone::good,
                       fmt::format("{} open, every stop stands at the exchange.", counted(count, "position")));
  }
  return style.paint(Tone::bad,
                     fmt::format("{} open, {} WITHOUT a stop at the exchange.", counted(count, "position"), bare));
}

std::string freshness_sentence(const DeskState& desk, const Look& look) {
  std::string stale;
  const auto add = [&stale](const std::string& symbol) {
    if (stale.find(symbol) == std::string::npos) stale += (stale.empty() ? "" : ", ") + clean(symbol);
  };
  for (const auto& position : desk.positions.positions) {
    if (is_stale(position, look.elapsed)) add(position.symbol);
  }
  for (const auto& price : desk.prices) {
    if (is_stale(price, look.elapsed)) add(price.symbol);
  }
  if (stale.empty()) return "Prices are fresh.";
  return look.style.paint(Tone::warning, fmt::format("Prices are STALE: {}.", stale));
}

std::string money_sentence(const DeskState& desk, const Style& style) {
  if (!desk.summary)
    return style.paint(Tone::warning, fmt::format("The account is not known: {}.", clean(desk.summary_trouble)));
  const wire::PortfolioSummary& summary = *desk.summary;
  return fmt::format("Total {}, available {}, unrealized {}. If every stop fills: {}.",
                     money(summary.total_balance, summary.currency, style),
                     money(summary.available_balance, summary.currency, style),
                     money(summary.unrealized_pnl, summary.currency, style, Sign::always),
                     money(-summary.worst_case.value, summary.currency, style));
}

}  // namespace

std::string health_view(const wire::Health& health, const Look& look) {
  const Style& style = look.style;
  Table table({{"PART"}, {"STATE"}, {"TIME", Align::right}, {"DETAIL"}});
  const auto add = [&](std::string_view part, const wire::Check& check) {
    table.add({std::string(part), painted(check.status, style), fmt::format("{} ms", check.response_time_ms),
               clean(check.detail.value_or(""))});
  };
  add("dashboard", health.checks.dashboard);
  add("database", health.checks.database);
  add("venue REST", health.checks.venue_rest);
  add("venue stream", health.checks.venue_stream);
  const std::string first = fmt::format("Server {}, version {}, {}\n", painted(health.status, style),
                                        clean(health.version), moment(health.timestamp));
  return (look.headings ? first + '\n' : std::string{}) + table.text(style, look.headings);
}

std::string session_view(const wire::Session& session, const std::string& url, const Look&) {
  return fmt::format("{} ({}) of {} (client {}) at {}\nVenue {} {}; the session lasts until {}\n",
                     clean(session.username), clean(session.role), clean(session.client_name), session.client_id, url,
                     clean(session.venue), json::name_of(session.venue_kind), moment(session.expires_at));
}

std::string desk_view(const DeskState& desk, const Look& look) {
  const Style& style = look.style;
  std::string text;
  const auto say = [&](const std::string& sentence) {
    for (const auto& line : wrap(sentence, style.columns, 2)) text += line + '\n';
  };
  say(style.paint(Tone::strong, fmt::format("Robson desk, venue {}, {}", json::name_of(desk.positions.venue_kind),
                                            moment(desk.positions.as_of))));
  say(protection_sentence(desk.positions, style));
  say(freshness_sentence(desk, look));
  say(money_sentence(desk, style));
  if (desk.risk) say(risk_sentence(*desk.risk, style));
  say(fmt::format("Server {}, venue stream {}, venue REST {}, database {}.", painted(desk.health.status, style),
                  painted(desk.health.checks.venue_stream.status, style),
                  painted(desk.health.checks.venue_rest.status, style),
                  painted(desk.health.checks.database.status, style)));
  if (!desk.positions.positions.empty()) text += '\n' + positions_table(desk.positions, look);
  if (!desk.prices.empty()) text += '\n';
  for (const auto& price : desk.prices) text += price_line(price, look);
  return text;
}

}  // namespace robson::cli
