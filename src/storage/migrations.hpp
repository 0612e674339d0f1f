#pragma once
// The tables' history. src/storage/migrations/NNNN_name.sql are embedded into the program and applied in order, each
// in a transaction of its own, and noted in schema_migrations. An applied migration is never edited; a change is a new
// file.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "storage/error.hpp"

namespace robson::storage {

class Session;

struct Migration {
  int version = 0;
  std::string_view name{};
  std::string_view text{};
};
// Those in this program, oldest first.
const std::vector<Migration>& migrations();

// The words of a migration that differ between databases.
struct Dialect {
  std::string_view identity{};
  std::string_view decimal{};
  std::string_view clustered{};  // behind a table whose rows lie in the order of its primary key
};
inline constexpr Dialect sqlite_dialect{
    .identity = "integer primary key autoincrement", .decimal = "text collate decimal", .clustered = " without rowid"};

// The statements of a migration, with the dialect's words in place, without comments.
std::vector<std::string> statements_of(std::string_view text, const Dialect& dialect);

// Brings the database to the newest version of `known`; the number of migrations that were applied. Refuses a
// database that is newer than the program (newer_version), and one whose history is not ours (bad_migration).
Result<int, StorageError> migrate(Session& session, const std::vector<Migration>& known, const Dialect& dialect,
                                  Timestamp now);

}  // namespace robson::storage
