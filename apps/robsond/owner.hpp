#pragma once
#include "options.hpp"
#include "storage/database.hpp"

namespace robson {
// The owner's commands. Each prints its answer, or one sentence to standard error, and gives the exit code.
int add_client(storage::Database& database, const Clock& clock, const AddClient& task);
int list_clients(storage::Database& database);
int add_user(storage::Database& database, const Clock& clock, const AddUser& task);
}  // namespace robson
