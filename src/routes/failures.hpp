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
// The request needs more rights than its caller has.
Failure forbidden(accounts::Role needed, accounts::Role has);

}  // namespace robson::routes
