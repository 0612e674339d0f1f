#include "storage/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "storage/session.hpp"

namespace robson::storage::sqlite {
using namespace sqlite_api;  // where soci puts the C interface
namespace {

// soci exports no type information of its backends, so that neither a dynamic_cast nor a sanitizer's look at the type
// links; open() makes no other kind.
__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3* handle_of(Session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.connection().get_backend())->conn_;
}

int collate(void*, int a_size, const void* a, int b_size, const void* b) {
  return compare_decimal_texts({static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                               {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

// SQLite makes files by the umask; ours hold password hashes.
Result<void, StorageError> make_private(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made < 0) {
    return Unexpected(StorageError{StorageErrorKind::unwritable, fmt::format("the database {} cannot be opened: {}",
                                                                             file.string(), std::strerror(errno))});
  }
  close(made);
  return {};
}

void configure(Session& session, Access access) {
  sqlite3_extended_result_codes(handle_of(session), 1);
  sqlite3_busy_timeout(handle_of(session), 5000);
  if (sqlite3_create_collation_v2(handle_of(session), "decimal", SQLITE_UTF8, nullptr, collate, nullptr) != SQLITE_OK) {
    throw soci::soci_error("the collation for decimals cannot be registered");
  }
  std::string mode;
  session.first("pragma journal_mode = wal", into(mode));
  if (mode != "wal")
    throw soci::soci_error("the file system does not carry a write-ahead log (journal mode " + mode + ")");
  // FULL: a commit that was reported is on the disk. NORMAL can lose the last ones when the power fails.
  session.run_text("pragma synchronous = full");
  session.run_text("pragma foreign_keys = on");
  if (access == Access::read_only) session.run_text("pragma query_only = on");
}

// Without the name of the function inside soci that soci puts in front.
std::string message_of(const soci::soci_error& error) {
  std::string text = error.get_error_message();
  const auto colon = text.find(": ");
  const bool named = text.starts_with("sqlite3_") && colon != std::string::npos;
  return named ? text.substr(colon + 2) : text;
}

StorageErrorKind kind_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return StorageErrorKind::duplicate;
    default: break;
  }
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT: return StorageErrorKind::violated;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return StorageErrorKind::not_a_database;
    default: return StorageErrorKind::failed;
  }
}

}  // namespace

Result<std::unique_ptr<Session>, StorageError> open(const std::filesystem::path& file, Access access) {
  if (access == Access::read_write) {
    if (auto made = make_private(file); !made) return Unexpected(std::move(made).error());
  }
  try {
    auto connection = std::make_unique<soci::session>(soci::sqlite3, fmt::format("db=\"{}\"", file.string()));
    auto session = std::make_unique<Session>(std::move(connection));
    configure(*session, access);
    return session;
  } catch (const std::exception& thrown) {
    StorageError error = error_of(thrown);
    error.text = fmt::format("the database {} cannot be opened: {}", file.string(), error.text);
    return Unexpected(std::move(error));
  }
}

bool in_transaction(Session& session) {
  return sqlite3_get_autocommit(handle_of(session)) == 0;
}

StorageError error_of(const std::exception& thrown) {
  // soci's what() would quote the statement's parameters; get_error_message() does not.
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown)) {
    return {kind_of(sqlite->result()), message_of(*sqlite)};
  }
  if (const auto* other = dynamic_cast<const soci::soci_error*>(&thrown)) {
    return {StorageErrorKind::failed, message_of(*other)};
  }
  return {StorageErrorKind::failed, thrown.what()};
}

int compare_decimal_texts(std::string_view a, std::string_view b) {
  const auto left = Decimal::parse(a);
  const auto right = Decimal::parse(b);
  if (left && right) return *left < *right ? -1 : *left > *right ? 1 : 0;
  if (left.has_value() != right.has_value()) return left ? 1 : -1;
  const int order = a.compare(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace robson::storage::sqlite
