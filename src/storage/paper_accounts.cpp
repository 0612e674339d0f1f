#include "storage/paper_accounts.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql upsert =
    "insert into paper_accounts (client_id, state, at) values (:client_id, :state, :at) "
    "on conflict (client_id) do update set state = excluded.state, at = excluded.at";
constexpr Sql select_one = "select state from paper_accounts where client_id = :client_id";

}  // namespace

void put_paper_account(Session& session, Tenant tenant, const std::string& state, Timestamp now) {
  session.run(upsert, tenant.id(), state, now);
}

std::optional<std::string> find_paper_account(Session& session, Tenant tenant) {
  std::string state;
  if (!session.first(select_one, into(state), tenant.id())) return {};
  return state;
}

}  // namespace robson::storage
