#include "storage/clients.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// The order of columns_of() below.
#define SELECT_CLIENT "select id, name, active, created_at from clients "

constexpr Sql insert = "insert into clients (name, active, created_at) values (:name, 1, :created_at) returning id";
constexpr Sql select_one = SELECT_CLIENT "where id = :id";
constexpr Sql select_after = SELECT_CLIENT "where id > :after order by id limit :limit";
constexpr Sql update_active = "update clients set active = :active where id = :id";

auto columns_of(Client& row) {
  return into(row.id, row.name, row.active, row.created_at);
}

}  // namespace

TenantId insert_client(Session& session, Installation, const std::string& name, Timestamp now) {
  TenantId id;
  session.first(insert, into(id), name, now);
  return id;
}

std::optional<Client> find_client(Session& session, Tenant tenant) {
  Client row;
  if (!session.first(select_one, columns_of(row), tenant.id())) return {};
  return row;
}

std::vector<Client> clients_after(Session& session, Installation, TenantId after, int limit) {
  std::vector<Client> found;
  Client row;
  session.each(
      select_after, columns_of(row), [&] { found.push_back(row); }, after, limit);
  return found;
}

bool set_client_active(Session& session, Installation, TenantId id, bool active) {
  return session.run(update_active, active, id) == 1;
}

}  // namespace robson::storage
