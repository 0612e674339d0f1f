#pragma once
// A bot's documents for tests.
#include <string>

#include "bot_api/knowledge.hpp"
#include "json/write.hpp"

namespace robson::bots {
using namespace literals;

inline constexpr Timestamp noon = Timestamp::from_seconds(1'767'355'200);

inline bot_api::Position sample_position(const std::string& id = "p1") {
  bot_api::Position position{.position_id = id,
                             .asset = "SOL",
                             .token = "jitoSOL",
                             .protocol = "marginfi",
                             .status = hedge::PositionStatus::open,
                             .leverage = "3"_d,
                             .created_at = noon,
                             .opened_at = noon,
                             .sizing = {.deployed_usd = "5000"_d, .capital_usd = "10000"_d}};
  position.asgard.state = hedge::LegState::open;
  position.asgard.collateral_usd = "15000"_d;
  position.asgard.current_health_factor = "0.26"_d;
  position.hyperliquid.state = hedge::LegState::open;
  position.hyperliquid.size = "-100"_d;
  position.hyperliquid.mark_px = "149.9"_d;
  position.hyperliquid.margin_fraction = "0.33"_d;
  position.pnl.total_pnl = "45.3"_d;
  position.risk.health_status = hedge::HealthStatus::healthy;
  position.as_of = noon + std::chrono::hours(2);
  return position;
}

template <class T>
std::string as_bot_text(const T& document) {
  return json::text_of<json::Decimals::as_numbers>(document);
}

inline std::string positions_text(const std::vector<bot_api::Position>& positions) {
  std::string text = "{";
  for (const auto& position : positions) {
    if (text.size() > 1) text += ',';
    json::write_text(text, position.position_id);
    text += ':' + as_bot_text(position);
  }
  return text + '}';
}

inline bot_api::Event sample_event(std::int64_t id, hedge::BotEventType type = hedge::BotEventType::position_opened) {
  return {.id = id, .at = noon, .type = type, .position_id = "p1", .asset = "SOL", .text = "It happened."};
}

}  // namespace robson::bots
