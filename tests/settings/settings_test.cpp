#include "settings/settings.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace robson::settings {
namespace {

struct Given {
  std::map<std::string, std::string> environment{};
  std::map<std::string, std::string> flags{};
  std::optional<std::string> file{};
};

class SettingsTest : public testing::Test {
 protected:
  Result<Loaded, Fault> load_with(const Given& given) {
    Sources sources{.flags = given.flags};
    sources.environment = [given](const std::string& name) -> std::optional<std::string> {
      const auto found = given.environment.find(name);
      if (found == given.environment.end()) return {};
      return found->second;
    };
    if (given.file) sources.file = write("robson.toml", *given.file);
    return load(sources);
  }
  std::string because(const Given& given) {
    const auto loaded = load_with(given);
    return loaded ? "loaded" : loaded.error().text;
  }
  std::string write(const std::string& name, const std::string& content) {
    const std::string path = (directory_.path() / name).string();
    std::ofstream(path) << content;
    return path;
  }
  support::TemporaryDirectory directory_;
};

TEST_F(SettingsTest, defaults_are_valid) {
  const auto loaded = load_with({});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(loaded->settings.listen_host, "127.0.0.1");
  EXPECT_EQ(loaded->settings.listen_port, 8080);
  EXPECT_EQ(loaded->settings.venue_kind, "LIVE");
  EXPECT_EQ(loaded->settings.access_lifetime, std::chrono::hours(24));
}

TEST_F(SettingsTest, flag_wins_over_environment_over_file) {
  const std::string file =
      "[server]\nlisten = \"127.0.0.1:1\"\nlog_level = \"error\"\n[venue]\nsymbols = [\"BTCUSDC\"]\n";
  const auto loaded =
      load_with({.environment = {{"ROBSON_SERVER_LISTEN", "127.0.0.1:2"}, {"ROBSON_SERVER_LOG_LEVEL", "warning"}},
                 .flags = {{"server.listen", "127.0.0.1:3"}},
                 .file = file});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(loaded->settings.listen_port, 3);
  EXPECT_EQ(loaded->settings.log_level, log::Level::warning);
  EXPECT_EQ(loaded->settings.symbols, std::vector<std::string>{"BTCUSDC"});
  EXPECT_EQ(loaded->origins.at("server.listen"), "command line");
}

TEST_F(SettingsTest, a_wrong_value_is_named_with_what_is_allowed) {
  EXPECT_EQ(because({.environment = {{"ROBSON_SERVER_LISTEN", "8080"}}}),
            "server.listen = \"8080\" (from the environment variable ROBSON_SERVER_LISTEN) is not allowed: expected "
            "host:port; beyond loopback only with TLS or a trusted proxy.");
  for (const auto& [name, text] : std::map<std::string, std::string>{{"ROBSON_SERVER_LOG_LEVEL", "loud"},
                                                                     {"ROBSON_SERVER_MAX_CONNECTIONS", "9"},
                                                                     {"ROBSON_VENUE_URL", "ftp://x"},
                                                                     {"ROBSON_VENUE_KIND", "live"},
                                                                     {"ROBSON_VENUE_SYMBOLS", "btc usdc"},
                                                                     {"ROBSON_SESSION_ACCESS_LIFETIME", "1s"},
                                                                     {"ROBSON_SERVER_LISTEN", "127.0.0.1:70000"}}) {
    EXPECT_NE(because({.environment = {{name, text}}}).find("is not allowed"), std::string::npos) << name;
  }
}

TEST_F(SettingsTest, a_listener_beyond_loopback_needs_tls_or_a_named_proxy) {
  EXPECT_NE(because({.flags = {{"server.listen", "0.0.0.0:8080"}}}).find("needs server.tls_certificate"),
            std::string::npos);
  EXPECT_EQ(because({.environment = {{"ROBSON_SERVER_TRUSTED_PROXY", "10.0.0.1"}},
                     .flags = {{"server.listen", "0.0.0.0:8080"}}}),
            "loaded");
}

TEST_F(SettingsTest, unknown_keys_and_broken_files_are_named) {
  EXPECT_NE(because({.file = "[server]\nlissten = \"x\"\n"}).find("sets server.lissten, which does not exist"),
            std::string::npos);
  EXPECT_NE(because({.file = "[server\n"}).find("line 1"), std::string::npos);
  EXPECT_NE(because({.file = "[server]\nlisten = 1.5\n"}).find("server.listen must be a text"), std::string::npos);
  const auto missing = load({.file = "/nonexistent/robson.toml"});
  EXPECT_NE(missing.error().text.find("no such file"), std::string::npos);
}

TEST_F(SettingsTest, secrets_come_from_files_and_are_masked) {
  const std::string secret = write("secret", "s3cret\n");
  const auto loaded =
      load_with({.environment = {{"ROBSON_VENUE_API_KEY", "k3y"}, {"ROBSON_VENUE_API_SECRET_FILE", secret}}});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(loaded->settings.api_secret.reveal(), "s3cret");
  const std::string shown = print(*loaded);
  EXPECT_EQ(shown.find("s3cret"), std::string::npos);
  EXPECT_EQ(shown.find("k3y"), std::string::npos);
  EXPECT_NE(shown.find("***"), std::string::npos);
}

TEST_F(SettingsTest, a_key_without_its_secret_is_a_fault) {
  EXPECT_NE(because({.environment = {{"ROBSON_VENUE_API_KEY", "k"}}}).find("given together"), std::string::npos);
}

TEST_F(SettingsTest, what_is_printed_can_be_loaded_again) {
  const auto loaded = load_with({.flags = {{"server.listen", "127.0.0.1:9"}}});
  const auto again = load_with({.file = print(*loaded)});
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again->settings.listen_port, 9);
}

TEST_F(SettingsTest, a_loopback_venue_is_a_simulator_unless_said_otherwise) {
  EXPECT_EQ(load_with({.flags = {{"venue.url", "http://127.0.0.1:9443"}}})->settings.venue_kind, "SIM");
  EXPECT_EQ(load_with({.flags = {{"venue.url", "http://localhost"}}})->settings.venue_kind, "SIM");
  EXPECT_EQ(load_with({.flags = {{"venue.url", "http://10.1.2.3"}}})->settings.venue_kind, "LIVE");
}

std::string content_of(const std::string& name) {
  std::ifstream file(std::string(ROBSON_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(SettingsDocuments, the_example_and_the_guide_name_every_setting) {
  EXPECT_EQ(content_of(".env.example"), env_example());
  EXPECT_NE(content_of("docs/guide/configuration.md").find(guide_table()), std::string::npos);
}

}  // namespace
}  // namespace robson::settings
