#pragma once
// Table bot_events: what happened inside the bots, as they told it.
#include "engine/bot_noted.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// One whose (bot, id) is there already changes nothing.
void insert_bot_event(Session& session, Tenant tenant, const engine::BotEvent& event);
// The highest id that is stored of a bot; 0: none.
std::int64_t last_bot_event(Session& session, Tenant tenant, const std::string& bot);

// Deletes what is older than the newest 500,000 of the bot, 2,000 at most; their number.
long long prune_bot_events(Session& session, Tenant tenant, const std::string& bot);

// Newest first.
struct BotEventQuery {
  std::string bot{};
  std::optional<std::string> position{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const BotEventQuery& query, std::string_view text);
Page<engine::BotEvent> bot_events(Session& session, Tenant tenant, const BotEventQuery& query);

}  // namespace robson::storage
