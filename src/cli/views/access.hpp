#pragma once
// Users, keys and the audit as a person reads them: documents in, text out.
#include <string>

#include "cli/page.hpp"

namespace robson::cli {

std::string users_table(const json::Value& users, const Look& look);
std::string user_lines(const json::Value& user, const Look& look);
std::string api_keys_table(const json::Value& keys, const Look& look);
std::string audit_table(const json::Value& entries, const Look& look);
std::string audit_verdict_view(const json::Value& verdict, const Look& look);

}  // namespace robson::cli
