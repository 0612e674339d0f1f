#include "base/private_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace robson {
namespace {

TEST(PrivateFile, what_was_written_is_read_and_only_its_owner_may) {
  const support::TemporaryDirectory directory;
  ASSERT_TRUE(write_private(directory / "key", Secret("first")));
  ASSERT_TRUE(write_private(directory / "key", Secret("second")));
  struct stat status {};
  ASSERT_EQ(stat((directory / "key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto text = read_private(directory / "key");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->reveal(), "second");
}

TEST(PrivateFile, one_that_others_may_read_is_refused) {
  const support::TemporaryDirectory directory;
  ASSERT_TRUE(write_private(directory / "key", Secret("mine")));
  for (const mode_t mode : {0640U, 0604U, 0620U}) {
    ASSERT_EQ(chmod((directory / "key").c_str(), mode), 0);
    const auto text = read_private(directory / "key");
    ASSERT_FALSE(text) << mode;
    EXPECT_EQ(text.error(), "others than its owner may read it; run chmod 600 on it, and replace it if they did");
  }
}

TEST(PrivateFile, a_link_is_refused) {
  const support::TemporaryDirectory directory;
  ASSERT_TRUE(write_private(directory / "key", Secret("mine")));
  std::filesystem::create_symlink(directory / "key", directory / "link");
  EXPECT_FALSE(read_private(directory / "link"));
}

TEST(PrivateFile, a_file_in_no_directory_says_why) {
  const support::TemporaryDirectory directory;
  EXPECT_FALSE(write_private(directory / "missing/key", Secret("mine")));
  EXPECT_FALSE(read_private(directory / "key"));
}

}  // namespace
}  // namespace robson
