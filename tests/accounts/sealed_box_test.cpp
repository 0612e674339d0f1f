#include "accounts/sealed_box.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace robson::accounts {
namespace {
using testing::HasSubstr;

struct SealedBoxTest : testing::Test {
  support::TemporaryDirectory directory;
  std::filesystem::path file = directory / "master.key";
  SealedBox box = SealedBox::load_or_create(file).value();
  const SealContext here{.tenant = {1}, .name = "venue_key LIVE"};
  const Secret secret{std::string("key\0secret", 10)};

  std::string why_not() { return SealedBox::load_or_create(file).error(); }
};

TEST_F(SealedBoxTest, what_was_sealed_opens_where_it_belongs_after_a_restart_too) {
  const auto sealed = box.seal(secret, here);
  EXPECT_EQ(box.open(sealed, here)->reveal(), secret.reveal());
  EXPECT_EQ(SealedBox::load_or_create(file)->open(sealed, here)->reveal(), secret.reveal());
  const auto nothing = box.seal(Secret(), here);
  EXPECT_TRUE(box.open(nothing, here)->empty());
}

TEST_F(SealedBoxTest, it_opens_nowhere_else) {
  const auto sealed = box.seal(secret, here);
  EXPECT_EQ(box.open(sealed, {.tenant = {2}, .name = here.name}).error(), SealFault::does_not_open);
  EXPECT_EQ(box.open(sealed, {.tenant = {1}, .name = "venue_key SIM"}).error(), SealFault::does_not_open);
  EXPECT_EQ(box.open(sealed, {.tenant = {11}, .name = here.name}).error(), SealFault::does_not_open);
}

TEST_F(SealedBoxTest, another_installations_key_does_not_open_it) {
  const auto other = SealedBox::load_or_create(directory / "other.key");
  EXPECT_EQ(other->open(box.seal(secret, here), here).error(), SealFault::does_not_open);
}

TEST_F(SealedBoxTest, the_text_shows_nothing_of_the_secret_and_is_never_the_same_twice) {
  const auto sealed = box.seal(secret, here);
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_EQ(sealed.rfind("v1.", 0), 0U);
  EXPECT_NE(sealed, box.seal(secret, here));
  EXPECT_EQ(sealed.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."),
            std::string::npos);
}

TEST_F(SealedBoxTest, any_changed_character_is_noticed) {
  const auto sealed = box.seal(secret, here);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box.open(changed, here)) << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(box.open(std::string_view(sealed).substr(0, size), here)) << size;
  }
  EXPECT_EQ(box.open("v1.!!!!", here).error(), SealFault::malformed);
  EXPECT_EQ(box.open("v2" + sealed.substr(2), here).error(), SealFault::malformed);
  EXPECT_EQ(box.open("v1." + std::string(1'000'000, 'A'), here).error(), SealFault::malformed);
}

TEST_F(SealedBoxTest, the_key_is_thirty_two_private_bytes_and_stays_the_same) {
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 32);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(SealedBoxTest, a_key_that_others_may_read_is_refused) {
  for (const mode_t mode : {0640U, 0604U, 0660U}) {
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
    EXPECT_THAT(why_not(), HasSubstr("chmod 600")) << mode;
  }
}

TEST_F(SealedBoxTest, a_key_of_another_size_is_refused_and_not_replaced) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{31}, std::size_t{33}}) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(size, 'k');
    EXPECT_THAT(why_not(), HasSubstr(std::to_string(size) + " bytes where 32 must be"));
    EXPECT_EQ(std::filesystem::file_size(file), size);
  }
}

TEST_F(SealedBoxTest, a_link_in_its_place_is_refused) {
  std::filesystem::rename(file, directory / "moved");
  std::filesystem::create_symlink(directory / "moved", file);
  EXPECT_THAT(why_not(), HasSubstr("master key"));
}

}  // namespace
}  // namespace robson::accounts
