#pragma once
// Table bot_trades: fills of the legs of bots, by the bot's own id, append-only.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot_api/documents.hpp"
#include "storage/cursor.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// A trade whose id is there already is left as it was.
void put_trades(Session& session, Tenant tenant, const std::string& bot, const std::vector<bot_api::Trade>& trades);
std::int64_t last_trade_id(Session& session, Tenant tenant, const std::string& bot);  // 0: none yet

// Newest first.
struct TradeQuery {
  std::string bot{};
  std::optional<std::string> position{};
  Timestamp from{};
  std::optional<Cursor> after{};
  int limit = 50;  // 1 to longest_page
};
Result<Cursor, CursorFault> read_cursor(const TradeQuery& query, std::string_view text);
Page<bot_api::Trade> trades(Session& session, Tenant tenant, const TradeQuery& query);

// Positions that were closed at or after `from`, of the bot or of one position; at most 100,000 are looked at.
struct Closings {
  std::int64_t positions = 0;
  std::int64_t won = 0;  // ended with more than 0
  Decimal realized{};
};
Closings closings(Session& session, Tenant tenant, const std::string& bot, const std::optional<std::string>& position,
                  Timestamp from);

}  // namespace robson::storage
