#include "cli/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_world.hpp"

namespace robson::cli {
namespace {

using testing::HasSubstr;

struct SettingsTest : testing::Test {
  fake::ScratchFolder folder{};
  std::map<std::string, std::string, std::less<>> environment{{"XDG_CONFIG_HOME", folder.path()}};
  CapturedSink out{};
  CapturedSink err{};
  SystemClock clock{};

  void configure(const std::string& text) { fake::write_file(folder.path() + "/robson/config.toml", text); }
  Result<Settings, std::string> resolved(const Globals& globals = {}) {
    World world{.out = out, .err = err, .clock = clock, .variable = [this](std::string_view name) {
                  const auto found = environment.find(name);
                  return found == environment.end() ? std::nullopt : std::optional(found->second);
                }};
    return resolve(world, globals);
  }
  void expect_refused(const Globals& globals, const std::string& words) {
    const auto settings = resolved(globals);
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error(), HasSubstr(words));
  }
};

TEST_F(SettingsTest, with_nothing_set_it_is_this_machine) {
  const auto settings = resolved();
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->address.text(), "http://127.0.0.1:8080");
  EXPECT_EQ(settings->profile, "default");
  EXPECT_EQ(settings->timeout, std::chrono::seconds(10));
  EXPECT_EQ(settings->credentials_path, folder.path() + "/robson/credentials");
}

TEST_F(SettingsTest, flag_wins_over_environment_over_file_over_default) {
  configure("[profiles.default]\nurl = \"http://file:1\"\n");
  EXPECT_EQ(resolved()->address.text(), "http://file:1");
  EXPECT_EQ(resolved()->url_source, Source::file);
  environment["ROBSON_API_BASE_URL"] = "http://environment:2";
  EXPECT_EQ(resolved()->address.text(), "http://environment:2");
  EXPECT_EQ(resolved({.url = "http://flag:3"})->address.text(), "http://flag:3");
}

TEST_F(SettingsTest, the_profile_is_chosen_the_same_way) {
  configure(
      "profile = \"a\"\n[profiles.a]\nurl = \"http://a:1\"\n[profiles.b]\nurl = \"http://b:1\"\ntimeout_s = 3\n"
      "output = \"csv\"\ncolor = \"never\"\nca_file = \"/x.pem\"\n[profiles.c]\nurl = \"http://c:1\"\n");
  EXPECT_EQ(resolved()->address.text(), "http://a:1");
  environment["ROBSON_PROFILE"] = "b";
  const auto b = resolved();
  EXPECT_EQ(b->address.text(), "http://b:1");
  EXPECT_EQ(b->timeout, std::chrono::seconds(3));
  EXPECT_EQ(b->output, Format::csv);
  EXPECT_EQ(b->color, ColorChoice::never);
  EXPECT_EQ(b->ca_file, "/x.pem");
  EXPECT_EQ(resolved({.profile = "c"})->address.text(), "http://c:1");
}

TEST_F(SettingsTest, a_misspelt_profile_does_not_end_at_the_default_address) {
  configure("[profiles.desk]\nurl = \"http://desk:1\"\n");
  expect_refused({.profile = "dsek"}, "no profile is called dsek; there are default, desk");
  EXPECT_TRUE(resolved({.profile = "fresh", .url = "http://fresh:1"}));
  expect_refused({.profile = "a b"}, "profile");
}

TEST_F(SettingsTest, an_empty_variable_is_not_set) {
  environment["ROBSON_API_BASE_URL"] = "";
  environment["ROBSON_PROFILE"] = "";
  EXPECT_EQ(resolved()->address.text(), "http://127.0.0.1:8080");
}

TEST_F(SettingsTest, what_does_not_fit_is_named_with_what_is_allowed) {
  expect_refused({.url = "127.0.0.1:8080"}, "http://127.0.0.1:8080, got \"127.0.0.1:8080\"");
  expect_refused({.output = "xml"}, "one of table, wide, json");
  expect_refused({.json = true, .output = "csv"}, "contradict");
  expect_refused({.watch = "0"}, "--watch: expected 0.2 to 3600 seconds, got \"0\"");
  expect_refused({.watch = "1e3"}, "--watch");
  expect_refused({.timeout = "99999999999999"}, "--timeout");
  expect_refused({.timeout = "0.0001"}, "--timeout");
  expect_refused({.color = "red"}, "--color");
}

TEST_F(SettingsTest, a_token_with_a_line_end_cannot_become_a_header) {
  environment["ROBSON_API_TOKEN"] = "abc\r\nX-Evil: 1";
  const auto settings = resolved();
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().find("abc"), std::string::npos);
  environment["ROBSON_API_TOKEN"] = "abc.def";
  EXPECT_EQ(resolved()->token.reveal(), "abc.def");
}

TEST_F(SettingsTest, every_mistake_in_the_file_names_file_key_and_expectation) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"profile = 7\n", "profile: expected a profile's name"},
      {"colour = \"auto\"\n", "colour: no such setting; there are profile, profiles"},
      {"profiles = 1\n", "profiles: expected a table"},
      {"[profiles.\"a b\"]\n", "profiles.a b"},
      {"[profiles.desk]\nurl = \"desk\"\n", "profiles.desk.url: expected an address"},
      {"[profiles.desk]\ntimeout_s = 0\n", "profiles.desk.timeout_s: expected 1 to 600, got 0"},
      {"[profiles.desk]\ntimeout_s = \"10\"\n", "profiles.desk.timeout_s"},
      {"[profiles.desk]\noutput = \"xml\"\n", "profiles.desk.output"},
      {"[profiles.desk]\ncolor = \"red\"\n", "profiles.desk.color"},
      {"[profiles.desk]\nca_file = \"\"\n", "profiles.desk.ca_file"},
      {"[profiles.desk]\npassword = \"x\"\n", "profiles.desk.password: no such setting"},
      {"[profiles.desk\n", "config.toml:"}};
  for (const auto& [text, words] : table) {
    configure(text);
    const auto settings = resolved();
    ASSERT_FALSE(settings) << text;
    EXPECT_THAT(settings.error(), HasSubstr(words));
    EXPECT_THAT(settings.error(), HasSubstr("config.toml"));
  }
}

TEST_F(SettingsTest, the_home_folder_stands_in_for_the_missing_or_relative_variable) {
  environment = {{"XDG_CONFIG_HOME", "relative"}, {"HOME", folder.path()}};
  EXPECT_EQ(resolved()->config_path, folder.path() + "/.config/robson/config.toml");
}

TEST(ConfigFile, changing_the_profile_in_use_keeps_everything_else) {
  EXPECT_EQ(with_profile_in_use("", "a"), "profile = \"a\"\n");
  EXPECT_EQ(with_profile_in_use("# mine\nprofile = \"b\" # why\n[profiles.b]\nprofile_x = 1\n", "a"),
            "# mine\nprofile = \"a\"\n[profiles.b]\nprofile_x = 1\n");
  EXPECT_EQ(with_profile_in_use("[profiles.b]\nurl = \"u\"\n", "b"), "profile = \"b\"\n[profiles.b]\nurl = \"u\"\n");
}

TEST(ConfigFile, setting_an_address_adds_or_replaces_it) {
  EXPECT_EQ(with_profile_url("", "a", "http://a"), "[profiles.a]\nurl = \"http://a\"\n");
  EXPECT_EQ(with_profile_url("profile = \"a\"", "a", "http://a"),
            "profile = \"a\"\n\n[profiles.a]\nurl = \"http://a\"\n");
  EXPECT_EQ(
      with_profile_url("[profiles.a] # x\ncolor = \"auto\"\nurl = \"old\"\n[profiles.b]\nurl = \"b\"\n", "a", "new"),
      "[profiles.a] # x\ncolor = \"auto\"\nurl = \"new\"\n[profiles.b]\nurl = \"b\"\n");
  EXPECT_EQ(with_profile_url("[profiles.a]\n[profiles.b]\nurl = \"b\"", "a", "new"),
            "[profiles.a]\nurl = \"new\"\n[profiles.b]\nurl = \"b\"\n");
}

TEST(ConfigFile, what_is_no_plain_file_is_refused) {
  const fake::ScratchFolder folder;
  EXPECT_FALSE(read_text_file(folder.path()));
  EXPECT_EQ(*read_text_file(folder.path() + "/missing"), "");
  fake::write_file(folder.path() + "/large", std::string(300'000, '#'));
  EXPECT_FALSE(read_text_file(folder.path() + "/large"));
  EXPECT_FALSE(replace_text_file(folder.path() + "/large/config.toml", "x"));
}

}  // namespace
}  // namespace robson::cli
