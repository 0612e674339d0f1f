// Help, reference, completion and explanations, all made from the command table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <thread>

#include "cli/command.hpp"
#include "cli/explain.hpp"
#include "cli/help.hpp"
#include "cli/http_date.hpp"
#include "cli/parse.hpp"
#include "cli/reference.hpp"
#include "fake_world.hpp"
#include "wire/market.hpp"
#include "wire/plan.hpp"
#include "wire/portfolio.hpp"
#include "wire/risk.hpp"
#include "wire/strategy.hpp"

namespace robson::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Teaching, the_guide_is_what_the_program_prints) {
  EXPECT_EQ(fake::read_file(std::string(ROBSON_SOURCE_DIR) + "/docs/guide/cli.md"), reference())
      << "write it anew: robson reference > docs/guide/cli.md";
}

TEST(Teaching, help_goes_to_standard_output_and_fits_80_columns) {
  Machine robson;
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{}, {"--help"}, {"help"}, {"positions", "-h"}, {"market", "--help"}}) {
    const auto ran = robson(words);
    EXPECT_EQ(ran.exit, 0);
    EXPECT_THAT(ran.out, HasSubstr("Usage"));
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(width(line), 80) << line;
  }
  EXPECT_THAT(robson({"help", "market", "depth"}).out, AllOf(HasSubstr("robson market depth SYMBOL [--limit N]"),
                                                             HasSubstr("Examples"), HasSubstr("Exit codes:")));
  EXPECT_THAT(robson({"--help"}).out,
              AllOf(HasSubstr("6                       the server cannot be reached"), HasSubstr("ROBSON_API_TOKEN")));
}

TEST(Teaching, every_command_has_a_summary_and_an_example_that_begins_with_it) {
  for (const Command& command : commands()) {
    EXPECT_FALSE(command.summary.empty()) << command.path;
    if (command.hidden || command.is_group()) continue;
    ASSERT_FALSE(command.examples.empty()) << command.path;
    for (const Example& example : command.examples) {
      EXPECT_TRUE(example.line.starts_with("robson " + std::string(command.path))) << example.line;
    }
  }
}

TEST(Teaching, completion_knows_every_command_and_option) {
  Machine robson;
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto ran = robson({"completion", shell});
    EXPECT_EQ(ran.exit, 0);
    for (const Command& command : commands()) {
      if (command.hidden) continue;
      EXPECT_THAT(ran.out, HasSubstr(std::string(last_word(command.path)))) << shell;
      for (const Option& option : command.options) EXPECT_THAT(ran.out, HasSubstr(std::string(option.name.substr(2))));
    }
    for (const Option& option : global_options()) EXPECT_THAT(ran.out, HasSubstr(std::string(option.name.substr(2))));
    EXPECT_THAT(ran.out, Not(HasSubstr("reference")));
  }
}

template <class T>
void expect_explained() {
  std::set<std::string_view> explained;
  for (const FieldMeaning& meaning : field_meanings()) explained.insert(meaning.field);
  boost::mp11::mp_for_each<json::members_of<T>>([&](auto d) { EXPECT_TRUE(explained.count(d.name)) << d.name; });
}

TEST(Teaching, every_field_of_the_answers_is_explained) {
  expect_explained<wire::Position>();
  expect_explained<wire::PortfolioSummary>();
  expect_explained<wire::Proposal>();
  expect_explained<wire::RiskRules>();
  expect_explained<wire::RiskMonth>();
  expect_explained<wire::Price>();
  expect_explained<wire::Ticker>();
}

TEST(Teaching, a_field_is_explained_by_its_name) {
  Machine robson;
  EXPECT_THAT(robson({"explain", "spread"}).out, HasSubstr("spread: ask - bid."));
  EXPECT_THAT(robson({"explain"}).out, HasSubstr("worst_case"));
  EXPECT_EQ(robson({"explain", "spread", "--json"}).out, R"({"fields":[{"field":"spread","text":"ask - bid."}]})"
                                                         "\n");
  EXPECT_THAT(robson({"explain", "status"}).out, HasSubstr("status: OPEN or CLOSED."));
  const auto ran = robson({"explain", "spraed"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_THAT(ran.err, HasSubstr("did you mean spread?"));
}

TEST(Teaching, the_nearest_name_is_near) {
  const std::vector<std::string_view> names = {"positions", "price", "profile"};
  EXPECT_EQ(nearest("psoitions", names), "positions");
  EXPECT_EQ(nearest("pos", names), "positions");
  EXPECT_EQ(nearest("prcie", names), "price");
  EXPECT_EQ(nearest("xyzzy", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest(std::string(10'000, 'p'), names), "");
}

TEST(Teaching, global_options_stand_anywhere_and_watch_swallows_no_argument) {
  const auto before = parse({"--json", "--watch", "price", "BTCUSDC"});
  const auto after = parse({"price", "--watch", "BTCUSDC", "--json"});
  for (const auto& asked : {before, after}) {
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->command->path, "price");
    EXPECT_EQ(asked->value("SYMBOL"), "BTCUSDC");
    EXPECT_TRUE(asked->globals.json);
    EXPECT_EQ(asked->globals.watch, "");
  }
  EXPECT_EQ(parse({"price", "BTCUSDC", "--watch=5"})->globals.watch, "5");
  EXPECT_EQ(parse({"positions", "-q", "-o", "csv"})->globals.output, "csv");
}

TEST(Teaching, the_date_header_is_read_or_refused) {
  EXPECT_EQ(parse_http_date("Tue, 30 Dec 2025 03:30:00 GMT"), parse_time("2025-12-30T03:30:00Z"));
  for (const char* text : {"", "Tue, 30 Dez 2025 03:30:00 GMT", "Tue, 99 Dec 2025 03:30:00 GMT",
                           "Tue, 30 Dec 2025 03:30:00 CET", "2025-12-30T03:30:00Z"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace robson::cli
