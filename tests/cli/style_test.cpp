#include "cli/style.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/box.hpp"
#include "cli/table.hpp"

namespace robson::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Style, colour_follows_the_flag_then_the_environment_then_the_terminal) {
  EXPECT_TRUE(wants_color({.choice = ColorChoice::always, .no_color = true}));
  EXPECT_FALSE(wants_color({.choice = ColorChoice::never, .clicolor_force = true, .terminal = true}));
  EXPECT_TRUE(wants_color({.terminal = true}));
  EXPECT_FALSE(wants_color({.terminal = false}));
  EXPECT_FALSE(wants_color({.no_color = true, .clicolor_force = true, .terminal = true}));
  EXPECT_TRUE(wants_color({.clicolor_force = true, .terminal = false}));
  EXPECT_FALSE(wants_color({.terminal = true, .dumb = true}));
}

TEST(Style, the_locales_name_says_utf8) {
  EXPECT_TRUE(is_utf8_locale("en_US.UTF-8"));
  EXPECT_TRUE(is_utf8_locale("C.utf8"));
  EXPECT_FALSE(is_utf8_locale("C"));
  EXPECT_FALSE(is_utf8_locale(""));
  EXPECT_FALSE(is_utf8_locale("de_DE.ISO-8859-1"));
}

TEST(Style, width_counts_columns_not_bytes_nor_colour) {
  EXPECT_EQ(width("\u22122.45%"), 6);
  EXPECT_EQ(width("\x1b[31mred\x1b[0m"), 3);
  EXPECT_EQ(pad_left("\u2212", 3), "  \u2212");
  EXPECT_EQ(pad_right("abc", 2), "abc");
}

TEST(Style, lines_break_at_blanks_and_long_words_are_cut) {
  EXPECT_THAT(wrap("one two three", 8, 2), ElementsAre("one two", "  three"));
  EXPECT_THAT(wrap("abcdefghij", 4, 0), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrap("Stop: $1  (2 away)", 80, 0), ElementsAre("Stop: $1  (2 away)"));
  EXPECT_THAT(wrap("", 10, 0), ElementsAre(""));
  EXPECT_THAT(wrap("  indented text", 80, 4), ElementsAre("  indented text"));
}

TEST(Style, a_colour_that_is_open_at_a_break_is_closed_and_opened_again) {
  EXPECT_THAT(wrap("\x1b[31mone two\x1b[0m", 4, 0), ElementsAre("\x1b[31mone\x1b[0m", "\x1b[31mtwo\x1b[0m"));
}

TEST(Style, text_from_elsewhere_cannot_command_the_terminal) {
  EXPECT_EQ(clean("a\x1b[2Jb\tc\x7f"), "a?[2Jb?c?");
  EXPECT_EQ(clean("\xC2\x9B"
                  "2J"),
            "?2J");
  EXPECT_EQ(clean("é\u2212"), "é\u2212");
}

TEST(Box, is_the_requirements_card) {
  const Style style{.color = false, .unicode = true, .columns = 80};
  Box box(style, "ACTIVE POSITIONS");
  box.line("Symbol: BTCUSDC");
  EXPECT_EQ(box.text(),
            "╔════════════════════════════════════════════════════════════╗\n"
            "║                      ACTIVE POSITIONS                      ║\n"
            "╠════════════════════════════════════════════════════════════╣\n"
            "║ Symbol: BTCUSDC                                            ║\n"
            "╚════════════════════════════════════════════════════════════╝\n");
}

TEST(Box, is_drawn_in_ascii_where_there_is_no_utf8) {
  const Style style{.color = false, .unicode = false, .columns = 24};
  Box box(style, "TITLE");
  box.line("a line that is too long");
  EXPECT_EQ(box.text(),
            "+======================+\n"
            "|        TITLE         |\n"
            "+======================+\n"
            "| a line that is too   |\n"
            "|   long               |\n"
            "+======================+\n");
}

Table some_table() {
  Table table({{"ID", Align::right}, {"NAME"}, {"NOTE", Align::left, true}});
  table.add({"1", "one", "a rather long note"});
  table.add({"22", "two", ""});
  return table;
}

TEST(Table, columns_are_as_wide_as_their_content) {
  const Style wide{.color = false, .unicode = true, .columns = 80};
  EXPECT_EQ(some_table().text(wide, true), "ID  NAME  NOTE\n 1  one   a rather long note\n22  two\n");
  EXPECT_EQ(some_table().text(wide, false), " 1  one  a rather long note\n22  two\n");
}

TEST(Table, leaves_out_and_names_what_may_be_missed) {
  const Style narrow{.color = false, .unicode = true, .columns = 20};
  EXPECT_EQ(some_table().text(narrow, true), "ID  NAME\n 1  one\n22  two\nLeft out for want of width: NOTE\n");
}

TEST(Table, rows_become_cards_where_nothing_else_fits) {
  const Style tiny{.color = false, .unicode = true, .columns = 6};
  EXPECT_THAT(some_table().text(tiny, true), HasSubstr("ID: 1\nNAME:\n  one\n"));
}

TEST(Table, an_empty_table_has_its_headings) {
  EXPECT_EQ(Table({{"A"}, {"B"}}).text({}, true), "A  B\n");
}

}  // namespace
}  // namespace robson::cli
