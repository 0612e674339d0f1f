#pragma once
#include <string>

namespace robson::storage {

// Why the storage cannot do something. Closed list.
enum class StorageErrorKind {
  // at start-up
  unwritable,      // the data directory cannot be made, or not be written to
  locked,          // another process works on this data directory
  not_a_database,  // the file is something else, or damaged
  newer_version,   // a later program has changed the tables
  bad_migration,   // a migration fails, or was changed after it had been applied
  // while running
  busy,       // the queue is full: come back later
  duplicate,  // a unique key is taken
  violated,   // a foreign key or a check of the table refuses the row
  failed,     // the database or the job broke; `text` says how
  stopped,    // a commit has failed or the database is closing: nothing is written any more, reading goes on
};

struct StorageError {
  StorageErrorKind kind{};
  std::string text{};  // one human sentence, for the log and for start-up; no values of rows
};

}  // namespace robson::storage
