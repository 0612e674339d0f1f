#include "reference_bot/store/record.hpp"

#include <gtest/gtest.h>

namespace robson::reference_bot {
namespace {

Record full_record() {
  return {.number = 7,
          .state = R"({"positions":[],"text":"line\nfeed"})",
          .events = {{.id = 3, .kind = "state_change", .text = R"({"id":3,"text":"a \"word\""})"}},
          .trades = {{.id = 1, .kind = "", .text = R"({"id":1})"}},
          .payments = {{.id = 2, .kind = "", .text = R"({"id":2,"amount_usd":-0.25})"}}};
}

std::string without_feed(const std::string& line) {
  return line.substr(0, line.size() - 1);
}

TEST(Record, a_line_gives_the_record_back_and_has_one_line_feed) {
  const std::string line = line_of(full_record());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto record = record_of(without_feed(line));
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(line_of(*record), line);
  EXPECT_EQ(*record->state, *full_record().state);
  EXPECT_EQ(record->events.front().text, full_record().events.front().text);
}

TEST(Record, any_changed_byte_is_noticed) {
  const std::string line = without_feed(line_of(full_record()));
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(record_of(changed)) << i;
  }
}

TEST(Record, any_part_of_a_line_is_noticed) {
  const std::string line = without_feed(line_of(full_record()));
  for (std::size_t i = 0; i < line.size(); ++i) EXPECT_FALSE(record_of(line.substr(0, i))) << i;
}

TEST(Record, a_record_without_a_number_is_none) {
  EXPECT_FALSE(record_of(without_feed(line_of(Record{.number = 0}))));
  EXPECT_FALSE(record_of(without_feed(line_of(Record{.number = -1}))));
}

}  // namespace
}  // namespace robson::reference_bot
