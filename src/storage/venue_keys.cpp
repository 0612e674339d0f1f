#include "storage/venue_keys.hpp"

#include "storage/session.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into venue_keys (client_id, kind, head, tail, sealed, entered_by, at) "
    "values (:client_id, :kind, :head, :tail, :sealed, :entered_by, :at) on conflict (client_id, kind) do update set "
    "head = excluded.head, tail = excluded.tail, sealed = excluded.sealed, entered_by = excluded.entered_by, "
    "at = excluded.at";
constexpr Sql select_sealed = "select sealed from venue_keys where client_id = :client_id and kind = :kind";
constexpr Sql select_all =
    "select kind, head, tail, entered_by, at from venue_keys where client_id = :client_id order by kind limit 100";
constexpr Sql remove = "delete from venue_keys where client_id = :client_id and kind = :kind";

}  // namespace

void put_venue_key(Session& session, Tenant tenant, const VenueKey& key, const std::string& sealed) {
  session.run(upsert, tenant.id(), key.kind, key.head, key.tail, sealed, key.by, key.at);
}

std::optional<std::string> find_sealed_venue_key(Session& session, Tenant tenant, VenueKind kind) {
  std::string sealed;
  if (!session.first(select_sealed, into(sealed), tenant.id(), kind)) return {};
  return sealed;
}

std::vector<VenueKey> venue_keys(Session& session, Tenant tenant) {
  std::vector<VenueKey> found;
  VenueKey row;
  session.each(
      select_all, into(row.kind, row.head, row.tail, row.by, row.at), [&] { found.push_back(row); }, tenant.id());
  return found;
}

bool remove_venue_key(Session& session, Tenant tenant, VenueKind kind) {
  return session.run(remove, tenant.id(), kind) == 1;
}

}  // namespace robson::storage
