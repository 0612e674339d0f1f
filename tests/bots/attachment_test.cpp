#include "bots/attachment.hpp"

#include <gtest/gtest.h>

namespace robson::bots {
namespace {

using Texts = std::vector<std::string>;

TEST(Attachment, names_client_and_address_are_read) {
  const auto bots = read_attachments({"alpha=http://127.0.0.1:8000", "beta@2=https://bot.example"}).value();
  ASSERT_EQ(bots.size(), 2U);
  EXPECT_EQ(bots[0].name, "alpha");
  EXPECT_EQ(bots[0].tenant, TenantId{1});
  EXPECT_EQ(bots[0].url.port, 8000);
  EXPECT_EQ(bots[1].tenant, TenantId{2});
  EXPECT_TRUE(bots[1].url.secure);
}

TEST(Attachment, the_first_of_a_client_is_its_default_unless_one_is_called_so) {
  const auto bots =
      read_attachments({"a=http://h:1", "b@2=http://h:2", "default@2=http://h:3", "c=http://h:4"}).value();
  EXPECT_TRUE(bots[0].is_default);
  EXPECT_FALSE(bots[1].is_default);
  EXPECT_TRUE(bots[2].is_default);
  EXPECT_FALSE(bots[3].is_default);
}

TEST(Attachment, what_is_none_is_refused) {
  for (const std::string text : {"", "alpha", "=http://h:1", "Alpha=http://h:1", "a b=http://h:1", "a@0=http://h:1",
                                 "a@x=http://h:1", "a=ftp://h:1", "a=http://h:1/path", "a=", "-a=http://h:1"}) {
    EXPECT_FALSE(read_attachments({text})) << text;
  }
  EXPECT_FALSE(read_attachments({"a=http://h:1", "a=http://h:2"}));
  EXPECT_TRUE(read_attachments({"a=http://h:1", "a@2=http://h:2"}));
  EXPECT_FALSE(read_attachments(Texts(51, "a=http://h:1")));
}

TEST(Attachment, one_key_is_for_all_and_a_named_one_for_its_bot) {
  auto bots = read_attachments({"a=http://h:1", "b=http://h:2", "b@2=http://h:3"}).value();
  ASSERT_TRUE(give_keys(bots, Secret("# the keys\n\nsame\nb other\r\nb@2 third\n")));
  EXPECT_EQ(bots[0].key.reveal(), "same");
  EXPECT_EQ(bots[1].key.reveal(), "other");
  EXPECT_EQ(bots[2].key.reveal(), "third");
}

TEST(Attachment, a_bot_without_a_key_and_a_line_that_is_none_are_faults) {
  auto bots = read_attachments({"a=http://h:1", "b=http://h:2"}).value();
  EXPECT_EQ(give_keys(bots, Secret("a one\n")).error(), "there is no key for bot b");
  EXPECT_FALSE(give_keys(bots, Secret("a one two\n")));
  EXPECT_FALSE(give_keys(bots, Secret("A one\n")));
  for (const std::string secret : {"a one two", "A hidden"}) {
    EXPECT_EQ(give_keys(bots, Secret(secret)).error().find("hidden"), std::string::npos);
  }
}

}  // namespace
}  // namespace robson::bots
