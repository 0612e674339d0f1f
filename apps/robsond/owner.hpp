#pragma once
#include "options.hpp"
#include "storage/database.hpp"

namespace robson {
// Does the owner's command. Prints its answer, or one sentence to standard error, and gives the exit code.
int carry_out(storage::Database& database, const Clock& clock, const OwnerTask& task);
}  // namespace robson
