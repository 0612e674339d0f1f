#include "storage/migrations.hpp"

#include <fmt/format.h>

#include <map>

#include "storage/session.hpp"

namespace robson::storage {
namespace {

// "identity", "decimal", "clustered" and schema_migrations itself are the only things that exist before the first
// migration.
constexpr Sql create_history =
    "create table if not exists schema_migrations (version bigint primary key, name text not null, checksum text not "
    "null, applied_at bigint not null)";
constexpr Sql select_history = "select version, checksum from schema_migrations order by version";
constexpr Sql insert_history =
    "insert into schema_migrations (version, name, checksum, applied_at) values (:version, :name, :checksum, :at)";

// FNV-1a, 64 bit: tells an edited migration, not a forged one.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
  }
}

std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::map<int, std::string> read_history(Session& session) {
  std::map<int, std::string> checksums;
  int version = 0;
  std::string checksum;
  session.each(select_history, into(version, checksum), [&] { checksums.emplace(version, checksum); });
  return checksums;
}

Result<void, StorageError> check_history(const std::map<int, std::string>& applied,
                                         const std::vector<Migration>& known) {
  const int newest = known.empty() ? 0 : known.back().version;
  if (!applied.empty() && applied.rbegin()->first > newest) {
    return Unexpected(StorageError{
        StorageErrorKind::newer_version,
        fmt::format("the database has version {}, this program knows versions up to {}: start the newer program",
                    applied.rbegin()->first, newest)});
  }
  for (const Migration& migration : known) {
    const auto found = applied.find(migration.version);
    if (found != applied.end() && found->second != checksum_of(migration.text)) {
      return Unexpected(StorageError{StorageErrorKind::bad_migration,
                                     fmt::format("migration {} ({}) is not the one that this database was made with",
                                                 migration.version, migration.name)});
    }
  }
  return {};
}

void apply(Session& session, const Migration& migration, const Dialect& dialect, Timestamp now) {
  soci::transaction transaction(session.connection());
  for (const auto& statement : statements_of(migration.text, dialect)) session.run_text(statement);
  session.run(insert_history, migration.version, std::string(migration.name), checksum_of(migration.text), now);
  transaction.commit();
}

}  // namespace

std::vector<std::string> statements_of(std::string_view text, const Dialect& dialect) {
  std::vector<std::string> statements;
  std::string statement;
  while (!text.empty()) {
    const auto line = next_line(text);
    if (line.empty() || line.substr(0, 2) == "--") continue;
    statement += line;
    if (line.back() != ';') {
      statement += '\n';
      continue;
    }
    statement.pop_back();
    replace_all(statement, "{identity}", dialect.identity);
    replace_all(statement, "{decimal}", dialect.decimal);
    replace_all(statement, "{clustered}", dialect.clustered);
    statements.push_back(std::exchange(statement, {}));
  }
  if (!statement.empty()) throw std::logic_error("a migration ends without a semicolon");
  return statements;
}

Result<int, StorageError> migrate(Session& session, const std::vector<Migration>& known, const Dialect& dialect,
                                  Timestamp now) {
  session.run(create_history);
  const auto applied = read_history(session);
  if (auto checked = check_history(applied, known); !checked) return Unexpected(std::move(checked).error());
  int count = 0;
  for (const Migration& migration : known) {
    if (applied.contains(migration.version)) continue;
    try {
      apply(session, migration, dialect, now);
    } catch (const soci::soci_error& broken) {
      return Unexpected(StorageError{
          StorageErrorKind::bad_migration,
          fmt::format("migration {} ({}) fails: {}", migration.version, migration.name, broken.get_error_message())});
    }
    ++count;
  }
  return count;
}

}  // namespace robson::storage
