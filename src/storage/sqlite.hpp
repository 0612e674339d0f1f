#pragma once
// What is particular to SQLite: how a connection is opened, how decimals compare, what its errors mean.
#include <exception>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "storage/error.hpp"

namespace robson::storage {
class Session;
}

namespace robson::storage::sqlite {

enum class Access { read_write, read_only };

// Opens, and for writing makes (0600), the file. WAL, synchronous FULL, foreign keys, 5 s busy timeout, and the
// collation `decimal`. Errors: unwritable, not_a_database, failed.
Result<std::unique_ptr<Session>, StorageError> open(const std::filesystem::path& file, Access access);

// Whether a transaction is open. Some errors (disk full, I/O) end it behind our back.
bool in_transaction(Session& session);

// What an exception out of a job means. The values of the row are left out of the text.
StorageError error_of(const std::exception& thrown);

// The order of the collation `decimal`: by value; texts that are no decimals come first, by their bytes.
int compare_decimal_texts(std::string_view a, std::string_view b);

}  // namespace robson::storage::sqlite
