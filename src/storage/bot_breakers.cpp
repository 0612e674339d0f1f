#include "storage/bot_breakers.hpp"

#include <algorithm>

#include "storage/bot_columns.hpp"
#include "storage/cursor.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define BREAKER_COLUMNS                                                                                          \
  "id, breaker_type, triggered_at, reason, scope, auto_recovery, cooldown_seconds, recovery_time, resolved_at, " \
  "resolved_by"

constexpr Sql upsert =
    "insert into bot_breakers (client_id, bot, " BREAKER_COLUMNS
    ") values (:client_id, :bot, :id, :breaker_type, :triggered_at, :reason, :scope, :auto_recovery, "
    ":cooldown_seconds, :recovery_time, :resolved_at, :resolved_by) on conflict (client_id, bot, id) do update set "
    "breaker_type = excluded.breaker_type, triggered_at = excluded.triggered_at, reason = excluded.reason, "
    "scope = excluded.scope, auto_recovery = excluded.auto_recovery, cooldown_seconds = excluded.cooldown_seconds, "
    "recovery_time = excluded.recovery_time, resolved_at = excluded.resolved_at, resolved_by = excluded.resolved_by "
    "where bot_breakers.resolved_by is null or excluded.resolved_at is not null";
// The whole index of the bot is walked: breakers are few, an open one may be old.
constexpr Sql newest = "select " BREAKER_COLUMNS
                       " from bot_breakers where client_id = :client_id and bot = :bot and "
                       "(triggered_at >= :from or resolved_at is null) "
                       "order by triggered_at desc, id desc limit :limit";
constexpr Sql select_open =
    "select id from bot_breakers where client_id = :client_id and bot = :bot and resolved_at is null "
    "order by id limit 2000";
constexpr Sql close_unseen =
    "update bot_breakers set resolved_at = :at, reason = reason || ' (its end was not seen)' "
    "where client_id = :client_id and bot = :bot and id = :id";

}  // namespace

void put_breakers(Session& session, Tenant tenant, const std::string& bot,
                  const std::vector<bot_api::Breaker>& breakers) {
  for (const bot_api::Breaker& one : breakers) {
    session.run(upsert, tenant.id(), bot, one.id, one.breaker_type, one.triggered_at, one.reason, one.scope,
                one.auto_recovery, one.cooldown_seconds, one.recovery_time, one.resolved_at, one.resolved_by);
  }
}

void close_unlisted(Session& session, Tenant tenant, const std::string& bot,
                    const std::vector<bot_api::Breaker>& listed, Timestamp at) {
  std::vector<std::int64_t> open;
  std::int64_t id = 0;
  session.each(
      select_open, into(id), [&] { open.push_back(id); }, tenant.id(), bot);
  for (const std::int64_t one : open) {
    const bool is_listed = std::ranges::find(listed, one, &bot_api::Breaker::id) != listed.end();
    if (!is_listed) session.run(close_unseen, at, tenant.id(), bot, one);
  }
}

std::vector<bot_api::Breaker> breakers(Session& session, Tenant tenant, const std::string& bot, Timestamp from,
                                       int limit) {
  ensure(limit >= 1 && limit <= longest_page, "a page has 1 to 1000 rows");
  std::vector<bot_api::Breaker> found;
  bot_api::Breaker row;
  session.each(
      newest,
      into(row.id, row.breaker_type, row.triggered_at, row.reason, row.scope, row.auto_recovery, row.cooldown_seconds,
           row.recovery_time, row.resolved_at, row.resolved_by),
      [&] { found.push_back(row); }, tenant.id(), bot, from, limit);
  return found;
}

}  // namespace robson::storage
