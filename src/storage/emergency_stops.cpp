#include "storage/emergency_stops.hpp"

#include "bot_api/words.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

#define SELECT_STOP                                                                                     \
  "select id, mode, reason, requested_at, requested_by, kill_switch, acknowledged_at, acknowledged_by " \
  "from emergency_stops where client_id = :client_id "

constexpr Sql upsert_stop =
    "insert into emergency_stops (id, client_id, mode, reason, requested_at, requested_by, kill_switch, "
    "acknowledged_at, acknowledged_by) values (:id, :client_id, :mode, :reason, :requested_at, :requested_by, "
    ":kill_switch, :acknowledged_at, :acknowledged_by) on conflict (id) do update set "
    "kill_switch = excluded.kill_switch, acknowledged_at = excluded.acknowledged_at, "
    "acknowledged_by = excluded.acknowledged_by";
constexpr Sql upsert_bot =
    "insert into emergency_stop_bots (stop_id, place, bot, attempts, confirmed_at, positions_left, detail) "
    "values (:stop_id, :place, :bot, :attempts, :confirmed_at, :positions_left, :detail) "
    "on conflict (stop_id, bot) do update set attempts = excluded.attempts, confirmed_at = excluded.confirmed_at, "
    "positions_left = excluded.positions_left, detail = excluded.detail";
constexpr Sql select_open = SELECT_STOP
    "and (acknowledged_at is null or kill_switch = 0 or exists (select 1 from emergency_stop_bots "
    "where stop_id = emergency_stops.id and confirmed_at is null)) order by id desc limit 1000";
constexpr Sql select_one = SELECT_STOP "and id = :id";
constexpr Sql select_bots =
    "select bot, attempts, confirmed_at, positions_left, detail from emergency_stop_bots where stop_id = :stop_id "
    "order by place limit 1000";
constexpr Sql select_last = "select id from emergency_stops order by id desc limit 1";

std::vector<engine::BotStop> bots_of(Session& session, std::int64_t stop) {
  std::vector<engine::BotStop> found;
  engine::BotStop row;
  session.each(
      select_bots, into(row.bot, row.attempts, row.confirmed_at, row.positions_left, row.detail),
      [&] { found.push_back(row); }, stop);
  return found;
}

template <class... In>
std::vector<engine::EmergencyStop> read_stops(Session& session, Sql query, Tenant tenant, const In&... in) {
  std::vector<engine::EmergencyStop> found;
  engine::EmergencyStop row{.tenant = tenant.id()};
  std::string mode;
  const auto keep = [&] {
    row.mode = json::value_of<hedge::StopMode>(mode).value();
    found.push_back(row);
  };
  session.each(query,
               into(row.id, mode, row.reason, row.requested_at, row.requested_by, row.kill_switch, row.acknowledged_at,
                    row.acknowledged_by),
               keep, tenant.id(), in...);
  for (engine::EmergencyStop& stop : found) stop.bots = bots_of(session, stop.id);
  return found;
}

}  // namespace

void save_stop(Session& session, Tenant tenant, const engine::EmergencyStop& stop) {
  session.run(upsert_stop, stop.id, tenant.id(), std::string(json::name_of(stop.mode)), stop.reason, stop.requested_at,
              stop.requested_by, stop.kill_switch, stop.acknowledged_at, stop.acknowledged_by);
  int place = 0;
  for (const engine::BotStop& bot : stop.bots) {
    session.run(upsert_bot, stop.id, place++, bot.bot, bot.attempts, bot.confirmed_at, bot.positions_left, bot.detail);
  }
}

std::vector<engine::EmergencyStop> open_stops(Session& session, Tenant tenant) {
  return read_stops(session, select_open, tenant);
}

std::optional<engine::EmergencyStop> find_stop(Session& session, Tenant tenant, std::int64_t id) {
  auto found = read_stops(session, select_one, tenant, id);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::int64_t last_stop(Session& session, Installation) {
  std::int64_t id = 0;
  session.first(select_last, into(id));
  return id;
}

}  // namespace robson::storage
