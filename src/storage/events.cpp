#include "storage/events.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql insert =
    "insert into events (client_id, seq, epoch, kind, payload, at) "
    "values (:client_id, :seq, :epoch, :kind, :payload, :at)";
constexpr Sql select_last = "select seq from events where client_id = :client_id order by seq desc limit 1";
constexpr Sql select_after =
    "select seq, epoch, kind, payload, at from events where client_id = :client_id and seq > :after "
    "order by seq limit :limit";

}  // namespace

void append_event(Session& session, Tenant tenant, const Event& event) {
  session.run(insert, tenant.id(), event.seq, event.epoch, event.kind, event.payload, event.at);
}

std::int64_t last_seq(Session& session, Tenant tenant) {
  std::int64_t seq = 0;
  session.first(select_last, into(seq), tenant.id());
  return seq;
}

std::vector<Event> events_after(Session& session, Tenant tenant, std::int64_t after, int limit) {
  std::vector<Event> found;
  Event row;
  session.each(
      select_after, into(row.seq, row.epoch, row.kind, row.payload, row.at), [&] { found.push_back(row); }, tenant.id(),
      after, limit);
  return found;
}

}  // namespace robson::storage
