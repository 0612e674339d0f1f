#pragma once
// GET /api/v1/history/...: figures over time, trades, funding and breakers of a bot, as JSON or CSV.
#include "routes/gate.hpp"
#include "storage/metrics.hpp"

namespace robson::storage {
class Database;
}

namespace robson::routes {

// The bot that a request is about: `?bot=NAME`, or the caller's default bot. 404 for one that the caller has not got.
using WhichBot = std::function<Result<std::string, Failure>(const Exchange&)>;

// What `?bot=` says; `usual` without it. 422 for what cannot be a bot's name.
Result<std::string, Failure> named_bot(const Exchange& exchange, std::string_view usual);

struct BotHistoryParts {
  storage::Database& database;
  const Clock& clock;
  WhichBot which_bot{};
};
// All parts must outlive the gate.
void add_bot_history_routes(Gate& gate, BotHistoryParts parts);

// What the questions share.
struct Period {
  std::int64_t days = 7;
  Timestamp from{};
  std::string name() const { return std::to_string(days) + "d"; }
};
// `days`, 1 to 365, up to now.
Result<Period, Failure> period_from(const net::Request& request, Timestamp now);
// `position_id`, of letters, digits, - and _, at most 64.
Result<std::optional<std::string>, Failure> position_from(const net::Request& request);
// `resolution`; `auto` goes by the period.
Result<storage::Resolution, Failure> resolution_from(const net::Request& request, const Period& period);
std::string_view resolution_name(storage::Resolution resolution);

}  // namespace robson::routes
