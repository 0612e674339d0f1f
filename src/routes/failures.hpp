#pragma once
// What goes wrong below the routes, as a failure of HTTP: one table from code to status.
#include "routes/gate.hpp"
#include "runtime/runtime.hpp"
#include "storage/cursor.hpp"
#include "storage/error.hpp"

namespace robson::routes {

// 404 for what is not there, 409 for what does not fit the state of the moment, 503 for what the server or the venue
// cannot do now, 422 for every rule that refuses.
int status_of(std::string_view code);

Failure failure_of(const engine::Rejection& rejection);
Failure failure_of(const runtime::VenueError& error);
Failure failure_of(const storage::StorageError& error);
Failure failure_of(storage::CursorFault fault);
// Who does not get in, and why. Names nobody: whose account it was stays inside.
Failure failure_of(const accounts::AuthFailure& failure);
// 403: what only the session of a person may do.
Failure session_needed();
// Whole seconds, at least 1, for Retry-After.
int seconds_of(Duration wait);
// The request needs more rights than its caller has.
Failure forbidden(accounts::Role needed, accounts::Role has);

}  // namespace robson::routes
