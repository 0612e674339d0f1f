#pragma once
// What is asked of the bots through the API. `api_key` is what older clients send; nothing looks at it.
#include <string>

#include "bot_api/documents.hpp"

namespace robson::wire {

struct PauseRequest {
  std::string reason{};
  hedge::PauseScope scope{};
  std::optional<bool> including_emergency{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(PauseRequest, (), (reason, scope, including_emergency, api_key))
struct PauseAnswer {
  bool success = true;
  Timestamp paused_at{};
  hedge::PauseScope scope{};
  std::string reason{};
  std::string bot{};
  bot_api::PauseState pause_state{};
};
BOOST_DESCRIBE_STRUCT(PauseAnswer, (), (success, paused_at, scope, reason, bot, pause_state))

struct ResumeRequest {
  std::optional<std::string> reason{};
  std::optional<hedge::PauseScope> scope{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(ResumeRequest, (), (reason, scope, api_key))
struct ResumeAnswer {
  bool success = true;
  Timestamp resumed_at{};
  std::vector<std::int64_t> cleared{};
  std::string bot{};
  bot_api::PauseState pause_state{};
};
BOOST_DESCRIBE_STRUCT(ResumeAnswer, (), (success, resumed_at, cleared, bot, pause_state))

struct EmergencyStopRequest {
  std::string reason{};
  std::optional<hedge::StopMode> mode{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(EmergencyStopRequest, (), (reason, mode, api_key))

struct BotOpenRequest {
  std::string asset{};
  std::optional<Decimal> size_usd{};
  std::optional<Decimal> leverage{};
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(BotOpenRequest, (), (asset, size_usd, leverage, reason))
struct BotCommandAnswer {
  bool success = true;
  std::string bot{};
  std::string position_id{};
  hedge::PositionStatus status{};
  std::string message{};
};
BOOST_DESCRIBE_STRUCT(BotCommandAnswer, (), (success, bot, position_id, status, message))

struct BotConfigRequest {
  bot_api::BotSettings bot{};
  bot_api::RiskConfig risk{};
  std::int64_t expected_version = 0;
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(BotConfigRequest, (), (bot, risk, expected_version, reason))

struct ConfigChange {
  std::string field{};
  std::optional<std::string> from{};
  std::string to{};
};
BOOST_DESCRIBE_STRUCT(ConfigChange, (), (field, from, to))
struct BotConfigVersion {
  std::int64_t version = 0;
  Timestamp at{};
  std::string by{};
  std::optional<std::string> reason{};
  std::vector<ConfigChange> changes{};
  bot_api::BotSettings bot{};
  bot_api::RiskConfig risk{};
};
BOOST_DESCRIBE_STRUCT(BotConfigVersion, (), (version, at, by, reason, changes, bot, risk))
struct BotConfigVersions {
  std::vector<BotConfigVersion> versions{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(BotConfigVersions, (), (versions, next_cursor))

}  // namespace robson::wire
