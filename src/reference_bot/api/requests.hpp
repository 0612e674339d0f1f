#pragma once
// Bodies of api/bot.yaml as the strategy's commands. Unknown members, wrong types and values out of range are problems
// that name the field. Pure.
#include <string_view>

#include "reference_bot/api/problem.hpp"
#include "reference_bot/strategy/input.hpp"

namespace robson::reference_bot {

using Command = Result<Input, Problem>;

Command open_command(std::string_view body);
Command close_command(std::string_view body, std::string position_id);
Command pause_command(std::string_view body);
Command resume_command(std::string_view body);  // an empty body is one without members
Command stop_command(std::string_view body);
Command resolve_command(std::string_view body, hedge::BreakerType breaker);
Command config_command(std::string_view body);

// The `api_key` of a body, if it is an object that has one as text; empty otherwise.
std::string key_in(std::string_view body);

}  // namespace robson::reference_bot
