#include "routes/audit_trail.hpp"

#include <algorithm>
#include <array>

namespace robson::routes {
namespace {

constexpr std::array lists = {std::string_view("users"),     std::string_view("api-keys"),
                              std::string_view("plans"),     std::string_view("strategies"),
                              std::string_view("positions"), std::string_view("producers")};

std::string_view verb_of(net::Method method, std::string_view name) {
  switch (method) {
    case net::Method::PUT: return "set";
    case net::Method::PATCH: return "change";
    case net::Method::DELETE: return "delete";
    default: break;
  }
  return std::ranges::find(lists, name) != lists.end() ? "create" : "";
}

accounts::AuditOutcome outcome_of(int status) {
  if (status < 400) return accounts::AuditOutcome::done;
  return status < 500 ? accounts::AuditOutcome::refused : accounts::AuditOutcome::failed;
}

}  // namespace

std::string action_of(net::Method method, std::string_view pattern) {
  std::string name;
  for (const std::string_view part : net::split_path(pattern)) {
    if (part == "api" || part == "v1" || part.starts_with('{')) continue;
    name += name.empty() ? "" : ".";
    name += part;
  }
  const std::string_view verb = verb_of(method, name);
  if (!verb.empty()) name += "." + std::string(verb);
  return name;
}

bool is_control(std::string_view pattern) {
  return pattern.starts_with("/api/v1/control/");
}

bool acts_unrecorded(std::string_view pattern) {
  return pattern == "/api/v1/control/emergency-stop" || pattern == "/api/v1/auth/logout";
}

accounts::AuditEntry entry_of(const Exchange& exchange, std::string_view pattern) {
  accounts::AuditEntry entry{.action = action_of(exchange.request.method, pattern),
                             .address = exchange.request.remote,
                             .correlation_id = exchange.correlation_id};
  if (exchange.caller) {
    entry.user = exchange.caller->name;
    entry.role = exchange.caller->role;
    if (exchange.caller->by_api_key) entry.detail["api_key"] = exchange.caller->key_name;
  }
  for (const auto& [name, value] : exchange.parameters.values) {
    entry.target += (entry.target.empty() ? "" : "/") + value;
  }
  if (entry.target.empty()) entry.target = exchange.request.parameter("bot").value_or("");
  return entry;
}

void complete(accounts::AuditEntry& entry, const Exchange& exchange, int status) {
  for (const auto& [name, value] : *exchange.audit_notes) {
    if (name == "target") {
      entry.target = value;
    } else {
      entry.detail.insert_or_assign(name, value);
    }
  }
  entry.outcome = outcome_of(status);
  entry.status = status;
}

}  // namespace robson::routes
