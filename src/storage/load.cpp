#include "storage/load.hpp"

#include <random>

#include "storage/clients.hpp"
#include "storage/desks.hpp"
#include "storage/fills.hpp"
#include "storage/movements.hpp"
#include "storage/operations.hpp"
#include "storage/orders.hpp"
#include "storage/plans.hpp"
#include "storage/proofs.hpp"
#include "storage/settings.hpp"
#include "storage/strategies.hpp"

namespace robson::storage {
namespace {

constexpr Duration recent = std::chrono::hours(48);

template <class T>
void append(std::vector<T>& all, std::vector<T> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

void load_tenant(Session& session, Tenant tenant, Timestamp now, engine::Restored& restored) {
  restored.tenants.push_back(tenant.id());
  if (auto desk = find_desk(session, tenant)) restored.desks.push_back(*desk);
  append(restored.strategies, strategies(session, tenant));
  append(restored.plans, live_plans(session, tenant, now));
  restored.ledger.emplace_back(tenant.id(), ledger(session, tenant));
  auto operations = operations_since(session, tenant, now - recent);
  for (const Operation& operation : operations) {
    append(restored.orders, orders_of(session, tenant, operation.id));
    append(restored.fills, fills_of(session, tenant, operation.id));
    append(restored.proofs, proofs_of(session, tenant, operation.id));
  }
  append(restored.operations, std::move(operations));
}

}  // namespace

std::string installation_tag(Session& session, Installation scope) {
  if (const auto kept = find_setting(session, scope, "installation")) return *kept;
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device chance;
  std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
  std::string tag;
  for (int i = 0; i < 6; ++i) tag += letters[any(chance)];
  put_setting(session, scope, "installation", tag);
  return tag;
}

engine::Restored load_state(Session& session, Installation scope, Timestamp now) {
  constexpr int clients_at_once = 1000;
  engine::Restored restored;
  restored.installation = installation_tag(session, scope);
  for (TenantId after{}; true;) {
    const auto clients = clients_after(session, scope, after, clients_at_once);
    for (const Client& client : clients) load_tenant(session, Tenant(client.id), now, restored);
    if (clients.size() < clients_at_once) break;
    after = clients.back().id;
  }
  restored.last_operation = last_operation(session, scope);
  restored.last_order = last_order(session, scope);
  restored.last_plan = last_plan(session, scope);
  restored.last_strategy = last_strategy(session, scope);
  return restored;
}

}  // namespace robson::storage
