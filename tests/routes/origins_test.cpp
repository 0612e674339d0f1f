#include "routes/origins.hpp"

#include <gtest/gtest.h>

namespace robson::routes {
namespace {

net::Request from(std::string_view origin, std::string_view site = {}) {
  net::Request request{.method = net::Method::POST};
  request.headers.add("Host", "robson.example:8080");
  if (!origin.empty()) request.headers.add("Origin", std::string(origin));
  if (!site.empty()) request.headers.add("Sec-Fetch-Site", std::string(site));
  return request;
}

TEST(Origins, own_is_the_host_that_was_asked_and_what_the_setting_lists) {
  const Origins origins({"https://dash.example"});
  EXPECT_TRUE(origins.is_own(from("http://robson.example:8080")));
  EXPECT_TRUE(origins.is_own(from("https://robson.example:8080")));
  EXPECT_TRUE(origins.is_own(from("https://dash.example")));
  for (const char* foreign : {"https://evil.example", "null", "https://dash.example.evil.example",
                              "http://dash.example", "https://dash.example:444", "https://DASH.example",
                              "https://robson.example", "file://", "http://robson.example:8080.evil.example"}) {
    EXPECT_FALSE(origins.is_own(from(foreign))) << foreign;
  }
}

TEST(Origins, without_an_origin_the_browser_must_say_that_the_page_is_ours) {
  const Origins origins({});
  EXPECT_TRUE(origins.is_own(from("", "same-origin")));
  for (const char* site : {"", "none", "same-site", "cross-site"}) EXPECT_FALSE(origins.is_own(from("", site))) << site;
  EXPECT_FALSE(origins.is_own(from("https://evil.example", "same-origin"))) << "an Origin says more";
}

TEST(Origins, only_allowed_origins_are_answered_a_preflight_and_may_read) {
  const Origins origins({"https://dash.example"});
  net::Request preflight{.method = net::Method::OPTIONS};
  preflight.headers.add("Origin", "https://dash.example");
  EXPECT_FALSE(origins.is_preflight(preflight)) << "an OPTIONS of another kind";
  preflight.headers.add("Access-Control-Request-Method", "POST");
  EXPECT_TRUE(origins.is_preflight(preflight));
  net::Response answer;
  origins.mark(answer, "https://dash.example");
  EXPECT_EQ(answer.headers.get("Access-Control-Allow-Origin"), "https://dash.example");
  EXPECT_EQ(answer.headers.get("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(answer.headers.get("Vary"), "Origin");
  net::Response other;
  origins.mark(other, "https://evil.example");
  EXPECT_FALSE(other.headers.has("Access-Control-Allow-Origin"));
  EXPECT_EQ(other.headers.get("Vary"), "Origin");
}

}  // namespace
}  // namespace robson::routes
