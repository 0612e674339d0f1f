#include "bots/sse_reader.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace robson::bots {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> events_of(std::string_view text, std::size_t piece = 1000) {
  SseReader reader;
  std::vector<std::string> events;
  for (std::size_t at = 0; at < text.size(); at += piece) EXPECT_TRUE(reader.take(text.substr(at, piece), events));
  return events;
}

TEST(SseReader, gives_the_data_of_whole_events) {
  EXPECT_THAT(events_of("id: 1\nevent: a\ndata: {\"id\":1}\n\ndata:x\n\n"), ElementsAre("{\"id\":1}", "x"));
}

TEST(SseReader, lines_of_data_are_joined) {
  EXPECT_THAT(events_of("data: a\ndata:  b\ndata\n\n"), ElementsAre("a\n b\n"));
}

TEST(SseReader, every_line_end_of_the_standard_ends_a_line) {
  EXPECT_THAT(events_of("data: a\r\n\r\ndata: b\r\rdata: c\n\n"), ElementsAre("a", "b", "c"));
}

TEST(SseReader, comments_other_fields_and_unfinished_events_say_nothing) {
  EXPECT_THAT(events_of(": alive\n\nid: 7\n\nretry: 5\n\ndata: cut"), IsEmpty());
}

TEST(SseReader, an_event_without_an_end_is_not_waited_for) {
  SseReader reader;
  std::vector<std::string> events;
  const std::string piece = "data: " + std::string(1000, 'x') + "\n";
  bool fits = true;
  for (int i = 0; i < 1000 && fits; ++i) fits = reader.take(piece, events);
  EXPECT_FALSE(fits);
}

RC_GTEST_PROP(SseReader, the_pieces_do_not_matter, ()) {
  const auto words = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  std::string text;
  for (const int word : words) {
    static const char* all[] = {"data: a", "\n", "\r\n", "\r", ": c", "id: 4"};
    text += all[word];
  }
  RC_ASSERT(events_of(text, 1) == events_of(text, 1000));
}

}  // namespace
}  // namespace robson::bots
