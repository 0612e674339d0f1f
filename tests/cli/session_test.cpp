// Signing in and out, profiles, what is kept where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "fake_world.hpp"
#include "support/client/fake_robsond.hpp"

namespace robson::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct SessionTest : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};

  Ran login(const std::vector<std::string>& more = {}) {
    robson.input = "secret\n";
    std::vector<std::string> words{"login", "--username", "admin", "--password-stdin"};
    words.insert(words.end(), more.begin(), more.end());
    return robson(words);
  }
};

TEST_F(SessionTest, without_a_session_it_says_how_to_sign_in) {
  const auto ran = robson({"positions", "--url", robsond.url()});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_THAT(ran.err, HasSubstr("you are not signed in at " + robsond.url() + ". Sign in with: robson login"));
}

TEST_F(SessionTest, a_login_is_kept_in_a_private_file_with_its_address) {
  const auto ran = login({"--url", robsond.url()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Signed in as admin at " + robsond.url()), Not(HasSubstr("secret"))));
  struct stat about {};
  ASSERT_EQ(::stat(robson.credentials_path().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_THAT(fake::read_file(robson.credentials_path()), Not(HasSubstr("\"secret\"")));
  EXPECT_EQ(robson({"positions"}).exit, 0);
  EXPECT_THAT(robson({"whoami"}).out,
              AllOf(HasSubstr("admin (admin) of Demo (client 1) at " + robsond.url()), HasSubstr("Venue binance SIM")));
}

TEST_F(SessionTest, a_wrong_password_ends_with_4_and_keeps_nothing) {
  robson.input = "wrong\n";
  const auto ran = robson({"login", "--username", "admin", "--password-stdin", "--url", robsond.url()});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("the user name or the password is wrong"), Not(HasSubstr("wrong\n\n"))));
  EXPECT_FALSE(std::filesystem::exists(robson.credentials_path()));
  EXPECT_FALSE(std::filesystem::exists(robson.config_path()));
}

TEST_F(SessionTest, the_password_is_asked_for_at_the_terminal_only) {
  const auto piped = robson({"login", "--username", "admin", "--url", robsond.url()});
  EXPECT_EQ(piped.exit, 2);
  EXPECT_THAT(piped.err, HasSubstr("--password-stdin"));
  EXPECT_EQ(robson({"login", "--password-stdin", "--url", robsond.url()}).exit, 2);

  robson.input_is_terminal = true;
  robson.input = "admin\n";
  EXPECT_EQ(robson({"login", "--url", robsond.url()}).exit, 0);
  EXPECT_EQ(robson.question, "Password of admin at " + robsond.url() + ": ");
  EXPECT_EQ(robson({"login", "--url", robsond.url()}).exit, 130) << "no name came";
  robson.hidden_answer.reset();
  EXPECT_EQ(robson({"login", "--username", "admin", "--url", robsond.url()}).exit, 130);
  robson.hidden_answer = "";
  EXPECT_EQ(robson({"login", "--username", "admin", "--url", robsond.url()}).exit, 2);
  robson.hidden_answer = std::string(200, 'x');
  EXPECT_EQ(robson({"login", "--username", "admin", "--url", robsond.url()}).exit, 2);
  EXPECT_EQ(robson({"login", "--username", "", "--url", robsond.url()}).exit, 2);
}

TEST_F(SessionTest, a_password_is_no_argument) {
  EXPECT_EQ(robson({"login", "--username", "admin", "--password", "secret"}).exit, 2);
}

TEST_F(SessionTest, over_an_open_network_it_warns) {
  robson.input = "secret\n";
  const auto ran =
      robson({"login", "--username", "admin", "--password-stdin", "--url", "http://192.0.2.1:9", "--timeout", "0.2"});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_THAT(ran.err, HasSubstr("is not encrypted"));
}

TEST_F(SessionTest, logging_out_forgets_the_session) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  const auto ran = robson({"logout"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.err, HasSubstr("Signed out at"));
  EXPECT_EQ(robson({"positions"}).exit, 4);
  const auto again = robson({"logout"});
  EXPECT_EQ(again.exit, 0);
  EXPECT_THAT(again.err, HasSubstr("You were not signed in"));
}

TEST_F(SessionTest, a_logout_without_the_server_forgets_here_and_says_so) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  robsond.stop();
  const auto ran = robson({"logout"});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_THAT(ran.err, HasSubstr("the server did not confirm"));
  EXPECT_EQ(robson({"positions"}).exit, 4);
}

TEST_F(SessionTest, an_expired_token_is_renewed_without_a_word) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  robsond.expire_access();
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(robsond.refreshes(), 1);
}

TEST_F(SessionTest, an_ended_session_ends_with_4) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  robsond.expire_access();
  robsond.refuse("/api/v1/auth/refresh", 401, "INVALID_TOKEN", "The session has ended.");
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_THAT(ran.err, HasSubstr("your session at " + robsond.url() + " has ended. Sign in with: robson login"));
}

TEST_F(SessionTest, a_credentials_file_that_others_can_read_is_refused) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  ASSERT_EQ(::chmod(robson.credentials_path().c_str(), 0644), 0);
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("others can read it (mode 0644)"), HasSubstr("chmod 600")));
  EXPECT_EQ(robson({"doctor"}).exit, 4);
}

TEST_F(SessionTest, the_token_of_the_environment_wins) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  robson.environment["ROBSON_API_TOKEN"] = "access-1";
  EXPECT_EQ(robson({"positions"}).exit, 0);
  EXPECT_EQ(robsond.last_authorization(), "Bearer access-1");
  robson.environment["ROBSON_API_TOKEN"] = "another";
  const auto ran = robson({"positions"});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_THAT(ran.err, Not(HasSubstr("another")));
  EXPECT_EQ(robsond.refreshes(), 0);
  EXPECT_THAT(login().err, HasSubstr("ROBSON_API_TOKEN is set and is used instead"));
}

TEST_F(SessionTest, profiles_are_added_listed_and_chosen) {
  EXPECT_EQ(robson({"profile", "set", "desk", "--url", robsond.url() + "/"}).exit, 0);
  EXPECT_EQ(robson({"profile", "set", "desk"}).exit, 2);
  EXPECT_EQ(robson({"profile", "set", "a b", "--url", robsond.url()}).exit, 2);
  ASSERT_EQ(login({"--profile", "desk"}).exit, 0);
  EXPECT_EQ(robson({"positions"}).exit, 4);
  EXPECT_EQ(robson({"profile", "use", "desk"}).exit, 0);
  EXPECT_EQ(robson({"positions"}).exit, 0);
  EXPECT_EQ(robson({"profile", "use", "dsek"}).exit, 3);
  EXPECT_EQ(robson({"profile", "list"}).out,
            "profile\turl\tusername\tsigned_in\tin_use\n"
            "default\thttp://127.0.0.1:8080\t\tfalse\tfalse\n"
            "desk\t" +
                robsond.url() + "\tadmin\ttrue\ttrue\n");
  robson.terminal = true;
  EXPECT_THAT(robson({"profile", "list", "--color", "never"}).out, HasSubstr("*  desk"));
}

TEST_F(SessionTest, a_login_to_a_new_profile_keeps_its_address) {
  ASSERT_EQ(login({"--profile", "other", "--url", robsond.url()}).exit, 0);
  EXPECT_EQ(fake::read_file(robson.config_path()), "[profiles.other]\nurl = \"" + robsond.url() + "\"\n");
  EXPECT_EQ(robson({"positions", "--profile", "other"}).exit, 0);
  const auto ran = robson({"positions", "--profile", "nothing"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_THAT(ran.err, HasSubstr("no profile is called nothing; there are default, other"));
}

TEST_F(SessionTest, the_configuration_is_shown_with_its_sources_and_without_secrets) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  const auto ran = robson({"config", "view", "-o", "table"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr(robsond.url()), HasSubstr("file"), HasSubstr("*** (of admin at"),
                    HasSubstr(robson.credentials_path()), Not(HasSubstr("access-")), Not(HasSubstr("refresh-"))));
  robson.environment["ROBSON_API_TOKEN"] = "topsecret";
  EXPECT_THAT(robson({"config", "view", "--json"}).out, AllOf(HasSubstr("***"), Not(HasSubstr("topsecret"))));
}

TEST_F(SessionTest, a_broken_configuration_stops_what_needs_it_and_nothing_else) {
  fake::write_file(robson.config_path(), "colour = 1\n");
  EXPECT_EQ(robson({"positions"}).exit, 2);
  EXPECT_EQ(robson({"explain", "spread"}).exit, 0);
  EXPECT_EQ(robson({"completion", "bash"}).exit, 0);
  EXPECT_EQ(robson({"--help"}).exit, 0);
}

TEST_F(SessionTest, a_configuration_that_only_a_person_can_change_is_left_alone) {
  const std::string text = "profiles = { desk = { url = \"http://desk:1\" } }\n";
  fake::write_file(robson.config_path(), text);
  EXPECT_EQ(robson({"profile", "set", "desk", "--url", "http://desk:2"}).exit, 2);
  EXPECT_EQ(fake::read_file(robson.config_path()), text);
}

TEST_F(SessionTest, the_doctor_finds_nothing_wrong_when_all_is_well) {
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  const auto ran = robson({"doctor"});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  for (const char* check : {"configuration", "address", "credentials", "server", "clock", "version", "session",
                            "database", "venue REST", "venue stream"}) {
    EXPECT_THAT(ran.out, HasSubstr(std::string("ok       ") + check));
  }
  EXPECT_THAT(robson({"doctor", "--json"}).out, HasSubstr(R"("check":"clock","state":"ok")"));
}

TEST_F(SessionTest, the_doctor_says_what_is_wrong_and_what_to_do) {
  EXPECT_EQ(robson({"doctor", "--url", robsond.url()}).exit, 4);
  ASSERT_EQ(login({"--url", robsond.url()}).exit, 0);
  auto health = fake::health(wire::HealthStatus::degraded);
  health.version = "9.9.9";
  robsond.answer("/api/v1/health", json::text_of(health));
  const auto ran = robson({"doctor"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("warning  version"), HasSubstr("update the older one"),
                             HasSubstr("warning  venue stream"), HasSubstr("degraded, connected")));
  robsond.answer("/api/v1/health", json::text_of(fake::health(wire::HealthStatus::unhealthy)), 503);
  EXPECT_EQ(robson({"doctor"}).exit, 1);
  robsond.stop();
  const auto away = robson({"doctor"});
  EXPECT_EQ(away.exit, 6);
  EXPECT_THAT(away.out, HasSubstr("failed   server"));
}

TEST_F(SessionTest, the_version_tells_both_sides) {
  EXPECT_EQ(robson({"--version"}).out, "robson 0.1.0\n");
  EXPECT_EQ(robson({"version", "--json", "--url", robsond.url()}).out,
            R"({"client":"0.1.0","server":"0.1.0","url":")" + robsond.url() + "\"}\n");
  auto health = fake::health();
  health.version = "0.2.0";
  robsond.answer("/api/v1/health", json::text_of(health));
  EXPECT_THAT(robson({"version", "--url", robsond.url()}).out, HasSubstr("They differ"));
  robsond.stop();
  const auto ran = robson({"version", "--url", robsond.url()});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.out, HasSubstr("not reachable"));
}

}  // namespace
}  // namespace robson::cli
