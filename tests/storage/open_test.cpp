// What can go wrong when a data directory is opened, and what must not.
#include <sys/stat.h>

#include <fstream>

#include "storage/fixture.hpp"
#include "storage/migrations.hpp"
#include "storage/session.hpp"
#include "storage/sqlite.hpp"

namespace robson::storage {
namespace {

using testing::HasSubstr;

struct OpenTest : testing::Test {
  Result<std::unique_ptr<Database>, StorageError> open(const std::filesystem::path& path) {
    return Database::open(path, clock, {});
  }
  support::TemporaryDirectory directory;
  support::FakeClock clock;
};

TEST_F(OpenTest, makes_a_directory_and_files_that_only_the_owner_reads) {
  const auto path = directory / "new data=dir";
  ASSERT_TRUE(open(path));
  for (const char* name : {"", "robson.db", "robsond.lock"}) {
    struct stat status {};
    ASSERT_EQ(stat((path / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 077, 0U) << name;
  }
}

TEST_F(OpenTest, opening_again_applies_no_migration_twice) {
  ASSERT_TRUE(open(directory.path()));
  auto again = open(directory.path());
  ASSERT_TRUE(again);
  const auto history = (*again)->read_now([](Session& session) {
    std::vector<int> versions;
    int version = 0;
    session.each("select version from schema_migrations order by version", into(version),
                 [&] { versions.push_back(version); });
    return versions;
  });
  std::vector<int> expected;
  for (const auto& migration : migrations()) expected.push_back(migration.version);
  EXPECT_EQ(history.value(), expected);
}

TEST_F(OpenTest, a_newer_database_is_refused_naming_both_versions) {
  ASSERT_TRUE((*open(directory.path()))->write_now([](Session& session) {
    session.run("insert into schema_migrations (version, name, checksum, applied_at) values (99, 'later', 'x', 0)");
  }));
  const auto refused = open(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::newer_version);
  EXPECT_THAT(refused.error().text, HasSubstr("has version 99"));
  EXPECT_THAT(refused.error().text, HasSubstr("up to " + std::to_string(migrations().back().version)));
}

TEST_F(OpenTest, an_edited_migration_is_refused) {
  ASSERT_TRUE((*open(directory.path()))->write_now([](Session& session) {
    session.run("update schema_migrations set checksum = 'edited' where version = 1");
  }));
  const auto refused = open(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::bad_migration);
}

TEST_F(OpenTest, a_failing_migration_leaves_nothing_behind) {
  auto session = sqlite::open(directory / "some.db", sqlite::Access::read_write);
  ASSERT_TRUE(session);
  const std::vector<Migration> known = {{1, "good", "create table a (id {identity});\n"},
                                        {2, "bad", "create table b (id {identity});\ncreate nonsense;\n"}};
  const auto failed = migrate(**session, known, sqlite_dialect, clock.now());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, StorageErrorKind::bad_migration);
  EXPECT_THAT(failed.error().text, HasSubstr("migration 2 (bad)"));
  std::vector<std::string> tables;
  std::string name;
  (*session)->each("select name from sqlite_master where name in ('a', 'b')", into(name),
                   [&] { tables.push_back(name); });
  EXPECT_EQ(tables, std::vector<std::string>{"a"});
}

TEST_F(OpenTest, another_kind_of_file_is_not_a_database) {
  std::ofstream(directory / "robson.db") << std::string(8192, 'x');
  const auto refused = open(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::not_a_database);
  EXPECT_THAT(refused.error().text, HasSubstr((directory / "robson.db").string()));
}

TEST_F(OpenTest, a_damaged_database_is_refused) {
  ASSERT_TRUE(open(directory.path()));
  std::fstream file(directory / "robson.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(100);
  file << std::string(3900, '\xEE');
  file.close();
  const auto refused = open(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::not_a_database);
}

TEST_F(OpenTest, a_directory_that_cannot_be_made_is_unwritable) {
  std::ofstream(directory / "file") << "x";
  for (const auto& path : {directory / "file", directory / "file" / "below", std::filesystem::path("/proc/robson")}) {
    const auto refused = open(path);
    ASSERT_FALSE(refused) << path;
    EXPECT_EQ(refused.error().kind, StorageErrorKind::unwritable) << path;
    EXPECT_THAT(refused.error().text, HasSubstr(path.string()));
  }
}

TEST_F(OpenTest, a_second_process_is_locked_out_until_the_first_has_gone) {
  auto first = open(directory.path());
  ASSERT_TRUE(first);
  const auto second = open(directory.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, StorageErrorKind::locked);
  EXPECT_THAT(second.error().text, HasSubstr("process " + std::to_string(getpid())));
  first->reset();
  EXPECT_TRUE(open(directory.path()));
}

}  // namespace
}  // namespace robson::storage
