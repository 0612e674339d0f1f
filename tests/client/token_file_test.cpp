#include "client/token_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/client/scratch.hpp"

namespace robson::client {
namespace {

Tokens some_tokens(const std::string& number) {
  return {.access = Secret("access-" + number),
          .refresh = Secret("refresh-" + number),
          .url = "http://127.0.0.1:8080",
          .username = "admin",
          .expires_at = Timestamp::from_seconds(1'767'323'045)};
}

struct TokenFileTest : testing::Test {
  fake::ScratchFolder folder{};
  std::string path = folder.path() + "/robson/credentials";
  TokenFile file{path, "desk"};
};

TEST_F(TokenFileTest, a_missing_file_holds_no_session) {
  const auto tokens = file.load();
  ASSERT_TRUE(tokens);
  EXPECT_FALSE(tokens->has_value());
}

TEST_F(TokenFileTest, gives_back_what_was_saved) {
  ASSERT_TRUE(file.save(some_tokens("1")));
  const auto tokens = file.load();
  ASSERT_TRUE(tokens && *tokens);
  EXPECT_EQ((*tokens)->access.reveal(), "access-1");
  EXPECT_EQ((*tokens)->refresh.reveal(), "refresh-1");
  EXPECT_EQ((*tokens)->url, "http://127.0.0.1:8080");
  EXPECT_EQ((*tokens)->username, "admin");
  EXPECT_EQ((*tokens)->expires_at, Timestamp::from_seconds(1'767'323'045));
}

TEST_F(TokenFileTest, is_readable_by_its_owner_only_and_leaves_no_copy) {
  ASSERT_TRUE(file.save(some_tokens("1")));
  ASSERT_TRUE(file.save(some_tokens("2")));
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((folder.path() + "/robson").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path() + "/robson"), {}), 1);
}

TEST_F(TokenFileTest, profiles_do_not_touch_each_other) {
  TokenFile other(path, "other");
  ASSERT_TRUE(file.save(some_tokens("1")));
  ASSERT_TRUE(other.save(some_tokens("2")));
  ASSERT_TRUE(file.forget());
  EXPECT_FALSE(file.load()->has_value());
  EXPECT_EQ((*other.load())->access.reveal(), "access-2");
}

TEST_F(TokenFileTest, a_file_that_others_can_read_is_refused_and_said_how_to_mend) {
  ASSERT_TRUE(file.save(some_tokens("1")));
  for (const unsigned mode : {0640U, 0604U, 0620U}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    const auto tokens = file.load();
    ASSERT_FALSE(tokens);
    EXPECT_NE(tokens.error().text.find("chmod 600"), std::string::npos) << tokens.error().text;
    EXPECT_FALSE(file.save(some_tokens("2")));
  }
}

TEST_F(TokenFileTest, a_damaged_file_is_an_error_that_does_not_quote_it) {
  fake::write_file(path, R"({"sessions":[{"profile":"access-secret"}]})");
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  const auto tokens = file.load();
  ASSERT_FALSE(tokens);
  EXPECT_EQ(tokens.error().text.find("access-secret"), std::string::npos);
  EXPECT_NE(tokens.error().text.find("damaged"), std::string::npos);
}

TEST_F(TokenFileTest, a_folder_in_its_place_is_an_error) {
  std::filesystem::create_directories(path);
  EXPECT_FALSE(file.load());
}

TEST_F(TokenFileTest, the_lock_has_one_holder_until_it_is_given_back) {
  auto held = file.try_lock();
  ASSERT_TRUE(held && *held);
  const auto second = TokenFile(path, "other").try_lock();
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->has_value());
  held->reset();
  const auto third = file.try_lock();
  ASSERT_TRUE(third);
  EXPECT_TRUE(third->has_value());
}

TEST_F(TokenFileTest, a_folder_that_cannot_be_made_is_an_error) {
  fake::write_file(folder.path() + "/file", "");
  TokenFile nowhere(folder.path() + "/file/robson/credentials", "desk");
  EXPECT_FALSE(nowhere.save(some_tokens("1")));
  EXPECT_FALSE(nowhere.try_lock());
}

}  // namespace
}  // namespace robson::client
