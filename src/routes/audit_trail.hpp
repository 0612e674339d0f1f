#pragma once
// What the gate tells the audit of a request.
//
// A request is recorded when its caller is signed in and its method may change something (all but GET, HEAD, OPTIONS),
// the refused ones too; of requests beyond the rate limit the first of each minute. Its action is made of the route:
// the pattern without "api" and "v1" and without parameters, its parts joined by '.', and behind it
//   POST    nothing, or "create" where the pattern is a list's (its path has a `{id}` below it, or is known as one)
//   PUT     "set"      PATCH  "change"      DELETE  "delete"
// so that POST /api/v1/control/pause is control.pause and PATCH /api/v1/users/{id} is users.change. Its target is the
// path's parameters, else `bot` of the query, unless the handler notes another; its detail is what the handler notes.
#include "accounts/audit_chain.hpp"
#include "routes/gate.hpp"

namespace robson::routes {

std::string action_of(net::Method method, std::string_view pattern);
// Steering a bot: recorded before it is done, too.
bool is_control(std::string_view pattern);
// What is done even when it cannot be recorded: what stops trading, and what ends a session.
bool acts_unrecorded(std::string_view pattern);

// The request as it came in; outcome and status are still to be filled in.
accounts::AuditEntry entry_of(const Exchange& exchange, std::string_view pattern);
// With what the handler noted, and how it ended.
void complete(accounts::AuditEntry& entry, const Exchange& exchange, int status);

}  // namespace robson::routes
