#pragma once
// Bots as a person reads them: documents of /api/v1 in, text out.
#include <string>

#include "cli/page.hpp"

namespace robson::cli {

std::string bots_table(const json::Value& bots, const Look& look);
// The bot, its pauses and breakers, its chains; the first line says whether it trades.
std::string bot_status_card(const json::Value& status, const Look& look);
std::string bot_positions_table(const json::Value& positions, const Look& look);
std::string bot_position_card(const json::Value& position, const Look& look);
std::string pause_lines(const json::Value& pause_state, const Look& look);
std::string emergency_stop_view(const json::Value& stop, const Look& look);
std::string breakers_table(const json::Value& breakers, const Look& look);
std::string bot_config_card(const json::Value& config, const Look& look);
std::string bot_config_versions(const json::Value& versions, const Look& look);
std::string pnl_view(const json::Value& history, const Look& look);
std::string metrics_view(const json::Value& history, const Look& look);
std::string bot_trades_table(const json::Value& trades, const Look& look);
std::string bot_funding_view(const json::Value& funding, const Look& look);

}  // namespace robson::cli
