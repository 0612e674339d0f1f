#include "reference_bot/store/kept.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace robson::reference_bot {
namespace {

Numbered document(std::int64_t id) {
  return {.id = id, .kind = "state_change", .text = fmt::format(R"({{"id":{}}})", id)};
}
std::vector<Numbered> documents(std::int64_t from, std::int64_t to) {
  std::vector<Numbered> all;
  for (auto id = from; id <= to; ++id) all.push_back(document(id));
  return all;
}
std::vector<std::int64_t> ids(const std::vector<const Numbered*>& found) {
  std::vector<std::int64_t> all;
  for (const Numbered* each : found) all.push_back(each->id);
  return all;
}

TEST(Row, gives_what_is_above_an_id_oldest_first) {
  Row row;
  row.add(documents(1, 5), true);
  EXPECT_EQ(ids(row.after(0, 2)), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(ids(row.after(3, 10)), (std::vector<std::int64_t>{4, 5}));
  EXPECT_TRUE(row.after(5, 10).empty());
}

TEST(Row, holds_ten_thousand_and_says_when_more_is_asked_for) {
  Row row;
  for (std::int64_t i = 0; i < 30; ++i) row.add(documents(i * 1'000 + 1, (i + 1) * 1'000), true);
  EXPECT_GE(row.all().size(), Row::hold);
  EXPECT_LE(row.all().size(), Row::hold + 2'000);
  EXPECT_TRUE(row.reaches_back_to(20'000));
  EXPECT_TRUE(row.reaches_back_to(30'000));
  EXPECT_FALSE(row.reaches_back_to(1'000));
  EXPECT_FALSE(row.reaches_back_to(30'001)) << "of the future";
}

TEST(Row, a_hole_throws_away_what_was_before_it) {
  Row row;
  row.add(documents(1, 3), true);
  row.add(documents(6, 7), true);
  EXPECT_FALSE(row.reaches_back_to(3));
  EXPECT_TRUE(row.reaches_back_to(5));
}

TEST(Row, what_is_there_already_is_passed_over) {
  Row row;
  row.add(documents(1, 3), true);
  row.add(documents(2, 4), true);
  EXPECT_EQ(row.all().size(), 4U);
}

TEST(Kept, its_lines_hold_all_of_it) {
  Kept kept;
  kept.take({.number = 41, .state = "old", .events = documents(1, 1'700), .trades = documents(3, 9)});
  kept.take({.number = 42, .state = "new", .payments = documents(1, 1)});
  const auto again = recover(kept.lines(), "");
  EXPECT_EQ(again.damaged, 0U);
  EXPECT_EQ(again.kept.number(), 42);
  EXPECT_EQ(again.kept.state(), "new");
  EXPECT_EQ(again.kept.lines(), kept.lines());
}

std::string journal_of(std::int64_t from, std::int64_t to) {
  std::string text;
  for (auto n = from; n <= to; ++n) {
    text += line_of({.number = n, .state = fmt::format("state {}", n), .events = {document(n)}});
  }
  return text;
}

TEST(Recover, a_journal_cut_at_any_byte_gives_the_last_whole_record) {
  const std::string text = journal_of(1, 4);
  std::int64_t whole = 0;
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    if (cut > 0 && text[cut - 1] == '\n') ++whole;
    const auto recovered = recover("", std::string_view(text).substr(0, cut));
    EXPECT_EQ(recovered.kept.number(), whole) << cut;
    EXPECT_EQ(recovered.kept.events().newest(), whole) << cut;
    EXPECT_EQ(recovered.damaged, 0U) << cut;
    EXPECT_EQ(recovered.torn, cut > 0 && text[cut - 1] != '\n') << cut;
    EXPECT_EQ(recovered.kept.state().value_or("state 0"), fmt::format("state {}", whole)) << cut;
  }
}

TEST(Recover, a_byte_that_changed_anywhere_costs_its_record_only) {
  const std::string text = journal_of(1, 3);
  const std::size_t second = text.find('\n') + 1;
  const std::size_t third = text.find('\n', second) + 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 4);
    const auto recovered = recover("", changed);
    // Without its line feed a record and the next one are one line, which is neither.
    const char* newest = i + 1 == third ? "state 1" : i >= third ? "state 2" : "state 3";
    EXPECT_EQ(recovered.kept.state(), newest) << i;
    EXPECT_TRUE(recovered.damaged > 0 || recovered.torn) << i;
  }
}

TEST(Recover, records_that_the_snapshot_has_are_passed_over) {
  Kept kept;
  for (std::int64_t n = 1; n <= 3; ++n) {
    kept.take({.number = n, .state = fmt::format("state {}", n), .events = {document(n)}});
  }
  const auto recovered = recover(kept.lines(), journal_of(2, 5));
  EXPECT_EQ(recovered.kept.number(), 5);
  EXPECT_EQ(recovered.kept.events().all().size(), 5U);
}

TEST(Recover, events_on_both_sides_of_a_lost_record_are_not_passed_off_as_all) {
  std::string text = journal_of(1, 5);
  text[text.find("state 3")] = 'X';
  const auto recovered = recover("", text);
  EXPECT_EQ(recovered.damaged, 1U);
  EXPECT_EQ(*recovered.kept.state(), "state 5");
  EXPECT_FALSE(recovered.kept.events().reaches_back_to(2));
  EXPECT_TRUE(recovered.kept.events().reaches_back_to(3));
}

}  // namespace
}  // namespace robson::reference_bot
