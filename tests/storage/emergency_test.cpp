#include "storage/emergency.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace robson::storage {
namespace {
using namespace literals;
using testing::HasSubstr;

engine::Effect exit_of(std::int64_t operation) {
  NewOrder order{.client_id = "rbabc123-" + std::to_string(operation) + "-X1",
                 .symbol = {"BTCUSDC"},
                 .side = Side::SELL,
                 .type = OrderType::MARKET,
                 .quantity = {"0.00033"_d}};
  return {.tenant = {7}, .operation = {operation}, .protective = true, .what = PlaceOrder{order}};
}

struct EmergencyTest : testing::Test {
  support::TemporaryDirectory directory;
  std::filesystem::path file = directory / "emergency.journal";
  std::unique_ptr<EmergencyFile> journal;

  EmergencyTest() { reopen(); }
  void reopen() {
    journal.reset();
    journal = EmergencyFile::open(directory.path()).value();
  }
  void damage(std::streamoff at, char byte) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(at);
    stream.put(byte);
  }
  std::vector<std::int64_t> operations() {
    std::vector<std::int64_t> found;
    for (const auto& note : journal->read()) found.push_back(note.operation.value);
    return found;
  }
};

TEST_F(EmergencyTest, the_file_has_its_full_size_from_the_first_and_is_private) {
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_size, 64 * 1024);
  EXPECT_GE(status.st_blocks * 512, 64 * 1024);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(EmergencyTest, a_note_is_there_after_the_crash) {
  EXPECT_TRUE(journal->note(exit_of(3), Timestamp{123'456'789}));
  reopen();
  const auto notes = journal->read();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].tenant, TenantId{7});
  EXPECT_EQ(notes[0].operation, OperationId{3});
  EXPECT_EQ(notes[0].client_id, "rbabc123-3-X1");
  EXPECT_EQ(notes[0].what, "MARKET SELL 0.00033 BTCUSDC");
  EXPECT_EQ(notes[0].at, Timestamp{123'456'789});
}

TEST_F(EmergencyTest, each_order_of_a_pair_is_noted_and_of_a_replacement_the_new_one) {
  auto stop = std::get<PlaceOrder>(exit_of(1).what).order;
  stop.type = OrderType::STOP_LOSS;
  stop.stop_price = Price{"87061.16"_d};
  auto target = stop;
  target.type = OrderType::LIMIT_MAKER;
  target.stop_price.reset();
  target.price = Price{"92391.44"_d};
  target.client_id = "target";
  auto effect = exit_of(1);
  effect.what = PlacePair{"list", stop, target};
  ASSERT_TRUE(journal->note(effect, {}));
  effect.what = ReplaceOrder{"old", stop};
  ASSERT_TRUE(journal->note(effect, {}));
  const auto notes = journal->read();
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[0].client_id, stop.client_id);
  EXPECT_EQ(notes[0].what, "STOP_LOSS SELL 0.00033 BTCUSDC stop 87061.16");
  EXPECT_EQ(notes[1].client_id, "target");
  EXPECT_EQ(notes[1].what, "LIMIT_MAKER SELL 0.00033 BTCUSDC at 92391.44");
  EXPECT_EQ(notes[2].client_id, stop.client_id);
}

TEST_F(EmergencyTest, what_makes_no_order_needs_no_note) {
  auto effect = exit_of(1);
  effect.what = CancelOrder{{"BTCUSDC"}, "rbabc123-1-S1"};
  ASSERT_TRUE(journal->note(effect, {}));
  EXPECT_TRUE(journal->read().empty());
}

TEST_F(EmergencyTest, a_torn_note_is_skipped_and_the_others_stay) {
  for (std::int64_t id = 1; id <= 3; ++id) ASSERT_TRUE(journal->note(exit_of(id), {}));
  damage(256 + 70, '!');
  reopen();
  EXPECT_EQ(operations(), (std::vector<std::int64_t>{1, 3}));
  ASSERT_TRUE(journal->note(exit_of(4), {}));
  reopen();
  EXPECT_EQ(operations(), (std::vector<std::int64_t>{1, 3, 4}));
}

TEST_F(EmergencyTest, every_cut_of_the_last_note_leaves_those_before_it) {
  ASSERT_TRUE(journal->note(exit_of(1), {}));
  ASSERT_TRUE(journal->note(exit_of(2), {123}));
  std::ifstream stream(file, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(stream)), {});
  for (std::size_t kept = 0; kept < 256; ++kept) {
    auto torn = whole;
    for (std::size_t i = 256 + kept; i < 512; ++i) torn[i] = '\0';
    if (torn == whole) continue;  // what was cut off was zero
    std::ofstream(file, std::ios::binary) << torn;
    reopen();
    ASSERT_EQ(operations(), std::vector<std::int64_t>{1}) << kept;
  }
}

TEST_F(EmergencyTest, when_it_is_full_it_says_so) {
  for (std::size_t i = 0; i < EmergencyFile::capacity; ++i) ASSERT_TRUE(journal->note(exit_of(1), {})) << i;
  EXPECT_FALSE(journal->note(exit_of(2), {}));
  reopen();
  EXPECT_FALSE(journal->note(exit_of(2), {}));
  EXPECT_EQ(journal->read_and_clear().size(), EmergencyFile::capacity);
  EXPECT_TRUE(journal->note(exit_of(2), {}));
  EXPECT_EQ(operations(), std::vector<std::int64_t>{2});
}

TEST_F(EmergencyTest, clearing_is_for_good) {
  ASSERT_TRUE(journal->note(exit_of(1), {}));
  EXPECT_EQ(journal->read_and_clear().size(), 1U);
  EXPECT_TRUE(journal->read().empty());
  reopen();
  EXPECT_TRUE(journal->read().empty());
}

TEST_F(EmergencyTest, long_words_are_cut_and_do_no_harm) {
  auto effect = exit_of(1);
  auto& order = std::get<PlaceOrder>(effect.what).order;
  order.symbol.text = std::string(500, 'A');
  order.client_id = std::string(500, 'b');
  ASSERT_TRUE(journal->note(effect, {}));
  const auto notes = journal->read();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].client_id, std::string(39, 'b'));
  EXPECT_EQ(notes[0].what.size(), 179U);
}

TEST_F(EmergencyTest, a_file_that_others_may_read_or_that_is_a_link_is_refused) {
  journal.reset();
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_THAT(EmergencyFile::open(directory.path()).error(), HasSubstr("chmod 600"));
  std::filesystem::rename(file, directory / "elsewhere");
  std::filesystem::create_symlink(directory / "elsewhere", file);
  EXPECT_FALSE(EmergencyFile::open(directory.path()));
}

TEST_F(EmergencyTest, a_file_that_was_only_begun_is_brought_to_its_size) {
  ASSERT_TRUE(journal->note(exit_of(1), {}));
  journal.reset();
  std::filesystem::resize_file(file, 700);
  reopen();
  EXPECT_EQ(std::filesystem::file_size(file), 64U * 1024U);
  EXPECT_EQ(operations(), std::vector<std::int64_t>{1});
}

}  // namespace
}  // namespace robson::storage
