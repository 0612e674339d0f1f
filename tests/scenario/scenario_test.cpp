// Every file of tests/scenarios is one test; and the language itself has a few.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

std::filesystem::path folder() {
  return std::filesystem::path(ROBSON_SOURCE_DIR) / "tests" / "scenarios";
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path().stem().string());
  }
  std::ranges::sort(found);
  return found;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, holds) {
  const std::string file = (folder() / (GetParam() + ".txt")).string();
  std::ifstream script(file);
  ASSERT_TRUE(script) << file;
  const Stumble stumble = play(script);
  if (stumble.line != 0) ADD_FAILURE_AT(file.c_str(), stumble.line) << stumble.text;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Scenario, testing::ValuesIn(names()),
                         [](const auto& named) { return named.param; });

Stumble play_text(const std::string& text) {
  std::istringstream script(text);
  return play(script);
}

TEST(ScenarioLanguage, there_are_at_least_sixty_scenarios) {
  EXPECT_GE(names().size(), 60U);
}

TEST(ScenarioLanguage, words_that_are_not_understood_name_their_line) {
  const Stumble stumble =
      play_text("# first\ngiven the account holds 10 USDC\nwhen the moon rises\nthen nothing is sent\n");
  EXPECT_EQ(stumble.line, 3);
  EXPECT_EQ(stumble.text, "these words are not understood");
}

TEST(ScenarioLanguage, a_check_that_does_not_hold_names_its_line_and_what_is) {
  const Stumble stumble = play_text("given the account holds 10 USDC\nthen the ledger holds 11 USDC\n");
  EXPECT_EQ(stumble.line, 2);
  EXPECT_EQ(stumble.text, "the ledger: expected 11, is 10");
}

TEST(ScenarioLanguage, a_request_that_the_scenario_does_not_speak_of_is_a_fault) {
  const Stumble stumble = play_text(
      "given the account holds 1000 USDC and 0.1 BTC\nand the price of BTCUSDC is 90000 / 90001\n"
      "and a long of 0.1 BTCUSDC entered at 90000 with stop 88000 and target 94000, protected\n"
      "when the position is closed\nthen the operation is ACTIVE\n");
  EXPECT_NE(stumble.text.find("a market sell of 0.1 BTCUSDC in place of the stop"), std::string::npos) << stumble.text;
}

TEST(ScenarioLanguage, a_scenario_that_checks_nothing_is_a_fault) {
  EXPECT_NE(play_text("given the account holds 10 USDC\n").line, 0);
}

TEST(ScenarioLanguage, numbers_are_exact) {
  EXPECT_NE(play_text("given the account holds 10.x USDC\nthen nothing is sent\n").line, 0);
}

}  // namespace
}  // namespace robson::scenario
