#include "storage/bot_events.hpp"

#include <fmt/format.h>

#include <limits>

#include "bot_api/words.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define SELECT_EVENT                                                                          \
  "select bot, id, at, type, severity, position_id, asset, text, data from bot_events where " \
  "client_id = :client_id and bot = :bot "
#define NEWEST_FIRST "and id < :before order by id desc limit :limit"

constexpr Sql insert =
    "insert into bot_events (client_id, bot, id, at, type, severity, position_id, asset, text, data) "
    "values (:client_id, :bot, :id, :at, :type, :severity, :position_id, :asset, :text, :data) "
    "on conflict (client_id, bot, id) do nothing";
constexpr Sql select_last =
    "select id from bot_events where client_id = :client_id and bot = :bot order by id desc limit 1";
constexpr Sql prune =
    "delete from bot_events where client_id = :client_id and bot = :bot and id in (select id from bot_events "
    "where client_id = :client_id2 and bot = :bot2 order by id desc limit 2000 offset 500000)";
constexpr Sql page_of_bot = SELECT_EVENT NEWEST_FIRST;
constexpr Sql page_of_position = SELECT_EVENT "and position_id = :position_id " NEWEST_FIRST;

std::string question_of(const BotEventQuery& query) {
  return fmt::format("bot events {} {}", query.bot, query.position.value_or("*"));
}

template <class E>
E word(const std::string& text) {
  const auto found = json::value_of<E>(text);
  if (!found) throw unreadable("a word that is not of its list");
  return *found;
}

template <class... In>
std::vector<engine::BotEvent> read_page(Session& session, Sql page, const In&... in) {
  std::vector<engine::BotEvent> found;
  engine::BotEvent row;
  std::string type;
  std::string severity;
  const auto keep = [&] {
    row.type = word<hedge::BotEventType>(type);
    row.severity = word<hedge::Severity>(severity);
    found.push_back(row);
  };
  session.each(page, into(row.bot, row.id, row.at, type, severity, row.position, row.asset, row.text, row.data), keep,
               in...);
  return found;
}

}  // namespace

void insert_bot_event(Session& session, Tenant tenant, const engine::BotEvent& row) {
  session.run(insert, tenant.id(), row.bot, row.id, row.at, std::string(json::name_of(row.type)),
              std::string(json::name_of(row.severity)), row.position, row.asset, row.text, row.data);
}

std::int64_t last_bot_event(Session& session, Tenant tenant, const std::string& bot) {
  std::int64_t id = 0;
  session.first(select_last, into(id), tenant.id(), bot);
  return id;
}

long long prune_bot_events(Session& session, Tenant tenant, const std::string& bot) {
  return session.run(prune, tenant.id(), bot, tenant.id(), bot);
}

Result<Cursor, CursorFault> read_cursor(const BotEventQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

Page<engine::BotEvent> bot_events(Session& session, Tenant tenant, const BotEventQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const std::int64_t before = query.after ? query.after->id : std::numeric_limits<std::int64_t>::max();
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  Page<engine::BotEvent> page;
  page.rows = query.position
                  ? read_page(session, page_of_position, tenant.id(), query.bot, *query.position, before, limit)
                  : read_page(session, page_of_bot, tenant.id(), query.bot, before, limit);
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.pop_back();
    page.next = cursor_text(question_of(query), {{}, page.rows.back().id});
  }
  return page;
}

}  // namespace robson::storage
