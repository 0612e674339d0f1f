#pragma once
// What a bot's configuration must keep to (openapi.yaml, BotSettings and BotRiskConfig), checked before a bot is asked,
// since a bot may be less careful.
#include <optional>
#include <string>

#include "bot_api/documents.hpp"

namespace robson::routes {

struct BrokenRule {
  std::string field{};  // "risk.max_leverage"
  std::string text{};   // "risk.max_leverage must be 1 to 10."
};
// The first rule that is broken; nothing when all hold.
std::optional<BrokenRule> broken_rule(const bot_api::BotSettings& bot, const bot_api::RiskConfig& risk);

}  // namespace robson::routes
