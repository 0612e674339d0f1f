#pragma once
// Table paper_accounts: what the paper venue remembers of each tenant's account, in its own words.
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

void put_paper_account(Session& session, Tenant tenant, const std::string& state, Timestamp now);
std::optional<std::string> find_paper_account(Session& session, Tenant tenant);

}  // namespace robson::storage
