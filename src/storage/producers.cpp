#include "storage/producers.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into producers (id, client_id, name, strategy_id, sealed_secret, sealed_passphrase, created_at, "
    "created_by, revoked_at) values (:id, :client_id, :name, :strategy_id, :sealed_secret, :sealed_passphrase, "
    ":created_at, :created_by, :revoked_at) on conflict (id) do update set revoked_at = excluded.revoked_at "
    "where producers.client_id = excluded.client_id";
constexpr Sql select_all =
    "select id, client_id, name, strategy_id, sealed_secret, sealed_passphrase, created_at, created_by, "
    "last_signal_at, signals, revoked_at from producers where client_id = :client_id order by created_at, id "
    "limit 10000";

}  // namespace

void save_producer(Session& session, Tenant tenant, const signals::Producer& row) {
  session.run(upsert, row.id, tenant.id(), row.name, some_id(row.strategy), row.sealed_secret, row.sealed_passphrase,
              row.created_at, row.created_by, row.revoked_at);
}

std::vector<signals::Producer> producers(Session& session, Tenant tenant) {
  std::vector<signals::Producer> found;
  signals::Producer row;
  std::optional<StrategyId> strategy;
  const auto keep = [&] {
    row.strategy = id_or_none(strategy);
    found.push_back(row);
  };
  session.each(select_all,
               into(row.id, row.tenant, row.name, strategy, row.sealed_secret, row.sealed_passphrase, row.created_at,
                    row.created_by, row.last_signal_at, row.signals, row.revoked_at),
               keep, tenant.id());
  return found;
}

}  // namespace robson::storage
