#include "reference_bot/store/store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "support/temporary_directory.hpp"

namespace robson::reference_bot {
namespace {

class StoreTest : public testing::Test {
 protected:
  std::filesystem::path home() const { return directory_ / "bot"; }
  std::string text(const std::string& name) const {
    std::stringstream all;
    all << std::ifstream(home() / name).rdbuf();
    return all.str();
  }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(home() / name, std::ios::trunc) << bytes;
  }
  Store opened() const {
    auto store = Store::open(home());
    if (!store) throw std::runtime_error(store.error());
    return std::move(*store);
  }
  static Record record(int n) {
    return {.state = fmt::format("state {}", n), .events = {{.id = n, .kind = "state_change", .text = "{}"}}};
  }

 private:
  support::TemporaryDirectory directory_;
};

TEST_F(StoreTest, begins_empty_in_a_directory_of_its_own) {
  const Store store = opened();
  EXPECT_FALSE(store.kept().state());
  struct stat facts {};
  ASSERT_EQ(stat(home().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0700U);
}

TEST_F(StoreTest, what_was_appended_is_there_after_a_restart_without_a_farewell) {
  {
    Store store = opened();
    for (int n = 1; n <= 3; ++n) ASSERT_TRUE(store.append(record(n)));
  }
  {
    Store store = opened();
    EXPECT_EQ(store.kept().state(), "state 3");
    ASSERT_TRUE(store.append(record(4)));
  }
  const Store store = opened();
  EXPECT_EQ(store.kept().state(), "state 4");
  EXPECT_EQ(store.kept().events().newest(), 4);
  EXPECT_EQ(store.kept().number(), 4);
}

TEST_F(StoreTest, a_cut_last_line_was_never_in_force) {
  {
    Store store = opened();
    ASSERT_TRUE(store.append(record(1)));
    ASSERT_TRUE(store.append(record(2)));
  }
  const std::string journal = text("journal");
  const std::size_t first = journal.find('\n') + 1;
  for (std::size_t cut = first; cut < journal.size(); cut += 7) {
    std::filesystem::remove(home() / "snapshot");
    put("journal", journal.substr(0, cut));
    const Store store = opened();
    EXPECT_EQ(store.kept().state(), "state 1") << cut;
    EXPECT_EQ(store.damaged(), 0U) << cut;
  }
}

TEST_F(StoreTest, a_first_line_that_was_cut_is_a_beginning) {
  std::filesystem::create_directory(home());
  put("journal", line_of({.number = 1, .state = "state 1"}).substr(0, 30));
  EXPECT_FALSE(opened().kept().state());
}

TEST_F(StoreTest, damaged_lines_are_passed_over_told_and_set_aside) {
  {
    Store store = opened();
    for (int n = 1; n <= 3; ++n) ASSERT_TRUE(store.append(record(n)));
  }
  std::string journal = text("journal");
  journal[journal.find("state 3")] = 'X';
  put("journal", journal);
  const Store store = opened();
  EXPECT_EQ(store.damaged(), 1U);
  EXPECT_EQ(store.kept().state(), "state 2");
  EXPECT_EQ(text("journal.damaged"), journal);
}

TEST_F(StoreTest, a_directory_of_which_nothing_is_sound_is_refused_and_left_alone) {
  std::filesystem::create_directory(home());
  put("snapshot", "garbage\n");
  const auto store = Store::open(home());
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().find("no sound state is left in it"), std::string::npos) << store.error();
  EXPECT_EQ(text("snapshot"), "garbage\n");
}

TEST_F(StoreTest, one_process_at_a_time_works_on_a_directory) {
  const Store store = opened();
  const auto second = Store::open(home());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find("another robson-bot works on it"), std::string::npos) << second.error();
}

TEST_F(StoreTest, a_full_disk_loses_nothing_that_was_confirmed) {
  Store store = opened();
  ASSERT_TRUE(store.append(record(1)));
  struct rlimit before {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit tight = before;
  tight.rlim_cur = 200;  // in the middle of the second line
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto full = store.append(record(2));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, old);
  EXPECT_FALSE(full);
  EXPECT_EQ(store.kept().state(), "state 1");
  ASSERT_TRUE(store.append(record(3))) << "there is room again";
  Store closed = std::move(store);
  EXPECT_EQ(recover(text("snapshot"), text("journal")).kept.state(), "state 3");
  EXPECT_EQ(recover(text("snapshot"), text("journal")).damaged, 0U);
}

TEST_F(StoreTest, a_long_journal_becomes_a_snapshot) {
  Store store = opened();
  const std::string large(1'000'000, 'x');
  std::size_t longest = 0;
  for (int n = 1; n <= 40; ++n) {
    Record big = record(n);
    big.state = large + std::to_string(n);
    ASSERT_TRUE(store.append(std::move(big)));
    longest = std::max(longest, static_cast<std::size_t>(std::filesystem::file_size(home() / "journal")));
  }
  EXPECT_LT(longest, Store::journal_bytes + 2 * large.size());
  EXPECT_EQ(recover(text("snapshot"), text("journal")).kept.state(), large + "40");
}

}  // namespace
}  // namespace robson::reference_bot
