#include "storage/signal_policies.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into signal_policies (client_id, strategy_id, min_confidence, cooldown_seconds, daily_cap, updated_at, "
    "updated_by) values (:client_id, :strategy_id, :min_confidence, :cooldown_seconds, :daily_cap, :updated_at, "
    ":updated_by) on conflict (client_id, strategy_id) do update set min_confidence = excluded.min_confidence, "
    "cooldown_seconds = excluded.cooldown_seconds, daily_cap = excluded.daily_cap, updated_at = excluded.updated_at, "
    "updated_by = excluded.updated_by";
constexpr Sql select_all =
    "select client_id, strategy_id, min_confidence, cooldown_seconds, daily_cap, updated_at, updated_by "
    "from signal_policies where client_id = :client_id order by strategy_id limit 10000";

}  // namespace

void save_signal_policy(Session& session, Tenant tenant, const signals::SignalPolicy& row) {
  session.run(upsert, tenant.id(), row.strategy, row.min_confidence, row.cooldown_seconds, row.daily_cap,
              row.updated_at, row.updated_by);
}

std::vector<signals::SignalPolicy> signal_policies(Session& session, Tenant tenant) {
  std::vector<signals::SignalPolicy> found;
  signals::SignalPolicy row;
  session.each(
      select_all,
      into(row.tenant, row.strategy, row.min_confidence, row.cooldown_seconds, row.daily_cap, row.updated_at,
           row.updated_by),
      [&] { found.push_back(row); }, tenant.id());
  return found;
}

}  // namespace robson::storage
