#include "storage/kept_answers.hpp"

#include "storage/session.hpp"

namespace robson::storage {
namespace {

constexpr Sql delete_old =
    "delete from kept_answers where client_id = :client_id and route = :route and key = :key and at <= :old";
constexpr Sql insert =
    "insert into kept_answers (client_id, route, key, body_hash, status, body, at) "
    "values (:client_id, :route, :key, :body_hash, :status, :body, :at)";
constexpr Sql select_one =
    "select route, key, body_hash, status, body, at from kept_answers "
    "where client_id = :client_id and route = :route and key = :key and at > :old";
constexpr Sql amend =
    "update kept_answers set status = :status, body = :body "
    "where client_id = :client_id and route = :route and key = :key";
constexpr Sql purge =
    "delete from kept_answers where (client_id, route, key) in "
    "(select client_id, route, key from kept_answers where at <= :old order by at limit 10000)";

}  // namespace

void keep_answer(Session& session, Tenant tenant, const KeptAnswer& row) {
  session.run(delete_old, tenant.id(), row.route, row.key, row.at - answers_live);
  session.run(insert, tenant.id(), row.route, row.key, row.body_hash, row.status, row.body, row.at);
}

std::optional<KeptAnswer> find_answer(Session& session, Tenant tenant, const std::string& route, const std::string& key,
                                      Timestamp now) {
  KeptAnswer row;
  const bool found = session.first(select_one, into(row.route, row.key, row.body_hash, row.status, row.body, row.at),
                                   tenant.id(), route, key, now - answers_live);
  if (!found) return {};
  return row;
}

void amend_answer(Session& session, Tenant tenant, const std::string& route, const std::string& key, int status,
                  const std::string& body) {
  session.run(amend, status, body, tenant.id(), route, key);
}

long long purge_answers(Session& session, Installation, Timestamp now) {
  return session.run(purge, now - answers_live);
}

}  // namespace robson::storage
