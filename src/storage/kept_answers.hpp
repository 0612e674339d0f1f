#pragma once
// Table kept_answers: answers to requests with an Idempotency-Key, by (route, key) of a tenant, for 24 hours.
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

struct KeptAnswer {
  std::string route{};
  std::string key{};
  std::string body_hash{};  // of the request
  int status = 0;           // HTTP
  std::string body{};       // of the answer
  Timestamp at{};
};
inline constexpr Duration answers_live = std::chrono::hours(24);

// Fails as `duplicate` when an answer under this key is there that is younger than answers_live before `answer.at`:
// then what was to be committed with it has been done before, and is not done again.
void keep_answer(Session& session, Tenant tenant, const KeptAnswer& answer);
// Nothing when there is none, or it is too old at `now`.
std::optional<KeptAnswer> find_answer(Session& session, Tenant tenant, const std::string& route, const std::string& key,
                                      Timestamp now);
// Puts another answer in the place of the kept one: what became known after the commit. Nothing happens when there is
// none.
void amend_answer(Session& session, Tenant tenant, const std::string& route, const std::string& key, int status,
                  const std::string& body);
// Forgets those that are too old at `now`, of all tenants, 10,000 at most; their number.
long long purge_answers(Session& session, Installation, Timestamp now);

}  // namespace robson::storage
